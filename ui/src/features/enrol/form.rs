//! The form.

use domain::{Sex, Ward, wards};
use leptos::prelude::*;
use protocol::app::InputField;

use super::{
    EnrolWords, ScanChipCard,
    model::{Draft, group_number, group_phone},
};
use crate::{
    components::{
        Button, ButtonKind, Choice, DateField, ErrorSummary, Field, Icon, Notice, Picture, SearchSelect, Segmented,
        Tone,
    },
    features::form::Form,
    reactive::memo,
    text,
};

/// The form: typed, or filled from the chip card.
#[component]
pub(super) fn EnrolForm(draft: Draft, #[prop(into)] done: Callback<()>) -> impl IntoView {
    let words = EnrolWords::here();
    let voice = text::here();
    let name = move |field| voice.input_name(field);
    let look = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if draft.is_ready() {
            done.run(());
        }
    };
    let sexes = [Sex::Male, Sex::Female]
        .map(|sex| (Some(sex), voice.sex(sex).to_owned()))
        .to_vec();
    view! {
        <form class="stack-loose" novalidate=true on:submit=look>
            <p class="lead">{words.lead()}</p>
            <ErrorSummary mistakes=draft.mistakes() turn=draft.marks().turn />
            <FromCard draft />
            <Field
                id=Draft::id(InputField::PersonalNumber)
                label=name(InputField::PersonalNumber)
                hint=words.number_hint()
                value=draft.personal_number
                error=draft.error(InputField::PersonalNumber)
                inputmode="numeric"
                tidy=group_number
                digits=true
            />
            <Field
                id=Draft::id(InputField::FullName)
                label=name(InputField::FullName)
                value=draft.full_name
                error=draft.error(InputField::FullName)
                autocomplete="name"
                capitals="words"
            />
            <DateField
                id=Draft::id(InputField::BirthDate)
                label=name(InputField::BirthDate)
                value=draft.birth_date
                error=draft.error(InputField::BirthDate)
                autocomplete="bday"
            />
            <Segmented
                id=Draft::id(InputField::Sex)
                label=name(InputField::Sex)
                value=draft.sex
                choose=move |sex| draft.sex.set(sex)
                options=sexes
                error=draft.error(InputField::Sex)
            />
            <Mismatches draft />
            <Field
                id=Draft::id(InputField::Phone)
                label=name(InputField::Phone)
                hint=words.phone_hint()
                value=draft.phone
                error=draft.error(InputField::Phone)
                autocomplete="tel-national"
                inputmode="tel"
                tidy=group_phone
                digits=true
            />
            <SearchSelect
                id=Draft::id(InputField::Ward)
                label=name(InputField::Ward)
                hint=words.ward_hint()
                value=draft.ward
                choices=ward_choices()
                error=draft.error(InputField::Ward)
            />
            <Field
                id=Draft::id(InputField::Address)
                label=name(InputField::Address)
                value=draft.address
                error=draft.error(InputField::Address)
                autocomplete="street-address"
                capitals="sentences"
                optional=true
            />
            <Button kind=ButtonKind::Primary submit=true wide=true>{words.look()}</Button>
        </form>
    }
}

/// The wards in the order of their bare names.
pub(crate) fn ward_choices() -> Vec<Choice> {
    let choice = |ward: &Ward| Choice {
        value: ward.code.into(),
        text: ward.full_name.into(),
    };
    wards().iter().map(choice).collect()
}

/// The way to fill the form from the chip card, and that it was.
#[component]
fn FromCard(draft: Draft) -> impl IntoView {
    let words = EnrolWords::here();
    let open = RwSignal::new(false);
    let found = move |card| {
        draft.fill(card);
        open.set(false);
    };
    view! {
        <button type="button" class="scan-card" on:click=move |_| open.set(true)>
            <Icon of=Picture::ScanQrCode />
            <span class="row-words">
                <span class="scan-card-title">{words.scan()}</span>
                <span class="row-note">{words.scan_hint()}</span>
            </span>
            <span class="row-chevron">
                <Icon of=Picture::ChevronRight />
            </span>
        </button>
        {move || {
            draft.from_card.get().then(|| {
                view! {
                    <Notice tone=Tone::Good live=true>
                        <p>{words.filled()}</p>
                    </Notice>
                }
            })
        }}
        <ScanChipCard open found />
    }
}

/// What in the number's structure does not fit: a warning that never stands in the way.
#[component]
pub(super) fn Mismatches(draft: Draft) -> impl IntoView {
    let words = EnrolWords::here();
    let voice = text::here();
    let found = memo(move || draft.mismatches());
    move || {
        let found = found.get();
        (!found.is_empty()).then(|| {
            let lines = found
                .iter()
                .map(|mismatch| view! { <p>{voice.mismatch(*mismatch)}</p> })
                .collect_view();
            view! {
                <Notice tone=Tone::Warn title=words.mismatch() live=true>
                    {lines}
                    <p>{words.mismatch_then()}</p>
                </Notice>
            }
        })
    }
}
