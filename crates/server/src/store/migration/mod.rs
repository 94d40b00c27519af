//! The layout of the database, as a row of steps. A step that has been released never changes; a new one is added
//! after it. `congdanso-server migrate` (and `serve`, unless told otherwise) takes the steps that are missing.

mod m0001_start;
mod m0002_cards;
mod m0003_counters;
mod m0004_errands;

use sea_orm::DatabaseConnection;
use sea_orm_migration::{MigrationTrait, MigratorTrait};
use thiserror::Error;

use crate::fault::Fault;

/// Every step, oldest first.
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_start::Migration),
            Box::new(m0002_cards::Migration),
            Box::new(m0003_counters::Migration),
            Box::new(m0004_errands::Migration),
        ]
    }
}

/// Why the layout is not the one this program needs.
#[derive(Debug, Error)]
pub enum LayoutError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// A newer program wrote this database.
    #[error("the database was written by a newer version of this program (step {0}): use that version")]
    Newer(String),
    /// Steps are missing and were not asked for.
    #[error("the database lacks {0} migration steps: run `congdanso-server migrate`")]
    Behind(usize),
}

/// Takes the missing steps; says how many.
///
/// # Errors
/// [`LayoutError`].
pub async fn migrate(db: &DatabaseConnection) -> Result<usize, LayoutError> {
    let missing = missing(db).await?;
    Migrator::up(db, None).await.map_err(Fault::from)?;
    Ok(missing)
}

/// Refuses a layout that isn't complete.
///
/// # Errors
/// [`LayoutError`].
pub async fn require_current(db: &DatabaseConnection) -> Result<(), LayoutError> {
    match missing(db).await? {
        0 => Ok(()),
        missing => Err(LayoutError::Behind(missing)),
    }
}

async fn missing(db: &DatabaseConnection) -> Result<usize, LayoutError> {
    Migrator::install(db).await.map_err(Fault::from)?;
    let taken = Migrator::get_migration_models(db).await.map_err(Fault::from)?;
    let known: Vec<String> = Migrator::migrations()
        .iter()
        .map(|step| step.name().to_owned())
        .collect();
    match taken.iter().find(|step| !known.contains(&step.version)) {
        Some(newer) => Err(LayoutError::Newer(newer.version.clone())),
        None => Ok(known.len() - taken.len()),
    }
}
