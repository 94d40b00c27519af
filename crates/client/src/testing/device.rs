//! A device with the app on it.

use std::sync::Arc;

use domain::PersonId;
use protocol::{
    api::Platform,
    app::{
        AppError, AppState, ChallengeView, CodeAccepted, CreateVault, EnrolmentInput, GetState, Handler, Secret,
        StartEnrolment, StartSignIn, SubmitCode, Unlock,
    },
};

use super::{
    FakeCity, FakeClock, FaultyVaults, HeldTimer, InlineScanner, InlineWorker, MemoryFiles, MemorySettings,
    RecordingSink, SeededRandom, StillCamera, fakes::shared,
};
use crate::{
    App, Ports,
    memory::MemoryVaults,
    port::{HostInfo, NoKeyKeeper, Vaults},
};

/// A device: its vaults outlive the app, as on disk.
pub struct TestDevice {
    /// The app that runs.
    pub app: Arc<App>,
    /// The city it talks to.
    pub city: Arc<FakeCity>,
    /// Its clock.
    pub clock: Arc<FakeClock>,
    /// Its timer.
    pub timer: Arc<HeldTimer>,
    /// What the UI heard.
    pub events: Arc<RecordingSink>,
    /// Its camera.
    pub camera: Arc<StillCamera>,
    /// What the person took out of the app.
    pub files: Arc<MemoryFiles>,
    /// Its vaults.
    pub vaults: Arc<FaultyVaults>,
    ports: Ports,
    host: HostInfo,
}

impl TestDevice {
    /// The PIN of everybody in tests.
    pub const PIN: &'static str = "274913";

    /// A new device. `seed` tells devices apart.
    pub fn new(city: &Arc<FakeCity>, seed: u64) -> Self {
        Self::over(city, seed, |clock| Arc::new(MemoryVaults::new(clock)))
    }

    /// The same over other vaults, which get the device's clock.
    pub fn over(city: &Arc<FakeCity>, seed: u64, vaults: impl FnOnce(Arc<FakeClock>) -> Arc<dyn Vaults>) -> Self {
        let clock = shared(FakeClock::default());
        let timer = shared(HeldTimer::default());
        let events = shared(RecordingSink::default());
        let camera = shared(StillCamera::default());
        let files = shared(MemoryFiles::default());
        let vaults = shared(FaultyVaults::new(vaults(clock.clone())));
        let ports = Ports {
            vaults: vaults.clone(),
            city: city.clone(),
            clock: clock.clone(),
            random: Arc::new(SeededRandom::new(seed)),
            timer: timer.clone(),
            events: events.clone(),
            settings: Arc::new(MemorySettings::default()),
            camera: camera.clone(),
            files: files.clone(),
            worker: Arc::new(InlineWorker),
            scanner: Arc::new(InlineScanner),
            keys: Arc::new(NoKeyKeeper),
        };
        let host = HostInfo {
            platform: Platform::Linux,
            device_name: format!("Máy thử {seed}"),
            app_version: "0.1.0".to_owned(),
            city_url: "http://127.0.0.1:8787".to_owned(),
            offline_store: true,
            shared_session: false,
            several_people: true,
        };
        let app = Arc::new(App::new(ports.clone(), host.clone()));
        Self {
            app,
            city: city.clone(),
            clock,
            timer,
            events,
            camera,
            files,
            vaults,
            ports,
            host,
        }
    }

    /// Ends the app and starts it again; the vault is closed.
    pub fn restart(&mut self) {
        self.vaults.revive();
        self.app = Arc::new(App::new(self.ports.clone(), self.host.clone()));
    }

    /// The same with another version of the app.
    pub fn update(&mut self, version: &str) {
        version.clone_into(&mut self.host.app_version);
        self.restart();
    }

    /// Opens a profile and its vault, with the first sync.
    pub async fn enrol(&self, form: EnrolmentInput) -> AppState {
        let challenge = self.app.start_enrolment(StartEnrolment { form }).await.unwrap();
        self.finish(challenge).await
    }

    /// Signs in to an existing profile and makes its vault, with the first sync.
    pub async fn sign_in(&self, identifier: &str) -> AppState {
        let input = StartSignIn {
            identifier: identifier.to_owned(),
        };
        let challenge = self.app.start_sign_in(input).await.unwrap();
        self.finish(challenge).await
    }

    async fn finish(&self, _: ChallengeView) -> AppState {
        let code = Secret(self.city.last_code());
        let accepted = self.app.submit_code(SubmitCode { code }).await.unwrap();
        let CodeAccepted::ChoosePin { .. } = accepted else {
            panic!("a vault was there already")
        };
        let input = CreateVault {
            pin: Secret(Self::PIN.to_owned()),
            label: "NH".to_owned(),
        };
        self.app.create_vault(input).await.unwrap()
    }

    /// Who has the first vault here.
    pub async fn person(&self) -> PersonId {
        self.app.get_state(GetState {}).await.unwrap().people[0].person
    }

    /// Opens the first vault.
    pub async fn unlock(&self) -> Result<AppState, AppError> {
        let person = self.person().await;
        self.app
            .unlock(Unlock {
                person,
                pin: Secret(Self::PIN.to_owned()),
            })
            .await
    }

    /// Restarts and unlocks.
    pub async fn reopen(&mut self) {
        self.restart();
        self.unlock().await.unwrap();
    }

    /// An invented citizen's form; `number` tells citizens apart.
    pub fn form(number: u32) -> EnrolmentInput {
        EnrolmentInput {
            personal_number: format!("048190{number:06}"),
            full_name: "Nguyễn Thị Ánh Hoa".to_owned(),
            birth_date: "01/05/1990".to_owned(),
            sex: domain::Sex::Female,
            phone: format!("0905{number:06}"),
            ward: domain::wards()[0].code.to_owned(),
            address: "12 Bạch Đằng".to_owned(),
            former_id_number: None,
        }
    }
}
