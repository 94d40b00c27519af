//! Transactions: unfinished ones, and many at once.

use domain::CitizenId;
use protocol::api::Revision;
use server::store::{self, Store};

use super::{id, now, number, phone, someone};

pub(super) async fn unfinished_transactions_leave_nothing(store: &Store) {
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

pub(super) async fn writers_at_once_lose_nothing(store: &Store) {
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
