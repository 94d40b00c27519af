//! A chip card's code: it prefills, it proves nothing.

use domain::{BirthDate, ProfileField};
use leptos::prelude::*;
use protocol::app::{ChipCardScan, GetProfile, Lock};

use super::{Fact, KindHeading, ScanWords};
use crate::{
    app::{Route, use_app, use_query, use_sending},
    components::{Button, ErrorNotice, Notice, Picture},
    reactive::{Look, memo},
    text,
};

/// Whose card it is, as far as this device can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    /// Not known yet.
    Unknown,
    /// The unlocked person's own.
    Own,
    /// Somebody else's.
    Other,
}

/// A chip card: what is on it and, for somebody else's, a profile on this device.
#[component]
pub(super) fn ChipCardResult(scan: ChipCardScan) -> impl IntoView {
    let app = use_app();
    let words = ScanWords::here();
    let form = scan.form.clone();
    let number = form.personal_number.clone();
    let profile = use_query(&[], || GetProfile {});
    let whose = memo(move || {
        profile.value.look(|profile| {
            let Some(profile) = profile else { return Whose::Unknown };
            let own = profile
                .fields
                .iter()
                .any(|field| field.field == ProfileField::PersonalNumber && field.value == number);
            if own { Whose::Own } else { Whose::Other }
        })
    });
    let several = app.state.with_untracked(|state| state.capabilities.several_people);
    let sex = text::here().sex(form.sex).to_owned();
    let born = form
        .birth_date
        .parse::<BirthDate>()
        .map_or_else(|_| form.birth_date.clone(), |born| text::date(born.date()));
    view! {
        <KindHeading icon=Picture::IdCard words=words.chip_card() />
        <p class="result-holder">
            <span class="small secondary">{words.name()}</span>
            <span class="result-name">{form.full_name}</span>
        </p>
        <dl class="told">
            <Fact name=words.number() value=Some(text::personal_number(&form.personal_number)) digits=true />
            <Fact name=words.born() value=Some(born) digits=true />
            <Fact name=words.sex() value=Some(sex) />
            <Fact name=words.address() value=Some(form.address) />
            <Fact name=words.issued_on() value=scan.issued_on.map(text::date) digits=true />
            <Fact name=words.former_id() value=form.former_id_number digits=true />
        </dl>
        <Notice><p>{words.chip_note()}</p></Notice>
        {move || match whose.get() {
            Whose::Own => view! { <p class="secondary">{words.chip_own()}</p> }.into_any(),
            Whose::Other if several => view! { <OfferEnrolment card=scan.clone() /> }.into_any(),
            Whose::Other | Whose::Unknown => ().into_any(),
        }}
    }
}

/// A profile for whoever the card belongs to.
#[component]
fn OfferEnrolment(card: ChipCardScan) -> impl IntoView {
    let app = use_app();
    let words = ScanWords::here();
    let sending = use_sending();
    let enrol = move |()| {
        let card = card.clone();
        sending.run(async move {
            app.prefill_enrolment(card);
            app.apply(Lock {}).await?;
            app.go(Route::Enrol);
            Ok(())
        });
    };
    view! {
        <div class="result-actions">
            <Button icon=Picture::User busy=sending.busy press=enrol>{words.chip_enrol()}</Button>
            <p class="small secondary">{words.chip_enrol_hint()}</p>
        </div>
        <ErrorNotice error=sending.error />
    }
}
