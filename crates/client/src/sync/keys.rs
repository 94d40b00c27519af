//! What makes codes count: the device's credential, the city's keys, the revocation list.
//!
//! None of it holds up the papers: a failure here is noted and tried again at the next sync.

use bytes::Bytes;
use codes::{
    live::read_credential,
    revocation::RevocationList,
    trust::{TrustStore, TrustedKey},
};
use domain::limits;
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{CityKey, Endpoint, GetRevocations, GetTrust, IssueCredential, Nothing, TrustBundle},
    app::Part,
};
use serde_json::Map;

use crate::{
    app::App,
    city::{self, CityError},
    device_key::DeviceKey,
    person::Person,
    port::{CityRequest, CityResponse, VaultError},
    scan::Trusted,
    session::AccountError,
    store::{CredentialState, RevocationState, TrustState},
};

/// Fetches a credential when there is none, when its end comes near, and when the city has taken
/// it back: by issuing another whose way to this device was cut.
pub(super) async fn refresh_credential(app: &App, person: &Person) -> Result<(), AccountError> {
    let present: Option<CredentialState> = person.store.single().await?;
    if let Some(known) = present {
        if is_good(app, person, &known).await? {
            return Ok(());
        }
        // Asking for another takes this one back, whether or not the answer arrives.
        person
            .store
            .put_single(&CredentialState {
                doubtful: true,
                ..known
            })
            .await?;
    }
    let issued = person
        .account
        .call::<IssueCredential>(&(), &Nothing {}, &Nothing {})
        .await?;
    let key: DeviceKey = person.store.single().await?.ok_or(VaultError::Damaged)?;
    let claims = read_credential(&issued.credential.0).map_err(|_| CityError::Incomprehensible)?;
    // A credential for another key would make codes that nobody accepts.
    if claims.device_key != key.public_key() {
        return Err(CityError::Incomprehensible.into());
    }
    let fresh = CredentialState {
        credential: issued.credential,
        not_after: issued.not_after,
        number_secret: Some(issued.number_secret),
        doubtful: false,
        extra: Map::new(),
    };
    person.store.put_single(&fresh).await?;
    app.changed(vec![Part::Codes]);
    Ok(())
}

/// Whether a credential will do for a while.
async fn is_good(app: &App, person: &Person, known: &CredentialState) -> Result<bool, VaultError> {
    let left = known.not_after.duration_since(app.city.now());
    // An earlier version did not keep what the six digits are made from.
    if known.doubtful || known.number_secret.is_none() || left < limits::CREDENTIAL_RENEWAL {
        return Ok(false);
    }
    let Ok(claims) = read_credential(&known.credential.0) else {
        return Ok(false);
    };
    let trusted = Trusted::load(&person.store).await?;
    let list = trusted.and_then(|trusted| trusted.revocations);
    Ok(!list.is_some_and(|list| list.is_revoked(claims.status_index)))
}

/// Asks for the keys and the revocation list; whether both were answered.
pub(crate) async fn refresh_public_lists(app: &App, person: &Person) -> bool {
    let refreshed = async {
        refresh_trust(app, person).await?;
        refresh_revocations(app, person).await
    };
    let answered = match refreshed.await {
        Ok(()) => true,
        Err(error) => {
            tracing::info!(%error, "keys and revocations stay as they are");
            false
        }
    };
    person.trusted.set(None);
    answered
}

async fn refresh_trust(app: &App, person: &Person) -> Result<(), AccountError> {
    let known: Option<TrustState> = person.store.single().await?;
    let etag = known.as_ref().and_then(|known| known.etag.clone());
    let response = app.city.send(ask(GetTrust::PATH, etag)).await?;
    let fresh = match (response.status, known) {
        // Unchanged: known to be right as of now.
        (304, Some(mut known)) => {
            known.store.as_of = known.store.as_of.max(app.city.now());
            known
        }
        (304, None) => return Err(CityError::Incomprehensible.into()),
        _ => {
            let bundle: TrustBundle = city::read(&response)?;
            let store = trust_store(bundle).ok_or(CityError::Incomprehensible)?;
            TrustState {
                store,
                etag: etag_of(&response),
                extra: Map::new(),
            }
        }
    };
    Ok(person.store.put_single(&fresh).await?)
}

/// What codes are checked with, from what the city answers; `None` when a key bears another key's name.
pub fn trust_store(bundle: TrustBundle) -> Option<TrustStore> {
    let keys: Option<Vec<TrustedKey>> = bundle.keys.into_iter().map(trusted_key).collect();
    Some(TrustStore {
        issuer: bundle.issuer,
        keys: keys?,
        as_of: bundle.as_of,
    })
}

fn trusted_key(key: CityKey) -> Option<TrustedKey> {
    let public_key: [u8; 32] = key.public_key.0.try_into().ok()?;
    let trusted = TrustedKey {
        revoked: key.revoked,
        ..TrustedKey::new(public_key, key.not_before, key.not_after)
    };
    // A key under another's name would vouch for signatures that are not its own.
    (trusted.id.as_slice() == key.id.0).then_some(trusted)
}

async fn refresh_revocations(app: &App, person: &Person) -> Result<(), AccountError> {
    let Some(TrustState { store: trust, .. }) = person.store.single().await? else {
        return Ok(());
    };
    let known: Option<RevocationState> = person.store.single().await?;
    let etag = known.as_ref().and_then(|known| known.etag.clone());
    let response = app.city.send(ask(GetRevocations::PATH, etag)).await?;
    if response.status == 304 {
        return Ok(());
    }
    let made_at = |token: &[u8]| -> Option<Timestamp> { RevocationList::open(token, &trust).ok()?.issued_at() };
    let Some(fresh_at) = made_at(&response.body) else {
        return Err(CityError::Incomprehensible.into());
    };
    // An older list than the one here would bring revoked codes back to life.
    if known
        .and_then(|known| made_at(&known.token.0))
        .is_some_and(|known_at| known_at > fresh_at)
    {
        return Ok(());
    }
    let token = Blob(response.body.to_vec());
    let fresh = RevocationState {
        token,
        etag: etag_of(&response),
        extra: Map::new(),
    };
    Ok(person.store.put_single(&fresh).await?)
}

fn ask(path: &str, etag: Option<String>) -> CityRequest {
    CityRequest {
        method: GetTrust::METHOD,
        path: path.to_owned(),
        bearer: None,
        headers: etag.map(|etag| ("if-none-match", etag)).into_iter().collect(),
        body: Bytes::new(),
        progress: None,
    }
}

fn etag_of(response: &CityResponse) -> Option<String> {
    response.header("etag").map(str::to_owned)
}
