//! Contents under way: one at a time for each paper, and each can be stopped.

use std::{collections::HashMap, sync::Arc};

use domain::DocumentId;
use futures::{
    future::{AbortHandle, abortable},
    lock::Mutex,
};

use crate::{held::Held, port::VaultError, session::AccountError};

/// Why a content did not arrive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TransferError {
    #[error(transparent)]
    Account(#[from] AccountError),
    /// There is no such paper, or it has no content.
    #[error("no such content")]
    Absent,
    /// What arrived is not what the city announced.
    #[error("the content was damaged on the way")]
    Damaged,
    #[error("cancelled")]
    Cancelled,
}

impl From<VaultError> for TransferError {
    fn from(error: VaultError) -> Self {
        Self::Account(error.into())
    }
}

/// Contents under way.
#[derive(Default)]
pub(crate) struct Transfers {
    turns: Held<HashMap<DocumentId, Arc<Mutex<()>>>>,
    running: Held<Running>,
}

#[derive(Default)]
struct Running {
    /// The vault was locked: whatever still waits for its turn must not begin.
    closed: bool,
    handles: HashMap<DocumentId, AbortHandle>,
}

impl Running {
    fn admit(&mut self, document: DocumentId, handle: AbortHandle) -> bool {
        if !self.closed {
            self.handles.insert(document, handle);
        }
        !self.closed
    }
}

impl Transfers {
    /// Carries out a transfer once an earlier one of the same paper is over.
    pub(crate) async fn run<T>(
        &self,
        document: DocumentId,
        transfer: impl Future<Output = Result<T, TransferError>>,
    ) -> Result<T, TransferError> {
        let turn = self.turns.with(|turns| turns.entry(document).or_default().clone());
        let _turn = turn.lock().await;
        let (transfer, handle) = abortable(transfer);
        if !self.running.with(|running| running.admit(document, handle)) {
            return Err(TransferError::Cancelled);
        }
        let ended = transfer.await;
        self.running.with(|running| running.handles.remove(&document));
        ended.unwrap_or(Err(TransferError::Cancelled))
    }

    /// Stops a paper's transfer.
    pub(crate) fn cancel(&self, document: DocumentId) {
        if let Some(handle) = self.running.with(|running| running.handles.remove(&document)) {
            handle.abort();
        }
    }

    /// Stops all, for good.
    pub(crate) fn cancel_all(&self) {
        let handles = self.running.with(|running| {
            running.closed = true;
            std::mem::take(&mut running.handles)
        });
        for handle in handles.into_values() {
            handle.abort();
        }
    }

    /// Whether all were stopped for good.
    pub(crate) fn are_closed(&self) -> bool {
        self.running.with(|running| running.closed)
    }
}
