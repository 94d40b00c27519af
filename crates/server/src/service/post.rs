//! The way to phones. Messages are handed over after the request's transaction, sent off the request's path (so that
//! an answer takes as long whether or not a phone gets a message), and a gateway that fails is noticed.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::{Notify, Semaphore, mpsc};

use crate::{
    metrics::Metrics,
    port::{SmsError, SmsGateway, SmsMessage},
};

/// Messages that may wait.
const QUEUE: usize = 2000;
/// Messages handed to the gateway at once.
const AT_ONCE: usize = 8;
/// Messages in a row that must fail before the gateway counts as down.
const FAILURES: u32 = 3;
/// How long nobody asks a gateway that is down.
const REST: Duration = Duration::from_secs(30);

/// Takes messages and sends them.
#[derive(Clone)]
pub struct PostOffice {
    queue: mpsc::Sender<SmsMessage>,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: AtomicUsize,
    emptied: Notify,
    health: Mutex<Health>,
}

#[derive(Default)]
struct Health {
    failures: u32,
    down_until: Option<Instant>,
}

impl PostOffice {
    /// Opens the office over a gateway. It closes when its last handle is dropped and the queue is empty.
    pub fn open(gateway: Arc<dyn SmsGateway>, metrics: Metrics) -> Self {
        let (queue, inbox) = mpsc::channel(QUEUE);
        let shared = Arc::new(Shared::default());
        tokio::spawn(work(inbox, gateway, Arc::clone(&shared), metrics));
        Self { queue, shared }
    }

    /// Takes a message, or none: the caller's work is the same. A message is dropped when too many wait; the resident
    /// asks for another.
    pub fn hand_over(&self, message: Option<SmsMessage>) {
        let Some(message) = message else {
            return;
        };
        self.shared.waiting.fetch_add(1, Ordering::SeqCst);
        if self.queue.try_send(message).is_err() {
            self.shared.done();
            tracing::error!("a message was dropped: too many wait for the gateway");
        }
    }

    /// For how long it makes no sense to ask for a message; `None` when it does.
    pub fn closed_for(&self) -> Option<Duration> {
        if self.queue.capacity() == 0 {
            return Some(REST);
        }
        self.shared
            .health()
            .down_until
            .and_then(|until| until.checked_duration_since(Instant::now()))
    }

    /// Messages handed over and not yet sent or given up.
    pub fn waiting(&self) -> usize {
        self.shared.waiting.load(Ordering::SeqCst)
    }

    /// Waits until every message handed over was sent or given up.
    pub async fn settled(&self) {
        loop {
            let emptied = self.shared.emptied.notified();
            if self.waiting() == 0 {
                return;
            }
            emptied.await;
        }
    }
}

impl Shared {
    fn health(&self) -> std::sync::MutexGuard<'_, Health> {
        self.health.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn done(&self) {
        if self.waiting.fetch_sub(1, Ordering::SeqCst) == 1 {
            self.emptied.notify_waiters();
        }
    }

    fn note(&self, reached: bool) {
        let mut health = self.health();
        if reached {
            *health = Health::default();
            return;
        }
        health.failures += 1;
        if health.failures >= FAILURES {
            health.down_until = Some(Instant::now() + REST);
        }
    }
}

async fn work(
    mut inbox: mpsc::Receiver<SmsMessage>,
    gateway: Arc<dyn SmsGateway>,
    shared: Arc<Shared>,
    metrics: Metrics,
) {
    let places = Arc::new(Semaphore::new(AT_ONCE));
    while let Some(message) = inbox.recv().await {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let (gateway, shared, metrics) = (Arc::clone(&gateway), Arc::clone(&shared), metrics.clone());
        tokio::spawn(async move {
            let sent = gateway.send(&message).await;
            let outcome = match &sent {
                Ok(()) => "sent",
                Err(SmsError::Unreachable) => "unreachable",
                Err(SmsError::Refused(_)) => "refused",
                Err(SmsError::Outbox(_)) => "failed",
            };
            metrics.sms(message.purpose.as_str(), outcome);
            match &sent {
                Ok(()) => tracing::info!(message = %message.id, purpose = message.purpose.as_str(), "sms sent"),
                Err(error) => tracing::error!(message = %message.id, %error, "sms not sent"),
            }
            // A refusal is an answer: the gateway is there.
            shared.note(matches!(sent, Ok(()) | Err(SmsError::Refused(_))));
            shared.done();
            drop(place);
        });
    }
}
