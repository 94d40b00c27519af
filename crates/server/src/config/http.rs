//! The settings of the HTTP side.

use std::{path::PathBuf, time::Duration};

use super::{
    CONTENT_TIMEOUT_MAX, ConfigError, HttpSettings, TlsFiles,
    file::{at_least_one, seconds},
    source::{Settings, wrong},
};

/// The certificate and its key: both or none.
pub(super) fn tls(settings: &Settings) -> Result<Option<TlsFiles>, ConfigError> {
    let file = |setting| settings.text(setting).map(PathBuf::from);
    match (file("tls.certificate"), file("tls.key")) {
        (None, None) => Ok(None),
        (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate, key })),
        (Some(_), None) => Err(wrong("tls.key", "must be given with tls.certificate")),
        (None, Some(_)) => Err(wrong("tls.certificate", "must be given with tls.key")),
    }
}

/// What the HTTP side needs to know. Who has a certificate is reached by https, unless told otherwise.
pub(super) fn http(settings: &Settings, tls: bool) -> Result<HttpSettings, ConfigError> {
    let defaults = HttpSettings::default();
    Ok(HttpSettings {
        https: settings.value("https", tls)?,
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

#[cfg(test)]
mod tests {
    use super::super::{Config, ConfigError};

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Config::from_parts(None, variables.iter().map(own).collect())
    }

    fn refusal(variables: &[(&str, &str)]) -> String {
        load(variables).unwrap_err().to_string()
    }

    #[test]
    fn a_certificate_comes_with_its_key_and_means_https() {
        let (certificate, key) = (("CONGDANSO_TLS_CERTIFICATE", "c.pem"), ("CONGDANSO_TLS_KEY", "k.pem"));
        let text = refusal(&[certificate]);
        assert!(text.contains("tls.key") && text.contains("CONGDANSO_TLS_KEY"), "{text}");
        assert!(refusal(&[key]).contains("tls.certificate"));
        let config = load(&[certificate, key]).unwrap();
        assert!(config.http.https && config.tls.is_some());
        let https = |value| {
            load(&[certificate, key, ("CONGDANSO_HTTPS", value)])
                .unwrap()
                .http
                .https
        };
        assert!(!https("false") && https("true"));
        assert!(
            load(&[("CONGDANSO_HTTPS", "true")]).unwrap().http.https,
            "a proxy speaks TLS"
        );
        assert!(!load(&[]).unwrap().http.https);
    }
}
