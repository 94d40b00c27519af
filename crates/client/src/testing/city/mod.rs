//! A city in memory that answers as the real one: at the level of HTTP, with the same problems,
//! and with things that go wrong when a test says so.

mod account;
mod cards;
mod counter;
mod errands;
mod feed;
mod session;

use std::{
    sync::Arc,
    task::{Poll, Waker},
};

use async_trait::async_trait;
use bytes::Bytes;
use codes::{revocation::RevocationList, trust::CitySigner};
use domain::{CardSerial, ChallengeId, CitizenId, DeviceId, DocumentId, ErrandId, SessionId};
use futures::future::poll_fn;
use jiff::{SignedDuration, Timestamp};
use protocol::{
    Blob,
    api::{CityInfo, CityKey, Method, TrustBundle},
    problem::{ErrorCode, MEDIA_TYPE, Problem},
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

pub use account::IssuedPaper;
use account::{Account, Challenge};
use cards::Card;
pub use counter::Told;
use errands::Errand;
use session::{Device, Session};

use super::{FakeClock, Fault};
use crate::{
    held::Held,
    port::{CityApi, CityRequest, CityResponse, Clock, Heard, Unreachable},
};

const ISSUER: &str = "danang.gov.vn";

/// Where requests are held on their way.
#[derive(Default)]
struct Gate {
    /// The number of the first request that waits.
    from: Option<usize>,
    waiting: Vec<Waker>,
}

/// The fake city.
pub struct FakeCity {
    /// The city's clock.
    pub clock: Arc<FakeClock>,
    inner: Held<Inner>,
    gate: Held<Gate>,
}

struct Inner {
    now: Timestamp,
    signer: CitySigner,
    revoked: RevocationList,
    next: u128,
    last_code: String,
    accounts: Vec<Account>,
    challenges: Vec<Challenge>,
    sessions: Vec<Session>,
    devices: Vec<Device>,
    cards: Vec<Card>,
    errands: Vec<Errand>,
    /// What a counter told, as it came.
    told: Vec<Told>,
    requests: Vec<String>,
    faults: Vec<(usize, Fault)>,
    offline: bool,
    /// How many changes a page has at most.
    page: usize,
}

type Answer = Result<CityResponse, Problem>;

impl Default for FakeCity {
    fn default() -> Self {
        let clock = Arc::new(FakeClock::default());
        Self {
            inner: Held::new(Inner {
                now: clock.now(),
                signer: CitySigner::from_seed(&[7; 32], ISSUER),
                revoked: RevocationList::new(1024),
                next: 1,
                last_code: String::new(),
                accounts: Vec::new(),
                challenges: Vec::new(),
                sessions: Vec::new(),
                devices: Vec::new(),
                cards: Vec::new(),
                errands: Vec::new(),
                told: Vec::new(),
                requests: Vec::new(),
                faults: Vec::new(),
                offline: false,
                page: 200,
            }),
            clock,
            gate: Held::default(),
        }
    }
}

impl FakeCity {
    /// Holds requests on their way, from that number on (from 0).
    pub fn hold(&self, request: usize) {
        let from = self.requests().len() + request;
        self.gate.with(|gate| gate.from = Some(from));
    }

    /// Lets them go.
    pub fn release(&self) {
        let gate = self.gate.with(std::mem::take);
        gate.waiting.into_iter().for_each(Waker::wake);
    }

    /// The way to the city: others may go first, and it may be barred.
    async fn way(&self) {
        let mut gone = false;
        poll_fn(|context| {
            let number = self.inner.with(|city| city.requests.len());
            let waker = context.waker().clone();
            let held = self.gate.with(|gate| {
                let held = gate.from.is_some_and(|from| number >= from);
                if held {
                    gate.waiting.push(waker);
                }
                held
            });
            if held {
                return Poll::Pending;
            }
            if std::mem::replace(&mut gone, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await;
    }

    /// The last one-time password that was sent.
    pub fn last_code(&self) -> String {
        self.inner.with(|city| city.last_code.clone())
    }

    /// Whether the city can be reached at all.
    pub fn set_offline(&self, offline: bool) {
        self.inner.with(|city| city.offline = offline);
    }

    /// Lets the request with this number from now on (from 0) go wrong.
    pub fn fail(&self, request: usize, fault: Fault) {
        self.inner.with(|city| {
            let at = city.requests.len() + request;
            city.faults.push((at, fault));
        });
    }

    /// Forgets what was to go wrong.
    pub fn heal(&self) {
        self.inner.with(|city| city.faults.clear());
    }

    /// The requests so far, as `GET /v1/city`.
    pub fn requests(&self) -> Vec<String> {
        self.inner.with(|city| city.requests.clone())
    }

    /// How many changes a page of the feed has at most.
    pub fn set_page(&self, changes: usize) {
        self.inner.with(|city| city.page = changes);
    }
}

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl CityApi for FakeCity {
    async fn send(&self, request: CityRequest) -> Result<CityResponse, Unreachable> {
        if let Some(progress) = &request.progress {
            progress(request.body.len() as u64 / 2);
        }
        self.way().await;
        let now = self.clock.now();
        self.inner.with(|city| {
            city.now = now;
            let at = city.requests.len();
            let path = request.path.split('?').next().unwrap_or_default().to_owned();
            city.requests.push(format!("{} {path}", request.method.as_str()));
            let fault = city
                .faults
                .iter()
                .find(|(number, _)| *number == at)
                .map(|(_, fault)| *fault);
            match fault {
                _ if city.offline => return Err(Unreachable),
                Some(Fault::Lost) => return Err(Unreachable),
                Some(Fault::Problem(code)) => return Ok(city.finish(Err(Problem::new(code)))),
                Some(Fault::Portal) => return Ok(html(200)),
                Some(Fault::TooLarge) => return Ok(html(413)),
                Some(Fault::AnswerLost | Fault::Damaged) | None => {}
            }
            let answer = city.route(&request, &path);
            let mut response = city.finish(answer);
            match fault {
                Some(Fault::AnswerLost) => return Err(Unreachable),
                Some(Fault::Damaged) => damage(&mut response),
                _ => {}
            }
            Ok(response)
        })
    }

    /// Nothing is ever heard: tests ask for syncs themselves.
    async fn listen(&self, _: CityRequest, _: Heard) -> Result<CityResponse, Unreachable> {
        std::future::pending().await
    }
}

fn html(status: u16) -> CityResponse {
    CityResponse {
        status,
        headers: Vec::new(),
        body: Bytes::from_static(b"<html>Wi-Fi</html>"),
    }
}

fn damage(response: &mut CityResponse) {
    let mut body = response.body.to_vec();
    if let Some(byte) = body.last_mut() {
        *byte ^= 1;
    }
    response.body = body.into();
}

impl Inner {
    fn route(&mut self, request: &CityRequest, path: &str) -> Answer {
        let parts: Vec<&str> = path.trim_start_matches("/v1/").split('/').collect();
        match (request.method, parts.as_slice()) {
            (Method::Get, ["city"]) => json(&self.info()),
            (Method::Get, ["trust"]) => cached(request, "trust", || self.trust()),
            (Method::Get, ["revocations"]) => self.revocations(request),
            (Method::Post, ["enrolments"]) => self.enrol(body(request)?),
            (Method::Post, ["sign-ins"]) => self.start_sign_in(body(request)?),
            (Method::Post, ["challenges", id, "sends"]) => self.resend(parse(id).map(ChallengeId)?),
            (Method::Post, ["sessions"]) => self.open_session(body(request)?),
            (Method::Post, ["sessions", "refresh"]) => self.refresh(body(request)?),
            _ => {
                let session = self.authorise(request)?;
                self.route_signed_in(request, &parts, session)
            }
        }
    }

    fn route_signed_in(&mut self, request: &CityRequest, parts: &[&str], session: SessionId) -> Answer {
        let (citizen, device) = self.whose(session);
        match (request.method, parts) {
            (Method::Get, ["sessions"]) => self.list_sessions(session, citizen),
            (Method::Delete, ["sessions", "current"]) => self.end_session(session),
            (Method::Delete, ["sessions", id]) => self.end_session(SessionId(parse(id)?)),
            (Method::Get, ["devices"]) => self.list_devices(citizen, device),
            (Method::Delete, ["devices", id]) => self.revoke_device(DeviceId(parse(id)?), false),
            (Method::Post, ["devices", "current", "credential"]) => self.issue_credential(citizen, device),
            (Method::Post, ["devices", id, "wipe"]) => self.revoke_device(DeviceId(parse(id)?), true),
            (Method::Get, ["cards"]) => self.list_cards(citizen),
            (Method::Post, ["cards"]) => self.issue_card(citizen, body(request)?),
            (Method::Delete, ["cards", serial]) => self.revoke_card(citizen, card(serial)?),
            (Method::Get, ["cards", serial, "pdf"]) => self.print_card(citizen, card(serial)?),
            (Method::Get, ["organisations"]) => json(&self.organisations()),
            (Method::Put, ["errands", id]) => self.give_errand(citizen, device, ErrandId(parse(id)?), body(request)?),
            (Method::Delete, ["errands", id]) => self.end_errand(citizen, ErrandId(parse(id)?)),
            (Method::Post, ["counter", "reconciliations"]) => self.reconcile(body(request)?),
            (Method::Post, ["counter", "errands", "handovers"]) => self.hear_handover(body(request)?),
            (Method::Get, ["changes"]) => self.changes(citizen, &request.path),
            (Method::Post, ["outbox"]) => self.push(citizen, body(request)?),
            (Method::Put, ["documents", id, "content"]) => self.put_content(citizen, DocumentId(parse(id)?), request),
            (Method::Get, ["documents", id, "content"]) => self.get_content(citizen, DocumentId(parse(id)?), request),
            _ => Err(Problem::new(ErrorCode::NotFound)),
        }
    }

    fn finish(&self, answer: Answer) -> CityResponse {
        let mut response = answer.unwrap_or_else(|problem| CityResponse {
            status: problem.status,
            headers: vec![("content-type".to_owned(), MEDIA_TYPE.to_owned())],
            body: serde_json::to_vec(&problem).unwrap().into(),
        });
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&self.now)
            .unwrap();
        response.headers.push(("date".to_owned(), date));
        response
    }

    fn info(&self) -> CityInfo {
        CityInfo {
            issuer: ISSUER.to_owned(),
            name: "Thành phố thử".to_owned(),
            time: self.now,
            minimum_app: "0.1.0".to_owned(),
            document_bytes: domain::limits::DOCUMENT_BYTES,
            demo: true,
        }
    }

    fn trust(&self) -> TrustBundle {
        let key = CityKey {
            id: Blob(self.signer.id().to_vec()),
            public_key: Blob(self.signer.public_key().to_vec()),
            not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
            not_after: "2036-01-01T00:00:00Z".parse().unwrap(),
            revoked: false,
        };
        TrustBundle {
            issuer: ISSUER.to_owned(),
            keys: vec![key],
            as_of: self.now,
        }
    }

    fn revocations(&self, request: &CityRequest) -> Answer {
        let revoked = (0..self.revoked.capacity())
            .filter(|index| self.revoked.is_revoked(*index))
            .count();
        let etag = format!("\"{revoked}-{}\"", self.now.as_second() / 900);
        if asks_for(request, &etag) {
            return Ok(plain(304, Bytes::new()));
        }
        let uri = codes::revocation::list_uri(ISSUER);
        let token = self
            .revoked
            .sign(&self.signer, &uri, self.now, self.now + SignedDuration::from_hours(24));
        let mut response = plain(200, token.into());
        response.headers.push(("etag".to_owned(), etag));
        Ok(response)
    }

    fn uuid(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(0xC17 << 96 | self.next)
    }

    fn account(&mut self, citizen: CitizenId) -> &mut Account {
        self.accounts.iter_mut().find(|account| account.id == citizen).unwrap()
    }
}

fn body<T: DeserializeOwned>(request: &CityRequest) -> Result<T, Problem> {
    serde_json::from_slice(&request.body).map_err(|_| Problem::new(ErrorCode::InvalidRequest))
}

fn parse(id: &str) -> Result<Uuid, Problem> {
    id.parse().map_err(|_| Problem::new(ErrorCode::NotFound))
}

fn card(serial: &str) -> Result<CardSerial, Problem> {
    serial.parse().map_err(|_| Problem::new(ErrorCode::NotFound))
}

fn json(value: &impl Serialize) -> Answer {
    Ok(plain(200, serde_json::to_vec(value).unwrap().into()))
}

fn plain(status: u16, body: Bytes) -> CityResponse {
    CityResponse {
        status,
        headers: Vec::new(),
        body,
    }
}

fn nothing() -> Answer {
    Ok(plain(204, Bytes::new()))
}

fn header<'a>(request: &'a CityRequest, name: &str) -> Option<&'a str> {
    request
        .headers
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
}

fn asks_for(request: &CityRequest, etag: &str) -> bool {
    header(request, "if-none-match") == Some(etag)
}

fn cached<T: Serialize>(request: &CityRequest, tag: &str, make: impl FnOnce() -> T) -> Answer {
    let etag = format!("\"{tag}\"");
    if asks_for(request, &etag) {
        return Ok(plain(304, Bytes::new()));
    }
    let mut response = json(&make())?;
    response.headers.push(("etag".to_owned(), etag));
    Ok(response)
}
