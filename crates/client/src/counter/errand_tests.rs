//! What a counter makes of errand passes without the city, and what it tells afterwards.

use std::sync::Arc;

use codes::{
    errand::Errand,
    live::{CredentialClaims, DeviceSigner, LiveDraft, issue_credential, present},
    trust::{CitySigner, TrustStore, TrustedKey},
};
use domain::{CheckId, ErrandId, OrganisationId, ShiftId};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{ErrandCheck, ErrandShown, ErrandVerdict, OfflineCheck, OfflineGround, ShiftRecord, Verdict},
    app::{
        AppError, CheckCode, CheckErrand, CheckView, ErrandCheckView, ErrandInput, GetCounter, GetErrand, GiveErrand,
        HandOverErrand, Handler, Secret, SyncNow,
    },
    problem::ErrorCode,
};
use serde_json::{Map, json};
use uuid::Uuid;

use super::{errand::Ground, reconcile};
use crate::{
    device_key::DeviceKey,
    port::NoKeyKeeper,
    scan::Trusted,
    store::{CredentialState, Handover, ShiftState},
    testing::{FakeCity, Fault, TestDevice, Told},
};

const ISSUER: &str = "danang.gov.vn";
const HERE: OrganisationId = OrganisationId(Uuid::from_u128(17));
const SHIFT: ShiftId = ShiftId(Uuid::from_u128(18));
const CHECK: CheckId = CheckId(Uuid::from_u128(19));

fn now() -> Timestamp {
    "2026-03-02T01:10:00Z".parse().unwrap()
}

fn city() -> CitySigner {
    CitySigner::from_seed(&[7; 32], ISSUER)
}

fn trusted() -> Trusted {
    let (first, last) = ("2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z");
    Trusted {
        trust: TrustStore {
            issuer: ISSUER.to_owned(),
            keys: vec![TrustedKey::new(
                city().public_key(),
                first.parse().unwrap(),
                last.parse().unwrap(),
            )],
            as_of: now(),
        },
        revocations: None,
    }
}

fn errand() -> Errand {
    Errand {
        issuer: ISSUER.to_owned(),
        errand: ErrandId(Uuid::from_u128(20)),
        organisation: HERE,
        organisation_name: "UBND phường Hải Châu".parse().unwrap(),
        giver: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        bearer: "204810000000000017".parse().unwrap(),
        bearer_name: "Trần Văn Minh".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: None,
        day: "2026-03-02".parse().unwrap(),
        made_at: now(),
    }
}

/// A live code of whoever bears [`errand`].
fn live_code() -> String {
    let device = DeviceSigner::from_seed(&[9; 32]);
    let claims = CredentialClaims {
        issuer: ISSUER.to_owned(),
        qid: errand().bearer,
        holder: "T. V. Minh".to_owned(),
        device_key: device.public_key(),
        issued_at: now(),
        not_after: now() + SignedDuration::from_hours(24),
        status_index: 1,
    };
    present(&issue_credential(&city(), &claims), &device, now(), [1; 16])
}

fn kept_check() -> OfflineCheck {
    OfflineCheck {
        id: CHECK,
        shift: SHIFT,
        text: live_code(),
        at: now(),
        ground: OfflineGround {
            verdict: Verdict::Valid,
            list_as_of: None,
        },
    }
}

fn shift(organisation: OrganisationId) -> ShiftRecord {
    serde_json::from_value(json!({
        "id": SHIFT, "organisation": organisation, "organisation_name": "UBND phường Hải Châu",
        "counter": Uuid::from_u128(21), "counter_name": "Quầy 3", "counter_place": "Tầng 1",
        "opened_at": "2026-03-02T00:00:00Z", "ends_at": "2026-03-02T12:00:00Z",
        "locks_at": "2026-03-02T02:00:00Z", "locked": false
    }))
    .unwrap()
}

