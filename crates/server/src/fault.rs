//! What can break beneath every operation. A fault is the city's own problem: the resident sees an incident id, the
//! log sees the cause.

use sea_orm::DbErr;
use seal::{NoRandomness, OpenError, SealError, StreamError};
use thiserror::Error;

use crate::port::ObjectError;

/// Something beneath the rules broke.
#[derive(Debug, Error)]
pub enum Fault {
    /// The database.
    #[error("database: {0}")]
    Database(#[from] DbErr),
    /// No connection of the pool was free in time.
    #[error("database: no connection was free in time")]
    Busy,
    /// The store of large content.
    #[error(transparent)]
    Objects(#[from] ObjectError),
    /// Something could not be sealed.
    #[error("sealing: {0}")]
    Seal(#[from] SealError),
    /// A sealed value did not open: another master key, or a changed database.
    #[error("a sealed value of {place} did not open: {cause}")]
    Open {
        /// Table and column.
        place: String,
        /// Why.
        cause: OpenError,
    },
    /// A sealed stream did not open.
    #[error("sealed content: {0}")]
    Stream(#[from] StreamError),
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// A stored value has no meaning for this program.
    #[error("the stored {0} has no meaning for this program")]
    Corrupt(&'static str),
    /// The city has no key to sign with now.
    #[error("no signing key of the city is in use now; `congdanso-server keys create` makes one")]
    NoSigningKey,
}

impl Fault {
    /// For logs: the cause without values. Database messages name tables and constraints, never bound values, because
    /// statements are always parameterised.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Database(_) => "database",
            Self::Busy => "busy",
            Self::Objects(_) => "objects",
            Self::Seal(_) => "seal",
            Self::Open { .. } => "open",
            Self::Stream(_) => "stream",
            Self::Random(_) => "random",
            Self::Corrupt(_) => "corrupt",
            Self::NoSigningKey => "no_signing_key",
        }
    }
}
