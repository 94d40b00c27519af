//! The app that hosts the UI, as screens see it.
//!
//! One handle, [`Backend`], in two forms: the shell (Tauri) and, only with the feature `mock`, a
//! host with invented people. Screens don't use it directly but through [`crate::app::App`], which
//! also keeps the app's state in step with what commands answer.

#[cfg(feature = "mock")]
mod mock;
mod shell;

use domain::DocumentId;
use protocol::app::{AppError, AppEvent, AppRequest, Command};
use serde_json::Value;

/// A handle to the host; copies are free.
#[derive(Clone, Copy)]
pub struct Backend {
    host: Host,
}

#[derive(Clone, Copy)]
enum Host {
    Shell,
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
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.call(command, None).await,
        }?;
        read(answer)
    }

    /// Has the host carry out a command that takes bytes: a picture to scan, a paper's content.
    ///
    /// # Errors
    /// As [`Backend::call`].
    pub async fn call_with<R: AppRequest>(self, request: R, bytes: js_sys::Uint8Array) -> Result<R::Output, AppError> {
        let command: Command = request.into_command();
        let answer = match self.host {
            Host::Shell => shell::call_with_bytes(&command, &bytes).await,
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.call(command, Some(bytes)).await,
        }?;
        read(answer)
    }

    /// Hears the host's events from now on, for as long as the page lives.
    pub fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        match self.host {
            Host::Shell => shell::listen(hear),
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.listen(hear),
        }
    }

    /// Whether a link to another place opens in a browser. The shell grants its window no way out.
    pub fn opens_links(self) -> bool {
        match self.host {
            Host::Shell => false,
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.opens_links(),
        }
    }

    /// Where a paper's decrypted content can be fetched while its vault is open.
    pub fn document_url(self, document: DocumentId) -> String {
        match self.host {
            Host::Shell => shell::url("document", &document.to_string()),
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.document_url(document),
        }
    }

    /// Where the camera's latest picture can be fetched while it runs; `frame` only keeps the
    /// page from showing an older one again.
    pub fn camera_url(self, frame: u32) -> String {
        match self.host {
            Host::Shell => format!("{}?n={frame}", shell::url("camera", "frame")),
            #[cfg(feature = "mock")]
            Host::Mock(host) => host.camera_url(frame),
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(answer: Value) -> Result<T, AppError> {
    serde_json::from_value(answer).map_err(|_| AppError::Internal)
}
