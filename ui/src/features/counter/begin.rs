//! Before a shift: invitations, roles, and the counter to open one at.

use domain::{OrganisationId, Role};
use leptos::prelude::*;
use protocol::{
    api::{CounterRecord, OfficerRole},
    app::{AcceptRole, AppError, ChallengeView, CounterView, GetOrganisation, LeaveRole, OpenShift, Part, StartShift},
};

use super::words::CounterWords;
use crate::{
    app::{Query, Route, page_title, use_app, use_query, use_sending},
    components::{
        AppBar, Button, ButtonKind, Dialog, EmptyState, ErrorNotice, ListRow, Loaded, Notice, Picture, Section,
    },
    features::one_time_code::CodeEntry,
    reactive::{Look, memo},
    text::CommonWords,
};

/// The counter that a shift is being opened at, and the one-time password for it.
type Opening = RwSignal<Option<(CounterRecord, ChallengeView)>>;

/// Invitations, roles and counters, or the one-time password of the counter that was chosen.
#[component]
pub(super) fn Begin(view: Signal<CounterView>, query: Query<CounterView>) -> impl IntoView {
    let words = CounterWords::here();
    page_title(words.title());
    let opening: Opening = RwSignal::new(None);
    move || match opening.get() {
        Some((counter, challenge)) => view! { <Open counter challenge opening query /> }.into_any(),
        None => view! { <Roles view query opening /> }.into_any(),
    }
}

#[component]
fn Roles(view: Signal<CounterView>, query: Query<CounterView>, opening: Opening) -> impl IntoView {
    let words = CounterWords::here();
    let roles = memo(move || view.look(|view| view.roles.clone()));
    view! {
        <AppBar title=words.title() />
        <div class="page">
            <p class="secondary">{words.lead()}</p>
            {move || {
                let roles = roles.get();
                if roles.is_empty() {
                    return view! {
                        <EmptyState icon=Picture::Store title=words.no_roles() text=words.no_roles_text() />
                    }
                    .into_any();
                }
                let (working, invited): (Vec<_>, Vec<_>) = roles.into_iter().partition(|role| role.accepted);
                view! {
                    {(!invited.is_empty()).then(|| view! {
                        <Section title=words.invitations()>
                            {invited.into_iter().map(|role| view! { <Invitation role query /> }).collect_view()}
                        </Section>
                    })}
                    {working.into_iter().map(|role| view! { <Work role query opening /> }).collect_view()}
                }
                .into_any()
            }}
        </div>
    }
}

fn role_in_words(role: Role, words: CounterWords) -> &'static str {
    match role {
        Role::Officer => words.officer(),
        Role::Administrator => words.administrator(),
    }
}

#[component]
fn Invitation(role: OfficerRole, query: Query<CounterView>) -> impl IntoView {
    let app = use_app();
    let words = CounterWords::here();
    let sending = use_sending();
    let member = role.member;
    let accept = move |()| {
        sending.run(async move {
            query.put(app.call(AcceptRole { member }).await?);
            app.say(words.accepted());
            Ok(())
        });
    };
    let decline = move |()| {
        sending.run(async move {
            query.put(app.call(LeaveRole { member }).await?);
            app.say(words.declined());
            Ok(())
        });
    };
    view! {
        <Notice title=role.organisation_name.as_str()>
            <p>{words.invited(role_in_words(role.role, words))}</p>
            <ErrorNotice error=sending.error />
            <div class="result-actions">
                <Button kind=ButtonKind::Primary busy=sending.busy press=accept>{words.accept()}</Button>
                <Button press=decline>{words.decline()}</Button>
            </div>
        </Notice>
    }
}

