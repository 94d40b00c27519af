//! The settings of the HTTP side.

use std::{path::PathBuf, time::Duration};

use super::{
    CONTENT_TIMEOUT_MAX, ConfigError, HttpSettings,
    file::{at_least_one, seconds},
    source::{Settings, wrong},
};

/// What the HTTP side needs to know.
pub(super) fn http(settings: &Settings) -> Result<HttpSettings, ConfigError> {
    let defaults = HttpSettings::default();
    Ok(HttpSettings {
        https: settings.value("https", false)?,
        pages: settings.text("pages").map(PathBuf::from),
        rate_per_second: at_least_one(settings, "http.rate_per_second", defaults.rate_per_second)?,
        rate_burst: at_least_one(settings, "http.rate_burst", defaults.rate_burst)?,
        trusted_proxies: settings.list("http.trusted_proxies")?,
        timeout: seconds(settings, "http.timeout_seconds", defaults.timeout)?,
        content_timeout: content_timeout(settings, defaults.content_timeout)?,
        shutdown: seconds(settings, "http.shutdown_seconds", defaults.shutdown)?,
    })
}

fn content_timeout(settings: &Settings, default: Duration) -> Result<Duration, ConfigError> {
    const SETTING: &str = "http.content_timeout_seconds";
    let timeout = seconds(settings, SETTING, default)?;
    if timeout > CONTENT_TIMEOUT_MAX {
        let most = CONTENT_TIMEOUT_MAX.as_secs();
        return Err(wrong(SETTING, format!("must be at most {most}")));
    }
    Ok(timeout)
}
