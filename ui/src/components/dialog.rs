//! A question in front of the screen.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::{IconButton, Picture, use_id};
use crate::{
    reactive::{Look, effect},
    text::CommonWords,
};

/// A question or a small form in front of the screen: a native `<dialog>`. Esc and a press outside
/// close it, and the focus goes back to where it came from. A sheet at the bottom on narrow
/// screens.
#[component]
pub fn Dialog(
    /// Whether it is open; closing sets it to false.
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// What it holds; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    let id = use_id("dialog");
    let close_word = CommonWords::here().close();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if open.get() && !dialog.open() {
            came_from.set_value(document().active_element().and_then(|element| element.dyn_into().ok()));
            // Only a dialog outside the page can't be shown.
            let _ = dialog.show_modal();
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
    let closed = move |_| {
        open.try_set(false);
        if let Some(Some(element)) = came_from.try_get_value() {
            // What opened it may be gone.
            let _ = element.focus();
        }
    };
    // The dialog itself is hit only outside its content.
    let pressed = move |event: web_sys::MouseEvent| {
        let outside = dialog.get_untracked().is_some_and(|dialog| {
            event
                .target()
                .is_some_and(|target| target.dyn_ref() == Some(dialog.unchecked_ref::<web_sys::Node>()))
        });
        if outside {
            open.set(false);
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby=id.clone() on:close=closed on:click=pressed>
            <div class="dialog-content">
                <div class="dialog-head">
                    <h2 id=id.clone()>{move || title.get()}</h2>
                    <IconButton icon=Picture::X label=close_word press=move |()| open.set(false) />
                </div>
                {move || open.get().then(|| children())}
            </div>
        </dialog>
    }
}

/// Whether a dialog about something is open: for as long as there is something. Closing it lets go of that.
pub fn open_while<T: Send + Sync + 'static>(subject: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    effect(move || open.set(subject.look(Option::is_some)));
    effect(move || {
        if !open.get() && untrack(|| subject.look(Option::is_some)) {
            subject.set(None);
        }
    });
    open
}
