//! Checks of codes at a counter.

use codes::{
    live::{CredentialClaims, issue_credential},
    number,
    standard::{MaskedStandard, StandardCode},
    trust::CitySigner,
};
use domain::{CheckId, ShiftId, limits};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{
        self, AccessEvent, CheckOrder, CheckRecord, Entity, KnownEntity, OfflineCheck, OfflineChecks, OfflineGround,
        Shown, ShownKind, SignInIdentifier, Verdict,
    },
    problem::{ErrorCode, Problem},
};
use server::testing::{CityOptions, SignedIn, TestCity, TestDevice};

use crate::{
    NUMBER, PHONE, code, fresh_id, hoa, minutes,
    office::{Office, check, events, history, live, new_uuid},
};

fn seconds(count: i64) -> SignedDuration {
    SignedDuration::from_secs(count)
}

async fn standard_text(me: &SignedIn) -> String {
    let page = me.call::<api::PullChanges>(&()).answer().await.unwrap();
    let text = page.changes.into_iter().find_map(|change| match change.entity {
        Entity::Known(KnownEntity::PersonalCode(code)) => Some(code.text),
        _ => None,
    });
    text.unwrap()
}

#[tokio::test]
async fn a_live_code_counts_once() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    let first = office.check(&text).await;
    assert_eq!((first.verdict, first.shown), (Verdict::Valid, ShownKind::Live));
    assert_eq!(first.holder.as_deref(), Some("N. T. Á. Hoa"));
    assert_eq!(first.ask_until, Some(first.at + limits::ASK_AFTER_CHECK));
    let again = office.check(&text).await;
    assert_eq!((again.verdict, again.ask_until), (Verdict::Used, None));
    let seen = events(&hoa).await;
    assert!(
        matches!(
            &seen[..],
            [
                AccessEvent::Checked {
                    verdict: Verdict::Valid,
                    ..
                },
                AccessEvent::Checked {
                    verdict: Verdict::Used,
                    elsewhere: true,
                    ..
                }
            ]
        ),
        "{seen:?}"
    );
    let entry = &history(&hoa).await[0];
    assert_eq!(entry.asker.organisation_name.as_str(), "UBND phường Hải Châu");
    assert_eq!(entry.asker.counter.as_str(), "Quầy 3");
}

#[tokio::test]
async fn a_check_that_is_asked_for_again_is_the_same_check() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let order = CheckOrder {
        id: CheckId(new_uuid()),
        shown: Shown::Code {
            text: live(&city, &hoa).await,
        },
    };
    let send = async || {
        office
            .officer
            .call::<api::CheckCode>(&())
            .json(&order)
            .answer()
            .await
            .unwrap()
    };
    let first = send().await;
    assert_eq!(send().await, first);
    assert_eq!(history(&hoa).await.len(), 1);
    let (second, _) = office.second(&city).await;
    let stolen = second.call::<api::CheckCode>(&()).json(&order).answer().await;
    assert_eq!(code(stolen), ErrorCode::NotFound);
}

#[tokio::test]
async fn time_and_clocks_are_told_apart() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let credential = hoa.call::<api::IssueCredential>(&()).answer().await.unwrap().credential;
    let made = async |at: Timestamp| office.check(&hoa.device.present(&credential.0, at)).await;
    let now = city.city().now();
    assert_eq!(made(now + seconds(29)).await.verdict, Verdict::Valid);
    assert_eq!(made(now - seconds(89)).await.verdict, Verdict::Valid);
    let old = made(now - seconds(95)).await;
    assert_eq!((old.verdict, old.ask_until), (Verdict::Expired, None));
    assert_eq!(
        old.made_at,
        Some(Timestamp::from_second((now - seconds(95)).as_second()).unwrap())
    );
    let ahead = made(now + minutes(60)).await;
    assert_eq!(ahead.verdict, Verdict::FromFuture);
    assert_eq!(ahead.holder.as_deref(), Some("N. T. Á. Hoa"));
}

#[tokio::test]
async fn revoked_forged_and_foreign_codes_are_told() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    // A newer credential of the same device revokes the earlier one.
    hoa.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let revoked = office.check(&text).await;
    assert_eq!(
        (revoked.verdict, revoked.holder.as_deref()),
        (Verdict::Revoked, Some("N. T. Á. Hoa"))
    );
    let mut altered = live(&city, &hoa).await;
    altered.replace_range(200..201, if &altered[200..201] == "A" { "B" } else { "A" });
    let forged = office.check(&altered).await;
    assert!(matches!(forged.verdict, Verdict::Forged | Verdict::UnknownIssuer));
    assert_eq!((forged.holder, forged.ask_until), (None, None));
    let now = city.city().now();
    let foreign = CitySigner::from_seed(&[5; 32], "hue.gov.vn");
    let claims = CredentialClaims {
        issuer: "hue.gov.vn".to_owned(),
        qid: "204810000000000017".parse().unwrap(),
        holder: "N. V. An".to_owned(),
        device_key: hoa.device.public_key(),
        issued_at: now,
        not_after: now + SignedDuration::from_hours(24),
        status_index: 1,
    };
    let other_city = hoa.device.present(&issue_credential(&foreign, &claims), now);
    assert_eq!(office.check(&other_city).await.verdict, Verdict::UnknownIssuer);
    let invented = CitySigner::from_seed(&[6; 32], "danang.gov.vn");
    let claims = CredentialClaims {
        issuer: "danang.gov.vn".to_owned(),
        ..claims
    };
    let forged = hoa.device.present(&issue_credential(&invented, &claims), now);
    assert_eq!(office.check(&forged).await.verdict, Verdict::UnknownIssuer);
    assert_eq!(office.check("xin chào").await.shown, ShownKind::Other);
    // Only the codes that are hers are in her history.
    assert_eq!(history(&hoa).await.len(), 1);
}

