//! The settings one by one, with their defaults and rules.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use seal::Zeroizing;

use super::{
    CitySettings, Config, ConfigError, CounterRules, OtpCaps, SmsSettings, http,
    source::{Known, Settings, wrong},
};
use crate::{
    keys::MasterKeySource,
    port::{
        objects::ObjectPlace,
        sms::{BodyTemplate, HttpGatewaySettings},
    },
    store::DatabaseUrl,
};

/// Every setting. In the environment `sms.url` is `CONGDANSO_SMS_URL`.
pub(super) const SETTINGS: &Known = &[
    ("data", "the folder for everything that has no other place (./data)"),
    ("listen", "where devices come (127.0.0.1:8787)"),
    (
        "admin_listen",
        "where metrics and health are told; keep it private (127.0.0.1:8788)",
    ),
    (
        "pages",
        "the folder of the pages that browsers are given at / (none: no portal)",
    ),
    (
        "https",
        "whether residents reach the city by https, maybe through a proxy (true with tls, else false)",
    ),
    (
        "tls.certificate",
        "the certificate with those between it and a root, PEM; read again on SIGHUP",
    ),
    ("tls.key", "the certificate's key, PEM; read again on SIGHUP"),
    (
        "database_url",
        "sqlite:FILE or postgres://… (a SQLite file in the data folder)",
    ),
    (
        "auto_migrate",
        "whether serve takes missing migration steps itself (true)",
    ),
    (
        "objects",
        "a folder, or s3://bucket/prefix (objects in the data folder)",
    ),
    (
        "master_key_file",
        "the file of the master key, outside the data folder (beside it: <data>.key)",
    ),
    (
        "master_key",
        "the master key itself, 64 hexadecimal digits; environment only",
    ),
    (
        "demo",
        "a demonstration: invented people, messages readable at /demo/outbox (false)",
    ),
    ("issuer", "the issuer's name in credentials (danang.gov.vn)"),
    ("city_name", "the name residents see (Thành phố Đà Nẵng)"),
    ("hotline", "the number that messages tell to call (1022)"),
    ("minimum_app", "the oldest app that may call (0.1.0)"),
    ("otp.phone_per_day", "one-time passwords for one phone in a day (10)"),
    (
        "otp.address_per_hour",
        "one-time passwords asked for from one address in an hour (120)",
    ),
    (
        "otp.address_per_day",
        "one-time passwords asked for from one address in a day (1000)",
    ),
    (
        "counters.checks_per_day",
        "checks of residents' codes by one officer in a day (400)",
    ),
    (
        "counters.contest_days",
        "days in which a new organisation answers what residents contest (5)",
    ),
    ("sms.kind", "outbox or http (outbox)"),
    ("sms.url", "where the gateway takes messages"),
    ("sms.headers", "headers for the gateway, as Name: value, separated by ;"),
    ("sms.token", "sent as Authorization: Bearer"),
    ("sms.brand", "the sender's name, at most 11 characters"),
    ("sms.template", "the JSON body with {phone}, {text}, {brand}, {id}"),
    ("sms.timeout_seconds", "how long one try may take (10)"),
    ("sms.attempts", "how many tries a message gets (3)"),
    ("http.rate_per_second", "requests a second from one address (50)"),
    ("http.rate_burst", "requests at once from one address (200)"),
    (
        "http.trusted_proxies",
        "addresses of proxies whose X-Forwarded-For counts",
    ),
    ("http.timeout_seconds", "how long a request may take (20)"),
    (
        "http.content_timeout_seconds",
        "how long a request with content may take (600)",
    ),
    ("http.shutdown_seconds", "how long requests may go on after a stop (30)"),
];

/// A complete configuration file with every default.
pub const EXAMPLE: &str = include_str!("example.toml");

pub(super) fn build(settings: &Settings) -> Result<Config, ConfigError> {
    let data = PathBuf::from(settings.text("data").unwrap_or("./data"));
    let listen = settings.value("listen", SocketAddr::from(([127, 0, 0, 1], 8787)))?;
    let admin_listen = settings.value("admin_listen", SocketAddr::from(([127, 0, 0, 1], 8788)))?;
    if listen == admin_listen && listen.port() != 0 {
        return Err(wrong(
            "admin_listen",
            "must differ from listen: metrics are not for the world",
        ));
    }
    let database = match settings.text("database_url") {
        Some(url) => url.parse().map_err(|error| wrong("database_url", error))?,
        None => DatabaseUrl::of_file(&data.join("city.sqlite")),
    };
    let tls = http::tls(settings)?;
    Ok(Config {
        listen,
        admin_listen,
        database,
        auto_migrate: settings.value("auto_migrate", true)?,
        objects: objects(settings, &data),
        master_key: master_key(settings, &data)?,
        sms: sms(settings)?,
        city: city(settings)?,
        http: http::http(settings, tls.is_some())?,
        tls,
        unknown_variables: settings.unknown.clone(),
        data,
    })
}

