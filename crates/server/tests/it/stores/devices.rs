//! Devices and their credentials.

use domain::{CitizenId, DeviceId};
use jiff::SignedDuration;
use protocol::api::{DeviceState, Platform};
use server::store::{self, Store, devices::Device};

use super::{id, now, someone};

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

pub(super) async fn devices_and_credentials(store: &Store) {
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
