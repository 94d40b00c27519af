//! Waiting for a while.

use std::time::Duration;

use futures::channel::oneshot;
use leptos::prelude::set_timeout;

/// Done after a duration.
pub(super) async fn wait(duration: Duration) {
    let (done, finished) = oneshot::channel();
    set_timeout(
        move || {
            // Nobody waits any more when the other end is gone.
            let _ = done.send(());
        },
        duration,
    );
    // The sender lives until the time is over.
    let _ = finished.await;
}
