//! From SQLite's, the system's and the seal's errors to the port's, in one place. Nothing of the original survives:
//! SQLite's messages can hold names and paths.

use std::io;

use client::port::{OpenVaultError, VaultError};
use rusqlite::{Error, ErrorCode, ffi};

/// A [`VaultError`] on its way out; the type to which everything converts with `?`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Trouble(pub(crate) VaultError);

impl Trouble {
    /// Something in the file is not what was written there.
    pub(crate) const DAMAGED: Self = Self(VaultError::Damaged);
    /// The device failed, or was asked for what it can't do.
    pub(crate) const IO: Self = Self(VaultError::Io);
}

impl From<Trouble> for VaultError {
    fn from(trouble: Trouble) -> Self {
        trouble.0
    }
}

impl From<Trouble> for OpenVaultError {
    fn from(trouble: Trouble) -> Self {
        Self::Vault(trouble.0)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self(VaultError::DiskFull),
            _ => Self::IO,
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            Error::SqliteFailure(failure, _) => of_sqlite(failure),
            Error::SqlInputError { error, .. } => of_sqlite(error),
            // A column holds another type, or a row that must be there is not.
            Error::FromSqlConversionFailure(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..)
            | Error::InvalidColumnType(..)
            | Error::InvalidColumnName(_)
            | Error::InvalidColumnIndex(_)
            | Error::QueryReturnedNoRows
            | Error::QueryReturnedMoreThanOneRow
            | Error::StatementChangedRows(_) => Self::DAMAGED,
            _ => Self::IO,
        }
    }
}

/// `SQLITE_ERROR` counts as damage: with fixed statements it comes from a schema that is not ours.
fn of_sqlite(failure: ffi::Error) -> Trouble {
    match failure.code {
        ErrorCode::DiskFull => Trouble(VaultError::DiskFull),
        ErrorCode::DatabaseCorrupt
        | ErrorCode::NotADatabase
        | ErrorCode::TooBig
        | ErrorCode::ConstraintViolation
        | ErrorCode::TypeMismatch
        | ErrorCode::Unknown => Trouble::DAMAGED,
        ErrorCode::SystemIoFailure => match failure.extended_code {
            ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_DATA | ffi::SQLITE_IOERR_CORRUPTFS => Trouble::DAMAGED,
            ffi::SQLITE_IOERR_SHMSIZE => Trouble(VaultError::DiskFull),
            _ => Trouble::IO,
        },
        _ => Trouble::IO,
    }
}

impl From<seal::OpenError> for Trouble {
    /// An unknown version of the envelope is damage too: a newer app would have raised the file's own version first.
    fn from(_: seal::OpenError) -> Self {
        Self::DAMAGED
    }
}

impl From<seal::SealError> for Trouble {
    fn from(_: seal::SealError) -> Self {
        Self::IO
    }
}

impl From<seal::NoRandomness> for Trouble {
    fn from(_: seal::NoRandomness) -> Self {
        Self::IO
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_a_failing_one() {
        let of = |code| Trouble::from(Error::SqliteFailure(ffi::Error::new(code), None)).0;
        assert_eq!(of(ffi::SQLITE_FULL), VaultError::DiskFull);
        assert_eq!(of(ffi::SQLITE_IOERR_SHMSIZE), VaultError::DiskFull);
        assert_eq!(of(ffi::SQLITE_IOERR_WRITE), VaultError::Io);
        assert_eq!(of(ffi::SQLITE_IOERR_SHORT_READ), VaultError::Damaged);
        assert_eq!(of(ffi::SQLITE_CORRUPT), VaultError::Damaged);
        assert_eq!(of(ffi::SQLITE_NOTADB), VaultError::Damaged);
        assert_eq!(of(ffi::SQLITE_BUSY), VaultError::Io);
        let full = io::Error::from(io::ErrorKind::StorageFull);
        assert_eq!(Trouble::from(full).0, VaultError::DiskFull);
        assert_eq!(Trouble::from(io::Error::other("a path")).0, VaultError::Io);
    }
}