/// A counter that checked the bearer just now.
fn ground() -> Ground {
    Ground {
        shift: shift(HERE),
        trusted: Some(trusted()),
        checks: vec![kept_check()],
        handovers: Vec::new(),
        now: now(),
    }
}

fn judge(ground: &Ground, text: &str) -> ErrandCheck {
    ground.judge(&ErrandShown {
        check: CHECK,
        text: text.to_owned(),
        offline_at: None,
    })
}

fn verdict(ground: &Ground, errand: &Errand) -> ErrandVerdict {
    let check = judge(ground, &errand.sign(&city()));
    assert_eq!(check.pass.map(|pass| pass.title), Some(errand.title.clone()));
    check.verdict
}

#[test]
fn what_the_city_did_not_sign_says_nothing() {
    let ground = ground();
    let other = CitySigner::from_seed(&[8; 32], ISSUER);
    for (text, verdict) in [
        (errand().sign(&other), ErrandVerdict::UnknownIssuer),
        ("CDSE1:damaged".to_owned(), ErrandVerdict::Forged),
        (live_code(), ErrandVerdict::UnknownIssuer),
        ("Xin chào".to_owned(), ErrandVerdict::UnknownIssuer),
    ] {
        let check = judge(&ground, &text);
        assert_eq!((check.verdict, check.pass), (verdict, None), "{text}");
    }
    let blind = Ground {
        trusted: None,
        ..ground
    };
    let check = judge(&blind, &errand().sign(&city()));
    assert_eq!((check.verdict, check.pass), (ErrandVerdict::CannotTell, None));
}

#[test]
fn the_place_comes_before_the_person_and_the_person_before_the_day() {
    let (yesterday, tomorrow) = ("2026-03-01".parse().unwrap(), "2026-03-03".parse().unwrap());
    let mut pass = errand();
    let mut ground = ground();
    assert_eq!(verdict(&ground, &pass), ErrandVerdict::Valid);
    for (day, verdict_then) in [(tomorrow, ErrandVerdict::TooEarly), (yesterday, ErrandVerdict::TooLate)] {
        pass.day = day;
        assert_eq!(verdict(&ground, &pass), verdict_then);
    }
    let other_check = CheckId(Uuid::from_u128(22));
    ground.handovers.push(Handover {
        errand: pass.errand,
        organisation: HERE,
        check: other_check,
        text: String::new(),
        at: now(),
        extra: Map::new(),
    });
    assert_eq!(verdict(&ground, &pass), ErrandVerdict::HandedOver);
    pass.bearer = "204810000000000018".parse().unwrap();
    assert_eq!(verdict(&ground, &pass), ErrandVerdict::OtherPerson);
    ground.checks.clear();
    assert_eq!(verdict(&ground, &pass), ErrandVerdict::CannotTell);
    pass.organisation = OrganisationId(Uuid::from_u128(23));
    assert_eq!(verdict(&ground, &pass), ErrandVerdict::OtherOrganisation);
}

#[test]
fn a_day_is_a_day_in_viet_nam() {
    let ground = Ground {
        now: "2026-03-02T16:59:59Z".parse().unwrap(),
        checks: vec![OfflineCheck {
            at: "2026-03-02T16:59:00Z".parse().unwrap(),
            ..kept_check()
        }],
        ..ground()
    };
    assert_eq!(verdict(&ground, &errand()), ErrandVerdict::Valid);
    let midnight = Ground {
        now: "2026-03-02T17:00:00Z".parse().unwrap(),
        ..ground
    };
    assert_eq!(verdict(&midnight, &errand()), ErrandVerdict::TooLate);
}

