//! The page as its own host.

use domain::{DocumentId, RequestId};
use js_sys::Uint8Array;
use page::PageHost;
use protocol::app::{AppError, AppEvent, AppRequest};

use super::CameraFeed;

/// The page's app.
#[derive(Clone, Copy)]
pub(super) struct Host(&'static PageHost);

impl Host {
    pub(super) fn find() -> Option<Self> {
        PageHost::start(env!("CARGO_PKG_VERSION")).map(Self)
    }

    pub(super) async fn call<R: AppRequest>(
        self,
        request: R,
        bytes: Option<Uint8Array>,
    ) -> Result<R::Output, AppError> {
        self.0.call(request, bytes).await
    }

    pub(super) fn listen(self, hear: impl Fn(AppEvent) + 'static) {
        self.0.listen(hear);
    }

    pub(super) fn opens_links(self) -> bool {
        true
    }

    pub(super) async fn content(self, document: DocumentId) -> Option<Uint8Array> {
        self.0.content(document).await.ok()
    }

    pub(super) async fn shared_paper(self, request: RequestId, paper: DocumentId) -> Option<Uint8Array> {
        self.0.shared_paper(request, paper).await.ok()
    }

    pub(super) fn camera_feed(self) -> CameraFeed {
        CameraFeed::Stream(self.0.camera_pictures())
    }
}
