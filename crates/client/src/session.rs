//! The session of an open vault's person: calls on their behalf, and tokens kept fresh.

use std::sync::Arc;

use bytes::Bytes;
use domain::{DeviceId, MediaType, OperationId, SessionId};
use futures::lock::Mutex;
use jiff::SignedDuration;
use protocol::{
    Blob,
    api::{
        Endpoint, Nothing, RefreshRequest, RefreshSession, ResumeSession, SessionGrant, SignInIdentifier, WatchChanges,
        refresh_proof,
    },
    problem::ErrorCode,
};
use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::{
    city::{self, City, CityError},
    device_key::DeviceKey,
    host::new_operation,
    port::{CityRequest, CityResponse, Collection, Heard, KeyKeeper, Random, VaultError, VaultOp},
    store::{CredentialState, SessionState, Single, Store, put_single},
};

/// A token that ends sooner is refreshed first.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);

/// Why a call on a person's behalf failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AccountError {
    #[error(transparent)]
    City(CityError),
    /// A one-time password is needed.
    #[error("the session has ended")]
    SessionEnded,
    /// The city no longer knows this device.
    #[error("the device was removed from the account")]
    DeviceRemoved,
    /// The person ordered this device to erase what it holds.
    #[error("the device must erase what it holds")]
    WipeOrdered,
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<CityError> for AccountError {
    fn from(error: CityError) -> Self {
        match error.code() {
            Some(ErrorCode::DeviceRevoked) => Self::DeviceRemoved,
            Some(ErrorCode::DeviceWipeOrdered) => Self::WipeOrdered,
            Some(ErrorCode::SessionExpired | ErrorCode::TokenReused) => Self::SessionEnded,
            _ => Self::City(error),
        }
    }
}

/// Calls to the city on the behalf of the person whose vault is open.
pub(crate) struct Account {
    city: Arc<City>,
    random: Arc<dyn Random>,
    keys: Arc<dyn KeyKeeper>,
    store: Arc<Store>,
    /// Whether other pages of this browser use the same session.
    shared: bool,
    /// One refresh at a time: a refresh token is good once.
    refreshing: Mutex<()>,
}

impl Account {
    pub(crate) fn new(
        city: Arc<City>,
        random: Arc<dyn Random>,
        keys: Arc<dyn KeyKeeper>,
        store: Arc<Store>,
        shared: bool,
    ) -> Self {
        Self {
            city,
            random,
            keys,
            store,
            shared,
            refreshing: Mutex::new(()),
        }
    }

