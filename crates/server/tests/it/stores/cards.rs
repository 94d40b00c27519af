//! Printed cards.

use domain::{CardSerial, OperationId};
use jiff::SignedDuration;
use sea_orm::ConnectionTrait as _;
use server::store::{
    Access as _, Store,
    cards::{add, find, of_attempt, of_citizen, revoke, revoked_places},
    city::{REVOCATIONS, count, new_place},
};

use super::{id, now, someone};

pub(super) async fn conform(store: &Store) {
    let (citizen, other) = (someone(store, 55).await, someone(store, 56).await);
    let attempt = OperationId(id());
    let at = now();
    let tx = store.begin().await.unwrap();
    let serials = [new_place(&tx).await.unwrap(), new_place(&tx).await.unwrap()].map(CardSerial);
    assert!(serials[0] < serials[1], "a serial is given once");
    let first = add(&tx, citizen, attempt, serials[0], at).await.unwrap();
    let second = add(&tx, citizen, OperationId(id()), serials[1], at).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(
        of_citizen(store, citizen).await.unwrap(),
        [second, first],
        "newest first"
    );
    assert_eq!(of_citizen(store, other).await.unwrap(), []);
    assert_eq!(of_attempt(store, citizen, attempt).await.unwrap(), Some(first));
    assert_eq!(
        of_attempt(store, other, attempt).await.unwrap(),
        None,
        "attempts are an account's own"
    );
    assert_eq!(find(store, citizen, serials[0]).await.unwrap(), Some(first));
    assert_eq!(find(store, other, serials[0]).await.unwrap(), None);
    let tx = store.begin().await.unwrap();
    let free = CardSerial(new_place(&tx).await.unwrap());
    assert!(
        add(&tx, citizen, attempt, free, at).await.is_err(),
        "an attempt makes one card"
    );
    drop(tx);
    let tx = store.begin().await.unwrap();
    assert!(
        add(&tx, other, OperationId(id()), serials[0], at).await.is_err(),
        "a serial is one card's"
    );
    drop(tx);
    assert_eq!(revoked_places(store).await.unwrap(), [] as [u32; 0]);
    let version = count(store, REVOCATIONS).await.unwrap();
    let later = at + SignedDuration::from_mins(1);
    let tx = store.begin().await.unwrap();
    assert!(
        !revoke(&tx, other, serials[0], later).await.unwrap(),
        "it is not theirs"
    );
    assert!(revoke(&tx, citizen, serials[0], later).await.unwrap());
    assert!(
        !revoke(&tx, citizen, serials[0], later + SignedDuration::from_mins(1))
            .await
            .unwrap()
    );
    tx.commit().await.unwrap();
    assert_eq!(count(store, REVOCATIONS).await.unwrap(), version + 1);
    let revoked = find(store, citizen, serials[0]).await.unwrap().unwrap();
    assert_eq!(revoked.revoked_at, Some(later), "the first time counts");
    assert_eq!(revoked_places(store).await.unwrap(), [serials[0].0]);
    // Whoever is gone leaves no card in force behind.
    let gone = match store.db().get_database_backend() {
        sea_orm::DbBackend::Sqlite => format!("DELETE FROM citizens WHERE id = x'{}'", citizen.0.simple()),
        _ => format!("DELETE FROM citizens WHERE id = '{}'", citizen.0),
    };
    store.db().execute_unprepared(&gone).await.unwrap();
    let mut places = revoked_places(store).await.unwrap();
    places.sort_unstable();
    assert_eq!(places, serials.map(|serial| serial.0));
}