/// A role and, for an officer, the counters.
#[component]
fn Work(role: OfficerRole, query: Query<CounterView>, opening: Opening) -> impl IntoView {
    let app = use_app();
    let words = CounterWords::here();
    let leaving = RwSignal::new(false);
    let sending = use_sending();
    let member = role.member;
    let leave = move |()| {
        sending.run(async move {
            query.put(app.call(LeaveRole { member }).await?);
            leaving.try_set(false);
            app.say(words.left());
            Ok(())
        });
    };
    let name = role.organisation_name.as_str().to_owned();
    let organisation = role.organisation;
    let text = words.leave_text(&name);
    view! {
        <Section title=name>
            <p class="secondary">{words.you_are(role_in_words(role.role, words))}</p>
            {match role.role {
                Role::Officer => view! { <Counters organisation opening /> }.into_any(),
                Role::Administrator => view! { <ul class="rows"><ManageRow organisation /></ul> }.into_any(),
            }}
            <div>
                <Button kind=ButtonKind::Quiet icon=Picture::LogOut press=move |()| leaving.set(true)>
                    {words.leave_role()}
                </Button>
            </div>
        </Section>
        <Dialog open=leaving title=Signal::stored(words.leave_title().to_owned())>
            <p>{text.clone()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=leave>{words.leave_role()}</Button>
                <Button press=move |()| leaving.set(false)>{CommonWords::here().cancel()}</Button>
            </div>
        </Dialog>
    }
}

/// The way to an organisation's own screens.
#[component]
pub(super) fn ManageRow(organisation: OrganisationId) -> impl IntoView {
    let words = CounterWords::here();
    let href = Route::Office(organisation).href();
    view! { <ListRow title=words.manage() note=Some(words.manage_note().to_owned()) icon=Picture::Settings href /> }
}

#[component]
fn Counters(organisation: OrganisationId, opening: Opening) -> impl IntoView {
    let app = use_app();
    let words = CounterWords::here();
    let query = use_query(&[Part::Counter], move || GetOrganisation { organisation });
    let starting = use_sending();
    let start = move |counter: CounterRecord| {
        starting.run(async move {
            let challenge = app.call(StartShift { counter: counter.id }).await?;
            opening.try_set(Some((counter, challenge)));
            Ok(())
        });
    };
    let row = move |counter: CounterRecord| {
        let title = counter.name.as_str().to_owned();
        let note = Some(counter.place.as_str().to_owned());
        let press = move |()| start(counter.clone());
        view! { <ListRow title note icon=Picture::Store press /> }
    };
    view! {
        <Loaded query aside=true lines=3 let:organisation>
            <ErrorNotice error=starting.error />
            {move || {
                let open = organisation.look(|organisation| {
                    organisation.counters.iter().filter(|counter| counter.open).cloned().collect::<Vec<_>>()
                });
                if open.is_empty() {
                    return view! { <p class="secondary">{words.no_counters()}</p> }.into_any();
                }
                view! {
                    <p class="small secondary">{words.choose_counter()}</p>
                    <ul class="rows">{open.into_iter().map(row).collect_view()}</ul>
                }
                .into_any()
            }}
        </Loaded>
    }
}

#[component]
fn Open(
    counter: CounterRecord,
    challenge: ChallengeView,
    opening: Opening,
    query: Query<CounterView>,
) -> impl IntoView {
    let app = use_app();
    let words = CounterWords::here();
    let id = counter.id;
    let title = words.opening(counter.name.as_str());
    let renewed = move |challenge: ChallengeView| opening.set(Some((counter.clone(), challenge)));
    let accepted = move |view: CounterView| {
        opening.set(None);
        query.put(view);
        app.say(words.opened());
        app.replace(Route::Counter);
    };
    let given_up = move |()| opening.set(None);
    view! {
        <AppBar title />
        <div class="page">
            <p class="secondary">{words.opening_text()}</p>
            <CodeEntry
                challenge
                submit=move |code| app.call(OpenShift { code })
                resend=move || app.call(StartShift { counter: id })
                renewed
                accepted
                given_up
                give_up=words.other_counter()
            />
        </div>
    }
}

/// Whether the city says that there is no shift to work in any more, or that it is locked.
pub(super) fn is_out_of_shift(error: &AppError) -> bool {
    use protocol::problem::ErrorCode;
    matches!(
        error,
        AppError::City {
            code: ErrorCode::NoShift | ErrorCode::ShiftLocked,
            ..
        }
    )
}
