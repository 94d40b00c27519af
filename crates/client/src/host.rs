//! What the client makes of a host's chance and hands.

use domain::OperationId;
use futures::channel::oneshot;
use jiff::Timestamp;
use uuid::{Builder, Uuid};

use crate::port::{Random, Worker};

/// A new operation id: a UUIDv7 (RFC 9562) of the host's chance, so that ids sort by age.
pub(crate) fn new_operation(random: &dyn Random, now: Timestamp) -> OperationId {
    OperationId(new_uuid(random, now))
}

/// A new UUIDv7.
pub(crate) fn new_uuid(random: &dyn Random, now: Timestamp) -> Uuid {
    let mut chance = [0; 10];
    random.fill(&mut chance);
    let millis = u64::try_from(now.as_millisecond()).unwrap_or_default();
    Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
}

/// Has the host's worker do something heavy; `None` when it panicked.
pub(crate) async fn work<T: Send + 'static>(
    worker: &dyn Worker,
    heavy: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    worker
        .run(Box::new(move || {
            // Nobody waits any more: the result is not wanted.
            let _ = sender.send(heavy());
        }))
        .await;
    receiver.await.ok()
}
