//! Pages of a browser: no PIN, no vault, a session in cookies that all its pages share.

use std::sync::Arc;

use city_api::HttpCity;
use client::{
    App, Ports,
    port::{HostInfo, KeyKeeper},
    testing::MemoryKeys,
};
use domain::ProfileField;
use jiff::SignedDuration;
use protocol::{
    api::Platform,
    app::{
        AppError, AppState, CodeAccepted, EditProfile, FieldInput, GetHome, GetProfile, GetState, Handler, ListDevices,
        Lock, MakeLiveCode, RemoveDevice, RenewSession, Secret, StartSignIn, SubmitCode, SyncNow,
    },
};
use server::testing::{Fault, TestCity};

use super::{Device, SeededRandom};

/// A browser with its cookies and its place for keys.
struct Browser {
    ports: Ports,
    host: HostInfo,
    keys: Arc<MemoryKeys>,
}

impl Browser {
    fn new(city: &TestCity) -> Self {
        let Device { ports, host, .. } = Device::new(city, 100);
        let keys = Arc::new(MemoryKeys::default());
        let ports = Ports {
            city: Arc::new(HttpCity::of_page(&city.url(), "0.1.0").unwrap()),
            keys: keys.clone(),
            ..ports
        };
        let host = HostInfo {
            platform: Platform::Web,
            offline_store: false,
            shared_session: true,
            several_people: false,
            ..host
        };
        Self { ports, host, keys }
    }

    /// A page as it is before anything was loaded into it.
    fn page(&self, seed: u64) -> App {
        let ports = Ports {
            random: Arc::new(SeededRandom::new(seed)),
            ..self.ports.clone()
        };
        App::new(ports, self.host.clone())
    }

    /// A page that was loaded anew.
    async fn reload(&self, seed: u64) -> (App, AppState) {
        let page = self.page(seed);
        page.resume().await.unwrap();
        let state = page.get_state(GetState {}).await.unwrap();
        (page, state)
    }

    async fn sign_in(&self, city: &TestCity, phone: &str) -> App {
        let page = self.page(1);
        sign_in(&page, city, phone).await;
        page
    }
}

async fn sign_in(page: &App, city: &TestCity, phone: &str) {
    let identifier = phone.to_owned();
    page.start_sign_in(StartSignIn { identifier }).await.unwrap();
    let code = Secret(city.last_code(phone).await);
    let accepted = page.submit_code(SubmitCode { code }).await.unwrap();
    assert_eq!(accepted, CodeAccepted::SessionOpen);
}

async fn name(page: &App) -> String {
    page.get_home(GetHome {}).await.unwrap().given_name
}

/// A city with one citizen, whose phone ends in 1.
async fn city() -> (TestCity, Device) {
    let city = TestCity::start().await;
    let device = Device::new(&city, 1);
    device.enrol(&city, 1).await;
    (city, device)
}

const HOA: &str = "0905000001";
const MINH: &str = "0905000002";

#[tokio::test]
async fn a_page_is_signed_in_without_a_pin_and_stays_so_when_it_is_loaded_anew() {
    let (city, _) = city().await;
    let browser = Browser::new(&city);
    let (nobody, state) = browser.reload(9).await;
    assert!(state.unlocked.is_none() && !state.capabilities.offline_store);
    assert_eq!(nobody.get_profile(GetProfile {}).await.unwrap_err(), AppError::Locked);

    let page = browser.sign_in(&city, HOA).await;
    assert_eq!(name(&page).await, "Hoa");
    assert!(page.make_live_code(MakeLiveCode {}).await.is_ok());

    let (page, state) = browser.reload(2).await;
    assert!(state.people.is_empty());
    assert_eq!(state.unlocked.unwrap().given_name, "Hoa");
    assert!(page.make_live_code(MakeLiveCode {}).await.is_ok());

    let state = page.lock(Lock {}).await.unwrap();
    assert!(state.unlocked.is_none());
    assert!(browser.keys.kept().await.is_none());
    assert!(browser.reload(3).await.1.unlocked.is_none());
}

