//! State that several tasks share for a moment.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
};

use futures::{future::poll_fn, task::AtomicWaker};

/// A value behind a lock that is never held over an `await`: it is only reached inside a closure.
#[derive(Default)]
pub(crate) struct Held<T>(Mutex<T>);

impl<T> Held<T> {
    pub(crate) fn new(value: T) -> Self {
        Self(Mutex::new(value))
    }

    /// Looks at the value or changes it.
    pub(crate) fn with<R>(&self, look: impl FnOnce(&mut T) -> R) -> R {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set(&self, value: T) {
        self.with(|held| *held = value);
    }

    pub(crate) fn get(&self) -> T
    where
        T: Clone,
    {
        self.with(|held| held.clone())
    }
}

/// Wakes one listener; rung while nobody listens, it is heard by the next.
#[derive(Default)]
pub(crate) struct Bell {
    rung: AtomicBool,
    listener: AtomicWaker,
}

impl Bell {
    pub(crate) fn ring(&self) {
        self.rung.store(true, Ordering::SeqCst);
        self.listener.wake();
    }

    pub(crate) async fn heard(&self) {
        poll_fn(|context| {
            self.listener.register(context.waker());
            if self.rung.swap(false, Ordering::SeqCst) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        })
        .await;
    }
}
