//! Everything fails at every step of a sync, over the vaults that lie on disk.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use client::{
    port::Vaults,
    testing::{FakeCity, FakeClock, SeededRandom, TestDevice, sync_suite},
};
use protocol::app::{AppError, CreateVault, GetState, Handler as _, Secret, StartEnrolment, SubmitCode};
use seal::Cost;
use tempfile::TempDir;
use vault::{NoKeyStore, SqliteVaults};

/// The devices of a test, each with a folder of its own.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn vaults(&self, clock: Arc<FakeClock>) -> Arc<dyn Vaults> {
        let folder = tempfile::tempdir_in(self.0.path()).unwrap().keep();
        let vaults = SqliteVaults::builder(folder, clock, Arc::new(SeededRandom::new(3)))
            .key_store(Arc::new(NoKeyStore))
            .cost(Cost::FOR_TESTS);
        Arc::new(vaults.build())
    }

    fn device(&self, city: &Arc<FakeCity>) -> TestDevice {
        TestDevice::over(city, 1, |clock| self.vaults(clock))
    }
}

#[tokio::test]
async fn the_network_fails_at_every_request() {
    let place = Place::new();
    sync_suite::the_network_fails_at_every_request(&|city| place.device(city)).await;
}

#[tokio::test]
async fn the_process_dies_at_every_write() {
    let place = Place::new();
    sync_suite::the_process_dies_at_every_write(&|city| place.device(city)).await;
}

#[tokio::test]
async fn a_paper_is_kept_whole_or_not_at_all() {
    let place = Place::new();
    sync_suite::a_paper_is_kept_whole_or_not_at_all(&|city| place.device(city)).await;
}

#[tokio::test]
async fn a_full_device_loses_nothing() {
    let place = Place::new();
    sync_suite::a_full_device_loses_nothing(&|city| place.device(city)).await;
}

#[tokio::test]
async fn a_paper_that_does_not_fit_is_refused() {
    let place = Place::new();
    sync_suite::a_paper_that_does_not_fit_is_refused(&|city| place.device(city)).await;
}

#[tokio::test]
async fn a_sign_in_makes_one_vault_however_often_it_is_asked() {
    let (place, city) = (Place::new(), Arc::new(FakeCity::default()));
    let device = place.device(&city);
    let form = TestDevice::form(1);
    device.app.start_enrolment(StartEnrolment { form }).await.unwrap();
    let code = Secret(city.last_code());
    device.app.submit_code(SubmitCode { code }).await.unwrap();
    let make = || {
        device.app.create_vault(CreateVault {
            pin: Secret(TestDevice::PIN.to_owned()),
            label: "NH".to_owned(),
        })
    };
    let (first, second) = futures::future::join(make(), make()).await;
    assert!(first.is_ok());
    assert_eq!(second.unwrap_err(), AppError::NoSignIn);
    assert_eq!(device.app.get_state(GetState {}).await.unwrap().people.len(), 1);
}
