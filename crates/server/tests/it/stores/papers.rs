//! Papers and the objects of their contents.

use domain::{DocumentId, DocumentOrigin, MediaType};
use jiff::SignedDuration;
use protocol::api::{ContentRecord, DocumentDetails, Revision};
use server::store::{
    self, Store,
    documents::{Content, ObjectState, Paper, PaperState},
};

use super::{id, now, someone};

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

pub(super) async fn papers(store: &Store) {
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
