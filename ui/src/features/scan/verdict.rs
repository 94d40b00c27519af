//! The band that says a verdict: a word, a shape and a colour, each enough alone.

use leptos::{html, prelude::*};
use protocol::app::{SignatureView, Verdict};

use crate::{components::Tone, reactive::effect};

/// The shape that says a verdict without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Valid.
    Disc,
    /// Not at this time.
    Triangle,
    /// Revoked.
    Square,
    /// Forged.
    Cross,
    /// Used before.
    Diamond,
    /// Not recognised.
    Ring,
}

/// How a verdict looks.
pub type VerdictLook = (Shape, Tone);

/// How a code looks that tells who, and proves nothing: never like a valid live code.
pub fn located() -> VerdictLook {
    (Shape::Disc, Tone::Plain)
}

/// How a verdict on a live code looks.
pub fn look_of_verdict(verdict: Verdict) -> VerdictLook {
    match verdict {
        Verdict::Valid => (Shape::Disc, Tone::Good),
        Verdict::Expired | Verdict::FromFuture => (Shape::Triangle, Tone::Warn),
        Verdict::Revoked => (Shape::Square, Tone::Bad),
        Verdict::Forged => (Shape::Cross, Tone::Bad),
        Verdict::Used => (Shape::Diamond, Tone::Bad),
        Verdict::UnknownIssuer | Verdict::CannotTell => (Shape::Ring, Tone::Plain),
    }
}

/// How the worth of a standard code's signature looks. Never like a valid live code: it gives no authority.
pub(super) fn look_of_signature(signature: SignatureView) -> VerdictLook {
    match signature {
        SignatureView::Signed => located(),
        SignatureView::Unsigned | SignatureView::UnknownIssuer => (Shape::Ring, Tone::Plain),
        SignatureView::CardCancelled => (Shape::Square, Tone::Bad),
        SignatureView::Forged => (Shape::Cross, Tone::Bad),
    }
}

/// The band, full width: what an officer's eye lands on first. Takes the focus when it appears.
#[component]
pub fn VerdictBand(
    /// The shape and colour.
    look: VerdictLook,
    /// The word.
    word: &'static str,
    /// What it means.
    #[prop(into)]
    meaning: String,
) -> impl IntoView {
    let (shape, tone) = look;
    let heading = NodeRef::<html::H2>::new();
    focus_when_there(heading);
    view! {
        <div class=format!("verdict {}", tone.class())>
            <svg class="verdict-shape" viewBox="0 0 40 40" aria-hidden="true">{drawn(shape)}</svg>
            <div class="verdict-words">
                <h2 class="verdict-word" tabindex="-1" node_ref=heading>{word}</h2>
                <p class="verdict-meaning">{meaning}</p>
            </div>
        </div>
    }
}

/// Moves the focus to a heading once it is on the screen, so that a result is read aloud at once.
pub(super) fn focus_when_there(heading: NodeRef<html::H2>) {
    effect(move || {
        if let Some(heading) = heading.get() {
            request_animation_frame(move || {
                // A result that was left at once needs no focus.
                let _ = heading.focus();
            });
        }
    });
}

fn drawn(shape: Shape) -> AnyView {
    match shape {
        Shape::Disc => view! { <circle class="filled" cx="20" cy="20" r="16" /> }.into_any(),
        Shape::Triangle => view! { <path class="filled" d="M20 4 37 35H3z" /> }.into_any(),
        Shape::Square => view! { <rect class="filled" x="5" y="5" width="30" height="30" /> }.into_any(),
        Shape::Cross => view! { <path class="drawn" d="M7 7 33 33M33 7 7 33" /> }.into_any(),
        Shape::Diamond => view! { <path class="filled" d="M20 3 37 20 20 37 3 20z" /> }.into_any(),
        Shape::Ring => view! { <circle class="drawn" cx="20" cy="20" r="14" /> }.into_any(),
    }
}
