//! What can break beneath every operation. A fault is the city's own problem: the resident sees an incident id, the
//! log sees the cause.

use sea_orm::{DbErr, RuntimeErr, SqlErr, sqlx};
use seal::{NoRandomness, OpenError, SealError, StreamError};
use thiserror::Error;

use crate::{port::ObjectError, print::PrintError};

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
    /// A page could not be drawn.
    #[error("printing: {0}")]
    Print(#[from] PrintError),
    /// Every place of the revocation list was given.
    #[error("the revocation list has no place left")]
    ListFull,
    /// No randomness.
    #[error(transparent)]
    Random(#[from] NoRandomness),
    /// The content was given up before its paper had it.
    #[error("the content was given up before its paper had it")]
    ObjectSwept,
    /// A stored value has no meaning for this program.
    #[error("the stored {0} has no meaning for this program")]
    Corrupt(&'static str),
    /// The city has no key to sign with now.
    #[error("no signing key of the city is in use now; `congdanso-server keys create` makes one")]
    NoSigningKey,
}

impl Fault {
    /// Whether the same request may well succeed a little later: the database is locked or full, the object store does
    /// not take what it is given, somebody else was first.
    pub fn passes(&self) -> bool {
        match self {
            Self::Busy | Self::NoSigningKey | Self::ObjectSwept | Self::Objects(ObjectError::Store(_)) => true,
            Self::Database(DbErr::ConnectionAcquire(_) | DbErr::Conn(_)) => true,
            Self::Database(DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) => {
                passes(error)
            }
            _ => false,
        }
    }

    /// Whether somebody else wrote what only one may write.
    pub fn is_duplicate(&self) -> bool {
        matches!(self, Self::Database(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))))
    }

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
            Self::Print(_) => "print",
            Self::ListFull => "list_full",
            Self::Random(_) => "random",
            Self::ObjectSwept => "object_swept",
            Self::Corrupt(_) => "corrupt",
            Self::NoSigningKey => "no_signing_key",
        }
    }
}

fn passes(error: &sqlx::Error) -> bool {
    match error {
        // A write that the disk has no room for may come as this.
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code_passes(&code)),
        _ => false,
    }
}

/// SQLite tells numbers, with the primary one in the lowest byte; PostgreSQL tells five characters, with the class in
/// the first two.
fn code_passes(code: &str) -> bool {
    const SQLITE_BUSY: u32 = 5;
    const SQLITE_LOCKED: u32 = 6;
    const SQLITE_FULL: u32 = 13;
    const DEADLOCK_OR_CONFLICT: &str = "40";
    const INSUFFICIENT_RESOURCES: &str = "53";
    if code.len() == 5 {
        return code.starts_with(DEADLOCK_OR_CONFLICT) || code.starts_with(INSUFFICIENT_RESOURCES);
    }
    let primary = code.parse::<u32>().map(|code| code & 0xff);
    primary.is_ok_and(|code| [SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL].contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_passes_is_told_by_codes() {
        for code in ["5", "517", "6", "13", "53100", "40P01"] {
            assert!(code_passes(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "42P01", ""] {
            assert!(!code_passes(code), "{code}");
        }
        assert!(Fault::Objects(ObjectError::Store("full".to_owned())).passes());
        assert!(!Fault::Objects(ObjectError::Missing).passes());
    }
}