#[test]
fn only_a_good_live_code_of_just_now_says_who_stands_there() {
    let used = OfflineGround {
        verdict: Verdict::Used,
        list_as_of: None,
    };
    let text = |text: &str| text.to_owned();
    let later = now() + domain::limits::ASK_AFTER_CHECK + SignedDuration::from_secs(1);
    let not_this = [
        (
            OfflineCheck {
                ground: used,
                ..kept_check()
            },
            now(),
        ),
        (
            OfflineCheck {
                text: text("048190000001|201234567"),
                ..kept_check()
            },
            now(),
        ),
        (
            OfflineCheck {
                text: text("CDS1:damaged"),
                ..kept_check()
            },
            now(),
        ),
        (
            OfflineCheck {
                shift: ShiftId(Uuid::nil()),
                ..kept_check()
            },
            now(),
        ),
        (
            OfflineCheck {
                id: CheckId(Uuid::nil()),
                ..kept_check()
            },
            now(),
        ),
        (kept_check(), later),
    ];
    for (check, now) in not_this {
        let ground = Ground {
            checks: vec![check],
            now,
            ..ground()
        };
        assert_eq!(verdict(&ground, &errand()), ErrandVerdict::CannotTell);
    }
}

/// The giver's device, which is the counter's too, and the bearer's, with a pass for today.
struct Counter {
    city: Arc<FakeCity>,
    here: TestDevice,
    bearer: TestDevice,
    pass: String,
}

impl Counter {
    async fn new() -> Self {
        let city = Arc::new(FakeCity::default());
        let (here, bearer) = (TestDevice::new(&city, 1), TestDevice::new(&city, 2));
        here.enrol(TestDevice::form(1)).await;
        bearer.enrol(TestDevice::form(2)).await;
        let form = ErrandInput {
            organisation: Some(HERE),
            bearer: TestDevice::form(2).personal_number,
            bearer_name: "Trần Văn Minh".to_owned(),
            title: "Giấy chứng nhận kết hôn".to_owned(),
            dossier: String::new(),
            day: "02/03/2026".to_owned(),
        };
        let pin = Secret(TestDevice::PIN.to_owned());
        let given = here.app.give_errand(GiveErrand { form, pin }).await.unwrap();
        here.app.sync_now(SyncNow {}).await.unwrap();
        bearer.app.sync_now(SyncNow {}).await.unwrap();
        let borne = GetErrand {
            errand: given.record.id,
        };
        let pass = bearer.app.get_errand(borne).await.unwrap().record.code.unwrap();
        let counter = Self {
            city,
            here,
            bearer,
            pass,
        };
        counter.open(HERE).await;
        counter.city.set_offline(true);
        counter
    }

    async fn open(&self, organisation: OrganisationId) {
        let open = ShiftState {
            shift: shift(organisation),
            organisation: serde_json::from_value(json!({
                "id": organisation, "kind": "public_office", "name": "UBND phường Hải Châu", "contest_days": 15,
                "roles": [], "counters": [], "purposes": []
            }))
            .unwrap(),
            extra: Map::new(),
        };
        let person = self.here.app.person().unwrap();
        person.store.put_single(&open).await.unwrap();
    }

    /// Checks a fresh live code of the bearer.
    async fn check(&self, nonce: u8) -> CheckId {
        let person = self.bearer.app.person().unwrap();
        let credential: CredentialState = person.store.single().await.unwrap().unwrap();
        let key: DeviceKey = person.store.single().await.unwrap().unwrap();
        let draft = LiveDraft::new(&credential.credential.0, now(), [nonce; 16]);
        let signature = key.sign(&NoKeyKeeper, &draft.message()).await.unwrap();
        let text = draft.signed(signature);
        let CheckView { record, waiting, .. } = self.here.app.check_code(CheckCode { text }).await.unwrap();
        assert_eq!((record.verdict, waiting), (Verdict::Valid, true));
        record.id
    }

    async fn look(&self, check: CheckId) -> ErrandVerdict {
        let text = self.pass.clone();
        let view = self.here.app.check_errand(CheckErrand { check, text }).await.unwrap();
        assert!(view.offline && view.keys_as_of.is_some());
        view.check.verdict
    }

    async fn hand_over(&self, check: CheckId) -> ErrandCheckView {
        let text = self.pass.clone();
        let input = HandOverErrand { check, text };
        self.here.app.hand_over_errand(input).await.unwrap()
    }

