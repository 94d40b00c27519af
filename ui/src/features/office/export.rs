//! Taking out what an officer did and saw.

use domain::{MemberId, limits::EXPORT_DAYS, local_date};
use leptos::prelude::*;
use protocol::{
    api::{MemberRecord, SeenQuery},
    app::{ExportSeen, ListMembers},
};

use super::{Office, PartBar, words::OfficeWords};
use crate::{
    app::{use_app, use_query, use_sending},
    components::{Button, ButtonKind, DateField, EmptyState, ErrorNotice, Loaded, Notice, Picture, Select, Tone},
    reactive::{Look, derive},
    text,
};

/// Days that are offered at first.
const OFFERED_DAYS: i64 = 6;

/// Whose work, and of which days.
#[component]
pub(super) fn Export(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let organisation = office.id;
    let query = use_query(&[], move || ListMembers { organisation });
    view! {
        <PartBar office title=words.export() />
        <div class="page">
            <p class="secondary">{words.export_text()}</p>
            <Loaded query lines=3 let:list>
                {move || {
                    let members = list.look(|list| {
                        list.members.iter().filter(|member| member.accepted).cloned().collect::<Vec<_>>()
                    });
                    match members.first().map(|member| member.id) {
                        None => view! {
                            <EmptyState icon=Picture::Users title=words.nobody() text=words.people_text() />
                        }
                        .into_any(),
                        Some(first) => view! { <Form office members first /> }.into_any(),
                    }
                }}
            </Loaded>
        </div>
    }
}

#[component]
fn Form(office: Office, members: Vec<MemberRecord>, first: MemberId) -> impl IntoView {
    let app = use_app();
    let words = OfficeWords::here();
    let today = local_date(text::now());
    let days_ago = jiff::Span::new().days(OFFERED_DAYS);
    let member = RwSignal::new(first.to_string());
    let from = RwSignal::new(text::date(today.saturating_sub(days_ago)));
    let to = RwSignal::new(text::date(today));
    let tried = RwSignal::new(false);
    let saved = RwSignal::new(None::<String>);
    let sending = use_sending();
    let options = members
        .iter()
        .map(|member| {
            let role = words.role_of(member.role);
            (member.id.to_string(), format!("{} · {role}", member.name.as_str()))
        })
        .collect();
    let days = derive(move || {
        let (from, to) = (
            from.look(|text| text::read_date(text)),
            to.look(|text| text::read_date(text)),
        );
        (from, to)
    });
    let right_order = derive(move || match days.get() {
        (Some(from), Some(to)) => to
            .since(from)
            .is_ok_and(|span| (0..EXPORT_DAYS).contains(&span.get_days())),
        _ => true,
    });
    let from_error = derive(move || (tried.get() && days.get().0.is_none()).then(|| words.date_error().to_owned()));
    let to_error = derive(move || match (tried.get(), days.get().1.is_none(), right_order.get()) {
        (true, true, _) => Some(words.date_error().to_owned()),
        (true, false, false) => Some(words.days_error().to_owned()),
        _ => None,
    });
    let save = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        tried.set(true);
        saved.set(None);
        let (Some(from), Some(to)) = days.get_untracked() else {
            return;
        };
        let Ok(member) = member.with_untracked(|member| member.parse::<MemberId>()) else {
            return;
        };
        if !right_order.get_untracked() {
            return;
        }
        sending.run(async move {
            let export = ExportSeen {
                organisation: office.id,
                seen: SeenQuery { member, from, to },
            };
            match app.call(export).await?.place {
                Some(place) => {
                    saved.try_set(Some(place));
                }
                None => app.say(words.downloading()),
            }
            Ok(())
        });
    };
    view! {
        <form class="stack-loose" novalidate=true on:submit=save>
            <Select label=words.whose() value=member options />
            <DateField label=words.from() value=from error=from_error />
            <DateField label=words.to() value=to error=to_error />
            <ErrorNotice error=sending.error />
            {move || saved.get().map(|place| view! {
                <Notice tone=Tone::Good live=true><p>{words.saved_at(&place)}</p></Notice>
            })}
            <div>
                <Button kind=ButtonKind::Primary icon=Picture::Download submit=true busy=sending.busy>
                    {words.save_csv()}
                </Button>
            </div>
        </form>
    }
}
