//! What an organisation may ask for.

use leptos::prelude::*;
use protocol::api::PurposeRecord;

use super::{Office, PartBar, words::OfficeWords};
use crate::{
    app::Route,
    components::{Chip, EmptyState, ListRow, Loaded, Picture},
    reactive::Look,
};

/// The purposes, each with the way to its form.
#[component]
pub(super) fn Purposes(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let row = move |purpose: PurposeRecord| {
        let title = purpose.terms.title.as_str().to_owned();
        let minutes = words.minutes_of(purpose.terms.read_minutes);
        let note = Some(match &purpose.terms.procedure {
            Some(code) => format!("{code} · {minutes}"),
            None => minutes,
        });
        let retired = purpose.terms.retired;
        let end = move || retired.then(|| view! { <Chip>{words.retired()}</Chip> });
        let href = Route::OfficePurpose(office.id, Some(purpose.id)).href();
        view! { <ListRow title note icon=Picture::FileText href end=move || end() /> }
    };
    view! {
        <PartBar office title=words.purposes() />
        <div class="page">
            <p class="secondary">{words.purposes_text()}</p>
            <Loaded query=office.query let:organisation>
                {move || {
                    let purposes = organisation.look(|organisation| organisation.purposes.clone());
                    if purposes.is_empty() {
                        return view! {
                            <EmptyState icon=Picture::FileText title=words.no_purposes() text=words.no_purposes_text() />
                        }
                        .into_any();
                    }
                    view! { <ul class="rows stacked">{purposes.into_iter().map(row).collect_view()}</ul> }.into_any()
                }}
                <ul class="rows">
                    <ListRow
                        title=words.add_purpose()
                        icon=Picture::Plus
                        href=Route::OfficePurpose(office.id, None).href()
                    />
                </ul>
            </Loaded>
        </div>
    }
}
