//! Sessions and their tokens.

use domain::{DeviceId, OperationId, SessionId};
use jiff::SignedDuration;
use server::store::{
    self, Store,
    sessions::{EndReason, Session, Token, TokenKind},
};

use super::{id, now, someone};

pub(super) async fn sessions_and_tokens(store: &Store) {
    use store::sessions::{add, add_token, by_id, end, following, forget_ended, open_of_citizen, spend, token, used};
    let citizen = someone(store, 60).await;
    let at = now();
    let session = Session {
        id: SessionId(id()),
        citizen,
        device: DeviceId(id()),
        opened_at: at,
        last_used_at: at,
        ends_at: at + SignedDuration::from_hours(12),
        ended: false,
    };
    let refresh = Token {
        hash: vec![1; 32],
        session: session.id,
        kind: TokenKind::Refresh,
        expires_at: session.ends_at,
        attempt: None,
        follows: None,
    };
    let next = Token {
        hash: vec![2; 32],
        follows: Some(vec![1; 32]),
        ..refresh.clone()
    };
    let attempt = OperationId(id());
    let tx = store.begin().await.unwrap();
    add(&tx, &session).await.unwrap();
    add_token(&tx, &refresh).await.unwrap();
    add_token(&tx, &next).await.unwrap();
    spend(&tx, &refresh.hash, attempt).await.unwrap();
    used(&tx, session.id, at + SignedDuration::from_mins(1)).await.unwrap();
    tx.commit().await.unwrap();
    let found = token(store, TokenKind::Refresh, &refresh.hash).await.unwrap().unwrap();
    assert_eq!(found.attempt, Some(attempt));
    assert_eq!(
        token(store, TokenKind::Access, &refresh.hash).await.unwrap(),
        None,
        "kinds are kept apart"
    );
    assert_eq!(
        following(store, &refresh.hash, TokenKind::Refresh).await.unwrap(),
        Some(next)
    );
    let open = open_of_citizen(store, citizen, at, at).await.unwrap();
    assert_eq!(open[0].last_used_at, at + SignedDuration::from_mins(1));
    let tx = store.begin().await.unwrap();
    end(&tx, session.id, EndReason::SignedOut).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(open_of_citizen(store, citizen, at, at).await.unwrap(), []);
    assert!(by_id(store, session.id).await.unwrap().unwrap().ended);
    assert_eq!(
        forget_ended(store, at + SignedDuration::from_hours(13)).await.unwrap(),
        1
    );
    assert_eq!(
        token(store, TokenKind::Refresh, &refresh.hash).await.unwrap(),
        None,
        "tokens go with their session"
    );
}
