//! The conformance suite of the store: the same on SQLite and on PostgreSQL. Then a whole scenario on PostgreSQL.

mod cards;

use std::sync::Arc;

use domain::{
    ChallengeId, CitizenId, DeviceId, DocumentId, DocumentOrigin, MediaType, OperationId, PersonalNumber, Phone,
    ProfileField, Qid, SessionId, Source,
};
use jiff::{SignedDuration, Timestamp};
use protocol::api::{
    ContentRecord, DeviceState, DocumentDetails, FieldRecord, OperationResult, PersonalCodeRecord, Platform, Revision,
    SignInIdentifier,
};
use protocol::problem::ErrorCode;
use sea_orm::ConnectionTrait as _;
use server::{
    fault::Fault,
    keys::{MasterKey, MasterKeySource, open_ring},
    port::{Random, SmsMessage, SystemClock, SystemRandom, sms::SmsPurpose},
    store::{
        self, Access as _, DatabaseUrl, Store,
        account::{Challenge, ChallengeSecret, Subject},
        city::SigningKeyRecord,
        devices::Device,
        documents::{Content, ObjectState, Paper, PaperState},
        migration,
        sessions::{EndReason, Session, Token, TokenKind},
        sync::FeedItem,
    },
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
    citizens(store).await;
    unfinished_transactions_leave_nothing(store).await;
    challenges_and_caps(store).await;
    profiles(store).await;
    feed_and_outcomes(store).await;
    papers(store).await;
    devices_and_credentials(store).await;
    cards::conform(store).await;
    sessions_and_tokens(store).await;
    keys_and_counters(store).await;
    messages(store).await;
    writers_at_once_lose_nothing(store).await;
    rows_do_not_open_in_each_others_place(store).await;
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
    assert_eq!(migration::migrate(&db).await.unwrap(), 2);
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

async fn citizens(store: &Store) {
    use store::account::{add_citizen, advance, citizen_by_number, citizens_by_phone, revision};
    let first = someone(store, 1).await;
    assert_eq!(citizen_by_number(store, &number(1)).await.unwrap(), Some(first));
    assert_eq!(citizen_by_number(store, &number(2)).await.unwrap(), None);
    assert_eq!(citizens_by_phone(store, &phone(1)).await.unwrap(), [first]);
    let tx = store.begin().await.unwrap();
    let twice = add_citizen(&tx, CitizenId(id()), &number(1), &phone(3), now()).await;
    assert!(
        matches!(twice, Err(Fault::Database(_))),
        "one profile per personal number"
    );
    drop(tx);
    let tx = store.begin().await.unwrap();
    assert_eq!(advance(&tx, first).await.unwrap(), Revision(1));
    assert_eq!(advance(&tx, first).await.unwrap(), Revision(2));
    tx.commit().await.unwrap();
    assert_eq!(revision(store, first).await.unwrap(), Revision(2));
}

async fn unfinished_transactions_leave_nothing(store: &Store) {
    let citizen = someone(store, 10).await;
    let tx = store.begin().await.unwrap();
    store::account::advance(&tx, citizen).await.unwrap();
    store::account::add_citizen(&tx, CitizenId(id()), &number(11), &phone(11), now())
        .await
        .unwrap();
    drop(tx);
    assert_eq!(store::account::revision(store, citizen).await.unwrap(), Revision(0));
    assert_eq!(
        store::account::citizen_by_number(store, &number(11)).await.unwrap(),
        None
    );
}

async fn challenges_and_caps(store: &Store) {
    let at = now();
    let mut challenge = Challenge {
        id: ChallengeId(id()),
        secret: ChallengeSecret {
            purpose: SmsPurpose::SignIn,
            subject: Subject::Nobody,
            asked_as: vec![1, 2, 3],
        },
        code_hash: vec![9; 32],
        sent_at: at,
        expires_at: at + SignedDuration::from_mins(5),
        attempts: 0,
        sends: 1,
        used: false,
    };
    let tx = store.begin().await.unwrap();
    store::account::put_challenge(&tx, &challenge, at).await.unwrap();
    challenge.attempts = 3;
    challenge.used = true;
    store::account::put_challenge(&tx, &challenge, at).await.unwrap();
    for minute in [0, 2, 1] {
        store::account::note_send(&tx, b"key", at + SignedDuration::from_mins(minute))
            .await
            .unwrap();
    }
    store::account::note_send(&tx, b"other", at).await.unwrap();
    tx.commit().await.unwrap();
    let tx = store.begin().await.unwrap();
    assert_eq!(
        store::account::challenge(&tx, challenge.id).await.unwrap(),
        Some(challenge.clone())
    );
    assert_eq!(store::account::challenge(&tx, ChallengeId(id())).await.unwrap(), None);
    drop(tx);
    let since = store::account::sends_since(store, b"key", at).await.unwrap();
    assert_eq!(
        since,
        [at + SignedDuration::from_mins(1), at + SignedDuration::from_mins(2)],
        "oldest first"
    );
    let later = at + SignedDuration::from_mins(6);
    assert!(store::account::forget_old(store, later, later).await.unwrap() >= 5);
    let tx = store.begin().await.unwrap();
    assert_eq!(store::account::challenge(&tx, challenge.id).await.unwrap(), None);
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

async fn profiles(store: &Store) {
    use store::profile::{code, field as one, fields, has_qid, put_code, put_field};
    let citizen = someone(store, 20).await;
    let (first, second) = (field("1 Hùng Vương", 1), field("2 Hùng Vương", 2));
    let tx = store.begin().await.unwrap();
    put_field(&tx, citizen, ProfileField::Address, &first).await.unwrap();
    put_field(&tx, citizen, ProfileField::Address, &second).await.unwrap();
    put_field(&tx, citizen, ProfileField::Occupation, &first).await.unwrap();
    let qid = Qid::from_number(123).unwrap();
    let signed = PersonalCodeRecord {
        qid: qid.clone(),
        text: "một".to_owned(),
        signed_at: now(),
    };
    put_code(&tx, citizen, &signed).await.unwrap();
    let again = PersonalCodeRecord {
        text: "hai".to_owned(),
        ..signed
    };
    put_code(&tx, citizen, &again).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(one(store, citizen, ProfileField::Address).await.unwrap(), Some(second));
    assert_eq!(one(store, citizen, ProfileField::Email).await.unwrap(), None);
    assert_eq!(fields(store, citizen).await.unwrap().len(), 2);
    assert_eq!(code(store, citizen).await.unwrap(), Some(again));
    assert!(has_qid(store, &qid).await.unwrap() && !has_qid(store, &Qid::from_number(124).unwrap()).await.unwrap());
}

async fn feed_and_outcomes(store: &Store) {
    use store::sync::{feed_after, keep_outcome, note, outcome, revision_of};
    let citizen = someone(store, 30).await;
    let paper = FeedItem::Document(DocumentId(id()));
    let operation = OperationId(id());
    let tx = store.begin().await.unwrap();
    for (item, revision) in [
        (FeedItem::Profile, 1),
        (FeedItem::PersonalCode, 2),
        (paper, 3),
        (FeedItem::Profile, 4),
    ] {
        note(&tx, citizen, item, Revision(revision)).await.unwrap();
    }
    let applied = OperationResult::Applied { revision: Revision(4) };
    keep_outcome(&tx, citizen, operation, applied, now()).await.unwrap();
    tx.commit().await.unwrap();
    let all = feed_after(store, citizen, Revision(0), 10).await.unwrap();
    let expected = [
        (Revision(2), FeedItem::PersonalCode),
        (Revision(3), paper),
        (Revision(4), FeedItem::Profile),
    ];
    assert_eq!(all, expected);
    assert_eq!(
        feed_after(store, citizen, Revision(2), 1).await.unwrap(),
        expected[1..2]
    );
    assert_eq!(feed_after(store, citizen, Revision(u64::MAX), 1).await.unwrap(), []);
    assert_eq!(
        revision_of(store, citizen, FeedItem::Profile).await.unwrap(),
        Revision(4)
    );
    assert_eq!(outcome(store, citizen, operation).await.unwrap(), Some(applied));
    assert_eq!(
        outcome(store, CitizenId(id()), operation).await.unwrap(),
        None,
        "outcomes are an account's own"
    );
    let tx = store.begin().await.unwrap();
    assert!(
        keep_outcome(&tx, citizen, operation, OperationResult::Conflict, now())
            .await
            .is_err()
    );
    drop(tx);
    assert_eq!(
        store::sync::forget_outcomes(store, now() + SignedDuration::from_secs(1))
            .await
            .unwrap(),
        1
    );
}

fn paper(title: &str) -> Paper {
    Paper {
        origin: DocumentOrigin::Uploaded,
        issuer: None,
        added_at: now(),
        details: DocumentDetails {
            kind: domain::DocumentKind::Other,
            title: title.parse().unwrap(),
            number: None,
            issued_on: None,
            expires_on: None,
        },
        content: Some(Content {
            record: ContentRecord {
                media_type: MediaType::Pdf,
                bytes: 5,
                sha256: "ab".to_owned(),
            },
            object: "content/x".to_owned(),
        }),
    }
}

async fn papers(store: &Store) {
    use store::documents::{find, find_many, forget_object, move_object, objects, put, put_object};
    let (citizen, other) = (someone(store, 40).await, someone(store, 41).await);
    let (first, second) = (DocumentId(id()), DocumentId(id()));
    let there = PaperState::There(Box::new(paper("Giấy một")));
    let at = now();
    let tx = store.begin().await.unwrap();
    put(&tx, citizen, first, Revision(1), &there).await.unwrap();
    put(&tx, citizen, second, Revision(2), &there).await.unwrap();
    put(&tx, citizen, second, Revision(3), &PaperState::Removed)
        .await
        .unwrap();
    // Ids come from devices: another citizen may have the same one.
    put(&tx, other, first, Revision(1), &PaperState::Removed).await.unwrap();
    put_object(&tx, "content/a", ObjectState::Pending, at).await.unwrap();
    put_object(&tx, "content/b", ObjectState::Pending, at).await.unwrap();
    put_object(&tx, "content/b", ObjectState::Live, at).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(find(store, citizen, first).await.unwrap(), Some((Revision(1), there)));
    assert_eq!(
        find(store, citizen, second).await.unwrap(),
        Some((Revision(3), PaperState::Removed))
    );
    assert_eq!(find(store, citizen, DocumentId(id())).await.unwrap(), None);
    assert_eq!(
        find_many(store, citizen, &[first, second, DocumentId(id())])
            .await
            .unwrap()
            .len(),
        2
    );
    assert_eq!(find_many(store, citizen, &[]).await.unwrap().len(), 0);
    let early = at - SignedDuration::from_secs(1);
    assert_eq!(
        objects(store, ObjectState::Pending, early).await.unwrap(),
        Vec::<String>::new()
    );
    assert_eq!(objects(store, ObjectState::Pending, at).await.unwrap(), ["content/a"]);
    let move_to = async |key: &str, to| {
        let tx = store.begin().await.unwrap();
        let moved = move_object(&tx, key, ObjectState::Pending, to, at).await.unwrap();
        tx.commit().await.unwrap();
        moved
    };
    assert!(!move_to("content/b", ObjectState::Dead).await, "a paper has it");
    forget_object(store, "content/b").await.unwrap();
    assert_eq!(objects(store, ObjectState::Live, at).await.unwrap(), ["content/b"]);
    assert!(move_to("content/a", ObjectState::Dead).await);
    assert!(!move_to("content/a", ObjectState::Live).await, "it was given up");
    forget_object(store, "content/a").await.unwrap();
    assert_eq!(
        objects(store, ObjectState::Dead, at).await.unwrap(),
        Vec::<String>::new()
    );
}

fn device(citizen: CitizenId, key: u8) -> Device {
    Device {
        id: DeviceId(id()),
        citizen,
        public_key: [key; 32],
        name: "Máy của tôi".to_owned(),
        platform: Platform::Android,
        state: DeviceState::Active,
        bound_at: now(),
        last_seen_at: now(),
    }
}

async fn devices_and_credentials(store: &Store) {
    use store::devices::{
        by_id, locked, locked_by_key, of_citizen, put, revoke_credentials, revoked_places, seen, take_place,
    };
    let citizen = someone(store, 50).await;
    let (first, second) = (device(citizen, 1), device(citizen, 2));
    let at = now();
    let month = SignedDuration::from_hours(24 * 30);
    let tx = store.begin().await.unwrap();
    put(&tx, &first).await.unwrap();
    put(&tx, &second).await.unwrap();
    seen(&tx, first.id, at + SignedDuration::from_mins(1)).await.unwrap();
    let places = [
        take_place(&tx, first.id, at + month, at - month * 3).await.unwrap(),
        take_place(&tx, second.id, at + month, at - month * 3).await.unwrap(),
    ];
    assert_eq!(places, [0, 1]);
    assert!(revoke_credentials(&tx, first.id, at).await.unwrap());
    assert!(!revoke_credentials(&tx, first.id, at).await.unwrap(), "revoked once");
    tx.commit().await.unwrap();
    let tx = store.begin().await.unwrap();
    let found = locked_by_key(&tx, citizen, &[2; 32]).await.unwrap();
    assert_eq!(found, Some(second.clone()));
    assert_eq!(locked(&tx, second.id).await.unwrap(), found);
    assert_eq!(locked_by_key(&tx, CitizenId(id()), &[2; 32]).await.unwrap(), None);
    drop(tx);
    assert_eq!(by_id(store, DeviceId(id())).await.unwrap(), None);
    let listed: Vec<DeviceId> = of_citizen(store, citizen)
        .await
        .unwrap()
        .iter()
        .map(|device| device.id)
        .collect();
    assert_eq!(listed, [first.id, second.id], "last seen first");
    assert_eq!(revoked_places(store, at).await.unwrap(), [0]);
    assert_eq!(
        revoked_places(store, at + month * 2).await.unwrap(),
        [] as [u32; 0],
        "ended credentials need no place"
    );
    let tx = store.begin().await.unwrap();
    let removed = Device {
        state: DeviceState::WipeOrdered,
        ..second.clone()
    };
    put(&tx, &removed).await.unwrap();
    let long_after = at + month * 5;
    let again = take_place(&tx, second.id, long_after + month, long_after - month * 3)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert!(again <= 1, "a place is used again long after its credential ended");
    assert_eq!(by_id(store, second.id).await.unwrap(), Some(removed));
    let tx = store.begin().await.unwrap();
    assert!(
        put(&tx, &device(citizen, 1)).await.is_err(),
        "a key is one device of an account"
    );
}

async fn sessions_and_tokens(store: &Store) {
    use store::sessions::{add, add_token, by_id, end, following, forget_ended, open_of_citizen, spend, token, used};
    let citizen = someone(store, 60).await;
    let at = now();
    let session = Session {
        id: SessionId(id()),
        citizen,
        device: DeviceId(id()),
        opened_at: at,
        last_used_at: at,
        ends_at: at + SignedDuration::from_hours(12),
        ended: false,
    };
    let refresh = Token {
        hash: vec![1; 32],
        session: session.id,
        kind: TokenKind::Refresh,
        expires_at: session.ends_at,
        attempt: None,
        follows: None,
    };
    let next = Token {
        hash: vec![2; 32],
        follows: Some(vec![1; 32]),
        ..refresh.clone()
    };
    let attempt = OperationId(id());
    let tx = store.begin().await.unwrap();
    add(&tx, &session).await.unwrap();
    add_token(&tx, &refresh).await.unwrap();
    add_token(&tx, &next).await.unwrap();
    spend(&tx, &refresh.hash, attempt).await.unwrap();
    used(&tx, session.id, at + SignedDuration::from_mins(1)).await.unwrap();
    tx.commit().await.unwrap();
    let found = token(store, TokenKind::Refresh, &refresh.hash).await.unwrap().unwrap();
    assert_eq!(found.attempt, Some(attempt));
    assert_eq!(
        token(store, TokenKind::Access, &refresh.hash).await.unwrap(),
        None,
        "kinds are kept apart"
    );
    assert_eq!(
        following(store, &refresh.hash, TokenKind::Refresh).await.unwrap(),
        Some(next)
    );
    let open = open_of_citizen(store, citizen, at, at).await.unwrap();
    assert_eq!(open[0].last_used_at, at + SignedDuration::from_mins(1));
    let tx = store.begin().await.unwrap();
    end(&tx, session.id, EndReason::SignedOut).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open_of_citizen(store, citizen, at, at).await.unwrap(), []);
    assert!(by_id(store, session.id).await.unwrap().unwrap().ended);
    assert_eq!(
        forget_ended(store, at + SignedDuration::from_hours(13)).await.unwrap(),
        1
    );
    assert_eq!(
        token(store, TokenKind::Refresh, &refresh.hash).await.unwrap(),
        None,
        "tokens go with their session"
    );
}

async fn keys_and_counters(store: &Store) {
    use store::city::{add_key, count, count_up, keys, limit_key, seed};
    let at = now();
    let record = SigningKeyRecord {
        id: [3; 8],
        public_key: [4; 32],
        not_before: at,
        not_after: at + SignedDuration::from_hours(1),
        revoked: false,
        created_at: at,
    };
    let tx = store.begin().await.unwrap();
    add_key(&tx, &record, &[5; 32]).await.unwrap();
    assert!(limit_key(&tx, &record.id, Some(at), true).await.unwrap());
    assert!(!limit_key(&tx, &[0; 8], None, true).await.unwrap());
    assert_eq!(count(&tx, "of this test").await.unwrap(), 0);
    assert_eq!(count_up(&tx, "of this test").await.unwrap(), 1);
    assert_eq!(count_up(&tx, "of this test").await.unwrap(), 2);
    tx.commit().await.unwrap();
    let changed = SigningKeyRecord {
        not_after: at,
        revoked: true,
        ..record
    };
    assert_eq!(keys(store).await.unwrap(), [changed]);
    assert_eq!(*seed(store, &[3; 8]).await.unwrap(), [5; 32]);
}

async fn messages(store: &Store) {
    let message = |tail| SmsMessage {
        id: id(),
        to: phone(tail),
        text: format!("tin {tail}"),
        purpose: SmsPurpose::Notice,
    };
    let at = now();
    for (tail, seconds) in [(70, 0), (71, 1), (70, 2)] {
        store::outbox::add(store, &message(tail), at + SignedDuration::from_secs(seconds))
            .await
            .unwrap();
    }
    let to = phone(70);
    assert_eq!(store::outbox::newest(store, Some(&to), 10).await.unwrap().len(), 2);
    let newest = store::outbox::newest(store, None, 2).await.unwrap();
    assert_eq!(
        (newest[0].at, newest[1].message.to.clone()),
        (at + SignedDuration::from_secs(2), phone(71))
    );
    assert_eq!(
        store::outbox::forget_before(store, at + SignedDuration::from_secs(2))
            .await
            .unwrap(),
        2
    );
}

async fn writers_at_once_lose_nothing(store: &Store) {
    let citizen = someone(store, 80).await;
    let writers = (0..8).map(|_| {
        let store = store.clone();
        tokio::spawn(async move {
            for _ in 0..10 {
                let tx = store.begin().await.unwrap();
                store::account::lock(&tx, citizen).await.unwrap();
                store::account::advance(&tx, citizen).await.unwrap();
                store::city::count_up(&tx, "at once").await.unwrap();
                tx.commit().await.unwrap();
            }
        })
    });
    for writer in futures::future::join_all(writers).await {
        writer.unwrap();
    }
    assert_eq!(store::account::revision(store, citizen).await.unwrap(), Revision(80));
    assert_eq!(store::city::count(store, "at once").await.unwrap(), 80);
}

async fn rows_do_not_open_in_each_others_place(store: &Store) {
    let (first, second) = (someone(store, 90).await, someone(store, 91).await);
    let tx = store.begin().await.unwrap();
    store::profile::put_field(&tx, first, ProfileField::Address, &field("của một", 1))
        .await
        .unwrap();
    store::profile::put_field(&tx, second, ProfileField::Address, &field("của hai", 1))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let literal = |citizen: CitizenId| match store.db().get_database_backend() {
        sea_orm::DbBackend::Sqlite => format!("x'{}'", citizen.0.simple()),
        _ => format!("'{}'", citizen.0),
    };
    let swap = format!(
        "UPDATE profile_fields SET sealed = (SELECT sealed FROM profile_fields WHERE citizen = {}) WHERE citizen = {}",
        literal(second),
        literal(first)
    );
    let changed = store.db().execute_unprepared(&swap).await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    let opened = store::profile::field(store, first, ProfileField::Address).await;
    assert!(matches!(opened, Err(Fault::Open { .. })), "{opened:?}");
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
