//! The PDF module, at arm's length.
//!
//! It runs in a worker that this side ends when it takes too long or breaks, so no file can freeze or crash the screen; the next
//! request starts another. Where a worker can't start, the same module runs here, without that protection.

use std::{rc::Rc, time::Duration};

use futures::{
    StreamExt,
    channel::mpsc::{self, UnboundedReceiver, UnboundedSender},
    future::{Either, select},
    lock::Mutex,
    pin_mut,
};
use js_sys::{Array, Float32Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ErrorEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::wait::wait;

/// How long the module may take to arrive and start.
const START: Duration = Duration::from_secs(20);
/// How long one request may take: a large scan on a slow phone takes a few seconds.
const PATIENCE: Duration = Duration::from_secs(20);

#[wasm_bindgen(module = "/src/features/documents/viewer/load.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn load(address: &str) -> Result<JsValue, JsValue>;
}

/// Why a PDF can't be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PdfError {
    /// Whatever its name says, it is no PDF.
    NotPdf,
    /// It needs a password.
    Encrypted,
    /// Its pages can't be found, or drawing it breaks the module.
    Damaged,
    /// It has too many bytes or pages.
    TooLarge,
    /// Drawing takes longer than a person waits.
    TooSlow,
    /// The module itself can't be started here.
    Unavailable,
}

/// A page as drawn.
pub(super) struct Drawn {
    /// Pixels across.
    pub(super) width: u32,
    /// Pixels down.
    pub(super) height: u32,
    /// The pixels.
    pub(super) rgba: Uint8Array,
}

/// An opened PDF. Requests are carried out one after another.
#[derive(Clone)]
pub(super) struct Pdf(Rc<Mutex<Opened>>);

struct Opened {
    bytes: Uint8Array,
    /// None after a failure of the module itself: the next request starts another.
    line: Option<Line>,
    number: u32,
}

enum Line {
    Worker(WorkerLine),
    Here(Function),
}

impl Pdf {
    /// Opens a file; answers with it and width and height of every page.
    pub(super) async fn open(bytes: Uint8Array) -> Result<(Self, Vec<(f32, f32)>), PdfError> {
        let mut opened = Opened {
            bytes,
            line: None,
            number: 0,
        };
        let sizes = opened.ready().await?.unwrap_or_default();
        Ok((Self(Rc::new(Mutex::new(opened))), sizes))
    }

    /// Draws a page, counted from 0, turned by so many quarters.
    pub(super) async fn draw(&self, page: usize, scale: f64, quarters: u32) -> Result<Drawn, PdfError> {
        let mut opened = self.0.lock().await;
        opened.ready().await?;
        let wanted = object(&[
            ("page", number(page as f64)),
            ("scale", number(scale)),
            ("quarters", number(f64::from(quarters))),
        ]);
        let picture = opened.ask("draw", &wanted, "picture").await?;
        Ok(Drawn {
            width: whole(&picture, "width"),
            height: whole(&picture, "height"),
            rgba: field(&picture, "rgba").unchecked_into(),
        })
    }
}

impl Opened {
    /// Starts the module and opens the file in it, unless that is done; the pages' sizes when it had to be.
    async fn ready(&mut self) -> Result<Option<Vec<(f32, f32)>>, PdfError> {
        if self.line.is_some() {
            return Ok(None);
        }
        self.line = Some(Line::start().await?);
        let bytes = self.bytes.clone();
        let sizes: Float32Array = self.ask("open", &bytes, "sizes").await?.unchecked_into();
        let pairs = sizes.to_vec().chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        Ok(Some(pairs))
    }

    async fn ask(&mut self, what: &str, input: &JsValue, answer: &str) -> Result<JsValue, PdfError> {
        self.number += 1;
        let request = object(&[("id", number(f64::from(self.number))), (what, input.clone())]);
        let reply = match self.line.as_mut() {
            Some(Line::Worker(line)) => line.ask(self.number, &request).await,
            Some(Line::Here(answer)) => ask_here(answer, &request).await,
            None => Err(PdfError::Unavailable),
        };
        let outcome = reply.and_then(|reply| match failure(&reply) {
            Some(error) => Err(error),
            None => Ok(field(&reply, answer)),
        });
        if outcome.is_err() {
            // After a fault the module's memory can't be trusted; after a refusal it is of no more use.
            self.line = None;
        }
        outcome
    }
}

