//! A whole city for tests: the real server on a free port of 127.0.0.1 with folders of its own, a clock that tests
//! turn, phones whose messages tests read, and faults on demand.
//!
//! ```no_run
//! # async fn shown() {
//! use server::testing::TestCity;
//!
//! let city = TestCity::start().await;
//! // … StartSignIn against city.url() …
//! let code = city.last_code("0905123456").await;
//! city.clock().advance(jiff::SignedDuration::from_mins(6));
//! city.faults().fail_next(2);
//! # }
//! ```
//! A failure in here ends the test with a sentence: this module is the one place of the crate that may panic.
#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that can't have its city should end, and say why"
)]

mod clock;
mod device;
mod faults;
mod phones;

use std::{path::Path, sync::Arc, time::Duration};

use domain::Phone;
use tempfile::TempDir;
use tokio::{net::TcpListener, sync::oneshot, task::JoinHandle};

pub use clock::TestClock;
pub use device::{SignedIn, TestCall, TestDevice, enrolment_form};
pub use faults::{Fault, Faults};
pub use phones::Phones;

use crate::{
    api,
    city::City,
    config::Config,
    port::SystemRandom,
    start::{self, Ports},
    wire,
};

/// How a test's city differs from the usual one.
#[derive(Clone, Debug, Default)]
pub struct CityOptions {
    /// Settings as in the environment, without `CONGDANSO_`: `("OTP_PHONE_PER_DAY", "3")`. A data folder, addresses and
    /// rates are set already.
    pub settings: Vec<(String, String)>,
    /// Use the configured SMS gateway instead of the phones of the test.
    pub own_gateway: bool,
}

impl CityOptions {
    /// With a setting.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.settings.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A running city.
pub struct TestCity {
    folder: TempDir,
    options: CityOptions,
    clock: Arc<TestClock>,
    phones: Arc<Phones>,
    faults: Arc<Faults>,
    running: Option<Running>,
    port: u16,
}

struct Running {
    city: Arc<City>,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl TestCity {
    /// Starts a city with nobody in it.
    pub async fn start() -> Self {
        Self::start_with(CityOptions::default()).await
    }

    /// Starts a city with other settings.
    pub async fn start_with(options: CityOptions) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut city = Self {
            folder,
            options,
            clock: Arc::new(TestClock::default()),
            phones: Arc::new(Phones::default()),
            faults: Arc::new(Faults::default()),
            running: None,
            port: 0,
        };
        city.restart().await;
        city
    }

    /// `http://127.0.0.1:…`; stays the same over restarts.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The city's clock.
    pub fn clock(&self) -> &Arc<TestClock> {
        &self.clock
    }

    /// The phones of the city.
    pub fn phones(&self) -> &Arc<Phones> {
        &self.phones
    }

    /// Faults on demand.
    pub fn faults(&self) -> &Arc<Faults> {
        &self.faults
    }

    /// The data folder: database, journal, objects. The master key lies beside it.
    pub fn data_folder(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The temporary folder that holds data folder and master key.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The parts of the running city, for looking behind the API.
    pub fn city(&self) -> &Arc<City> {
        &self.running.as_ref().expect("the city was stopped").city
    }

    /// The six digits that a phone got last, in any written form of its number.
    pub async fn last_code(&self, phone: &str) -> String {
        let text = self
            .last_message(phone)
            .await
            .unwrap_or_else(|| panic!("{phone} got no message"));
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|part| part.len() == 6);
        digits
            .unwrap_or_else(|| panic!("the last message to {phone} has no code: {text}"))
            .to_owned()
    }

    /// The message that a phone got last.
    pub async fn last_message(&self, phone: &str) -> Option<String> {
        let phone: Phone = phone.parse().expect("a phone number");
        if let Some(running) = &self.running {
            running.city.post.settled().await;
        }
        self.phones.last(&phone)
    }

    /// The configuration that the city runs by.
    pub fn config(&self) -> Config {
        let data = self.data_folder();
        let mut settings = vec![
            ("DATA".to_owned(), data.display().to_string()),
            ("LISTEN".to_owned(), format!("127.0.0.1:{}", self.port)),
            ("ADMIN_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
            ("HTTP_RATE_PER_SECOND".to_owned(), "100000".to_owned()),
            ("HTTP_RATE_BURST".to_owned(), "100000".to_owned()),
            ("OTP_ADDRESS_PER_HOUR".to_owned(), "100000".to_owned()),
            ("OTP_ADDRESS_PER_DAY".to_owned(), "100000".to_owned()),
        ];
        settings.extend(self.options.settings.clone());
        let variables = settings
            .into_iter()
            .map(|(name, value)| (format!("CONGDANSO_{name}"), value))
            .collect();
        Config::from_parts(None, variables).unwrap_or_else(|error| panic!("the test's settings: {error}"))
    }

    /// Stops the city as SIGTERM would: requests finish first.
    pub async fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            let _ = running.stop.send(());
            running.task.await.expect("the city stops in order");
        }
    }

    /// Stops the city, if it runs, and starts it again on the same data, clock, phones and address.
    pub async fn restart(&mut self) {
        self.stop().await;
        let config = self.config();
        let ports = Ports {
            clock: Arc::clone(&self.clock) as _,
            random: Arc::new(SystemRandom),
            sms: (!self.options.own_gateway).then(|| Arc::clone(&self.phones) as _),
        };
        let city = start::build(&config, ports)
            .await
            .unwrap_or_else(|error| panic!("the city: {error}"));
        let listener = bind(config.listen).await;
        self.port = listener.local_addr().expect("an address").port();
        let (stop, told) = oneshot::channel();
        let task = tokio::spawn(serve(Arc::clone(&city), Arc::clone(&self.faults), listener, told));
        self.running = Some(Running { city, stop, task });
    }
}

/// A city that is dropped lets its port go at once; requests in flight are cut.
impl Drop for TestCity {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            running.task.abort();
        }
    }
}

/// The port of a city that was just stopped may need a moment.
async fn bind(address: std::net::SocketAddr) -> TcpListener {
    for _ in 0..50 {
        if let Ok(listener) = TcpListener::bind(address).await {
            return listener;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("{address} is taken");
}

async fn serve(city: Arc<City>, faults: Arc<Faults>, listener: TcpListener, told: oneshot::Receiver<()>) {
    let router = faults.around(api::router(Arc::clone(&city)));
    let stop = async move {
        let _ = told.await;
    };
    wire::serve(listener, None, router, Duration::from_secs(5), stop).await;
    city.post.settled().await;
    city.store.close().await.expect("the database closes");
}
