//! The life of the city's signing keys, and a new master key.

use jiff::{SignedDuration, Timestamp};
use sea_orm::DatabaseConnection;
use thiserror::Error;

use crate::{
    fault::Fault,
    keys::{MasterKey, RingError, rewrap_ring},
    port::Random,
    store::{Store, Tx, begin_writing, city, city::SigningKeyRecord},
};

/// How long a signing key is in use unless told otherwise.
pub const KEY_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 365 * 2);

/// Why a key could not be changed.
#[derive(Debug, Error)]
pub enum KeyError {
    /// Beneath.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// There is no such key.
    #[error("the city has no key {0}")]
    Unknown(String),
}

/// Makes a key that signs from `not_before` on.
///
/// # Errors
/// [`Fault`].
pub async fn create(
    store: &Store,
    random: &dyn Random,
    now: Timestamp,
    not_before: Timestamp,
    lifetime: SignedDuration,
) -> Result<SigningKeyRecord, Fault> {
    let tx = store.begin().await?;
    let record = add(&tx, random, now, not_before, lifetime).await?;
    tx.commit().await?;
    Ok(record)
}

async fn add(
    tx: &Tx,
    random: &dyn Random,
    now: Timestamp,
    not_before: Timestamp,
    lifetime: SignedDuration,
) -> Result<SigningKeyRecord, Fault> {
    let seed = seal::Zeroizing::new(random.bytes::<32>()?);
    let public_key = ed25519_dalek::SigningKey::from_bytes(&seed).verifying_key().to_bytes();
    let record = SigningKeyRecord {
        id: codes::trust::key_id(&public_key),
        public_key,
        not_before: whole_second(not_before),
        not_after: whole_second(not_before + lifetime),
        revoked: false,
        created_at: now,
    };
    city::add_key(tx, &record, &seed).await?;
    Ok(record)
}

/// Makes a key when none is in use: the first one, or one after all others ended or were taken back.
///
/// # Errors
/// [`Fault`].
pub async fn ensure(store: &Store, random: &dyn Random, now: Timestamp) -> Result<(), Fault> {
    let tx = store.begin().await?;
    let keys = city::keys(&tx).await?;
    if !keys.iter().any(|key| super::city::is_in_use(key, now)) {
        let record = add(&tx, random, now, now, KEY_LIFETIME).await?;
        let (key, earlier) = (hex::encode(record.id), keys.len());
        tracing::info!(key, earlier, "no signing key was in use; made one");
    }
    tx.commit().await
}

/// Makes a key that takes over `lead` from now; those in use now sign until then. The lead is for verifiers without a
/// network: they should have the new key before anything is signed with it.
///
/// # Errors
/// [`Fault`].
pub async fn rotate(
    store: &Store,
    random: &dyn Random,
    now: Timestamp,
    lead: SignedDuration,
    lifetime: SignedDuration,
) -> Result<SigningKeyRecord, Fault> {
    let tx = store.begin().await?;
    let from = whole_second(now + lead);
    for key in city::keys(&tx).await? {
        if !key.revoked && key.not_after > from {
            city::limit_key(&tx, &key.id, Some(from.max(key.not_before)), false).await?;
        }
    }
    let record = add(&tx, random, now, from, lifetime).await?;
    tx.commit().await?;
    Ok(record)
}

/// Takes a key back: nothing it ever signed counts.
///
/// # Errors
/// [`KeyError`].
pub async fn revoke(store: &Store, id: &[u8; 8]) -> Result<(), KeyError> {
    let tx = store.begin().await?;
    if !city::limit_key(&tx, id, None, true).await? {
        return Err(KeyError::Unknown(hex::encode(id)));
    }
    Ok(tx.commit().await?)
}

/// Puts the data keys under another master key, in one transaction.
///
/// # Errors
/// [`RingError`].
pub async fn rotate_master(
    db: &DatabaseConnection,
    from: &MasterKey,
    to: &MasterKey,
    random: &dyn Random,
) -> Result<usize, RingError> {
    let tx = begin_writing(db).await?;
    let count = rewrap_ring(&tx, from, to, random).await?;
    tx.commit().await.map_err(Fault::from)?;
    Ok(count)
}

/// Signatures carry whole seconds.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
