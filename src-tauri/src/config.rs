//! Where the app keeps things and whom it talks to.

use std::{env, path::PathBuf};

use anyhow::{Context, Result};

/// The city's address unless the environment names another: the one the app was built for, the
/// demo city on this machine in debug builds.
const CITY_URL: &str = match option_env!("CONGDANSO_CITY_URL") {
    Some(url) => url,
    None if cfg!(debug_assertions) => "http://127.0.0.1:8787",
    None => "https://congdanso.danang.gov.vn",
};

/// What the environment says.
pub(crate) struct Config {
    /// The city's address, without a slash at the end.
    pub(crate) city_url: String,
    /// The folder of vaults and settings, when it is not the usual one.
    pub(crate) data: Option<PathBuf>,
    /// A folder of pictures that stands in for a camera.
    pub(crate) camera_pictures: Option<PathBuf>,
}

impl Config {
    /// Reads `CONGDANSO_CITY_URL`, `CONGDANSO_APP_DATA` and `CONGDANSO_CAMERA_PICTURES`.
    pub(crate) fn from_env() -> Result<Self> {
        let city_url = env::var("CONGDANSO_CITY_URL").unwrap_or_else(|_| CITY_URL.to_owned());
        let parsed: tauri::Url = city_url.parse().context("CONGDANSO_CITY_URL is no address")?;
        let local = matches!(parsed.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        anyhow::ensure!(
            parsed.scheme() == "https" || (parsed.scheme() == "http" && local),
            "CONGDANSO_CITY_URL must be https, or http on this machine"
        );
        Ok(Self {
            city_url: city_url.trim_end_matches('/').to_owned(),
            data: env::var_os("CONGDANSO_APP_DATA").map(PathBuf::from),
            camera_pictures: env::var_os("CONGDANSO_CAMERA_PICTURES").map(PathBuf::from),
        })
    }
}