    /// Calls an endpoint that needs a session.
    pub(crate) async fn call<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        body: &E::Request,
    ) -> Result<E::Response, AccountError> {
        let response = self.send(city::request::<E>(params, query, body)?).await?;
        Ok(city::read(&response)?)
    }

    /// As [`Account::call`], for what may be asked twice: an answer that is lost on the way is asked for again.
    pub(crate) async fn call_again<E: Endpoint>(
        &self,
        params: &E::Params,
        query: &E::Query,
        body: &E::Request,
    ) -> Result<E::Response, AccountError> {
        match self.call::<E>(params, query, body).await {
            Err(AccountError::City(CityError::Unreachable(_))) => self.call::<E>(params, query, body).await,
            other => other,
        }
    }

    /// Calls an endpoint that answers with a PDF.
    pub(crate) async fn pdf<E>(&self, params: &E::Params) -> Result<Bytes, AccountError>
    where
        E: Endpoint<Query = Nothing, Request = Nothing>,
    {
        let page = self.file::<E>(params, &Nothing {}, MediaType::Pdf.as_str()).await?;
        // Something between may answer in the city's place.
        match MediaType::sniff(&page.body) {
            Some(MediaType::Pdf) => Ok(page.body),
            _ => Err(CityError::Incomprehensible.into()),
        }
    }

    /// Calls an endpoint that answers with a table (RFC 4180).
    pub(crate) async fn csv<E>(&self, params: &E::Params, query: &E::Query) -> Result<Bytes, AccountError>
    where
        E: Endpoint<Request = Nothing>,
    {
        const CSV: &str = "text/csv";
        let table = self.file::<E>(params, query, CSV).await?;
        match table.header("content-type") {
            Some(kind) if kind.starts_with(CSV) => Ok(table.body),
            _ => Err(CityError::Incomprehensible.into()),
        }
    }

    async fn file<E>(&self, params: &E::Params, query: &E::Query, kind: &str) -> Result<CityResponse, AccountError>
    where
        E: Endpoint<Request = Nothing>,
    {
        let mut request = city::request::<E>(params, query, &Nothing {})?;
        request.headers = vec![("accept", kind.to_owned())];
        self.send(request).await
    }

    /// Sends a request with the person's access token. When the city finds the token too old,
    /// whatever this device's clock says, a fresh one is fetched and the request sent again.
    pub(crate) async fn send(&self, request: CityRequest) -> Result<CityResponse, AccountError> {
        let session = self.fresh(None).await?;
        let answer = self.city.send(with_bearer(&request, &session)).await;
        if !answer.as_ref().is_err_and(is_stale) {
            return self.heard(answer.map_err(Into::into), session.session).await;
        }
        let session = self.fresh(Some(&session.access_token)).await?;
        let answer = self
            .city
            .send(with_bearer(&request, &session))
            .await
            .map_err(AccountError::from);
        let answer = match answer {
            Err(AccountError::City(error)) if error.code() == Some(ErrorCode::Unauthenticated) => {
                Err(AccountError::SessionEnded)
            }
            other => other,
        };
        self.heard(answer, session.session).await
    }

    /// Listens to what may have changed until the stream ends.
    pub(crate) async fn listen(&self, heard: Heard) -> Result<(), AccountError> {
        let request = city::request::<WatchChanges>(&(), &Nothing {}, &Nothing {})?;
        let mut session = self.fresh(None).await?;
        let mut answer = self
            .city
            .listen(with_bearer(&request, &session), Arc::clone(&heard))
            .await;
        if answer.as_ref().is_err_and(is_stale) {
            session = self.fresh(Some(&session.access_token)).await?;
            answer = self.city.listen(with_bearer(&request, &session), heard).await;
        }
        self.heard(answer.map_err(Into::into), session.session).await
    }

    /// This device as the city knows it.
    pub(crate) async fn device(&self) -> Result<Option<DeviceId>, VaultError> {
        Ok(self.store.single::<SessionState>().await?.map(|session| session.device))
    }

    /// Whether only a one-time password helps.
    pub(crate) async fn has_ended(&self) -> Result<bool, VaultError> {
        Ok(self
            .store
            .single::<SessionState>()
            .await?
            .is_none_or(|session| session.ended))
    }

    /// Keeps a new session. A first profile's account is the vault's for good.
    pub(crate) async fn keep(&self, grant: SessionGrant, identifier: SignInIdentifier) -> Result<(), VaultError> {
        let _turn = self.refreshing.lock().await;
        let session = SessionState::of_grant(grant, Some(identifier));
        self.store.put_single(&session).await
    }

    /// A session whose access token is good for a while and is not `stale`.
    async fn fresh(&self, stale: Option<&str>) -> Result<SessionState, AccountError> {
        let _turn = self.refreshing.lock().await;
        let mut session: SessionState = self.store.single().await?.ok_or(AccountError::SessionEnded)?;
        if self.shared {
            if !session.ended && self.is_fresh(&session, stale) {
                return Ok(session);
            }
            session = self.catch_up(session).await?;
        }
        if session.ended {
            return Err(AccountError::SessionEnded);
        }
        if self.is_fresh(&session, stale) {
            return Ok(session);
        }
        self.refresh(session, stale).await
    }

    fn is_fresh(&self, session: &SessionState, stale: Option<&str>) -> bool {
        let left = session.access_expires_at.duration_since(self.city.now());
        left > MARGIN && stale.is_none_or(|stale| stale != session.access_token)
    }

    /// Asks how the browser's session stands: another page may have carried it on, ended it, or
    /// opened another, perhaps for somebody else. A new one of the same person is this page's too.
    async fn catch_up(&self, session: SessionState) -> Result<SessionState, AccountError> {
        let stand = self.city.call::<ResumeSession>(&(), &Nothing {}, &Nothing {}, None);
        let stand = match stand.await.map_err(AccountError::from) {
            Ok(stand) if stand.citizen == session.citizen => stand,
            Ok(_) => return self.heard(Err(AccountError::SessionEnded), session.session).await,
            Err(AccountError::City(error)) if error.code() == Some(ErrorCode::Unauthenticated) => {
                return self.heard(Err(AccountError::SessionEnded), session.session).await;
            }
            Err(error) => return self.heard(Err(error), session.session).await,
        };
        let mut steps = Vec::new();
        if stand.device != session.device
            && let Some(public_key) = self.keys.kept().await
        {
            steps.push(put_single(&DeviceKey::Host { public_key })?);
        }
        let extra = session.extra;
        let session = SessionState {
            extra,
            ..SessionState::of_grant(stand, session.identifier)
        };
        steps.push(put_single(&session)?);
        self.store.apply(steps).await?;
        Ok(session)
    }

    /// The name of a refresh. One page alone draws it; pages that share a session must all come
    /// to the same, so that two that refresh at once get the same answer and none is taken for a
    /// thief.
    fn new_attempt(&self, session: &SessionState) -> OperationId {
        if !self.shared {
            return new_operation(&*self.random, self.city.now());
        }
        let digest = Sha256::digest(session.refresh_token.as_bytes());
        let bytes: [u8; 16] = std::array::from_fn(|at| digest[at]);
        OperationId(Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Asks for new tokens. The attempt's name is kept in the vault until an answer has arrived,
    /// so that a lost answer, or the process's end, costs nothing.
    async fn refresh(&self, mut session: SessionState, stale: Option<&str>) -> Result<SessionState, AccountError> {
        let attempt = match session.attempt {
            Some(attempt) => attempt,
            None => self.new_attempt(&session),
        };
        session.attempt = Some(attempt);
        self.store.put_single(&session).await?;
        let key: DeviceKey = self.store.single().await?.ok_or(VaultError::Damaged)?;
        let proof = refresh_proof(attempt, &session.refresh_token);
        let Some(proof) = key.sign(&*self.keys, &proof).await else {
            // The host has lost the key: only a one-time password binds another.
            return self.heard(Err(AccountError::SessionEnded), session.session).await;
        };
        let request = RefreshRequest {
            refresh_token: session.refresh_token.clone(),
            device: session.device,
            attempt,
            proof: Blob(proof.to_vec()),
        };
        let answer = self.city.call::<RefreshSession>(&(), &Nothing {}, &request, None).await;
        let grant = match answer.map_err(AccountError::from) {
            Ok(grant) => grant,
            // Another page was quicker: the token it used is not the browser's any more.
            Err(AccountError::City(error)) if self.shared && error.code() == Some(ErrorCode::Unauthenticated) => {
                let session = self.catch_up(session).await?;
                return match self.is_fresh(&session, stale) {
                    true => Ok(session),
                    false => self.heard(Err(AccountError::SessionEnded), session.session).await,
                };
            }
            Err(AccountError::City(error))
                if matches!(error.code(), Some(ErrorCode::Unauthenticated | ErrorCode::ProofInvalid)) =>
            {
                return self.heard(Err(AccountError::SessionEnded), session.session).await;
            }
            Err(error) => return self.heard(Err(error), session.session).await,
        };
        let extra = std::mem::take(&mut session.extra);
        let fresh = SessionState {
            extra,
            ..SessionState::of_grant(grant, session.identifier)
        };
        self.store.put_single(&fresh).await?;
        Ok(fresh)
    }

    /// Remembers when the city says that the session is over, unless another was opened by now.
    async fn heard<T>(&self, answer: Result<T, AccountError>, asked: SessionId) -> Result<T, AccountError> {
        let removed = matches!(answer, Err(AccountError::DeviceRemoved));
        if (removed || matches!(answer, Err(AccountError::SessionEnded)))
            && let Some(session) = self.store.single::<SessionState>().await?
            && session.session == asked
        {
            let ended = SessionState {
                ended: true,
                attempt: None,
                ..session
            };
            let mut steps = vec![put_single(&ended)?];
            if removed {
                steps.extend(self.forget_device().await?);
            }
            self.store.apply(steps).await?;
        }
        answer
    }

    /// The city takes nothing of this device's key any more, neither codes nor a session. The
    /// next one-time password binds the device under another.
    async fn forget_device(&self) -> Result<[VaultOp; 2], VaultError> {
        let key = DeviceKey::make(&*self.keys, &*self.random).await;
        let no_credential = VaultOp::Delete {
            collection: Collection::State,
            key: CredentialState::KEY.to_owned(),
        };
        Ok([no_credential, put_single(&key)?])
    }
}

/// Whether a fresh access token may help.
fn is_stale(error: &CityError) -> bool {
    matches!(
        error.code(),
        Some(ErrorCode::AccessTokenExpired | ErrorCode::Unauthenticated)
    )
}

fn with_bearer(request: &CityRequest, session: &SessionState) -> CityRequest {
    CityRequest {
        bearer: Some(session.access_token.clone()),
        ..request.clone()
    }
}
