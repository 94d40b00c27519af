//! The fake city's sessions and devices.

use codes::{
    live::{CredentialClaims, issue_credential},
    trust::verify_signature,
};
use domain::{CitizenId, DeviceId, OperationId, ProfileField, SessionId, limits};
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{
        DeviceCredential, DeviceList, DeviceOffer, DeviceRecord, DeviceState, RefreshRequest, SessionGrant,
        SessionList, SessionRecord, SessionRequest, open_session_proof, refresh_proof,
    },
    problem::{ErrorCode, Problem},
};

use super::{Answer, FakeCity, Inner, json, nothing};
use crate::port::CityRequest;

pub(super) struct Session {
    pub(super) id: SessionId,
    citizen: CitizenId,
    device: DeviceId,
    access: String,
    access_ends: Timestamp,
    refresh: String,
    /// The refresh token before, the attempt that used it, and what it got.
    spent: Option<(String, OperationId, SessionGrant)>,
    opened: Timestamp,
    used: Timestamp,
    pub(super) ended: bool,
}

pub(super) struct Device {
    id: DeviceId,
    citizen: CitizenId,
    key: [u8; 32],
    offer: DeviceOffer,
    pub(super) state: DeviceState,
    bound: Timestamp,
    credential: Option<u32>,
}

impl FakeCity {
    /// Ends every session, as idle time does.
    pub fn end_sessions(&self) {
        self.inner
            .with(|city| city.sessions.iter_mut().for_each(|session| session.ended = true));
    }

    /// The refresh tokens of every session are used by somebody else.
    pub fn steal_tokens(&self) {
        self.inner.with(|city| {
            let thief = OperationId(city.uuid());
            let sessions: Vec<SessionId> = city.sessions.iter().map(|session| session.id).collect();
            for id in sessions {
                let known = city.sessions.iter().find(|session| session.id == id);
                let stolen = known.map(|session| session.refresh.clone()).unwrap_or_default();
                let grant = city.grant(id);
                if let Some(session) = city.sessions.iter_mut().find(|session| session.id == id) {
                    session.spent = Some((stolen, thief, grant));
                }
            }
        });
    }

    /// Orders every device of every account to erase what it holds.
    pub fn order_wipe(&self) {
        self.inner.with(|city| {
            city.devices
                .iter_mut()
                .for_each(|device| device.state = DeviceState::WipeOrdered)
        });
    }

    /// Revokes every credential issued so far.
    pub fn revoke_credentials(&self) {
        self.inner.with(|city| {
            let issued: Vec<u32> = city.devices.iter().filter_map(|device| device.credential).collect();
            issued.into_iter().for_each(|index| city.revoked.revoke(index));
        });
    }
}

impl Inner {
    pub(super) fn open_session(&mut self, request: SessionRequest) -> Answer {
        let now = self.now;
        let challenge = self
            .challenges
            .iter_mut()
            .find(|challenge| challenge.ticket.challenge == request.challenge);
        let challenge = challenge.ok_or_else(|| Problem::new(ErrorCode::CodeVoid))?;
        if challenge.attempts >= limits::OTP_ATTEMPTS {
            return Err(Problem::new(ErrorCode::CodeVoid));
        }
        if now > challenge.ticket.expires_at {
            return Err(Problem::new(ErrorCode::CodeExpired));
        }
        if challenge.code != request.code {
            challenge.attempts += 1;
            let left = limits::OTP_ATTEMPTS - challenge.attempts;
            return Err(Problem {
                attempts_left: Some(left),
                ..Problem::new(ErrorCode::CodeWrong)
            });
        }
        let citizen = challenge.citizen;
        let key: [u8; 32] = request.device.public_key.0.clone().try_into().unwrap();
        if !verify_signature(&key, &open_session_proof(request.challenge), &request.proof.0) {
            return Err(Problem::new(ErrorCode::ProofInvalid));
        }
        self.challenges
            .retain(|challenge| challenge.ticket.challenge != request.challenge);
        let device = self.bind(citizen, key, request.device);
        let id = SessionId(self.uuid());
        self.sessions.push(Session {
            id,
            citizen,
            device,
            access: String::new(),
            access_ends: now,
            refresh: String::new(),
            spent: None,
            opened: now,
            used: now,
            ended: false,
        });
        json(&self.grant(id))
    }

