//! Citizens, challenges, profiles, messages.

use domain::{ChallengeId, CitizenId, ProfileField, Qid};
use jiff::SignedDuration;
use protocol::api::{PersonalCodeRecord, Revision};
use server::{
    fault::Fault,
    port::{SmsMessage, sms::SmsPurpose},
    store::{
        self, Store,
        account::{Challenge, ChallengeSecret, Subject},
    },
};

use super::{field, id, now, number, phone, someone};

pub(super) async fn citizens(store: &Store) {
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

pub(super) async fn challenges_and_caps(store: &Store) {
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

pub(super) async fn profiles(store: &Store) {
    use store::profile::{citizen_by_qid, code, field as one, fields, put_code, put_field};
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
    assert_eq!(citizen_by_qid(store, &qid).await.unwrap(), Some(citizen));
    let other = Qid::from_number(124).unwrap();
    assert_eq!(citizen_by_qid(store, &other).await.unwrap(), None);
}

pub(super) async fn messages(store: &Store) {
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
