//! Messages kept instead of sent: for development, demonstrations and cities that fetch them by other means.

use std::sync::Arc;

use async_trait::async_trait;

use super::{SmsError, SmsGateway, SmsMessage};
use crate::{
    port::Clock,
    store::{Store, outbox},
};

/// Writes messages, sealed, into the database.
pub struct OutboxGateway {
    store: Store,
    clock: Arc<dyn Clock>,
}

impl OutboxGateway {
    /// An outbox in this store.
    pub fn new(store: Store, clock: Arc<dyn Clock>) -> Self {
        Self { store, clock }
    }
}

#[async_trait]
impl SmsGateway for OutboxGateway {
    async fn send(&self, message: &SmsMessage) -> Result<(), SmsError> {
        outbox::add(&self.store, message, self.clock.now())
            .await
            .map_err(|fault| SmsError::Outbox(fault.to_string()))
    }
}
