//! Managing an organisation: its counters, purposes and people, what residents contest and what is unusual.

mod contests;
mod counters;
mod export;
mod form;
mod patterns;
mod people;
mod purpose;
mod purposes;
mod words;

use domain::OrganisationId;
use leptos::prelude::*;
use protocol::{
    api::{ContestList, OrganisationRecord},
    app::{GetOrganisation, ListContests, Part},
};

use crate::{
    app::{OfficePart, Query, Route, use_app, use_query},
    components::{AppBar, Chip, ListRow, Loaded, Picture, Tone, TwoPane},
    reactive::{Look, derive, memo},
};
use contests::Contests;
use counters::Counters;
use export::Export;
use patterns::Patterns;
use people::People;
use purpose::Purpose;
use purposes::Purposes;
use words::OfficeWords;

/// What the screens of an organisation share.
#[derive(Clone, Copy)]
struct Office {
    id: OrganisationId,
    query: Query<OrganisationRecord>,
    contests: Query<ContestList>,
}

/// An organisation's own screens.
#[component]
pub fn Manage(
    /// Which organisation.
    organisation: OrganisationId,
) -> impl IntoView {
    let app = use_app();
    let office = Office {
        id: organisation,
        query: use_query(&[Part::Counter], move || GetOrganisation { organisation }),
        contests: use_query(&[Part::Counter], move || ListContests { organisation }),
    };
    let here = memo(move || app.router.here());
    let chosen = derive(move || !matches!(here.get(), Route::Office(_)));
    let list = move || view! { <List office /> };
    let detail = move || match here.get() {
        Route::OfficePurpose(_, purpose) => view! { <Purpose office purpose /> }.into_any(),
        Route::OfficePart(_, part) => part_of(office, part),
        _ => part_of(office, OfficePart::Counters),
    };
    view! { <TwoPane title=OfficeWords::here().title() chosen list detail=move || detail /> }
}

fn part_of(office: Office, part: OfficePart) -> AnyView {
    match part {
        OfficePart::Counters => view! { <Counters office /> }.into_any(),
        OfficePart::Purposes => view! { <Purposes office /> }.into_any(),
        OfficePart::People => view! { <People office /> }.into_any(),
        OfficePart::Contests => view! { <Contests office /> }.into_any(),
        OfficePart::Patterns => view! { <Patterns office /> }.into_any(),
        OfficePart::Export => view! { <Export office /> }.into_any(),
    }
}

/// The organisation's name and the way to each part.
#[component]
fn List(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let router = use_app().router;
    let row = move |part: OfficePart| {
        let (title, icon) = match part {
            OfficePart::Counters => (words.counters(), Picture::Store),
            OfficePart::Purposes => (words.purposes(), Picture::FileText),
            OfficePart::People => (words.people(), Picture::Users),
            OfficePart::Contests => (words.contests(), Picture::Mail),
            OfficePart::Patterns => (words.patterns(), Picture::TriangleAlert),
            OfficePart::Export => (words.export(), Picture::Download),
        };
        let current = derive(move || match router.here() {
            Route::OfficePart(_, here) => here == part,
            Route::OfficePurpose(..) => part == OfficePart::Purposes,
            _ => false,
        });
        let href = Route::OfficePart(office.id, part).href();
        if part == OfficePart::Contests {
            let end = move || view! { <Unanswered office /> };
            return view! { <ListRow title icon href current end /> }.into_any();
        }
        view! { <ListRow title icon href current preset=part == OfficePart::Counters /> }.into_any()
    };
    view! {
        <Loaded query=office.query aside=true lines=1 let:organisation>
            <p class="counter-place">{move || organisation.look(|organisation| organisation.name.as_str().to_owned())}</p>
        </Loaded>
        <ul class="rows">{OfficePart::ALL.map(row).collect_view()}</ul>
    }
}

/// How many contests wait for an answer.
#[component]
fn Unanswered(office: Office) -> impl IntoView {
    let words = OfficeWords::here();
    let open = memo(move || {
        office.contests.value.look(|list| {
            let contests = list.iter().flat_map(|list| &list.contests);
            contests.filter(|contest| contest.contest.answer.is_none()).count()
        })
    });
    move || {
        let open = open.get();
        (open > 0).then(|| view! { <Chip tone=Tone::Warn>{words.unanswered(open)}</Chip> })
    }
}

/// The bar over a part.
#[component]
fn PartBar(office: Office, title: &'static str) -> impl IntoView {
    view! { <AppBar title up=Route::Office(office.id) level=2 /> }
}