#[tokio::test]
async fn pages_of_one_browser_carry_the_session_on_together() {
    let (city, _) = city().await;
    let browser = Browser::new(&city);
    let first = browser.sign_in(&city, HOA).await;
    let (second, _) = browser.reload(2).await;
    for _ in 0..3 {
        city.clock().advance(SignedDuration::from_mins(16));
        let (one, other) = tokio::join!(first.sync_now(SyncNow {}), second.sync_now(SyncNow {}));
        one.unwrap();
        other.unwrap();
        // One after the other, too: the second finds that the first was there before.
        city.clock().advance(SignedDuration::from_mins(16));
        first.sync_now(SyncNow {}).await.unwrap();
        second.sync_now(SyncNow {}).await.unwrap();
    }
}

#[tokio::test]
async fn a_page_never_acts_in_the_session_of_somebody_else() {
    let (city, _) = city().await;
    Device::new(&city, 2).enrol(&city, 2).await;
    let browser = Browser::new(&city);
    let hoas = browser.sign_in(&city, HOA).await;
    let minhs = browser.page(2);
    sign_in(&minhs, &city, MINH).await;
    minhs
        .edit_profile(EditProfile {
            changes: vec![FieldInput {
                field: ProfileField::Occupation,
                value: "Thợ mộc".to_owned(),
            }],
        })
        .await
        .unwrap();
    minhs.sync_now(SyncNow {}).await.unwrap();
    assert_eq!(
        hoas.sync_now(SyncNow {}).await.unwrap_err(),
        AppError::SessionEnded,
        "the cookies are another's now"
    );
    let profile = hoas.get_profile(GetProfile {}).await.unwrap();
    let said = |wanted| profile.fields.iter().any(|view| view.value == wanted);
    assert!(!said("Thợ mộc"));
}

#[tokio::test]
async fn an_ended_session_is_opened_again_on_the_same_page() {
    let (city, _) = city().await;
    let browser = Browser::new(&city);
    browser.sign_in(&city, HOA).await;
    let (page, _) = browser.reload(2).await;
    city.clock().advance(SignedDuration::from_hours(1));
    assert_eq!(page.sync_now(SyncNow {}).await.unwrap_err(), AppError::SessionEnded);
    // The browser forgot the key, as browsers may.
    browser.keys.forget().await;
    page.renew_session(RenewSession {}).await.unwrap();
    let code = Secret(city.last_code(HOA).await);
    page.submit_code(SubmitCode { code }).await.unwrap();
    page.sync_now(SyncNow {}).await.unwrap();
    assert!(browser.reload(3).await.1.unlocked.is_some());
}

#[tokio::test]
async fn a_sign_out_that_did_not_reach_the_city_is_made_good_at_the_next_load() {
    let (city, _) = city().await;
    let browser = Browser::new(&city);
    let page = browser.sign_in(&city, HOA).await;
    city.faults().next_on("DELETE /v1/sessions/current", Fault::DropBefore);
    page.lock(Lock {}).await.unwrap();
    assert!(browser.reload(2).await.1.unlocked.is_none());
    // Even with a key the session is over now.
    browser.keys.make().await.unwrap();
    assert!(browser.reload(3).await.1.unlocked.is_none());
}

#[tokio::test]
async fn a_silent_city_does_not_sign_anybody_out() {
    let (city, _) = city().await;
    let browser = Browser::new(&city);
    browser.sign_in(&city, HOA).await;
    city.faults().next_on("POST /v1/sessions/resume", Fault::Status(500));
    assert!(browser.page(2).resume().await.is_err());
    assert!(browser.reload(3).await.1.unlocked.is_some());
}

#[tokio::test]
async fn a_page_that_was_removed_shows_nothing_any_more() {
    let (city, phone) = city().await;
    let browser = Browser::new(&city);
    let page = browser.sign_in(&city, HOA).await;
    let devices = phone.app.list_devices(ListDevices {}).await.unwrap().devices;
    let device = devices
        .iter()
        .find(|device| device.platform == Platform::Web)
        .unwrap()
        .id;
    let wipe = false;
    phone.app.remove_device(RemoveDevice { device, wipe }).await.unwrap();
    page.sync_now(SyncNow {}).await.unwrap_err();
    assert!(page.get_state(GetState {}).await.unwrap().unlocked.is_none());
    assert!(browser.keys.kept().await.is_none());
}
