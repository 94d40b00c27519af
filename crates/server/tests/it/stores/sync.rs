//! The feed and the outcomes of operations.

use domain::{CitizenId, DocumentId, OperationId};
use jiff::SignedDuration;
use protocol::api::{OperationResult, Revision};
use server::store::{self, Store, sync::FeedItem};

use super::{id, now, someone};

pub(super) async fn feed_and_outcomes(store: &Store) {
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