#[tokio::test]
async fn a_device_that_was_removed_shows_nothing_that_counts() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    other
        .call::<api::RevokeDevice>(&hoa.grant.device)
        .answer()
        .await
        .unwrap();
    assert_eq!(office.check(&text).await.verdict, Verdict::Revoked);
}

#[tokio::test]
async fn printed_codes_locate_until_the_card_is_cancelled() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let text = standard_text(&hoa).await;
    let standard = office.check(&text).await;
    assert_eq!(
        (standard.verdict, standard.shown),
        (Verdict::Valid, ShownKind::Standard)
    );
    assert!(standard.ask_until.is_some());
    let masked = MaskedStandard::of(&StandardCode::parse(&text).unwrap());
    assert_eq!(office.check(&masked.to_text()).await.verdict, Verdict::Valid);
    let invented = MaskedStandard {
        birth_year: 1999,
        ..masked.clone()
    };
    let forged = office.check(&invented.to_text()).await;
    assert_eq!((forged.verdict, forged.holder), (Verdict::Forged, None));
    let altered = text.replace("HOA", "HUE");
    assert_eq!(office.check(&altered).await.verdict, Verdict::Forged);
    let (card, _) = crate::cards::issue(&hoa, fresh_id()).await.unwrap();
    let printed = crate::cards::text_of(&crate::cards::pdf(&hoa, card.serial).await);
    let lost = office.check(&printed).await;
    assert_eq!((lost.verdict, lost.shown), (Verdict::Valid, ShownKind::Card));
    hoa.call::<api::RevokeCard>(&card.serial).answer().await.unwrap();
    let cancelled = office.check(&printed).await;
    assert_eq!((cancelled.verdict, cancelled.ask_until), (Verdict::Revoked, None));
}

async fn by_number(office: &Office, holder: SignInIdentifier, digits: &str) -> Result<CheckRecord, Problem> {
    let order = CheckOrder {
        id: CheckId(new_uuid()),
        shown: Shown::Number {
            holder,
            digits: digits.to_owned(),
        },
    };
    office.officer.call::<api::CheckCode>(&()).json(&order).answer().await
}

#[tokio::test]
async fn the_six_digits_do_what_the_code_does() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let secret = hoa
        .call::<api::IssueCredential>(&())
        .answer()
        .await
        .unwrap()
        .number_secret
        .0;
    let digits = |at: Timestamp| number::digits(&secret, number::step(at));
    let by_phone = || SignInIdentifier::Phone(PHONE.parse().unwrap());
    let now = city.city().now();
    let valid = by_number(&office, by_phone(), &digits(now)).await.unwrap();
    assert_eq!((valid.verdict, valid.shown), (Verdict::Valid, ShownKind::Number));
    assert_eq!(valid.holder.as_deref(), Some("N. T. Á. Hoa"));
    let again = by_number(&office, by_phone(), &digits(now)).await.unwrap();
    assert_eq!(again.verdict, Verdict::Used);
    city.clock().advance(minutes(3));
    let late = by_number(&office, by_phone(), &digits(now)).await.unwrap();
    assert_eq!((late.verdict, late.holder), (Verdict::Forged, None));
    let by_personal_number = SignInIdentifier::PersonalNumber(NUMBER.parse().unwrap());
    let now = city.city().now();
    let valid = by_number(&office, by_personal_number, &digits(now)).await.unwrap();
    assert_eq!(valid.verdict, Verdict::Valid);
    let nobody = SignInIdentifier::Phone("0909999999".parse().unwrap());
    let unknown = by_number(&office, nobody, "123456").await.unwrap();
    assert_eq!(
        (unknown.verdict, unknown.holder),
        (late.verdict, None),
        "nobody and a wrong number are alike"
    );
}

