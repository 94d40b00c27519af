//! One running app for each data folder.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use anyhow::{Context, Result};
#[cfg(desktop)]
use tauri::{AppHandle, Manager};

/// Holds the data folder's lock as long as the app runs; the system lets go of it whatever way
/// the app ends.
pub(crate) struct Instance(#[allow(dead_code)] File);

impl Instance {
    /// Claims a data folder; `None` when another app holds it.
    pub(crate) fn claim(data: &Path) -> Result<Option<Self>> {
        let file = File::create(data.join("lock")).context("the data folder can't be written")?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error).context("the data folder can't be locked"),
        }
    }
}

/// Brings the window to the front when the app is started a second time.
#[cfg(desktop)]
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window("main") {
        for step in [window.unminimize(), window.show(), window.set_focus()] {
            if let Err(error) = step {
                tracing::debug!(%error, "the window did not come to the front");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_claimed_once() {
        let folder = tempfile::tempdir().unwrap();
        let first = Instance::claim(folder.path()).unwrap().unwrap();
        assert!(Instance::claim(folder.path()).unwrap().is_none());
        drop(first);
        assert!(Instance::claim(folder.path()).unwrap().is_some());
    }
}
