//! Configuration: a TOML file, then the environment, checked as a whole before anything starts. An error names the
//! setting in both of its forms, so that it can be found wherever it was written.

mod file;
mod http;
mod source;

use std::{
    net::{IpAddr, SocketAddr},
    path::{Path, PathBuf},
};

use thiserror::Error;

pub use file::EXAMPLE;
pub(crate) use source::wrong;

use crate::{
    keys::MasterKeySource,
    port::{objects::ObjectPlace, sms::HttpGatewaySettings},
    store::DatabaseUrl,
};

/// The longest that a request with content may be allowed: what is still pending an hour later is swept.
pub const CONTENT_TIMEOUT_MAX: std::time::Duration = std::time::Duration::from_secs(3000);

/// Everything the server is told.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder for everything that has no other place.
    pub data: PathBuf,
    /// Where residents' devices come.
    pub listen: SocketAddr,
    /// Where operators' tools come: metrics and health. Never open to the world.
    pub admin_listen: SocketAddr,
    /// The database.
    pub database: DatabaseUrl,
    /// Whether `serve` takes missing migration steps itself.
    pub auto_migrate: bool,
    /// Large content.
    pub objects: ObjectPlace,
    /// The master key.
    pub master_key: MasterKeySource,
    /// How SMS leave.
    pub sms: SmsSettings,
    /// What operations need to know.
    pub city: CitySettings,
    /// What the HTTP side needs to know.
    pub http: HttpSettings,
    /// The certificate and key, when the server speaks TLS itself.
    pub tls: Option<TlsFiles>,
    /// Variables that look like settings of this program and are none: perhaps misspelt, to be warned of.
    pub unknown_variables: Vec<String>,
}

/// Where the certificate and its key are, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, then those between it and a root.
    pub certificate: PathBuf,
    /// The key.
    pub key: PathBuf,
}

/// How SMS leave.
#[derive(Clone, Debug)]
pub enum SmsSettings {
    /// Into the database, to be read by `congdanso-server outbox`.
    Outbox,
    /// To a gateway.
    Http(Box<HttpGatewaySettings>),
}

/// What operations need to know.
#[derive(Clone, Debug)]
pub struct CitySettings {
    /// The issuer's name in credentials.
    pub issuer: String,
    /// The name residents see.
    pub name: String,
    /// The number that messages tell to call.
    pub hotline: String,
    /// The oldest app that may call.
    pub minimum_app: String,
    /// A demonstration: invented people, messages readable at a loopback page.
    pub demo: bool,
    /// Caps of one-time passwords beyond those of the law.
    pub otp: OtpCaps,
    /// What holds at counters.
    pub counters: CounterRules,
}

/// What holds at counters.
#[derive(Clone, Copy, Debug)]
pub struct CounterRules {
    /// Checks of one officer in a day.
    pub checks_per_day: u32,
    /// Days in which a new organisation answers what residents contest.
    pub contest_days: u32,
}

/// Caps of one-time passwords.
#[derive(Clone, Copy, Debug)]
pub struct OtpCaps {
    /// Passwords for one phone or number in a day.
    pub phone_per_day: u32,
    /// Passwords asked for from one address in an hour. Generous: mobile networks put thousands behind one.
    pub address_per_hour: u32,
    /// Passwords asked for from one address in a day.
    pub address_per_day: u32,
}

/// What the HTTP side needs to know.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    /// Whether residents reach the city by https, maybe through a proxy.
    pub https: bool,
    /// The folder of the pages that browsers are given.
    pub pages: Option<PathBuf>,
    /// Requests a second from one address, in the long run.
    pub rate_per_second: u32,
    /// Requests at once from one address.
    pub rate_burst: u32,
    /// Proxies whose `X-Forwarded-For` counts.
    pub trusted_proxies: Vec<IpAddr>,
    /// How long a request may take.
    pub timeout: std::time::Duration,
    /// How long a request that carries content may take.
    pub content_timeout: std::time::Duration,
    /// How long requests may go on after the server was told to stop.
    pub shutdown: std::time::Duration,
}

impl Default for CitySettings {
    fn default() -> Self {
        Self {
            issuer: "danang.gov.vn".to_owned(),
            name: "Thành phố Đà Nẵng".to_owned(),
            hotline: "1022".to_owned(),
            minimum_app: "0.1.0".to_owned(),
            demo: false,
            otp: OtpCaps::default(),
            counters: CounterRules::default(),
        }
    }
}

impl Default for CounterRules {
    fn default() -> Self {
        Self {
            checks_per_day: 400,
            contest_days: 5,
        }
    }
}

impl Default for OtpCaps {
    fn default() -> Self {
        Self {
            phone_per_day: 10,
            address_per_hour: 120,
            address_per_day: 1000,
        }
    }
}

impl Default for HttpSettings {
    fn default() -> Self {
        let seconds = std::time::Duration::from_secs;
        Self {
            https: false,
            pages: None,
            rate_per_second: 50,
            rate_burst: 200,
            trusted_proxies: Vec::new(),
            timeout: seconds(20),
            content_timeout: seconds(600),
            shutdown: seconds(30),
        }
    }
}

/// Why the configuration can't be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// The file can't be read.
    #[error("the configuration file {path} can't be read: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The file is no such configuration. The message names line and setting.
    #[error("the configuration file {path} is not valid: {message}")]
    Toml {
        /// Which.
        path: PathBuf,
        /// Line, setting and reason.
        message: String,
    },
    /// A setting does not fit.
    #[error("{setting} (environment {variable}): {reason}")]
    Setting {
        /// Its name in the file.
        setting: &'static str,
        /// Its name in the environment.
        variable: String,
        /// What is wrong.
        reason: String,
    },
}

impl Config {
    /// Reads the file, if one is named, and the environment.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn load(file: Option<&Path>) -> Result<Self, ConfigError> {
        Self::from_parts(file, std::env::vars().collect())
    }

    /// Reads the file, if one is named, and these variables in place of the environment.
    ///
    /// # Errors
    /// [`ConfigError`].
    pub fn from_parts(file: Option<&Path>, variables: Vec<(String, String)>) -> Result<Self, ConfigError> {
        let settings = source::Settings::gather(file, variables)?;
        file::build(&settings)
    }
}