    fn bind(&mut self, citizen: CitizenId, key: [u8; 32], offer: DeviceOffer) -> DeviceId {
        let known = self
            .devices
            .iter()
            .find(|device| device.citizen == citizen && device.key == key);
        if let Some(device) = known {
            return device.id;
        }
        let id = DeviceId(self.uuid());
        let bound = self.now;
        self.devices.push(Device {
            id,
            citizen,
            key,
            offer,
            state: DeviceState::Active,
            bound,
            credential: None,
        });
        id
    }

    fn grant(&mut self, id: SessionId) -> SessionGrant {
        let (access, refresh) = (self.uuid().to_string(), self.uuid().to_string());
        let now = self.now;
        let session = self.sessions.iter_mut().find(|session| session.id == id).unwrap();
        session.access = access;
        session.refresh = refresh;
        session.access_ends = now + limits::ACCESS_TOKEN_LIFETIME;
        session.used = now;
        SessionGrant {
            session: id,
            citizen: session.citizen,
            device: session.device,
            access_token: session.access.clone(),
            access_expires_at: session.access_ends,
            refresh_token: session.refresh.clone(),
            session_ends_at: session.opened + limits::SESSION_LIFETIME,
        }
    }

    pub(super) fn refresh(&mut self, request: RefreshRequest) -> Answer {
        let known = |session: &Session| {
            let spent = session
                .spent
                .as_ref()
                .is_some_and(|(token, ..)| *token == request.refresh_token);
            session.refresh == request.refresh_token || spent
        };
        let found = self
            .sessions
            .iter()
            .position(known)
            .ok_or_else(|| Problem::new(ErrorCode::Unauthenticated))?;
        let device = self
            .devices
            .iter()
            .find(|device| device.id == self.sessions[found].device)
            .unwrap();
        state(device)?;
        let message = refresh_proof(request.attempt, &request.refresh_token);
        if !verify_signature(&device.key, &message, &request.proof.0) {
            return Err(Problem::new(ErrorCode::ProofInvalid));
        }
        if self.is_over(found) {
            return Err(Problem::new(ErrorCode::SessionExpired));
        }
        let session = &mut self.sessions[found];
        if session.refresh != request.refresh_token {
            let Some((_, attempt, grant)) = &session.spent else {
                unreachable!()
            };
            if *attempt == request.attempt {
                return json(grant);
            }
            session.ended = true;
            return Err(Problem::new(ErrorCode::TokenReused));
        }
        let id = session.id;
        let grant = self.grant(id);
        self.sessions[found].spent = Some((request.refresh_token, request.attempt, grant.clone()));
        json(&grant)
    }

    fn is_over(&self, found: usize) -> bool {
        let session = &self.sessions[found];
        let idle = self.now.duration_since(session.used) > limits::SESSION_IDLE;
        session.ended || idle || self.now.duration_since(session.opened) > limits::SESSION_LIFETIME
    }

    pub(super) fn authorise(&mut self, request: &CityRequest) -> Result<SessionId, Problem> {
        let token = request.bearer.as_deref().unwrap_or_default();
        let found = self
            .sessions
            .iter()
            .position(|session| session.access == token && !token.is_empty());
        let found = found.ok_or_else(|| Problem::new(ErrorCode::Unauthenticated))?;
        let device = self.sessions[found].device;
        state(self.devices.iter().find(|known| known.id == device).unwrap())?;
        if self.is_over(found) {
            return Err(Problem::new(ErrorCode::SessionExpired));
        }
        if self.now > self.sessions[found].access_ends {
            return Err(Problem::new(ErrorCode::AccessTokenExpired));
        }
        self.sessions[found].used = self.now;
        Ok(self.sessions[found].id)
    }

