//! The page's app, put together.

use std::sync::Arc;

use bytes::Bytes;
use city_api::HttpCity;
use client::{App, Ports, memory::MemoryVaults, port::HostInfo};
use domain::{DocumentId, RequestId};
use futures::lock::Mutex;
use js_sys::Uint8Array;
use protocol::{
    api::Platform,
    app::{AppError, AppEvent, AppRequest, CommandName},
};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MediaStream, window};

use crate::{
    camera::BrowserCamera,
    device::{Ears, LocalSettings, PageClock, PageRandom, PageTimer, SameThread, turn},
    files::BrowserDownloads,
    keys::BrowserKeys,
    scanner::WorkerScanner,
    tabs::Tabs,
};

/// The host; one for the life of the page.
pub struct PageHost {
    app: Arc<App>,
    ears: Arc<Ears>,
    tabs: SendWrapper<Tabs>,
    /// Whether the browser's session was asked for. Held while it is.
    resumed: Mutex<bool>,
}

impl PageHost {
    /// Puts the app together and starts what it does by itself. `app_version` is the UI's; none
    /// when the page has no address of a city, as from a file or without TLS.
    pub fn start(app_version: &str) -> Option<&'static Self> {
        let origin = window()?.location().origin().ok()?;
        let city = HttpCity::of_page(&origin, app_version).ok()?;
        let (clock, ears) = (Arc::new(PageClock), Arc::new(Ears::new()));
        let ports = Ports {
            vaults: Arc::new(MemoryVaults::new(clock.clone())),
            city: Arc::new(city),
            clock,
            random: Arc::new(PageRandom),
            timer: Arc::new(PageTimer),
            events: ears.clone(),
            settings: Arc::new(LocalSettings),
            camera: Arc::new(BrowserCamera::new()),
            files: Arc::new(BrowserDownloads),
            worker: Arc::new(SameThread),
            scanner: Arc::new(WorkerScanner),
            keys: Arc::new(BrowserKeys),
        };
        let host = HostInfo {
            platform: Platform::Web,
            device_name: browser_name(),
            app_version: app_version.to_owned(),
            city_url: origin,
            offline_store: false,
            shared_session: true,
            several_people: false,
        };
        let app = Arc::new(App::new(ports, host));
        let by_itself = app.clone();
        spawn_local(async move {
            // The first screen comes first.
            turn().await;
            by_itself.background().await;
        });
        let host = Self {
            app,
            ears,
            tabs: SendWrapper::new(Tabs::open()),
            resumed: Mutex::new(false),
        };
        Some(Box::leak(Box::new(host)))
    }

    /// Carries out a command.
    ///
    /// # Errors
    /// What it refuses or fails with. Before the browser's session was asked for, what that fails
    /// with.
    pub async fn call<R: AppRequest>(&self, request: R, bytes: Option<Uint8Array>) -> Result<R::Output, AppError> {
        let was_in = self.before(R::NAME).await?;
        let attachment = bytes.map(|bytes| Bytes::from(bytes.to_vec())).unwrap_or_default();
        let answer = self.app.ask(request, attachment).await?;
        let enters = R::NAME == CommandName::SubmitCode && !was_in;
        if enters || R::NAME == CommandName::Lock {
            self.tabs.tell();
        }
        // What the screen does with it is a task of its own.
        turn().await;
        Ok(answer)
    }

    /// What a command needs first; whether somebody was in already.
    async fn before(&self, command: CommandName) -> Result<bool, AppError> {
        match command {
            CommandName::StartEnrolment | CommandName::StartSignIn if !cookies_are_kept() => {
                Err(AppError::CookiesBlocked)
            }
            CommandName::GetState => self.resume().await.map(|()| false),
            CommandName::SubmitCode => Ok(self.is_in().await),
            _ => Ok(false),
        }
    }

    /// Hears the app's events from now on.
    pub fn listen(&self, hear: impl Fn(AppEvent) + 'static) {
        self.ears.listen(hear);
    }

    /// A paper's whole content, from the page's memory.
    ///
    /// # Errors
    /// As [`App::content`].
    pub async fn content(&self, document: DocumentId) -> Result<Uint8Array, AppError> {
        let part = self.app.content(document, None).await?;
        Ok(Uint8Array::from(&*part.bytes))
    }

    /// A paper that a resident shared at the counter.
    ///
    /// # Errors
    /// As [`App::shared_paper`].
    pub async fn shared_paper(&self, request: RequestId, paper: DocumentId) -> Result<Uint8Array, AppError> {
        let pdf = self.app.shared_paper(request, paper).await?;
        Ok(Uint8Array::from(&*pdf))
    }

    /// The running camera's pictures.
    pub fn camera_pictures(&self) -> Option<MediaStream> {
        BrowserCamera::pictures()
    }

    async fn resume(&self) -> Result<(), AppError> {
        let mut resumed = self.resumed.lock().await;
        if !*resumed {
            if may_resume() {
                self.app.resume().await?;
            }
            *resumed = true;
        }
        Ok(())
    }

    async fn is_in(&self) -> bool {
        use protocol::app::{GetState, Handler};
        let state = self.app.get_state(GetState {}).await;
        state.is_ok_and(|state| state.unlocked.is_some())
    }
}

#[wasm_bindgen(module = "/src/cookies.js")]
extern "C" {
    #[wasm_bindgen(js_name = kept)]
    fn cookies_are_kept() -> bool;
    #[wasm_bindgen(js_name = mayResume)]
    fn may_resume() -> bool;
}

/// What the account's list of devices calls this browser. Browsers hide much of it, and no more
/// than a word is needed to tell it from a phone.
fn browser_name() -> String {
    let agent = window()
        .and_then(|window| window.navigator().user_agent().ok())
        .unwrap_or_default();
    // The order matters: each names itself after those it wants to be taken for.
    let known = [
        ("Edg/", "Edge"),
        ("CocCoc", "Cốc Cốc"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];
    let name = known
        .iter()
        .find(|(mark, _)| agent.contains(mark))
        .map_or("", |(_, name)| name);
    format!("Trình duyệt {name}").trim_end().to_owned()
}
