//! The app that hosts the UI, as screens see it.
//!
//! One handle, [`Backend`], and one host behind it, chosen when the UI is built: the shell (Tauri);
//! with the feature `portal`, the page itself; with the feature `mock`, invented people. Screens
//! don't use it directly but through [`crate::app::App`], which also keeps the app's state in step
//! with what commands answer.

#[cfg(all(feature = "portal", target_arch = "wasm32", not(feature = "mock")))]
#[path = "portal.rs"]
mod host;
#[cfg(not(any(feature = "mock", all(feature = "portal", target_arch = "wasm32"))))]
#[path = "shell.rs"]
mod host;
#[cfg(feature = "mock")]
mod mock;

use domain::{DocumentId, RequestId};
use js_sys::Uint8Array;
use protocol::app::{AppError, AppEvent, AppRequest};

#[cfg(not(feature = "mock"))]
use host::Host;
#[cfg(feature = "mock")]
use mock::Host;

/// A handle to the host; copies are free.
#[derive(Clone, Copy)]
pub struct Backend {
    host: Host,
}

impl Backend {
    /// The host of this page; none where the UI was opened without one.
    pub fn find() -> Option<Self> {
        Host::find().map(|host| Self { host })
    }

    /// Has the host carry out a command.
    ///
    /// # Errors
    /// What the command refuses or fails with; [`AppError::Internal`] when the host's answer can't
    /// be read.
    pub async fn call<R: AppRequest>(self, request: R) -> Result<R::Output, AppError> {
        self.host.call(request, None).await
    }

    /// Has the host carry out a command that takes bytes: a picture to scan, a paper's content.
    ///
    /// # Errors
    /// As [`Backend::call`].
    pub async fn call_with<R: AppRequest>(self, request: R, bytes: Uint8Array) -> Result<R::Output, AppError> {
        self.host.call(request, Some(bytes)).await
    }

    /// Hears the host's events from now on, for as long as the page lives.
    pub fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        self.host.listen(hear);
    }

    /// Whether a link to another place opens in a browser. The shell grants its window no way out.
    pub fn opens_links(self) -> bool {
        self.host.opens_links()
    }

    /// A paper's decrypted content, while its vault is open; none when the host does not hand it
    /// out.
    pub async fn content(self, document: DocumentId) -> Option<Uint8Array> {
        self.host.content(document).await
    }

    /// A paper that a resident shared with the officer at this counter; none when it can't be had.
    pub async fn shared_paper(self, request: RequestId, paper: DocumentId) -> Option<Uint8Array> {
        self.host.shared_paper(request, paper).await
    }

    /// How the running camera's pictures reach the screen.
    pub fn camera_feed(self) -> CameraFeed {
        self.host.camera_feed()
    }
}

/// How a camera's pictures reach the screen. A host knows one of the two.
#[allow(dead_code, reason = "the UI is built for one host")]
pub enum CameraFeed {
    /// One after another, from an address; the number only keeps the page from showing an older
    /// one again.
    Pictures(fn(u32) -> String),
    /// As the browser's own stream; none once the camera has stopped.
    Stream(Option<web_sys::MediaStream>),
}

/// A content that the host hands out at an address.
#[cfg(any(feature = "mock", not(all(feature = "portal", target_arch = "wasm32"))))]
async fn fetch(address: &str) -> Option<Uint8Array> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;

    let response = JsFuture::from(leptos::prelude::window().fetch_with_str(address))
        .await
        .ok()?;
    let response: web_sys::Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
