//! The shell of the citizen app: a window that hosts the page, and the adapters of this machine
//! behind the client's ports (vault, city, camera, clock).
//!
//! It may not hold rules or state of its own: a command is handed to `client::App` and its
//! answer handed back. It is the one place where the parts are put together.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod camera;
mod commands;
mod config;
mod files;
mod host;
mod instance;
mod notify;
mod scheme;

use std::{fs, path::Path, sync::Arc};

use anyhow::{Context, Result};
use city_api::HttpCity;
use client::{
    App, Ports,
    port::{HostInfo, NoKeyKeeper},
};
use tauri::{AppHandle, Manager, Wry, plugin::TauriPlugin};
use tracing_subscriber::EnvFilter;
use vault::{OsKeyStore, SqliteVaults};

use crate::{
    camera::HostCamera,
    config::Config,
    files::Downloads,
    host::{BlockingPool, PageEvents, PoolScanner, SettingsFile, SystemClock, SystemRandom, TokioTimer},
    instance::Instance,
};

/// What the commands and the page's addresses work on.
pub(crate) struct Host {
    pub(crate) app: Arc<App>,
    pub(crate) camera: Arc<HostCamera>,
}

/// Runs the app until its window closes.
///
/// # Errors
/// When the environment's settings make no sense or the window system can't be reached.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() -> Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn")))
        .with_writer(std::io::stderr)
        .init();
    let config = Config::from_env()?;
    let mut builder = tauri::Builder::default();
    #[cfg(desktop)]
    {
        // A data folder of its own is an app of its own: the usual rule is by user.
        if config.data.is_none() {
            builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| instance::show(app)));
            builder = builder.plugin(tauri_plugin_window_state::Builder::default().build());
        }
    }
    builder
        .plugin(stay_home())
        .plugin(tauri_plugin_notification::init())
        .register_asynchronous_uri_scheme_protocol("document", scheme::document)
        .register_asynchronous_uri_scheme_protocol("camera", scheme::camera)
        .invoke_handler(tauri::generate_handler![commands::call, commands::call_with_bytes])
        .setup(move |app| Ok(set_up(app.handle(), config)?))
        .build(tauri::generate_context!())
        .context("the window could not be made")?
        .run(|_, _| ());
    Ok(())
}

/// Keeps the window on the app's own pages, whatever is pressed or dropped there.
fn stay_home() -> TauriPlugin<Wry> {
    tauri::plugin::Builder::new("stay-home")
        .on_navigation(|_, url| is_own_page(url))
        .build()
}

fn is_own_page(url: &tauri::Url) -> bool {
    url.scheme() == "tauri" || (matches!(url.scheme(), "http" | "https") && url.host_str() == Some("tauri.localhost"))
}

/// Puts the app together. Nothing here waits for network, camera or keyring.
fn set_up(handle: &AppHandle<Wry>, config: Config) -> Result<()> {
    let data = match &config.data {
        Some(folder) => folder.clone(),
        None => handle
            .path()
            .app_local_data_dir()
            .context("no folder for the app's data")?,
    };
    make_private(&data).context("the app's data folder can't be made")?;
    let Some(instance) = Instance::claim(&data)? else {
        tracing::warn!("another window already uses this data folder");
        handle.exit(0);
        return Ok(());
    };
    handle.manage(instance);

    let camera = Arc::new(HostCamera::new(config.camera_pictures));
    let (clock, random) = (Arc::new(SystemClock), Arc::new(SystemRandom));
    let settings = Arc::new(SettingsFile(data.join("settings.json")));
    let vaults = SqliteVaults::builder(data.join("people"), clock.clone(), random.clone())
        .key_store(Arc::new(OsKeyStore::new(handle.config().identifier.clone())))
        .build();
    let ports = Ports {
        vaults: Arc::new(vaults),
        city: Arc::new(HttpCity::new(&config.city_url, env!("CARGO_PKG_VERSION"))?),
        clock,
        random,
        timer: Arc::new(TokioTimer),
        events: Arc::new(PageEvents(handle.clone())),
        settings: settings.clone(),
        camera: camera.clone(),
        files: Arc::new(Downloads(files::folder(handle))),
        worker: Arc::new(BlockingPool),
        scanner: Arc::new(PoolScanner),
        keys: Arc::new(NoKeyKeeper),
    };
    let app = Arc::new(App::new(
        ports,
        HostInfo {
            platform: host::platform(),
            device_name: host::device_name(),
            app_version: env!("CARGO_PKG_VERSION").to_owned(),
            city_url: config.city_url,
            offline_store: true,
            shared_session: false,
            several_people: true,
        },
    ));
    let background = Arc::clone(&app);
    tauri::async_runtime::spawn(async move { background.background().await });
    notify::watch(handle.clone(), Arc::clone(&app), settings, data.join("told"));
    handle.manage(Host { app, camera });
    Ok(())
}

/// A folder that only this user can look into.
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::is_own_page;

    #[test]
    fn only_the_apps_own_pages_may_fill_the_window() {
        for (url, own) in [
            ("tauri://localhost/index.html#/me", true),
            ("http://tauri.localhost/", true),
            ("https://tauri.localhost/#/scan", true),
            ("https://example.com/", false),
            ("file:///etc/passwd", false),
            ("data:text/html,x", false),
        ] {
            assert_eq!(is_own_page(&url.parse().unwrap()), own, "{url}");
        }
    }
}
