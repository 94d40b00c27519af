//! What is wrong with a form, above it.

use leptos::{html, prelude::*};

use crate::{reactive::effect, text::CommonWords};

/// One thing wrong with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The id of the field.
    pub field: String,
    /// The field's name.
    pub name: String,
    /// What is wrong.
    pub text: String,
}

/// What is wrong with a form, above it, each line leading to its field. Takes the focus when
/// `turn` counts up, so count up at each refused sending.
#[component]
pub fn ErrorSummary(
    /// What is wrong; nothing shows when nothing is.
    #[prop(into)]
    mistakes: Signal<Vec<Mistake>>,
    /// Counts refused sendings.
    #[prop(into)]
    turn: Signal<u32>,
) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let words = CommonWords::here();
    effect(move || {
        if turn.get() > 0 {
            request_animation_frame(move || {
                if let Some(summary) = summary.get_untracked() {
                    // A summary that left the page in the meantime needs no focus.
                    let _ = summary.focus();
                }
            });
        }
    });
    move || {
        let mistakes = mistakes.get();
        (!mistakes.is_empty()).then(|| {
            view! {
                <div class="error-summary" tabindex="-1" role="alert" node_ref=summary>
                    <p class="notice-title">{words.error_summary()}</p>
                    <ul>
                        {mistakes.into_iter().map(|mistake| view! { <SummaryLine mistake /> }).collect_view()}
                    </ul>
                </div>
            }
        })
    }
}

#[component]
fn SummaryLine(mistake: Mistake) -> impl IntoView {
    let field = mistake.field;
    let lead = move |_| {
        let Some(field) = document().get_element_by_id(&field) else {
            return;
        };
        field.scroll_into_view();
        if let Ok(field) = wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlElement>(field) {
            // What can't take the focus was at least scrolled to.
            let _ = field.focus();
        }
    };
    view! {
        <li>
            <button type="button" class="link" on:click=lead>{mistake.name}</button>
            ": "
            {mistake.text}
        </li>
    }
}
