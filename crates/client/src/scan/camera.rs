//! Codes before the camera.

use std::{collections::HashMap, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use protocol::app::{AppError, AppEvent, CameraView};

use super::{ScanContext, view::scanned};
use crate::{
    app::App,
    city::City,
    held::Held,
    port::{CameraError, CodeSink, EventSink},
};

/// The same code is not said again sooner.
const QUIET: SignedDuration = SignedDuration::from_secs(2);

/// Starts the camera. What it reads arrives as an event.
pub(crate) async fn start(app: &App) -> Result<CameraView, AppError> {
    let context = ScanContext::of(app).await?;
    let watcher = Watcher {
        context,
        city: app.city.clone(),
        events: app.ports.events.clone(),
        seen: Held::default(),
    };
    let sink: CodeSink = Arc::new(move |read| watcher.look(read));
    Ok(app.ports.camera.start(sink).await?)
}

struct Watcher {
    context: ScanContext,
    city: Arc<City>,
    events: Arc<dyn EventSink>,
    seen: Held<HashMap<String, Timestamp>>,
}

impl Watcher {
    fn look(&self, read: Result<Vec<String>, CameraError>) {
        let found = match read {
            Ok(found) => found,
            Err(error) => return self.events.emit(AppEvent::CameraFailed { error: error.into() }),
        };
        let now = self.city.now();
        let context = ScanContext {
            now,
            ..self.context.clone()
        };
        let codes: Vec<_> = found
            .into_iter()
            .filter(|text| self.is_news(text, now))
            .map(|text| scanned(text, &context))
            .collect();
        if !codes.is_empty() {
            self.events.emit(AppEvent::Scanned { codes });
        }
    }

    /// Whether the code was not before the camera a moment ago. A code that stays there is said
    /// once.
    fn is_news(&self, text: &str, now: Timestamp) -> bool {
        self.seen.with(|seen| {
            seen.retain(|_, at| now.duration_since(*at).abs() < QUIET);
            seen.insert(text.to_owned(), now).is_none()
        })
    }
}
