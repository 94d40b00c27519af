//! The app over HTTP against the real city server, in one process.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod journey;
mod page;
mod trouble;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use city_api::HttpCity;
use client::{
    App, Ports,
    memory::MemoryVaults,
    port::{Clock, HostInfo, NoKeyKeeper, Timer, Vaults},
    testing::{InlineScanner, InlineWorker, MemoryFiles, MemorySettings, NoCamera, RecordingSink, SeededRandom},
};
use domain::{DocumentKind, ProfileField};
use jiff::Timestamp;
use protocol::{
    api::Platform,
    app::{
        AddDocument, AppState, CreateVault, DocumentInput, DocumentView, EditProfile, EnrolmentInput, FieldInput,
        FieldView, GetProfile, GetState, Handler, Secret, StartEnrolment, StartSignIn, SubmitCode, Unlock,
    },
};
use server::testing::TestCity;

const PIN: &str = "274913";

struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

struct TokioTimer;

#[async_trait]
impl Timer for TokioTimer {
    async fn sleep(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }
}

/// A device whose vaults outlive its app.
struct Device {
    app: Arc<App>,
    ports: Ports,
    host: HostInfo,
}

impl Device {
    fn new(city: &TestCity, seed: u64) -> Self {
        let clock = Arc::new(SystemClock);
        let vaults: Arc<dyn Vaults> = Arc::new(MemoryVaults::new(clock.clone()));
        let ports = Ports {
            vaults,
            city: Arc::new(HttpCity::new(&city.url(), "0.1.0").unwrap()),
            clock,
            random: Arc::new(SeededRandom::new(seed)),
            timer: Arc::new(TokioTimer),
            events: Arc::new(RecordingSink::default()),
            settings: Arc::new(MemorySettings::default()),
            camera: Arc::new(NoCamera),
            files: Arc::new(MemoryFiles::default()),
            worker: Arc::new(InlineWorker),
            scanner: Arc::new(InlineScanner),
            keys: Arc::new(NoKeyKeeper),
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
        Self {
            app: Arc::new(App::new(ports.clone(), host.clone())),
            ports,
            host,
        }
    }

    async fn enrol(&self, city: &TestCity, number: u32) -> AppState {
        let form = form(number);
        let phone = form.phone.clone();
        self.app.start_enrolment(StartEnrolment { form }).await.unwrap();
        self.finish(city, &phone).await
    }

    async fn sign_in(&self, city: &TestCity, phone: &str) -> AppState {
        self.app
            .start_sign_in(StartSignIn {
                identifier: phone.to_owned(),
            })
            .await
            .unwrap();
        self.finish(city, phone).await
    }

    async fn finish(&self, city: &TestCity, phone: &str) -> AppState {
        let code = Secret(city.last_code(phone).await);
        self.app.submit_code(SubmitCode { code }).await.unwrap();
        let input = CreateVault {
            pin: Secret(PIN.to_owned()),
            label: "NH".to_owned(),
        };
        self.app.create_vault(input).await.unwrap()
    }

    async fn reopen(&mut self) {
        self.app = Arc::new(App::new(self.ports.clone(), self.host.clone()));
        let person = self.app.get_state(GetState {}).await.unwrap().people[0].person;
        self.app
            .unlock(Unlock {
                person,
                pin: Secret(PIN.to_owned()),
            })
            .await
            .unwrap();
    }

    async fn declare(&self, field: ProfileField, value: &str) {
        let changes = vec![FieldInput {
            field,
            value: value.to_owned(),
        }];
        self.app.edit_profile(EditProfile { changes }).await.unwrap();
    }

    async fn field(&self, field: ProfileField) -> FieldView {
        let profile = self.app.get_profile(GetProfile {}).await.unwrap();
        profile.fields.into_iter().find(|view| view.field == field).unwrap()
    }

    async fn add(&self, title: &str, content: Bytes) -> DocumentView {
        self.app
            .add_document(AddDocument { details: paper(title) }, content)
            .await
            .unwrap()
    }
}

fn form(number: u32) -> EnrolmentInput {
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

fn paper(title: &str) -> DocumentInput {
    DocumentInput {
        kind: DocumentKind::Diploma,
        title: title.to_owned(),
        number: String::new(),
        issued_on: "01/06/2020".to_owned(),
        expires_on: String::new(),
    }
}

fn pdf(length: usize, seed: u8) -> Bytes {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.extend((bytes.len()..length).map(|at| (at as u8).wrapping_mul(31) ^ seed));
    bytes.into()
}
