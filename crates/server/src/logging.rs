//! Log lines: JSON for machines, plain when a person watches. `CONGDANSO_LOG` chooses levels in the form of
//! `tracing-subscriber`'s filters (`info`, `server=debug`).
//!
//! What may be in them is decided where they are written; the hook below makes sure that a panic's text, which may
//! quote what it choked on, is not.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Libraries speak only of trouble: some of them quote values at finer levels.
const FILTER: &str = "info,sqlx=warn,sea_orm=warn,sea_orm_migration=warn,hyper=warn,reqwest=warn,object_store=warn";

/// Sets up logging for this process, once.
pub(crate) fn init() {
    let filter = EnvFilter::try_from_env("CONGDANSO_LOG").unwrap_or_else(|_| EnvFilter::new(FILTER));
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let set = if std::io::stderr().is_terminal() {
        lines.with_target(false).compact().try_init()
    } else {
        lines
            .json()
            .flatten_event(true)
            .with_current_span(true)
            .with_span_list(false)
            .try_init()
    };
    if set.is_ok() {
        quiet_panics();
    }
}

/// A panic is logged by its place.
pub(crate) fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "panic");
    }));
}