fn objects(settings: &Settings, data: &Path) -> ObjectPlace {
    match settings.text("objects") {
        Some(url) if url.starts_with("s3://") => ObjectPlace::Bucket(url.to_owned()),
        Some(folder) => ObjectPlace::Folder(PathBuf::from(folder)),
        None => ObjectPlace::Folder(data.join("objects")),
    }
}

fn master_key(settings: &Settings, data: &Path) -> Result<MasterKeySource, ConfigError> {
    if let Some(key) = settings.text("master_key") {
        return Ok(MasterKeySource::Given(Zeroizing::new(key.to_owned())));
    }
    let file = settings
        .text("master_key_file")
        .map_or_else(|| beside(data), PathBuf::from);
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    if absolute(&file).starts_with(absolute(data)) {
        let reason = "lies inside the data folder: whoever copies the data would have the key as well";
        return Err(wrong("master_key_file", reason));
    }
    Ok(MasterKeySource::File(file))
}

/// `data/demo` has its key in `data/demo.key`.
fn beside(data: &Path) -> PathBuf {
    let absolute = std::path::absolute(data).unwrap_or_else(|_| data.to_owned());
    let mut name = absolute.file_name().unwrap_or_default().to_owned();
    name.push(".key");
    absolute.with_file_name(name)
}

fn city(settings: &Settings) -> Result<CitySettings, ConfigError> {
    let defaults = CitySettings::default();
    let caps = OtpCaps::default();
    let text = |setting, default: String| settings.text(setting).map_or(default, str::to_owned);
    let issuer = text("issuer", defaults.issuer);
    let is_host = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b':');
    if !issuer.bytes().all(is_host) || issuer.len() > 100 {
        return Err(wrong(
            "issuer",
            "must be a host name in small letters, such as danang.gov.vn",
        ));
    }
    let hotline = text("hotline", defaults.hotline);
    if hotline.len() > 20 || !hotline.bytes().all(|b| b.is_ascii_digit() || b == b' ') {
        return Err(wrong(
            "hotline",
            "must be a telephone number of at most 20 digits and spaces",
        ));
    }
    Ok(CitySettings {
        issuer,
        name: text("city_name", defaults.name),
        hotline,
        minimum_app: text("minimum_app", defaults.minimum_app),
        demo: settings.value("demo", false)?,
        otp: OtpCaps {
            phone_per_day: at_least_one(settings, "otp.phone_per_day", caps.phone_per_day)?,
            address_per_hour: at_least_one(settings, "otp.address_per_hour", caps.address_per_hour)?,
            address_per_day: at_least_one(settings, "otp.address_per_day", caps.address_per_day)?,
        },
        counters: CounterRules {
            checks_per_day: at_least_one(settings, "counters.checks_per_day", defaults.counters.checks_per_day)?,
            contest_days: at_least_one(settings, "counters.contest_days", defaults.counters.contest_days)?,
        },
    })
}

pub(super) fn at_least_one(settings: &Settings, setting: &'static str, default: u32) -> Result<u32, ConfigError> {
    match settings.value(setting, default)? {
        0 => Err(wrong(setting, "must be at least 1")),
        number => Ok(number),
    }
}

pub(super) fn seconds(settings: &Settings, setting: &'static str, default: Duration) -> Result<Duration, ConfigError> {
    let default = u32::try_from(default.as_secs()).unwrap_or(u32::MAX);
    Ok(Duration::from_secs(at_least_one(settings, setting, default)?.into()))
}

fn sms(settings: &Settings) -> Result<SmsSettings, ConfigError> {
    match settings.text("sms.kind").unwrap_or("outbox") {
        "outbox" => Ok(SmsSettings::Outbox),
        "http" => Ok(SmsSettings::Http(Box::new(gateway(settings)?))),
        _ => Err(wrong("sms.kind", "must be outbox or http")),
    }
}

fn gateway(settings: &Settings) -> Result<HttpGatewaySettings, ConfigError> {
    const WHEN: &str = "when sms.kind is http";
    let url = settings.required("sms.url", WHEN)?;
    let parsed = reqwest::Url::parse(url).map_err(|error| wrong("sms.url", error))?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(wrong("sms.url", "must begin with https:// or http://"));
    }
    let brand = settings
        .required("sms.brand", WHEN)?
        .parse()
        .map_err(|error| wrong("sms.brand", error))?;
    let template = BodyTemplate::parse(settings.required("sms.template", WHEN)?);
    Ok(HttpGatewaySettings {
        url: url.to_owned(),
        headers: headers(settings)?,
        brand,
        template: template.map_err(|error| wrong("sms.template", error))?,
        timeout: seconds(settings, "sms.timeout_seconds", Duration::from_secs(10))?,
        attempts: at_least_one(settings, "sms.attempts", 3)?,
    })
}

