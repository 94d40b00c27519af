//! What anyone may know of the city: its limits, its keys, its revocations; and the key it signs with.

use std::sync::Arc;

use bytes::Bytes;
use codes::{
    revocation::{MAX_ENTRIES, RevocationList, list_uri},
    trust::{CitySigner, TrustStore, TrustedKey},
};
use domain::limits;
use jiff::{SignedDuration, Timestamp};
use protocol::{
    Blob,
    api::{CityInfo, CityKey, TrustBundle},
};
use sha2::{Digest as _, Sha256};
use tokio::sync::Mutex;

use crate::{
    city::City,
    fault::Fault,
    store::{self, Access},
};

/// Places in the revocation list: half of what a list may have. A credential's place is taken for 30 days, rests for 90
/// ([`REUSE_AFTER`]) and is used again, so this is enough for 1.4 million devices that renew every ten days. Places of
/// printed cards are not used again.
pub(super) const CAPACITY: u32 = MAX_ENTRIES / 2;
/// How long after its credential ended a place stays unused, so that an old copy of the list never speaks of a new
/// credential.
pub const REUSE_AFTER: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long the city stands by a published list.
const LIST_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 7);
/// A list is signed again after this long even when nothing changed, so that verifiers can tell "still so" from
/// "not heard".
const LIST_RENEWAL: SignedDuration = SignedDuration::from_hours(1);

/// A file that anyone may fetch and keep.
#[derive(Clone, Debug)]
pub struct Published {
    /// The bytes.
    pub bytes: Bytes,
    /// SHA-256 of what it says, in hex: the entity tag.
    pub tag: String,
}

/// The last signed revocation list.
#[derive(Default)]
pub struct RevocationCache(Mutex<Option<CachedList>>);

struct CachedList {
    version: i64,
    signer: [u8; 8],
    signed_at: Timestamp,
    list: Published,
}

/// Name, clock and limits.
pub fn info(city: &City) -> CityInfo {
    CityInfo {
        issuer: city.settings.issuer.clone(),
        name: city.settings.name.clone(),
        time: city.now(),
        minimum_app: city.settings.minimum_app.clone(),
        document_bytes: limits::DOCUMENT_BYTES,
        demo: city.settings.demo,
    }
}

/// The published keys, and a tag that changes only when the keys do (the bundle itself tells the time).
///
/// # Errors
/// [`Fault`].
pub async fn trust(city: &City) -> Result<(TrustBundle, String), Fault> {
    let records = store::city::keys(&city.store).await?;
    let keys: Vec<CityKey> = records
        .iter()
        .map(|record| CityKey {
            id: Blob(record.id.to_vec()),
            public_key: Blob(record.public_key.to_vec()),
            not_before: record.not_before,
            not_after: record.not_after,
            revoked: record.revoked,
        })
        .collect();
    let tag = tag(&serde_json::to_vec(&keys).map_err(|_| Fault::Corrupt("keys"))?);
    Ok((
        TrustBundle {
            issuer: city.settings.issuer.clone(),
            keys,
            as_of: city.now(),
        },
        tag,
    ))
}

/// What the city checks its own signatures with.
pub(super) async fn trust_store(on: &impl Access, city: &City) -> Result<TrustStore, Fault> {
    let keys = store::city::keys(on).await?;
    Ok(TrustStore {
        issuer: city.settings.issuer.clone(),
        keys: keys
            .into_iter()
            .map(|key| TrustedKey {
                id: key.id,
                public_key: key.public_key,
                not_before: key.not_before,
                not_after: key.not_after,
                revoked: key.revoked,
            })
            .collect(),
        // The city is its own source: no clock of its own can be behind its keys.
        as_of: Timestamp::MIN,
    })
}

/// The key the city signs with now: of those in use, the one that came last. Read each time, so that a rotation by
/// another process counts at once.
///
/// # Errors
/// [`Fault::NoSigningKey`] when no key is in use.
pub async fn signer(on: &impl Access, issuer: &str, now: Timestamp) -> Result<CitySigner, Fault> {
    let keys = store::city::keys(on).await?;
    let key = keys
        .iter()
        .filter(|key| is_in_use(key, now))
        .max_by_key(|key| key.not_before)
        .ok_or(Fault::NoSigningKey)?;
    let seed = store::city::seed(on, &key.id).await?;
    Ok(CitySigner::from_seed(&seed, issuer))
}

/// Whether the city may sign with a key now.
pub(super) fn is_in_use(key: &store::city::SigningKeyRecord, now: Timestamp) -> bool {
    !key.revoked && (key.not_before.as_second()..=key.not_after.as_second()).contains(&now.as_second())
}

/// The signed revocation list as of the last change.
///
/// # Errors
/// [`Fault`].
pub async fn revocations(city: &City) -> Result<Published, Fault> {
    let now = city.now();
    // One at a time: whoever waits here gets the list that the first one made.
    let mut cache = city.revocations.0.lock().await;
    let version = store::city::count(&city.store, store::city::REVOCATIONS).await?;
    let signer = signer(&city.store, &city.settings.issuer, now).await?;
    if let Some(cached) = cache.as_ref() {
        let age = now.duration_since(cached.signed_at);
        if cached.version == version && cached.signer == signer.id() && age < LIST_RENEWAL && !age.is_negative() {
            return Ok(cached.list.clone());
        }
    }
    let mut places = store::devices::revoked_places(&city.store, now).await?;
    places.extend(store::cards::revoked_places(&city.store).await?);
    let signer = Arc::new(signer);
    let id = signer.id();
    // Compressing two million bytes of zeros takes milliseconds, too long for a thread that answers requests.
    let bytes = tokio::task::spawn_blocking(move || sign_list(&signer, &places, now))
        .await
        .map_err(|_| Fault::Corrupt("revocation list"))?;
    let list = Published {
        tag: tag(&bytes),
        bytes: Bytes::from(bytes),
    };
    *cache = Some(CachedList {
        version,
        signer: id,
        signed_at: now,
        list: list.clone(),
    });
    Ok(list)
}

fn sign_list(signer: &CitySigner, places: &[u32], now: Timestamp) -> Vec<u8> {
    let mut list = RevocationList::new(CAPACITY);
    for place in places {
        list.revoke(*place);
    }
    list.sign(signer, &list_uri(signer.issuer()), now, now + LIST_LIFETIME)
}

fn tag(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