#[tokio::test]
async fn numbers_are_not_guessed() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let holder = || SignInIdentifier::Phone(PHONE.parse().unwrap());
    for _ in 0..limits::CODE_NUMBER_TRIES {
        let wrong = by_number(&office, holder(), "00000x").await.unwrap();
        assert_eq!(wrong.verdict, Verdict::Forged);
    }
    let refused = by_number(&office, holder(), "000000").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    assert!(refused.retry_after.is_some());
    assert_eq!(
        history(&hoa).await.len(),
        limits::CODE_NUMBER_TRIES as usize,
        "she sees that somebody tried"
    );
}

#[tokio::test]
async fn an_officers_day_has_an_end() {
    let options = CityOptions::default().with("COUNTERS_CHECKS_PER_DAY", "3");
    let city = TestCity::start_with(options).await;
    let office = Office::at_work(&city).await;
    for _ in 0..3 {
        office.check("xin chào").await;
    }
    let refused = check(&office.officer, "xin chào").await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyChecks);
    assert!(refused.retry_after.is_some_and(|wait| wait > 23 * 3600));
}

pub(crate) fn offline(text: &str, shift: ShiftId, at: Timestamp, list_as_of: Option<Timestamp>) -> OfflineCheck {
    OfflineCheck {
        id: CheckId(new_uuid()),
        shift,
        text: text.to_owned(),
        at,
        ground: OfflineGround {
            verdict: Verdict::Valid,
            list_as_of,
        },
    }
}

pub(crate) async fn reconcile(officer: &SignedIn, checks: Vec<OfflineCheck>) -> Vec<CheckRecord> {
    let checks = OfflineChecks { checks };
    let told = officer.call::<api::ReconcileChecks>(&()).json(&checks).answer().await;
    told.unwrap().checks
}

pub(crate) async fn shift(officer: &SignedIn) -> ShiftId {
    officer.call::<api::GetShift>(&()).answer().await.unwrap().id
}

#[tokio::test]
async fn checks_without_a_network_are_told_later_and_double_use_is_seen_by_both() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (second, _) = office.second(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    let (one, other) = (shift(&office.officer).await, shift(&second).await);
    let at = city.city().now();
    let list = Some(at - SignedDuration::from_hours(24 * 7));
    let first = offline(&text, one, at, list);
    city.clock().advance(minutes(2));
    let told = reconcile(&office.officer, vec![first.clone()]).await;
    assert_eq!((told[0].verdict, told[0].at), (Verdict::Valid, at));
    assert_eq!(told[0].offline, Some(first.ground));
    assert_eq!(
        reconcile(&office.officer, vec![first]).await,
        told,
        "told twice, kept once"
    );
    let copied = reconcile(&second, vec![offline(&text, other, at + seconds(20), None)]).await;
    assert_eq!(copied[0].verdict, Verdict::Used);
    assert_eq!(copied[0].used_elsewhere[0].counter.as_str(), "Quầy 3");
    let mine = office
        .officer
        .call::<api::ListChecks>(&())
        .answer()
        .await
        .unwrap()
        .checks;
    assert_eq!(
        mine[0].used_elsewhere[0].counter.as_str(),
        "Quầy 4",
        "the first is told too"
    );
    let entries = history(&hoa).await;
    assert_eq!(entries.len(), 2);
    assert!(matches!(&entries[0].event, AccessEvent::Checked { told_at: Some(told), .. } if *told > entries[0].at));
}

#[tokio::test]
async fn a_check_outside_its_shift_can_not_be_told() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let (second, _) = office.second(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    let (mine, others) = (shift(&office.officer).await, shift(&second).await);
    let now = city.city().now();
    let odd = vec![
        offline(&text, others, now, None),
        offline(&text, mine, now - SignedDuration::from_hours(3), None),
        offline(&text, mine, now + minutes(5), None),
        offline(&text, ShiftId(new_uuid()), now, None),
    ];
    for told in reconcile(&office.officer, odd).await {
        assert_eq!((told.verdict, told.holder), (Verdict::CannotTell, None));
    }
    assert_eq!(history(&hoa).await, []);
    let good = reconcile(&office.officer, vec![offline(&text, mine, now, None)]).await;
    assert_eq!(good[0].verdict, Verdict::Valid);
    let many = OfflineChecks {
        checks: (0..101).map(|_| offline(&text, mine, now, None)).collect(),
    };
    let refused = office
        .officer
        .call::<api::ReconcileChecks>(&())
        .json(&many)
        .answer()
        .await;
    assert_eq!(code(refused), ErrorCode::InvalidField);
}

#[tokio::test]
async fn an_offline_check_of_a_revoked_credential_comes_out() {
    let city = TestCity::start().await;
    let office = Office::at_work(&city).await;
    let hoa = hoa(&city).await;
    let text = live(&city, &hoa).await;
    hoa.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let shift = shift(&office.officer).await;
    let told = reconcile(&office.officer, vec![offline(&text, shift, city.city().now(), None)]).await;
    assert_eq!(told[0].verdict, Verdict::Revoked);
    assert_eq!(
        told[0].offline.unwrap().verdict,
        Verdict::Valid,
        "and what the counter had said stays"
    );
}
