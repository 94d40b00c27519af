//! Giving a pass: the form, a look over it, and agreeing to it.

use domain::{OrganisationId, limits::ERRAND_DAYS};
use leptos::prelude::*;
use protocol::{
    api::{OrganisationCard, OrganisationList},
    app::{AppError, GiveErrand as Give, InputField, ListOrganisations, Secret},
};

use super::{order::Order, words::ErrandWords};
use crate::{
    app::{Query, Route, Sending, use_app, use_query, use_sending},
    components::{
        AppBar, Button, ButtonKind, Choice, DateField, ErrorNotice, ErrorSummary, Field, Icon, Loaded, Picture,
        SearchSelect, focus_by_id,
    },
    features::{enrol::group_number, form::Form, pin::AgreeByPin},
    reactive::memo,
    text::{self, CommonWords},
};

/// The id of what is read first when all is looked over.
const REVIEW: &str = "errand-review";

/// Giving a pass. What was typed stays until it is given or the screen is left.
#[component]
pub fn GiveErrand() -> impl IntoView {
    let words = ErrandWords::here();
    let order = Order::new();
    let organisations = use_query(&[], || ListOrganisations {});
    let reviewing = RwSignal::new(false);
    let sending = use_sending();
    let seen = memo(move || reviewing.get());
    view! {
        <AppBar title=words.give() up=Route::Errands level=2 />
        {move || if seen.get() {
            view! { <Review order organisations sending back=move |()| reviewing.set(false) /> }.into_any()
        } else {
            view! { <Fields order organisations done=move |()| reviewing.set(true) /> }.into_any()
        }}
    }
}

#[component]
fn Fields(order: Order, organisations: Query<OrganisationList>, #[prop(into)] done: Callback<()>) -> impl IntoView {
    let words = ErrandWords::here();
    let voice = text::here();
    let name = move |field| voice.input_name(field);
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if order.is_ready() {
            done.run(());
        }
    };
    let choice = |card: &OrganisationCard| Choice {
        value: card.id.to_string(),
        text: card.name.as_str().to_owned(),
    };
    let today = text::date(order.today.get_untracked());
    view! {
        <form class="page form" novalidate=true on:submit=look>
            <p class="secondary">{words.lead()}</p>
            <ErrorSummary mistakes=order.mistakes() turn=order.marks().turn />
            <Loaded query=organisations lines=2 aside=true let:list>
                <SearchSelect
                    id=Order::id(InputField::Organisation)
                    label=name(InputField::Organisation)
                    value=order.organisation
                    choices=list.with_untracked(|list| list.organisations.iter().map(choice).collect())
                    error=order.error(InputField::Organisation)
                />
            </Loaded>
            <Field
                id=Order::id(InputField::ErrandTitle)
                label=name(InputField::ErrandTitle)
                hint=words.what_hint()
                value=order.title
                error=order.error(InputField::ErrandTitle)
                capitals="sentences"
                max=240
            />
            <Field
                id=Order::id(InputField::Dossier)
                label=name(InputField::Dossier)
                hint=words.dossier_hint()
                value=order.dossier
                error=order.error(InputField::Dossier)
                capitals="characters"
                max=80
                optional=true
            />
            <DateField
                id=Order::id(InputField::ErrandDay)
                label=name(InputField::ErrandDay)
                hint=words.day_hint(ERRAND_DAYS, &today)
                value=order.day
                error=order.error(InputField::ErrandDay)
            />
            <Field
                id=Order::id(InputField::BearerName)
                label=name(InputField::BearerName)
                value=order.bearer_name
                error=order.error(InputField::BearerName)
                capitals="words"
                max=240
            />
            <Field
                id=Order::id(InputField::BearerNumber)
                label=name(InputField::BearerNumber)
                hint=words.number_hint()
                value=order.bearer
                error=order.error(InputField::BearerNumber)
                inputmode="numeric"
                tidy=group_number
                digits=true
            />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary submit=true>{words.look()}</Button>
            </div>
        </form>
    }
}

/// A look over what was typed, and agreeing to it.
#[component]
fn Review(
    order: Order,
    organisations: Query<OrganisationList>,
    sending: Sending,
    #[prop(into)] back: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let words = ErrandWords::here();
    let voice = text::here();
    let form = order.input();
    let bearer = domain::text::tidy(&form.bearer_name);
    let place = organisations
        .value
        .with_untracked(|list| form.organisation.and_then(|id| name_of(id, list.as_ref()?)));
    let said = words.said(
        &bearer,
        &domain::text::tidy(&form.title),
        &place.unwrap_or_default(),
        &form.day,
    );
    let dossier = Some(domain::text::tidy(&form.dossier)).filter(|dossier| !dossier.is_empty());
    let asking = RwSignal::new(false);
    let entered = RwSignal::new(String::new());
    let send = move |pin: String| {
        let give = Give {
            form: order.input(),
            pin: Secret(pin),
        };
        let done = words.done(&bearer);
        sending.run(async move {
            let answer = app.call(give).await;
            entered.try_set(String::new());
            if let Err(AppError::InvalidInput { fields }) = &answer {
                // Back to the fields, where the summary names them.
                order.refuse(fields);
                back.try_run(());
                return Ok(());
            }
            let given = answer?.record;
            app.say(done);
            if sending.is_there() {
                app.replace(Route::Errand(given.id));
            }
            Ok(())
        });
    };
    // Where there is no PIN the button alone agrees.
    let begin = {
        let send = send.clone();
        move |()| {
            if app.keeps() {
                asking.set(true);
            } else {
                send(String::new());
            }
        }
    };
    let begin = Callback::new(begin);
    let send = Callback::new(send);
    request_animation_frame(|| focus_by_id(REVIEW));
    view! {
        <div class="page">
            <h3 id=REVIEW tabindex="-1">{words.review()}</h3>
            <p class="errand-said">{said}</p>
            <dl class="told">
                <div>
                    <dt>{voice.input_name(InputField::BearerNumber)}</dt>
                    <dd class="digits">{text::personal_number(&form.bearer)}</dd>
                </div>
                {dossier.map(|dossier| view! { <div><dt>{words.dossier()}</dt><dd>{dossier}</dd></div> })}
            </dl>
            <p class="request-promise"><Icon of=Picture::ShieldCheck /><span>{words.promise()}</span></p>
            <ErrorNotice error=sending.error />
            {move || if asking.get() {
                view! { <AgreeByPin entered sending full=send back=move |()| asking.set(false) /> }.into_any()
            } else {
                view! {
                    <div class="request-actions">
                        <Button kind=ButtonKind::Primary wide=true busy=sending.busy press=begin>{words.agree()}</Button>
                        <Button wide=true press=back>{CommonWords::here().edit()}</Button>
                    </div>
                }
                .into_any()
            }}
        </div>
    }
}

fn name_of(organisation: OrganisationId, list: &OrganisationList) -> Option<String> {
    let mut cards = list.organisations.iter();
    let card = cards.find(|card| card.id == organisation)?;
    Some(card.name.as_str().to_owned())
}
