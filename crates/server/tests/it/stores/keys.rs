//! The city's keys and counters, and what seals rows.

use domain::{CitizenId, ProfileField};
use jiff::SignedDuration;
use sea_orm::ConnectionTrait as _;
use server::{
    fault::Fault,
    store::{self, Access as _, Store, city::SigningKeyRecord},
};

use super::{field, now, someone};

pub(super) async fn keys_and_counters(store: &Store) {
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

pub(super) async fn rows_do_not_open_in_each_others_place(store: &Store) {
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
