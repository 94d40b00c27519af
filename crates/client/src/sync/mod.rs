//! Keeping this device and the city the same.
//!
//! A sync pulls the change feed, sends the outbox, sends contents, and fetches what makes codes
//! count. Whatever it learns goes into the vault in one transaction with what it leaves behind
//! (cursor, outbox entry), so it may end at any moment and start again.

mod backoff;
mod content;
mod engine;
mod keys;
mod merge;
mod outcome;
mod plan;
#[cfg(test)]
mod plan_tests;
mod pull;
mod push;
mod run;

pub(crate) use engine::Engine;
pub(crate) use keys::refresh_public_lists;
pub use keys::trust_store;

use crate::{city::CityError, port::VaultError, session::AccountError};

/// Why a sync ended early.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum SyncError {
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The vault was locked meanwhile.
    #[error("stopped")]
    Stopped,
}

impl From<VaultError> for SyncError {
    fn from(error: VaultError) -> Self {
        Self::Account(error.into())
    }
}

impl From<CityError> for SyncError {
    fn from(error: CityError) -> Self {
        Self::Account(error.into())
    }
}

impl SyncError {
    /// Whether another try may well succeed without the resident.
    pub(crate) fn is_passing(&self) -> bool {
        match self {
            Self::Account(AccountError::City(error)) => error.is_passing(),
            Self::Account(AccountError::Vault(VaultError::DiskFull | VaultError::Io)) => true,
            Self::Account(
                AccountError::SessionEnded
                | AccountError::DeviceRemoved
                | AccountError::WipeOrdered
                | AccountError::Vault(VaultError::Damaged | VaultError::Closed),
            )
            | Self::Stopped => false,
        }
    }

    /// How long the city asks to wait, in seconds.
    pub(crate) fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Account(AccountError::City(error)) => error.retry_after(),
            Self::Account(_) | Self::Stopped => None,
        }
    }
}