    pub(super) fn device_key(&self, id: DeviceId) -> [u8; 32] {
        self.devices.iter().find(|device| device.id == id).unwrap().key
    }

    pub(super) fn whose(&self, id: SessionId) -> (CitizenId, DeviceId) {
        let session = self.sessions.iter().find(|session| session.id == id).unwrap();
        (session.citizen, session.device)
    }

    pub(super) fn end_session(&mut self, id: SessionId) -> Answer {
        let session = self.sessions.iter_mut().find(|session| session.id == id);
        session.ok_or_else(|| Problem::new(ErrorCode::NotFound))?.ended = true;
        nothing()
    }

    pub(super) fn list_sessions(&self, current: SessionId, citizen: CitizenId) -> Answer {
        let open = self
            .sessions
            .iter()
            .rev()
            .filter(|session| session.citizen == citizen && !session.ended);
        let records = open.map(|session| SessionRecord {
            id: session.id,
            device: session.device,
            opened_at: session.opened,
            last_used_at: session.used,
            ends_at: session.opened + limits::SESSION_LIFETIME,
            current: session.id == current,
        });
        json(&SessionList {
            sessions: records.collect(),
        })
    }

    pub(super) fn list_devices(&self, citizen: CitizenId, current: DeviceId) -> Answer {
        let own = self.devices.iter().filter(|device| device.citizen == citizen);
        let mut devices: Vec<DeviceRecord> = own
            .map(|device| DeviceRecord {
                id: device.id,
                name: device.offer.name.clone(),
                platform: device.offer.platform,
                bound_at: device.bound,
                last_seen_at: self.now,
                state: device.state,
                current: device.id == current,
            })
            .collect();
        devices.sort_by_key(|device| !device.current);
        json(&DeviceList { devices })
    }

    pub(super) fn revoke_device(&mut self, id: DeviceId, wipe: bool) -> Answer {
        let device = self.devices.iter_mut().find(|device| device.id == id);
        let device = device.ok_or_else(|| Problem::new(ErrorCode::NotFound))?;
        device.state = if wipe {
            DeviceState::WipeOrdered
        } else {
            DeviceState::Revoked
        };
        if let Some(index) = device.credential {
            self.revoked.revoke(index);
        }
        nothing()
    }

    pub(super) fn issue_credential(&mut self, citizen: CitizenId, device: DeviceId) -> Answer {
        let now = self.now;
        let index = u32::try_from(self.next).unwrap();
        self.next += 1;
        let account = self.account(citizen);
        let name: domain::PersonName = account.profile.text(ProfileField::FullName).unwrap().parse().unwrap();
        let qid = account.code.qid.clone();
        let device = self.devices.iter_mut().find(|known| known.id == device).unwrap();
        let earlier = device.credential.replace(index);
        let claims = CredentialClaims {
            issuer: super::ISSUER.to_owned(),
            qid,
            holder: name.masked(),
            device_key: device.key,
            issued_at: now,
            not_after: now + limits::CREDENTIAL_LIFETIME,
            status_index: index,
        };
        if let Some(earlier) = earlier {
            self.revoked.revoke(earlier);
        }
        let credential = Blob(issue_credential(&self.signer, &claims));
        json(&DeviceCredential {
            credential,
            not_after: claims.not_after,
            number_secret: protocol::Blob(vec![7; 32]),
        })
    }
}

fn state(device: &Device) -> Result<(), Problem> {
    match device.state {
        DeviceState::Active => Ok(()),
        DeviceState::Revoked => Err(Problem::new(ErrorCode::DeviceRevoked)),
        DeviceState::WipeOrdered | DeviceState::WipeDelivered => Err(Problem::new(ErrorCode::DeviceWipeOrdered)),
    }
}
