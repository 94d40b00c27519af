use codes::{
    live::{Outcome, verify},
    revocation::RevocationList,
    standard::{SignatureVerdict, StandardCode},
    trust::{TrustStore, TrustedKey},
};
use domain::{ProfileField, limits};
use protocol::{
    api::{self, Entity, KnownEntity, TrustBundle},
    problem::ErrorCode,
};
use server::{
    port::{Clock as _, SystemRandom},
    service::{
        devices::{self, DeviceError},
        keys,
        sessions::{AccessError, Caller},
    },
    testing::{SignedIn, TestCity, TestDevice},
};

use crate::{NUMBER, PHONE, hoa, minutes};

fn trust_store(bundle: TrustBundle) -> TrustStore {
    let keys = bundle.keys.into_iter().map(|key| TrustedKey {
        id: key.id.0.try_into().unwrap(),
        public_key: key.public_key.0.try_into().unwrap(),
        not_before: key.not_before,
        not_after: key.not_after,
        revoked: key.revoked,
    });
    TrustStore {
        issuer: bundle.issuer,
        keys: keys.collect(),
        as_of: bundle.as_of,
    }
}

pub(crate) async fn trust(city: &TestCity) -> TrustStore {
    trust_store(TestDevice::new(city).call::<api::GetTrust>(&()).answer().await.unwrap())
}

pub(crate) async fn revocations(city: &TestCity) -> RevocationList {
    let response = TestDevice::new(city).call::<api::GetRevocations>(&()).send().await;
    assert_eq!(response.headers()["content-type"], "application/statuslist+cwt");
    let token = response.bytes().await.unwrap();
    RevocationList::open(&token, &trust(city).await).unwrap()
}

async fn place(credential: &api::DeviceCredential) -> u32 {
    codes::live::read_credential(&credential.credential.0)
        .unwrap()
        .status_index
}

async fn standard_code(person: &SignedIn) -> StandardCode {
    let page = person.call::<api::PullChanges>(&()).answer().await.unwrap();
    let text = page.changes.into_iter().find_map(|change| match change.entity {
        Entity::Known(KnownEntity::PersonalCode(code)) => Some(code.text),
        _ => None,
    });
    StandardCode::parse(&text.unwrap()).unwrap()
}

#[tokio::test]
async fn the_standard_code_is_the_citizens_and_signed_by_the_city() {
    let city = TestCity::start().await;
    let code = standard_code(&hoa(&city).await).await;
    assert_eq!(code.document_number, NUMBER);
    assert_eq!(code.name.as_str(), "NGUYEN THI ANH HOA");
    assert_eq!(code.extension.phone.as_ref().unwrap().national(), PHONE);
    assert!(matches!(
        code.verify(&trust(&city).await),
        SignatureVerdict::Signed { .. }
    ));
}

#[tokio::test]
async fn a_credential_counts_until_it_is_revoked() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let first = me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let claims = codes::live::read_credential(&first.credential.0).unwrap();
    assert_eq!(claims.device_key, me.device.public_key());
    assert_eq!(claims.holder, "N. T. Á. Hoa");
    assert_eq!(
        first.not_after.duration_since(claims.issued_at),
        limits::CREDENTIAL_LIFETIME
    );
    assert!(!revocations(&city).await.is_revoked(claims.status_index));

    let second = me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let list = revocations(&city).await;
    assert!(
        list.is_revoked(place(&first).await),
        "an earlier credential of the device is revoked"
    );
    assert!(!list.is_revoked(place(&second).await));

    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    let others = other.call::<api::IssueCredential>(&()).answer().await.unwrap();
    me.call::<api::RevokeDevice>(&other.grant.device)
        .answer()
        .await
        .unwrap();
    let list = revocations(&city).await;
    assert!(list.is_revoked(place(&others).await));
    assert!(!list.is_revoked(place(&second).await));
}

#[tokio::test]
async fn a_live_code_over_the_credential_verifies() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let credential = me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let now = city.clock().now();
    let text = me.device.present(&credential.credential.0, now);
    let (trust, list) = (trust(&city).await, revocations(&city).await);
    let verdict = verify(&text, &trust, Some(&list), now);
    assert!(matches!(verdict.outcome, Outcome::Valid), "{:?}", verdict.outcome);
}

#[tokio::test]
async fn published_files_are_cached_and_known_by_their_tags() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    for path in ["/v1/trust", "/v1/revocations"] {
        let get = |tag: Option<&str>| {
            let request = me.device.http().get(format!("{}{path}", city.url()));
            tag.iter()
                .fold(request, |request, tag| request.header("if-none-match", *tag))
                .send()
        };
        let whole = get(None).await.unwrap();
        let tag = whole.headers()["etag"].to_str().unwrap().to_owned();
        assert!(
            whole.headers()["cache-control"].to_str().unwrap().contains("max-age"),
            "{path}"
        );
        let known = get(Some(&tag)).await.unwrap();
        assert_eq!(known.status(), 304, "{path}");
        assert_eq!(known.headers()["etag"].to_str().unwrap(), tag);
        assert_eq!(get(Some("\"other\"")).await.unwrap().status(), 200);
    }
    let before = me.device.call::<api::GetRevocations>(&()).send().await.headers()["etag"].clone();
    me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let after = me.device.call::<api::GetRevocations>(&()).send().await.headers()["etag"].clone();
    assert_ne!(before, after, "the list is made again when it changed");
}

