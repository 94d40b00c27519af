//! The other pages of this browser: when somebody signs in or out in one, all show it.

use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{BroadcastChannel, MessageEvent, window};

const CHANNEL: &str = "congdanso-session";

/// A line to the other pages.
pub(crate) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    /// Listens: a page that hears of another session is loaded anew, which takes that one up, or
    /// none.
    pub(crate) fn open() -> Self {
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            let heard = Closure::<dyn Fn(MessageEvent)>::new(|_| {
                if let Some(window) = window() {
                    // A page that can't be loaded anew is no worse off.
                    let _ = window.location().reload();
                }
            });
            channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
            // It hears for as long as the page lives.
            heard.forget();
        }
        Self(channel)
    }

    /// Tells the other pages that the browser's session is another one, or none.
    pub(crate) fn tell(&self) {
        if let Some(channel) = &self.0 {
            // Nobody else is there, then.
            let _ = channel.post_message(&JsValue::NULL);
        }
    }
}
