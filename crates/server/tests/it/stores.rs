//! The conformance suite of the store: the same on SQLite and on PostgreSQL. Then a whole scenario on PostgreSQL.

mod account;
mod cards;
mod devices;
mod keys;
mod papers;
mod sessions;
mod sync;
mod writing;

use std::sync::Arc;

use domain::{CitizenId, PersonalNumber, Phone, ProfileField, Source};
use jiff::Timestamp;
use protocol::api::{FieldRecord, Revision, SignInIdentifier};
use protocol::problem::ErrorCode;
use sea_orm::ConnectionTrait as _;
use server::{
    keys::{MasterKey, MasterKeySource, open_ring},
    port::{Random, SystemClock, SystemRandom},
    store::{self, DatabaseUrl, Store, migration},
    testing::{CityOptions, TestCity, TestDevice, enrolment_form},
};
use uuid::Uuid;

use crate::{hoa, postgres::Postgres};

async fn open(url: &DatabaseUrl) -> Store {
    let db = store::connect(url).await.unwrap();
    migration::migrate(&db).await.unwrap();
    let random: Arc<dyn Random> = Arc::new(SystemRandom);
    let given = MasterKeySource::Given("7".repeat(64).into());
    let master = MasterKey::load_or_create(&given, random.as_ref()).unwrap();
    let sealing = open_ring(&db, &master, &random, &SystemClock).await.unwrap();
    Store::new(db, sealing)
}

async fn conformance(store: &Store) {
    account::citizens(store).await;
    writing::unfinished_transactions_leave_nothing(store).await;
    account::challenges_and_caps(store).await;
    account::profiles(store).await;
    sync::feed_and_outcomes(store).await;
    papers::papers(store).await;
    devices::devices_and_credentials(store).await;
    cards::conform(store).await;
    sessions::sessions_and_tokens(store).await;
    keys::keys_and_counters(store).await;
    account::messages(store).await;
    writing::writers_at_once_lose_nothing(store).await;
    keys::rows_do_not_open_in_each_others_place(store).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn sqlite_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::of_file(&folder.path().join("city.sqlite"));
    let store = open(&url).await;
    conformance(&store).await;
    store.close().await.unwrap();
    steps_are_taken_once_and_newer_ones_refused(&url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn postgresql_conforms() {
    let postgres = Postgres::start();
    let url: DatabaseUrl = postgres.url().parse().unwrap();
    let store = open(&url).await;
    conformance(&store).await;
    store.close().await.unwrap();
    steps_are_taken_once_and_newer_ones_refused(&url).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_city_lives_on_postgresql() {
    let postgres = Postgres::start();
    let mut city = TestCity::start_with(CityOptions::default().with("DATABASE_URL", &postgres.url())).await;
    let me = hoa(&city).await;
    let id = crate::content::add(&me).await;
    crate::content::put(&me, id, &crate::content::pdf(100_000))
        .await
        .unwrap();
    me.call::<protocol::api::IssueCredential>(&()).answer().await.unwrap();
    let grant = me.device.refresh(&me.grant, crate::fresh_id()).await.unwrap();
    city.restart().await;
    let call = me
        .device
        .call::<protocol::api::PullChanges>(&())
        .bearer(&grant.access_token);
    assert_eq!(call.answer().await.unwrap().changes.len(), 3);
    TestDevice::new(&city).sign_in(&city, crate::PHONE).await;
    city.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_at_once_pass_no_cap_and_race_for_no_number() {
    at_once(CityOptions::default()).await;
    let postgres = Postgres::start();
    at_once(CityOptions::default().with("DATABASE_URL", &postgres.url())).await;
}

async fn at_once(options: CityOptions) {
    let mut city = TestCity::start_with(options).await;
    let device = TestDevice::new(&city);
    let asked = (0..20).map(|_| device.start_sign_in(SignInIdentifier::Phone(phone(7))));
    let answers = futures::future::join_all(asked).await;
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
    for problem in answers.into_iter().filter_map(Result::err) {
        assert_eq!(problem.code, ErrorCode::TooManySends);
    }
    for tail in 20..25 {
        let form = enrolment_form(number(tail).as_str(), crate::NAME, phone(tail).e164());
        let mut asked = Vec::new();
        for _ in 0..3 {
            let device = TestDevice::new(&city);
            let ticket = device.start_enrolment(&form).await.unwrap();
            let code = city.last_code(phone(tail).e164()).await;
            asked.push((device, ticket.challenge, code));
        }
        let opened = asked
            .iter()
            .map(|(device, challenge, code)| device.open_session(*challenge, code));
        let grants = futures::future::try_join_all(opened).await.unwrap();
        assert!(grants.iter().all(|grant| grant.citizen == grants[0].citizen));
    }
    city.stop().await;
}

#[tokio::test]
async fn a_step_that_stops_half_way_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::of_file(&folder.path().join("city.sqlite"));
    let db = store::connect(&url).await.unwrap();
    // The last table of the step is in its way.
    db.execute_unprepared("CREATE TABLE tokens (x)").await.unwrap();
    migration::migrate(&db).await.unwrap_err();
    assert!(db.execute_unprepared("SELECT 1 FROM data_keys").await.is_err());
    db.execute_unprepared("DROP TABLE tokens").await.unwrap();
    assert_eq!(migration::migrate(&db).await.unwrap(), 4);
    db.close().await.unwrap();
}

fn now() -> Timestamp {
    store::whole_micros(Timestamp::now())
}

fn id() -> Uuid {
    Uuid::now_v7()
}

fn number(tail: u32) -> PersonalNumber {
    format!("048190{tail:06}").parse().unwrap()
}

fn phone(tail: u32) -> Phone {
    format!("0905{tail:06}").parse().unwrap()
}

/// A citizen of its own for each case.
async fn someone(store: &Store, tail: u32) -> CitizenId {
    let citizen = CitizenId(id());
    let tx = store.begin().await.unwrap();
    store::account::add_citizen(&tx, citizen, &number(tail), &phone(tail), now())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    citizen
}

fn field(text: &str, revision: u64) -> FieldRecord {
    FieldRecord {
        value: ProfileField::Address.check(text).unwrap(),
        source: Source::Verified {
            by: "Phường (mẫu)".to_owned(),
        },
        at: now(),
        revision: Revision(revision),
    }
}

async fn steps_are_taken_once_and_newer_ones_refused(url: &DatabaseUrl) {
    let db = store::connect(url).await.unwrap();
    assert_eq!(migration::migrate(&db).await.unwrap(), 0);
    migration::require_current(&db).await.unwrap();
    let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)";
    db.execute_unprepared(newer).await.unwrap();
    let refused = migration::migrate(&db).await.unwrap_err().to_string();
    assert!(
        refused.contains("newer version") && refused.contains("m9999_later"),
        "{refused}"
    );
    db.close().await.unwrap();
}
