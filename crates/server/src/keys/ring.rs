//! The data keys in the database, wrapped under the master key.

use std::{collections::BTreeMap, sync::Arc};

use sea_orm::{ActiveModelTrait as _, ActiveValue::Set, ConnectionTrait, EntityTrait as _, IntoActiveModel as _};
use seal::{Aad, Key, unwrap_key, wrap_key};
use thiserror::Error;

use super::{MasterKey, Sealing};
use crate::{
    fault::Fault,
    port::{Clock, Random},
    store::{data_keys, micros},
};

const PURPOSES: [&str; 4] = ["columns", "lookups", "content", "tokens"];

/// Why the data keys are out of reach.
#[derive(Debug, Error)]
pub enum RingError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The database belongs to another master key.
    #[error(
        "the database is sealed under master key {expected}, but the key given is {given}: check CONGDANSO_MASTER_KEY_FILE or CONGDANSO_MASTER_KEY"
    )]
    OtherMaster {
        /// The name of the key the database wants.
        expected: String,
        /// The name of the key at hand.
        given: String,
    },
}

fn aad(purpose: &str) -> Aad {
    Aad::new("data key").text(purpose)
}

/// The name of the master key that the data keys are under; `None` before the first run.
///
/// # Errors
/// [`Fault::Database`].
pub async fn ring_master(db: &impl ConnectionTrait) -> Result<Option<String>, Fault> {
    Ok(data_keys::Entity::find().one(db).await?.map(|row| row.master))
}

/// Opens the data keys, and makes those that are missing (all, on the first run).
///
/// # Errors
/// [`RingError`].
pub async fn open_ring(
    db: &impl ConnectionTrait,
    master: &MasterKey,
    random: &Arc<dyn Random>,
    clock: &dyn Clock,
) -> Result<Sealing, RingError> {
    let rows = data_keys::Entity::find().all(db).await.map_err(Fault::from)?;
    let mut keys = BTreeMap::new();
    for row in rows {
        keys.insert(row.purpose.clone(), unwrap(master, &row)?);
    }
    for purpose in PURPOSES {
        if !keys.contains_key(purpose) {
            let key = Key::random(&mut random.source()).map_err(Fault::from)?;
            let row = data_keys::ActiveModel {
                purpose: Set(purpose.to_owned()),
                wrapped: Set(wrap(master, purpose, &key, random.as_ref())?),
                master: Set(master.name().to_owned()),
                created_at: Set(micros(clock.now())),
            };
            data_keys::Entity::insert(row)
                .exec_without_returning(db)
                .await
                .map_err(Fault::from)?;
            keys.insert(purpose.to_owned(), key);
        }
    }
    let mut take = |purpose: &str| keys.remove(purpose).ok_or(Fault::Corrupt("data keys"));
    Ok(Sealing::new(
        take("columns")?,
        take("lookups")?,
        take("content")?,
        take("tokens")?,
        Arc::clone(random),
    ))
}

/// Wraps every data key under `to` instead of `from`. Call it inside a transaction.
///
/// # Errors
/// [`RingError`].
pub async fn rewrap_ring(
    db: &impl ConnectionTrait,
    from: &MasterKey,
    to: &MasterKey,
    random: &dyn Random,
) -> Result<usize, RingError> {
    let rows = data_keys::Entity::find().all(db).await.map_err(Fault::from)?;
    let count = rows.len();
    for row in rows {
        let key = unwrap(from, &row)?;
        let wrapped = wrap(to, &row.purpose, &key, random)?;
        let mut row = row.into_active_model();
        row.wrapped = Set(wrapped);
        row.master = Set(to.name().to_owned());
        row.update(db).await.map_err(Fault::from)?;
    }
    Ok(count)
}

fn wrap(master: &MasterKey, purpose: &str, key: &Key, random: &dyn Random) -> Result<Vec<u8>, Fault> {
    Ok(wrap_key(master.key(), &aad(purpose), key, &mut random.source())?)
}

fn unwrap(master: &MasterKey, row: &data_keys::Model) -> Result<Key, RingError> {
    if row.master != master.name() {
        return Err(RingError::OtherMaster {
            expected: row.master.clone(),
            given: master.name().to_owned(),
        });
    }
    unwrap_key(master.key(), &aad(&row.purpose), &row.wrapped).map_err(|cause| {
        Fault::Open {
            place: "data_keys.wrapped".to_owned(),
            cause,
        }
        .into()
    })
}
