//! Numbers for the people who run the city: counts and durations, never anything of a person. They belong to one
//! server, not to the process, so that several can run in a test.

use std::{sync::Arc, time::Duration};

use metrics::{Key, Label, Level, Metadata, Recorder as _};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

static METADATA: Metadata<'static> = Metadata::new("server", Level::INFO, None);

/// Upper bounds of the duration buckets, in seconds.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Counts what the server does.
#[derive(Clone)]
pub struct Metrics {
    recorder: Arc<PrometheusRecorder>,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Nothing counted yet.
    ///
    /// # Errors
    /// [`BuildError`] for buckets the exporter refuses.
    pub fn new() -> Result<Self, BuildError> {
        let recorder = PrometheusBuilder::new()
            .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
            .build_recorder();
        Ok(Self {
            handle: recorder.handle(),
            recorder: Arc::new(recorder),
        })
    }

    /// A request was answered. `endpoint` is its name, never its path.
    pub fn answered(&self, endpoint: &'static str, status: u16, took: Duration) {
        let labels = vec![
            Label::new("endpoint", endpoint),
            Label::new("status", status.to_string()),
        ];
        self.count(Key::from_parts("congdanso_requests_total", labels));
        let key = Key::from_parts("congdanso_request_seconds", vec![Label::new("endpoint", endpoint)]);
        self.recorder
            .register_histogram(&key, &METADATA)
            .record(took.as_secs_f64());
    }

    /// A message went to the gateway, or did not.
    pub fn sms(&self, purpose: &'static str, outcome: &'static str) {
        let labels = vec![Label::new("purpose", purpose), Label::new("outcome", outcome)];
        self.count(Key::from_parts("congdanso_sms_total", labels));
    }

    /// Something happened that operators watch: `session_opened`, `token_reused`, `code_wrong`, `fault` and the like.
    pub fn event(&self, name: &'static str) {
        self.count(Key::from_parts(
            "congdanso_events_total",
            vec![Label::new("event", name)],
        ));
    }

    /// Bytes of content came in or went out.
    pub fn content(&self, direction: &'static str, bytes: u64) {
        let key = Key::from_parts(
            "congdanso_content_bytes_total",
            vec![Label::new("direction", direction)],
        );
        self.recorder.register_counter(&key, &METADATA).increment(bytes);
    }

    /// Requests being answered, and messages waiting for the gateway.
    pub fn gauge(&self, name: &'static str, value: f64) {
        self.recorder
            .register_gauge(&Key::from_static_name(name), &METADATA)
            .set(value);
    }

    /// Everything, in Prometheus's text format.
    pub fn render(&self) -> String {
        self.handle.run_upkeep();
        self.handle.render()
    }

    fn count(&self, key: Key) {
        self.recorder.register_counter(&key, &METADATA).increment(1);
    }
}
