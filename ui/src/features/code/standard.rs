//! The standard code.

use leptos::prelude::*;
use protocol::app::{GetStandardCode, Part, StandardCodeView};

use super::words::CodeWords;
use crate::{
    app::use_query,
    components::{Loaded, Notice, QrSymbol, Toggle},
    reactive::{Look, derive, memo},
    text,
};

/// The standard code, masked unless asked for, with what it says beside it.
#[component]
pub(super) fn StandardCode() -> impl IntoView {
    let code = use_query(&[Part::Codes, Part::Profile], || GetStandardCode {});
    view! {
        <Loaded query=code let:code>
            <Standard code />
        </Loaded>
    }
}

#[component]
fn Standard(code: Signal<StandardCodeView>) -> impl IntoView {
    let words = CodeWords::here();
    let full = RwSignal::new(false);
    let qr = memo(move || {
        code.look(|code| {
            if full.get() {
                code.full.clone()
            } else {
                code.masked.clone()
            }
        })
    });
    let lines = memo(move || {
        code.look(|code| {
            if full.get() {
                code.lines.clone()
            } else {
                code.masked_lines.clone()
            }
        })
    });
    let line = move |name: &'static str, digits: bool, value: Signal<String>| {
        view! { <div><dt>{name}</dt><dd class:digits=digits>{move || value.get()}</dd></div> }
    };
    let signed = move || words.signed(&text::date(domain::local_date(code.look(|code| code.signed_at))));
    view! {
        <div class="code-standard">
            <div class="code-sheet">
                <QrSymbol qr label=words.standard_alt() />
            </div>
            <div class="code-beside">
                <Toggle label=words.show_full() hint=words.show_full_hint() on=full switch=move |on| full.set(on) />
                <dl class="told" aria-label=words.says()>
                    {line(words.name(), false, derive(move || lines.look(|lines| lines.name.clone())))}
                    {line(words.number(), true, derive(move || lines.look(|lines| lines.number.clone())))}
                    {line(words.born(), true, derive(move || lines.look(|lines| lines.born.clone())))}
                    {line(words.qid(), true, derive(move || lines.look(|lines| lines.qid.clone())))}
                </dl>
                <Notice>
                    <p>{words.locates()}</p>
                    <p class="small secondary">{signed}</p>
                </Notice>
            </div>
        </div>
    }
}
