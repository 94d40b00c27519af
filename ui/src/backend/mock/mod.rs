//! A host with invented people, for looking at screens without the shell. It keeps nothing and
//! reaches nobody.
//!
//! `?mock=` names a [`Scenario`]; `&lang=en`, `&theme=dark`, `&text=200` and `&simple=1` set
//! the settings; with `&links=none` no link opens, as in the shell. The PIN is 274913, the one-time password 482915.

mod account;
mod cards;
mod codes;
mod content;
mod counter;
mod documents;
mod errands;
mod handler;
mod home;
mod office;
mod papers;
mod person;
mod profile;
mod scans;
mod scenario;
mod sharing;

use std::sync::Mutex;

use domain::{DocumentId, RequestId};
use js_sys::Uint8Array;
use leptos::prelude::{request_animation_frame, set_timeout, window};
use protocol::{
    api::{AccessRecord, ErrandRecord, ShareRequestRecord},
    app::{AppError, AppEvent, AppRequest, AppState, CardView, CommandName, DocumentView, ProfileView, Transfer},
};

use super::{CameraFeed, fetch};
use scenario::Scenario;

type Hear = Box<dyn Fn(AppEvent)>;

/// The mock, as the UI's host.
#[derive(Clone, Copy)]
pub(super) struct Host(&'static MockHost);

impl Host {
    pub(super) fn find() -> Option<Self> {
        Some(Self(MockHost::start()))
    }

    pub(super) async fn call<R: AppRequest>(
        self,
        request: R,
        bytes: Option<Uint8Array>,
    ) -> Result<R::Output, AppError> {
        let attachment = bytes
            .map(|bytes| bytes::Bytes::from(bytes.to_vec()))
            .unwrap_or_default();
        if self.0.scenario == Scenario::Slow && R::NAME != CommandName::GetState {
            futures::future::pending::<()>().await;
        }
        request.carry_out(&self.0, attachment).await
    }

    pub(super) fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        self.0.listen(hear);
    }

    pub(super) fn opens_links(self) -> bool {
        !window().location().search().unwrap_or_default().contains("links=none")
    }

    pub(super) async fn content(self, document: DocumentId) -> Option<Uint8Array> {
        fetch(&self.0.document_url(document)).await
    }

    pub(super) async fn shared_paper(self, _: RequestId, paper: DocumentId) -> Option<Uint8Array> {
        self.content(paper).await
    }

    pub(super) fn camera_feed(self) -> CameraFeed {
        CameraFeed::Pictures(content::camera_picture)
    }
}

/// The mock host; one for the life of the page.
struct MockHost {
    scenario: Scenario,
    inner: Mutex<Inner>,
    hear: HearCell,
}

/// What the mock pretends to hold.
struct Inner {
    state: AppState,
    profile: ProfileView,
    papers: Vec<DocumentView>,
    cards: Vec<CardView>,
    requests: Vec<ShareRequestRecord>,
    errands: Vec<ErrandRecord>,
    history: Vec<AccessRecord>,
    remembered: bool,
    desk: counter::Desk,
    office: office::Office,
    wrong_codes: u32,
    wrong_pins: u32,
    camera: bool,
}

/// The page has one thread; the lock only satisfies the compiler where it has more.
struct HearCell(send_wrapper::SendWrapper<std::cell::RefCell<Option<Hear>>>);

impl MockHost {
    fn start() -> &'static Self {
        let query = window().location().search().unwrap_or_default();
        let scenario = Scenario::read(&query);
        let host = Self {
            scenario,
            inner: Mutex::new(Inner {
                state: scenario.state(&query),
                profile: person::profile(scenario),
                papers: papers::all(scenario),
                cards: cards::all(scenario),
                requests: sharing::requests(scenario),
                errands: errands::errands(scenario),
                history: sharing::history(scenario),
                remembered: scenario != Scenario::Empty,
                desk: counter::desk(scenario),
                office: office::office(scenario),
                wrong_codes: 0,
                wrong_pins: 0,
                camera: false,
            }),
            hear: HearCell(send_wrapper::SendWrapper::new(std::cell::RefCell::new(None))),
        };
        Box::leak(Box::new(host))
    }

    fn listen(&'static self, hear: impl Fn(AppEvent) + 'static) {
        *self.hear.0.borrow_mut() = Some(Box::new(hear));
        let status = self.scenario.sync();
        request_animation_frame(move || self.emit(AppEvent::Sync(status)));
    }

    fn document_url(&self, document: DocumentId) -> String {
        let media_type = self.with(|inner| {
            inner
                .papers
                .iter()
                .find(|paper| paper.card.id == document)
                .and_then(|paper| paper.media_type)
        });
        match self.scenario {
            Scenario::BadFiles => content::broken(document, media_type),
            _ => content::url(media_type),
        }
    }

    fn emit(&self, event: AppEvent) {
        if let Some(hear) = self.hear.0.borrow().as_ref() {
            hear(event);
        }
    }

    fn emit_later(&'static self, milliseconds: u64, event: AppEvent) {
        set_timeout(move || self.emit(event), std::time::Duration::from_millis(milliseconds));
    }

    /// Pretends that a content is on its way: a tenth each step, then done.
    fn pretend_transfer(&'static self, transfer: Transfer) {
        for step in 1..=9_u64 {
            let part = Transfer {
                done: transfer.total * step / 10,
                ..transfer.clone()
            };
            self.emit_later(step * 150, AppEvent::Transfer(part));
        }
        let whole = Transfer {
            done: transfer.total,
            state: protocol::app::TransferState::Done,
            ..transfer
        };
        self.emit_later(1_600, AppEvent::Transfer(whole));
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
