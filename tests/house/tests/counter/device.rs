//! An app on which somebody has signed in, over the real city's HTTP interface.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_trait::async_trait;
use city_api::HttpCity;
use client::{
    App, Ports,
    memory::MemoryVaults,
    port::{CityApi, CityRequest, CityResponse, Clock, Heard, HostInfo, NoKeyKeeper, Unreachable},
    testing::{
        HeldTimer, InlineScanner, InlineWorker, MemoryFiles, MemorySettings, NoCamera, RecordingSink, SeededRandom,
        read_symbol,
    },
};
use jiff::Timestamp;
use protocol::{
    api::{AccessEvent, Platform},
    app::*,
};
use server::testing::TestCity;

const PIN: &str = "274913";
pub(crate) const HOA: &str = "0905123456";
pub(crate) const MINH: &str = "0913234567";
pub(crate) const NGOC: &str = "0934345678";

/// The machine's clock, as a host's.
struct MachineClock;

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// The way to the city, which may be cut.
struct Wire {
    city: HttpCity,
    cut: AtomicBool,
}

#[async_trait]
impl CityApi for Wire {
    async fn send(&self, request: CityRequest) -> Result<CityResponse, Unreachable> {
        if self.cut.load(Ordering::SeqCst) {
            return Err(Unreachable);
        }
        self.city.send(request).await
    }

    async fn listen(&self, request: CityRequest, heard: Heard) -> Result<CityResponse, Unreachable> {
        self.city.listen(request, heard).await
    }
}

pub(crate) struct Device {
    pub(crate) app: Arc<App>,
    pub(crate) files: Arc<MemoryFiles>,
    wire: Arc<Wire>,
}

impl Device {
    /// An app on which somebody has signed in by their phone.
    pub(crate) async fn of(city: &TestCity, phone: &str, seed: u64) -> Self {
        let wire = Arc::new(Wire {
            city: HttpCity::new(&city.url(), "0.1.0").unwrap(),
            cut: AtomicBool::new(false),
        });
        let clock = Arc::new(MachineClock);
        let files = Arc::new(MemoryFiles::default());
        let ports = Ports {
            vaults: Arc::new(MemoryVaults::new(clock.clone())),
            city: wire.clone(),
            clock,
            random: Arc::new(SeededRandom::new(seed)),
            timer: Arc::new(HeldTimer::default()),
            events: Arc::new(RecordingSink::default()),
            settings: Arc::new(MemorySettings::default()),
            camera: Arc::new(NoCamera),
            scanner: Arc::new(InlineScanner),
            keys: Arc::new(NoKeyKeeper),
            files: files.clone(),
            worker: Arc::new(InlineWorker),
        };
        let host = HostInfo {
            platform: Platform::Linux,
            device_name: format!("Máy thử {seed}"),
            app_version: "0.1.0".to_owned(),
            city_url: city.url(),
            offline_store: true,
            shared_session: false,
            several_people: true,
        };
        let device = Self {
            app: Arc::new(App::new(ports, host)),
            files,
            wire,
        };
        let identifier = phone.to_owned();
        device.app.start_sign_in(StartSignIn { identifier }).await.unwrap();
        let code = Secret(city.last_code(phone).await);
        device.app.submit_code(SubmitCode { code }).await.unwrap();
        let create = CreateVault {
            pin: pin(),
            label: "Máy thử".to_owned(),
        };
        device.app.create_vault(create).await.unwrap();
        device.sync().await;
        device
    }

    pub(crate) fn cut(&self, cut: bool) {
        self.wire.cut.store(cut, Ordering::SeqCst);
    }

    pub(crate) async fn sync(&self) {
        self.app.sync_now(SyncNow {}).await.unwrap();
    }

    /// The officer sits down at the first counter.
    pub(crate) async fn open_shift(&self, city: &TestCity) -> CounterView {
        let counter = self.app.get_counter(GetCounter {}).await.unwrap();
        let role = &counter.roles[0];
        assert!(role.accepted && counter.shift.is_none());
        let organisation = role.organisation;
        let office = self
            .app
            .get_organisation(GetOrganisation { organisation })
            .await
            .unwrap();
        let counter = office.counters[0].id;
        self.app.start_shift(StartShift { counter }).await.unwrap();
        let code = Secret(city.last_code(MINH).await);
        self.app.open_shift(OpenShift { code }).await.unwrap()
    }

    /// The resident's live code, as a scanner reads it off the screen.
    pub(crate) async fn live(&self) -> (String, String) {
        let view = self.app.make_live_code(MakeLiveCode {}).await.unwrap();
        (read_symbol(&view.qr), view.number.unwrap())
    }

    pub(crate) async fn check(&self, text: &str) -> CheckView {
        self.app.check_code(CheckCode { text: text.to_owned() }).await.unwrap()
    }

    pub(crate) async fn request(&self) -> RequestView {
        self.sync().await;
        let view = self.app.list_requests(ListRequests {}).await.unwrap();
        view.requests.into_iter().next().expect("a request")
    }

    pub(crate) async fn events(&self) -> Vec<AccessEvent> {
        self.sync().await;
        let history = self.app.get_history(GetHistory {}).await.unwrap();
        history.entries.into_iter().map(|entry| entry.record.event).collect()
    }
}

pub(crate) fn pin() -> Secret {
    Secret(PIN.to_owned())
}