    /// What waits for the city, as the counter's screen says.
    async fn waiting(&self) -> u32 {
        self.city.set_offline(true);
        let counter = self.here.app.get_counter(GetCounter {}).await.unwrap();
        self.city.set_offline(false);
        counter.waiting
    }

    async fn reconcile(&self) {
        reconcile::run(&self.here.app, &self.here.app.person().unwrap()).await;
    }
}

#[tokio::test]
async fn a_hand_over_without_a_network_is_kept_once_and_told_after_its_check() {
    let counter = Counter::new().await;
    let first = counter.check(1).await;
    assert_eq!(counter.look(first).await, ErrandVerdict::Valid);
    let handed = counter.hand_over(first).await;
    assert_eq!(
        (handed.check.verdict, handed.check.handed_over_at, handed.offline),
        (ErrandVerdict::Valid, Some(now()), true)
    );
    counter.here.clock.advance(SignedDuration::from_secs(30));
    assert_eq!(counter.hand_over(first).await, handed, "the same again changes nothing");
    assert_eq!(counter.look(first).await, ErrandVerdict::HandedOver);

    let second = counter.check(2).await;
    assert_eq!(counter.look(second).await, ErrandVerdict::HandedOver);
    assert_eq!(counter.hand_over(second).await.check.verdict, ErrandVerdict::HandedOver);
    assert_eq!(counter.waiting().await, 3, "two checks and a hand-over");

    counter.here.app.sync_now(SyncNow {}).await.unwrap();
    let handover = ErrandShown {
        check: first,
        text: counter.pass.clone(),
        offline_at: Some(now()),
    };
    assert_eq!(
        counter.city.told(),
        [Told::Check(first), Told::Check(second), Told::Handover(handover)]
    );
    assert_eq!(counter.waiting().await, 0);
}

#[tokio::test]
async fn a_hand_over_waits_on_until_the_city_took_it_or_never_will() {
    let counter = Counter::new().await;
    let check = counter.check(1).await;
    counter.hand_over(check).await;
    counter.city.set_offline(false);

    // Its check waits on, and so does it.
    counter.city.fail(0, Fault::Problem(ErrorCode::NoShift));
    counter.reconcile().await;
    assert_eq!((counter.waiting().await, counter.city.told().len()), (2, 0));

    counter.open(OrganisationId(Uuid::from_u128(24))).await;
    counter.reconcile().await;
    assert_eq!(
        counter.city.told(),
        [Told::Check(check)],
        "the rest is not this organisation's"
    );

    counter.open(HERE).await;
    for code in [
        ErrorCode::NoShift,
        ErrorCode::ShiftLocked,
        ErrorCode::NotAllowed,
        ErrorCode::TooManyRequests,
        ErrorCode::Unavailable,
    ] {
        counter.city.fail(0, Fault::Problem(code));
        counter.reconcile().await;
        assert_eq!(counter.waiting().await, 1, "{code:?}");
    }
    counter.city.fail(0, Fault::Problem(ErrorCode::CheckFirst));
    counter.reconcile().await;
    assert_eq!((counter.waiting().await, counter.city.told().len()), (0, 1));
}

#[tokio::test]
async fn without_a_shift_or_a_text_there_is_no_verdict() {
    let counter = Counter::new().await;
    let check = counter.check(1).await;
    for text in ["", " \n"] {
        let text = text.to_owned();
        let input = CheckErrand { check, text };
        assert_eq!(
            counter.here.app.check_errand(input).await.unwrap_err(),
            AppError::NoCode
        );
    }
    counter.here.clock.advance(SignedDuration::from_hours(11));
    let text = counter.pass.clone();
    let refused = counter.here.app.hand_over_errand(HandOverErrand { check, text }).await;
    assert!(matches!(
        refused.unwrap_err(),
        AppError::City {
            code: ErrorCode::NoShift,
            ..
        }
    ));
}
