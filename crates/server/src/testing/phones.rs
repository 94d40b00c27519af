//! The phones of a test: a gateway that keeps what it is given.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::Phone;

use crate::port::{SmsError, SmsGateway, SmsMessage};

/// Messages in the order they came.
#[derive(Debug, Default)]
pub struct Phones {
    messages: Mutex<Vec<SmsMessage>>,
    unreachable: AtomicBool,
    delay: Mutex<Duration>,
}

impl Phones {
    /// Every message so far.
    pub fn all(&self) -> Vec<SmsMessage> {
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The texts that a phone got.
    pub fn texts(&self, phone: &Phone) -> Vec<String> {
        self.all()
            .into_iter()
            .filter(|message| message.to == *phone)
            .map(|message| message.text)
            .collect()
    }

    /// The text that a phone got last.
    pub fn last(&self, phone: &Phone) -> Option<String> {
        self.texts(phone).pop()
    }

    /// From now on the gateway can or can't be reached.
    pub fn set_unreachable(&self, unreachable: bool) {
        self.unreachable.store(unreachable, Ordering::SeqCst);
    }

    /// From now on the gateway takes this long.
    pub fn set_delay(&self, delay: Duration) {
        *self.delay.lock().unwrap_or_else(PoisonError::into_inner) = delay;
    }
}

#[async_trait]
impl SmsGateway for Phones {
    async fn send(&self, message: &SmsMessage) -> Result<(), SmsError> {
        let delay = *self.delay.lock().unwrap_or_else(PoisonError::into_inner);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
        if self.unreachable.load(Ordering::SeqCst) {
            return Err(SmsError::Unreachable);
        }
        self.messages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(message.clone());
        Ok(())
    }
}
