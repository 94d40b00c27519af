//! What a screen shows while, and after, it asks the host.

use leptos::prelude::*;

use super::{Button, ErrorNotice, ErrorState, Picture, Skeleton};
use crate::{
    app::Query,
    reactive::{Look, derive, memo},
    text::CommonWords,
};

/// Shows the answer to a [`Query`]: grey lines until it is there, the reason and a way to try
/// again when it could not be had, else the content, under the reason when a fresh one could not be had. The content is made once and follows the
/// value through its signal, so that a fresh answer takes neither focus nor place away.
#[component]
pub fn Loaded<T, V>(
    /// The query.
    query: Query<T>,
    /// Grey lines until the answer is there.
    #[prop(default = 4)]
    lines: usize,
    /// Whether it stands beside something that works without it: then the reason takes little room.
    #[prop(optional)]
    aside: bool,
    /// The content.
    children: impl Fn(Signal<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let there = memo(move || query.value.look(Option::is_some));
    let content = move || {
        let first = query.value.get_untracked()?;
        let latest = StoredValue::new(first);
        // While the component goes away the value may be gone before its readers.
        let value = derive(move || query.value.get().unwrap_or_else(|| latest.get_value()));
        Some(children(value))
    };
    move || {
        if there.get() {
            view! { <ErrorNotice error=query.error /> {content()} }.into_any()
        } else if aside && query.error.look(Option::is_some) {
            view! {
                <ErrorNotice error=query.error />
                <Button icon=Picture::RefreshCw busy=query.busy press=move |()| query.reload()>
                    {CommonWords::here().retry()}
                </Button>
            }
            .into_any()
        } else if let Some(error) = query.error.get() {
            view! { <ErrorState error retry=move |()| query.reload() /> }.into_any()
        } else {
            view! { <Skeleton lines /> }.into_any()
        }
    }
}
