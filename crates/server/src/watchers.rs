//! Who waits to hear that something changed. What changed is not said: the account's feed and the counter's lists are
//! where it is asked for, so nothing is lost when nobody listens. Several servers over one database do not hear each
//! other; their callers find out when they ask anyway.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::CitizenId;
use tokio::sync::watch;

/// Streams that one citizen may have open.
const STREAMS: usize = 16;

/// The citizens who wait.
#[derive(Clone, Default)]
pub struct Watchers(Arc<Mutex<Inner>>);

#[derive(Default)]
struct Inner {
    waiting: HashMap<CitizenId, watch::Sender<()>>,
    closed: bool,
}

impl Watchers {
    fn inner(&self) -> std::sync::MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for changes of a citizen; `None` when too many wait, or the city stops.
    pub fn watch(&self, citizen: CitizenId) -> Option<watch::Receiver<()>> {
        let mut inner = self.inner();
        if inner.closed {
            return None;
        }
        inner.waiting.retain(|_, sender| sender.receiver_count() > 0);
        let sender = inner.waiting.entry(citizen).or_insert_with(|| watch::channel(()).0);
        (sender.receiver_count() < STREAMS).then(|| sender.subscribe())
    }

    /// Something of a citizen's may have changed. Called after the commit.
    pub fn changed(&self, citizen: CitizenId) {
        if let Some(sender) = self.inner().waiting.get(&citizen) {
            let _ = sender.send(());
        }
    }

    /// The same for several.
    pub fn changed_all(&self, citizens: impl IntoIterator<Item = CitizenId>) {
        for citizen in citizens {
            self.changed(citizen);
        }
    }

    /// Ends every stream: the city stops.
    pub fn close(&self) {
        let mut inner = self.inner();
        inner.closed = true;
        inner.waiting.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_one_concerned_hears_and_the_end_is_heard() {
        let watchers = Watchers::default();
        let (one, other) = (CitizenId(uuid::Uuid::from_u128(1)), CitizenId(uuid::Uuid::from_u128(2)));
        let (mut hers, his) = (watchers.watch(one).unwrap(), watchers.watch(other).unwrap());
        watchers.changed(one);
        hers.changed().await.unwrap();
        assert!(!his.has_changed().unwrap());
        watchers.close();
        assert!(hers.changed().await.is_err());
        assert!(watchers.watch(one).is_none());
    }

    #[tokio::test]
    async fn nobody_opens_streams_without_end() {
        let watchers = Watchers::default();
        let citizen = CitizenId(uuid::Uuid::from_u128(1));
        let streams: Vec<_> = (0..STREAMS).map(|_| watchers.watch(citizen).unwrap()).collect();
        assert!(watchers.watch(citizen).is_none());
        drop(streams);
        assert!(watchers.watch(citizen).is_some());
    }
}