#[tokio::test]
async fn a_new_key_takes_over_and_a_revoked_one_counts_nothing() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let store = &city.city().store;
    let old = trust(&city).await.keys[0].id;
    let lead = jiff::SignedDuration::from_hours(24);
    let new = keys::rotate(store, &SystemRandom, city.clock().now(), lead, keys::KEY_LIFETIME)
        .await
        .unwrap();
    let signed_by = async || {
        let credential = me.call::<api::IssueCredential>(&()).answer().await.unwrap();
        let text = me.device.present(&credential.credential.0, city.clock().now());
        verify(&text, &trust(&city).await, None, city.clock().now()).outcome
    };
    assert!(
        matches!(signed_by().await, Outcome::Valid),
        "the old key signs until the new one takes over"
    );
    keys::revoke(store, &old).await.unwrap();
    keys::revoke(store, &new.id).await.unwrap();
    let refused = me.call::<api::IssueCredential>(&()).answer().await.unwrap_err();
    assert_eq!(refused.code, protocol::problem::ErrorCode::Unavailable);
    let now = city.clock().now();
    keys::create(store, &SystemRandom, now, now, keys::KEY_LIFETIME)
        .await
        .unwrap();
    assert!(matches!(signed_by().await, Outcome::Valid));
    assert!(keys::revoke(store, &[0; 8]).await.is_err());
    let code = standard_code(&me).await;
    assert!(
        matches!(code.verify(&trust(&city).await), SignatureVerdict::Forged),
        "its signer was taken back"
    );
}

/// Declares a field, as somebody who has seen its present form.
pub(crate) async fn declare(person: &SignedIn, field: ProfileField, value: &str) {
    let page = person.call::<api::PullChanges>(&()).answer().await.unwrap();
    let operation = api::Operation {
        id: crate::fresh_id(),
        base: page.next,
        action: api::Action::DeclareField {
            field,
            value: value.to_owned(),
        },
    };
    let batch = api::OperationBatch {
        operations: vec![operation],
    };
    let outcomes = person
        .call::<api::PushOperations>(&())
        .json(&batch)
        .answer()
        .await
        .unwrap();
    let result = outcomes.outcomes[0].result;
    assert!(matches!(result, api::OperationResult::Applied { .. }), "{result:?}");
}

#[tokio::test]
async fn an_edit_signs_the_code_again() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    city.clock().advance(minutes(1));
    declare(&me, ProfileField::HealthInsuranceNumber, "48 0123 4567").await;
    let code = standard_code(&me).await;
    assert_eq!(code.extension.health_insurance.as_deref(), Some("4801234567"));
    assert!(matches!(
        code.verify(&trust(&city).await),
        SignatureVerdict::Signed { .. }
    ));
}

/// What a request that was let in a moment before its device was removed, or its session ended, would get.
#[tokio::test]
async fn who_was_let_in_before_gets_no_credential_after() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let other = TestDevice::new(&city).sign_in(&city, PHONE).await;
    let caller = |person: &SignedIn| Caller {
        citizen: person.grant.citizen,
        session: person.grant.session,
        device: person.grant.device,
    };
    devices::issue(city.city(), &caller(&other)).await.unwrap();
    other.call::<api::EndCurrentSession>(&()).answer().await.unwrap();
    let refused = devices::issue(city.city(), &caller(&other)).await;
    assert!(matches!(refused, Err(DeviceError::Access(AccessError::Ended))));
    me.call::<api::RevokeDevice>(&other.grant.device)
        .answer()
        .await
        .unwrap();
    let refused = devices::issue(city.city(), &caller(&other)).await;
    assert!(matches!(refused, Err(DeviceError::Access(AccessError::Expired))));
}

#[tokio::test]
async fn without_a_key_only_what_is_signed_waits_and_a_start_makes_one() {
    let mut city = TestCity::start().await;
    let me = hoa(&city).await;
    for key in trust(&city).await.keys {
        keys::revoke(&city.city().store, &key.id).await.unwrap();
    }
    let push = async |field, value: &str| {
        let action = api::Action::DeclareField {
            field,
            value: value.to_owned(),
        };
        let operation = api::Operation {
            id: crate::fresh_id(),
            base: api::Revision(99),
            action,
        };
        let batch = api::OperationBatch {
            operations: vec![operation],
        };
        me.call::<api::PushOperations>(&()).json(&batch).answer().await
    };
    push(ProfileField::Email, "hoa@example.vn").await.unwrap();
    let insurance = "DN4480000000001";
    let refused = push(ProfileField::HealthInsuranceNumber, insurance).await;
    assert_eq!(crate::code(refused), ErrorCode::Unavailable);
    city.restart().await;
    push(ProfileField::HealthInsuranceNumber, insurance).await.unwrap();
    assert_eq!(trust(&city).await.keys.iter().filter(|key| !key.revoked).count(), 1);
}
