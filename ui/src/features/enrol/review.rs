//! A look over what was typed, before it is sent.

use domain::WardCode;
use leptos::prelude::*;
use protocol::app::InputField;

use super::{EnrolWords, form::Mismatches, model::Draft};
use crate::{
    app::{Sending, use_app},
    components::{Button, ButtonKind, ErrorNotice},
    text,
};

/// A look over what was typed, what the city keeps of it, and the button that agrees and sends.
#[component]
pub(super) fn Review(
    draft: Draft,
    sending: Sending,
    #[prop(into)] send: Callback<()>,
    #[prop(into)] back: Callback<()>,
) -> impl IntoView {
    let words = EnrolWords::here();
    let voice = text::here();
    let form = draft.input();
    let ward = form
        .ward
        .parse::<WardCode>()
        .ok()
        .and_then(|code| code.ward())
        .map_or("", |ward| ward.full_name);
    let keeps = use_app().keeps();
    let mut lines = vec![
        (
            voice.input_name(InputField::PersonalNumber),
            text::personal_number(&form.personal_number),
        ),
        (
            voice.input_name(InputField::FullName),
            domain::text::tidy(&form.full_name),
        ),
        (voice.input_name(InputField::BirthDate), form.birth_date),
        (voice.input_name(InputField::Sex), voice.sex(form.sex).to_owned()),
        (voice.input_name(InputField::Phone), text::phone(&form.phone)),
        (voice.input_name(InputField::Ward), ward.to_owned()),
        (voice.input_name(InputField::Address), form.address),
    ];
    if let Some(former) = form.former_id_number {
        lines.push((words.former(), former));
    }
    lines.retain(|(_, value)| !value.trim().is_empty());
    view! {
        <div class="stack-loose">
            <dl class="told">
                {lines
                    .into_iter()
                    .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
                    .collect_view()}
            </dl>
            <Mismatches draft />
            <section class="stack-tight">
                <h2>{words.consent_title()}</h2>
                <p>{words.consent()}</p>
                <p class="secondary">{if keeps { words.consent_device() } else { words.consent_page() }}</p>
            </section>
            <ErrorNotice error=sending.error />
            <div class="doorway-actions">
                <Button kind=ButtonKind::Primary wide=true busy=sending.busy press=send>{words.agree()}</Button>
                <Button wide=true press=back>{words.change()}</Button>
            </div>
        </div>
    }
}
