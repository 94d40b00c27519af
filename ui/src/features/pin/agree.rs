//! Agreeing to something by PIN.

use leptos::{html, prelude::*};
use protocol::app::AppError;

use super::PinWords;
use crate::{
    app::Sending,
    components::{Button, ButtonKind, PinPad},
    reactive::{Look, derive, effect},
};

/// The PIN that agrees to what stands above, and the way back. It stands where the button stood that asked for it.
#[component]
pub fn AgreeByPin(
    /// What is entered; whoever sends it empties it.
    entered: RwSignal<String>,
    /// The sending.
    sending: Sending,
    /// What to do with the PIN.
    #[prop(into)]
    full: Callback<String>,
    /// Goes back.
    #[prop(into)]
    back: Callback<()>,
) -> impl IntoView {
    let words = PinWords::here();
    let pad = NodeRef::<html::Div>::new();
    effect(move || {
        if let Some(pad) = pad.get() {
            request_animation_frame(move || pad.scroll_into_view());
        }
    });
    let wrong = derive(move || {
        sending
            .error
            .look(|error| matches!(error, Some(AppError::WrongPin { .. })))
    });
    view! {
        <div class="request-pin" node_ref=pad>
            <p class="unlock-words" aria-live="polite">
                {move || if sending.busy.get() { words.agreeing() } else { words.agree() }}
            </p>
            <PinPad label=words.agree() value=entered full disabled=sending.busy wrong />
            <Button kind=ButtonKind::Quiet press=back>{words.agree_back()}</Button>
        </div>
    }
}
