//! Opening the database.

use std::{fmt, path::Path, str::FromStr, time::Duration};

use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use thiserror::Error;

use crate::fault::Fault;

/// A database's address: `sqlite:path` or `postgres://…`. Shown without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// The text is no address of a database this server can use.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("a database address begins with sqlite: or postgres://")]
pub struct DatabaseUrlError;

impl DatabaseUrl {
    /// The SQLite database of a file; made when missing.
    pub fn of_file(path: &Path) -> Self {
        Self(format!("sqlite:{}?mode=rwc", path.display()))
    }

    fn is_sqlite(&self) -> bool {
        self.0.starts_with("sqlite:")
    }
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = ["sqlite:", "postgres://", "postgresql://"]
            .iter()
            .any(|scheme| text.starts_with(scheme));
        if known {
            Ok(Self(text.to_owned()))
        } else {
            Err(DatabaseUrlError)
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.0.split(':').next().unwrap_or_default();
        write!(f, "DatabaseUrl({scheme}:…)")
    }
}

/// Connects.
///
/// # Errors
/// [`Fault::Database`].
pub async fn connect(url: &DatabaseUrl) -> Result<DatabaseConnection, Fault> {
    let mut options = ConnectOptions::new(url.0.clone());
    options.sqlx_logging(false).acquire_timeout(Duration::from_secs(10));
    if url.is_sqlite() {
        options.max_connections(8).map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .pragma("journal_mode", "WAL")
                // FULL: with WAL, NORMAL may lose the last transactions in a power cut, and a device that was told
                // "applied" forgets its copy.
                .pragma("synchronous", "FULL")
                // Deleted rows are overwritten, not left in free pages.
                .pragma("secure_delete", "ON")
        });
    } else {
        options.max_connections(20);
    }
    Ok(Database::connect(options).await?)
}
