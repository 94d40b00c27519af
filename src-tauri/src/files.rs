//! Files for the person: into the folder where the system puts downloads.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use async_trait::async_trait;
use bytes::Bytes;
use client::port::{Files, SaveError};
use protocol::app::SavedFile;
use tauri::{AppHandle, Manager, Wry};

/// Names that are tried before it is given up.
const TRIES: u32 = 1000;

/// The folder where the system puts downloads; where it names none, documents, then the person's own folder.
pub(crate) fn folder(handle: &AppHandle<Wry>) -> Option<PathBuf> {
    let path = handle.path();
    let folder = path.download_dir().or_else(|_| path.document_dir());
    folder.or_else(|_| path.home_dir()).ok()
}

/// Saves into a folder; none where the system has no such folder.
pub(crate) struct Downloads(pub(crate) Option<PathBuf>);

#[async_trait]
impl Files for Downloads {
    async fn save(&self, name: &str, content: Bytes) -> Result<SavedFile, SaveError> {
        let folder = self.0.clone().ok_or(SaveError::Failed)?;
        let name = name.to_owned();
        let written = tokio::task::spawn_blocking(move || write(&folder, &name, &content)).await;
        let place = written.map_err(|_| SaveError::Failed)?.map_err(|error| {
            tracing::warn!(kind = ?error.kind(), "a file could not be saved");
            match error.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => SaveError::DiskFull,
                _ => SaveError::Failed,
            }
        })?;
        Ok(SavedFile {
            place: Some(place.display().to_string()),
        })
    }
}

/// Writes a file under a name that is free; half a file is taken away again.
fn write(folder: &Path, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for path in names(name).map(|name| folder.join(name)) {
        let mut file = match create(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            other => other?,
        };
        let written = file.write_all(content).and_then(|()| file.sync_all());
        if written.is_err() {
            let _ = fs::remove_file(&path);
        }
        return written.map(|()| path);
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// `card.pdf`, `card (2).pdf`, `card (3).pdf`…
fn names(name: &str) -> impl Iterator<Item = String> {
    let (stem, kind) = name.rsplit_once('.').unwrap_or((name, ""));
    (1..=TRIES).map(move |number| match number {
        1 => name.to_owned(),
        _ => format!("{stem} ({number}).{kind}"),
    })
}

/// A new file that only this user reads.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn no_file_is_written_over_another() {
        let folder = tempfile::tempdir().unwrap();
        let downloads = Downloads(Some(folder.path().join("Downloads")));
        for (content, name) in [("one", "card.pdf"), ("two", "card (2).pdf"), ("three", "card (3).pdf")] {
            let saved = downloads.save("card.pdf", Bytes::from(content)).await.unwrap();
            let place = PathBuf::from(saved.place.unwrap());
            assert!(place.ends_with(name), "{}", place.display());
            assert_eq!(fs::read_to_string(place).unwrap(), content);
        }
    }

    #[tokio::test]
    async fn without_a_folder_it_is_said() {
        let saved = Downloads(None).save("card.pdf", Bytes::new()).await;
        assert_eq!(saved, Err(SaveError::Failed));
        let file = tempfile::NamedTempFile::new().unwrap();
        let no_folder = Downloads(Some(file.path().to_owned()));
        assert_eq!(no_folder.save("card.pdf", Bytes::new()).await, Err(SaveError::Failed));
    }
}
