//! Printed cards: making, saving and cancelling them.

use domain::{CardSerial, limits};
use leptos::prelude::*;
use protocol::app::{CancelCard, CardView, CardsView, ListCards, MakeCard, SaveCard};

use super::words::CodeWords;
use crate::{
    app::{Query, use_app, use_query, use_sending},
    components::{Button, ButtonKind, Dialog, ErrorNotice, Loaded, Notice, Picture, Section, Tone},
    reactive::{derive, effect},
    text::{self, CommonWords},
};

/// The cards in force: the city holds the list, so it is asked for each time.
#[component]
pub(super) fn Cards() -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let cards = use_query(&[], || ListCards {});
    let cancelling = RwSignal::new(None::<CardSerial>);
    let saved = RwSignal::new(None::<String>);
    let sending = use_sending();
    let make = move |()| {
        sending.run(async move {
            cards.put(app.call(MakeCard {}).await?);
            app.say(words.card_made());
            Ok(())
        });
    };
    let row = move |card: CardView| view! { <Card card cancelling saved /> };
    let shown = move |view: CardsView| match view.cards.len() {
        0 => view! { <p class="secondary">{words.no_cards()}</p> }.into_any(),
        _ => view! { <ul class="rows">{view.cards.into_iter().map(row).collect_view()}</ul> }.into_any(),
    };
    let room = move |count: usize| {
        if count < limits::CARDS {
            view! { <Button icon=Picture::Plus busy=sending.busy press=make>{words.make_card()}</Button> }.into_any()
        } else {
            view! { <p class="note secondary">{words.enough_cards(limits::CARDS)}</p> }.into_any()
        }
    };
    view! {
        <div class="printed-cards">
            <Section title=words.cards()>
                <p class="secondary">{words.cards_lead()}</p>
                <Loaded query=cards lines=2 aside=true let:view>
                    {move || shown(view.get())}
                    <ErrorNotice error=sending.error />
                    {move || saved.get().map(|place| view! {
                        <Notice tone=Tone::Good live=true><p>{words.card_saved(&place)}</p></Notice>
                    })}
                    {move || room(view.get().cards.len())}
                </Loaded>
            </Section>
        </div>
        <Cancel cancelling query=cards />
    }
}

#[component]
fn Card(card: CardView, cancelling: RwSignal<Option<CardSerial>>, saved: RwSignal<Option<String>>) -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let sending = use_sending();
    let serial = card.serial;
    let issued = text::date(domain::local_date(card.issued_at));
    let this = words.card(&serial.grouped());
    let of_this = move |does: &str| format!("{does}: {this}");
    let save = move |()| {
        saved.set(None);
        sending.run(async move {
            match app.call(SaveCard { card: serial }).await?.place {
                Some(place) => {
                    saved.try_set(Some(place));
                }
                None => app.say(words.card_downloading()),
            }
            Ok(())
        });
    };
    view! {
        <li class="printed-card">
            <div class="row-words">
                <p class="row-title digits">{words.card(&serial.grouped())}</p>
                <p class="row-note">{words.card_issued(&issued)}</p>
            </div>
            <Button icon=Picture::Download busy=sending.busy press=save label=of_this(words.card_pdf())>
                {words.card_pdf()}
            </Button>
            <Button icon=Picture::Trash press=move |()| cancelling.set(Some(serial)) label=of_this(words.cancel_card())>
                {words.cancel_card()}
            </Button>
            <ErrorNotice error=sending.error />
        </li>
    }
}

/// Asks once.
#[component]
fn Cancel(cancelling: RwSignal<Option<CardSerial>>, query: Query<CardsView>) -> impl IntoView {
    let app = use_app();
    let words = CodeWords::here();
    let common = CommonWords::here();
    let open = RwSignal::new(false);
    let sending = use_sending();
    effect(move || {
        if cancelling.get().is_some() {
            sending.error.set(None);
            open.set(true);
        }
    });
    effect(move || {
        if !open.get() {
            cancelling.set(None);
        }
    });
    let title = derive(move || {
        let card = cancelling.get();
        card.map(|card| words.cancel_ask(&card.grouped())).unwrap_or_default()
    });
    let cancel = move |()| {
        let Some(card) = cancelling.get_untracked() else { return };
        sending.run(async move {
            query.put(app.call(CancelCard { card }).await?);
            open.try_set(false);
            app.say(words.card_cancelled());
            Ok(())
        });
    };
    view! {
        <Dialog open title>
            <p>{words.cancel_text()}</p>
            <ErrorNotice error=sending.error />
            <div class="dialog-actions">
                <Button kind=ButtonKind::Danger busy=sending.busy press=cancel>{words.cancel_card()}</Button>
                <Button press=move |()| open.set(false)>{common.cancel()}</Button>
            </div>
        </Dialog>
    }
}
