//! The app that hosts the UI, as screens see it.
//!
//! One handle, [`Backend`], in two forms: the shell (Tauri) and, with the feature `portal`, the
//! page itself. With the feature `mock` there is a third, with invented people. Screens don't use it directly but through [`crate::app::App`], which
//! also keeps the app's state in step with what commands answer.

#[cfg(feature = "mock")]
mod mock;
mod shell;

use domain::DocumentId;
use js_sys::Uint8Array;
use leptos::prelude::window;
use protocol::app::{AppError, AppEvent, AppRequest, Command};
use serde_json::Value;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// A handle to the host; copies are free.
#[derive(Clone, Copy)]
pub struct Backend {
    host: Host,
}

#[derive(Clone, Copy)]
enum Host {
    Shell,
    #[cfg(all(feature = "portal", target_arch = "wasm32"))]
    Page(&'static page::PageHost),
    #[cfg(feature = "mock")]
    Mock(&'static mock::MockHost),
}

impl Backend {
    /// The host of this page; none in a plain browser.
    pub fn find() -> Option<Self> {
        if shell::is_there() {
            return Some(Self { host: Host::Shell });
        }
        #[cfg(feature = "mock")]
        return Some(Self {
            host: Host::Mock(mock::MockHost::start()),
        });
        #[cfg(not(feature = "mock"))]
        Self::of_page()
    }

    #[cfg(all(feature = "portal", target_arch = "wasm32", not(feature = "mock")))]
    fn of_page() -> Option<Self> {
        let host = page::PageHost::start(env!("CARGO_PKG_VERSION"))?;
        Some(Self { host: Host::Page(host) })
    }

    #[cfg(not(any(feature = "mock", all(feature = "portal", target_arch = "wasm32"))))]
    fn of_page() -> Option<Self> {
        None
    }

    /// Has the host carry out a command.
    ///
    /// # Errors
    /// What the command refuses or fails with; [`AppError::Internal`] when the host's answer can't
    /// be read.
    pub async fn call<R: AppRequest>(self, request: R) -> Result<R::Output, AppError> {
        let command = request.into_command();
        let answer = match self.host {
            Host::Shell => shell::call(&command).await,
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(host) => host.call(command, None).await,
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.call(command, None).await,
        }?;
        read(answer)
    }

    /// Has the host carry out a command that takes bytes: a picture to scan, a paper's content.
    ///
    /// # Errors
    /// As [`Backend::call`].
    pub async fn call_with<R: AppRequest>(self, request: R, bytes: Uint8Array) -> Result<R::Output, AppError> {
        let command: Command = request.into_command();
        let answer = match self.host {
            Host::Shell => shell::call_with_bytes(&command, &bytes).await,
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(host) => host.call(command, Some(bytes)).await,
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.call(command, Some(bytes)).await,
        }?;
        read(answer)
    }

    /// Hears the host's events from now on, for as long as the page lives.
    pub fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        match self.host {
            Host::Shell => shell::listen(hear),
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(host) => host.listen(hear),
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.listen(hear),
        }
    }

    /// Whether a link to another place opens in a browser. The shell grants its window no way out.
    pub fn opens_links(self) -> bool {
        match self.host {
            Host::Shell => false,
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(_) => true,
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.opens_links(),
        }
    }

    /// A paper's decrypted content, while its vault is open; none when the host does not hand it
    /// out.
    pub async fn content(self, document: DocumentId) -> Option<Uint8Array> {
        match self.host {
            Host::Shell => fetch(&shell::url("document", &document.to_string())).await,
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(host) => host.content(document).await.ok(),
            #[cfg(feature = "mock")]
            Host::Mock(host) => fetch(&host.document_url(document)).await,
        }
    }

    /// How the running camera's pictures reach the screen.
    pub fn camera_feed(self) -> CameraFeed {
        match self.host {
            Host::Shell => CameraFeed::Pictures(|frame| format!("{}?n={frame}", shell::url("camera", "frame"))),
            #[cfg(all(feature = "portal", target_arch = "wasm32"))]
            Host::Page(host) => CameraFeed::Stream(host.camera_pictures()),
            #[cfg(feature = "mock")]
            Host::Mock(_) => CameraFeed::Pictures(mock::camera_picture),
        }
    }
}

/// How a camera's pictures reach the screen.
pub enum CameraFeed {
    /// One after another, from an address; the number only keeps the page from showing an older
    /// one again.
    Pictures(fn(u32) -> String),
    /// As the browser's own stream; none once the camera has stopped.
    Stream(Option<web_sys::MediaStream>),
}

async fn fetch(address: &str) -> Option<Uint8Array> {
    let response = JsFuture::from(window().fetch_with_str(address)).await.ok()?;
    let response: Response = response.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}

fn read<T: serde::de::DeserializeOwned>(answer: Value) -> Result<T, AppError> {
    serde_json::from_value(answer).map_err(|_| AppError::Internal)
}