fn headers(settings: &Settings) -> Result<Vec<(String, String)>, ConfigError> {
    let mut headers = Vec::new();
    for header in settings
        .text("sms.headers")
        .unwrap_or_default()
        .split(';')
        .filter(|part| !part.trim().is_empty())
    {
        let (name, value) = header
            .split_once(':')
            .ok_or_else(|| wrong("sms.headers", "must be Name: value"))?;
        headers.push((name.trim().to_owned(), value.trim().to_owned()));
    }
    if let Some(token) = settings.text("sms.token") {
        headers.push(("authorization".to_owned(), format!("Bearer {token}")));
    }
    Ok(headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        Config::from_parts(None, variables)
    }

    fn refusal(variables: &[(&str, &str)]) -> String {
        load(variables).unwrap_err().to_string()
    }

    #[test]
    fn the_defaults_work_without_a_word() {
        let config = load(&[("PATH", "/bin")]).unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:8787");
        assert_eq!(config.objects, ObjectPlace::Folder("./data/objects".into()));
        assert!(matches!(config.sms, SmsSettings::Outbox));
        let MasterKeySource::File(file) = config.master_key else {
            panic!("a file")
        };
        assert!(file.ends_with("data.key"), "{}", file.display());
    }

    #[test]
    fn the_example_file_is_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("congdanso.toml");
        std::fs::write(&path, EXAMPLE).unwrap();
        let told = Config::from_parts(Some(&path), Vec::new()).unwrap();
        let defaults = load(&[]).unwrap();
        assert_eq!(format!("{told:?}"), format!("{defaults:?}"));
        for (setting, _) in SETTINGS.iter().filter(|(setting, _)| *setting != "master_key") {
            let name = setting.rsplit('.').next().unwrap();
            assert!(EXAMPLE.contains(name), "{setting} is missing from the example");
        }
    }

    #[test]
    fn a_refusal_names_the_setting_in_both_forms() {
        let text = refusal(&[("CONGDANSO_LISTEN", "everywhere")]);
        assert!(text.contains("listen") && text.contains("CONGDANSO_LISTEN"), "{text}");
        let text = refusal(&[("CONGDANSO_SMS_KIND", "http")]);
        assert!(text.contains("sms.url") && text.contains("CONGDANSO_SMS_URL"), "{text}");
        let config = load(&[("CONGDANSO_LISTENN", "127.0.0.1:1")]).unwrap();
        assert_eq!(config.unknown_variables, ["CONGDANSO_LISTENN"]);
        let text = refusal(&[
            ("CONGDANSO_DATA", "/srv/city"),
            ("CONGDANSO_MASTER_KEY_FILE", "/srv/city/key"),
        ]);
        assert!(text.contains("master_key_file"), "{text}");
        let text = refusal(&[("CONGDANSO_HTTP_CONTENT_TIMEOUT_SECONDS", "3001")]);
        assert!(text.contains("at most 3000"), "{text}");
        let text = refusal(&[("CONGDANSO_DATABASE_URL", "mysql://x")]);
        assert!(text.contains("database_url") && !text.contains("mysql"), "{text}");
        let gateway = [
            ("CONGDANSO_SMS_KIND", "http"),
            ("CONGDANSO_SMS_URL", "https://sms.example.vn/send"),
            ("CONGDANSO_SMS_TEMPLATE", r#"{"to":"{phone}","text":"{text}"}"#),
        ];
        let text = refusal(&[gateway.as_slice(), &[("CONGDANSO_SMS_BRAND", "A_NAME_TOO_LONG")]].concat());
        assert!(text.contains("sms.brand"), "{text}");
        let config = load(&[gateway.as_slice(), &[("CONGDANSO_SMS_BRAND", "CONGDANSO")]].concat()).unwrap();
        assert!(matches!(config.sms, SmsSettings::Http(_)));
    }

    #[test]
    fn the_environment_wins_over_the_file_and_unknown_names_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("congdanso.toml");
        std::fs::write(&path, "listen = \"127.0.0.1:1\"\n[otp]\nphone_per_day = 4\n").unwrap();
        let variables = vec![("CONGDANSO_LISTEN".to_owned(), "127.0.0.1:2".to_owned())];
        let config = Config::from_parts(Some(&path), variables).unwrap();
        assert_eq!((config.listen.port(), config.city.otp.phone_per_day), (2, 4));
        std::fs::write(&path, "lisen = \"127.0.0.1:1\"\n").unwrap();
        assert!(
            Config::from_parts(Some(&path), Vec::new())
                .unwrap_err()
                .to_string()
                .contains("lisen")
        );
    }
}