impl Line {
    async fn start() -> Result<Self, PdfError> {
        if let Some(line) = WorkerLine::start().await {
            return Ok(Self::Worker(line));
        }
        let module = load(&address()).await.map_err(|_| PdfError::Unavailable)?;
        field(&module, "answer")
            .dyn_into()
            .map(Self::Here)
            .map_err(|_| PdfError::Unavailable)
    }
}

async fn ask_here(answer: &Function, request: &JsValue) -> Result<JsValue, PdfError> {
    let promise: Promise = answer
        .call1(&JsValue::UNDEFINED, request)
        .ok()
        .and_then(|value| value.dyn_into().ok())
        .ok_or(PdfError::Unavailable)?;
    JsFuture::from(promise).await.map_err(|_| PdfError::Damaged)
}

/// A worker and what it says. Dropped, it ends.
struct WorkerLine {
    worker: Worker,
    said: UnboundedReceiver<Said>,
    _hear: Closure<dyn FnMut(MessageEvent)>,
    _fail: Closure<dyn FnMut(ErrorEvent)>,
}

enum Said {
    Message(JsValue),
    Failed,
}

impl WorkerLine {
    /// A worker that has said that it is ready.
    async fn start() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = Worker::new_with_options(&address(), &options).ok()?;
        let (say, said) = mpsc::unbounded();
        let hear = hear(say.clone());
        worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        let fail = fail(say);
        worker.set_onerror(Some(fail.as_ref().unchecked_ref()));
        let mut line = Self {
            worker,
            said,
            _hear: hear,
            _fail: fail,
        };
        match line.next(START).await {
            Ok(Said::Message(message)) if field(&message, "ready").is_truthy() => Some(line),
            _ => None,
        }
    }

    async fn ask(&mut self, id: u32, request: &JsValue) -> Result<JsValue, PdfError> {
        self.worker.post_message(request).map_err(|_| PdfError::Unavailable)?;
        loop {
            match self.next(PATIENCE).await? {
                Said::Message(reply) if whole(&reply, "id") == id => return Ok(reply),
                Said::Message(_) => {}
                Said::Failed => return Err(PdfError::Damaged),
            }
        }
    }

    async fn next(&mut self, patience: Duration) -> Result<Said, PdfError> {
        let late = wait(patience);
        let said = self.said.next();
        pin_mut!(late);
        match select(said, late).await {
            Either::Left((said, _)) => said.ok_or(PdfError::Unavailable),
            Either::Right(_) => Err(PdfError::TooSlow),
        }
    }
}

impl Drop for WorkerLine {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

fn hear(say: UnboundedSender<Said>) -> Closure<dyn FnMut(MessageEvent)> {
    Closure::new(move |event: MessageEvent| {
        // Nobody listens any more when the other end is gone.
        let _ = say.unbounded_send(Said::Message(event.data()));
    })
}

fn fail(say: UnboundedSender<Said>) -> Closure<dyn FnMut(ErrorEvent)> {
    Closure::new(move |event: ErrorEvent| {
        event.prevent_default();
        let _ = say.unbounded_send(Said::Failed);
    })
}

/// Where the module's worker is; the page says it, because the build may name it by its content.
fn address() -> String {
    let root = leptos::prelude::document().document_element();
    root.and_then(|root| root.get_attribute("data-viewer"))
        .unwrap_or_default()
}

fn failure(reply: &JsValue) -> Option<PdfError> {
    let name = field(reply, "error").as_string()?;
    Some(match name.as_str() {
        "not_pdf" => PdfError::NotPdf,
        "encrypted" => PdfError::Encrypted,
        "too_large" => PdfError::TooLarge,
        _ => PdfError::Damaged,
    })
}

fn field(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn whole(of: &JsValue, name: &str) -> u32 {
    field(of, name).as_f64().map_or(0, |value| value as u32)
}

fn number(value: f64) -> JsValue {
    JsValue::from_f64(value)
}

fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let entries: Array = fields
        .iter()
        .map(|(name, value)| Array::of2(&(*name).into(), value))
        .collect();
    Object::from_entries(&entries).map_or(JsValue::UNDEFINED, JsValue::from)
}
