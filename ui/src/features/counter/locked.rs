//! A shift that locked because nothing was done.

use leptos::prelude::*;
use protocol::app::{AppError, CounterView, EndShift, Secret, UnlockShift};

use super::words::CounterWords;
use crate::{
    app::{Query, use_app, use_sending},
    components::{AppBar, Button, ButtonKind, ErrorNotice, Notice, PinPad, Tone},
    reactive::{Look, derive, memo},
};

/// The way back into the shift: by PIN, or by a new shift where there is no PIN.
#[component]
pub(super) fn Locked(view: Signal<CounterView>, query: Query<CounterView>) -> impl IntoView {
    let app = use_app();
    let words = CounterWords::here();
    let pin = RwSignal::new(String::new());
    let sending = use_sending();
    let ending = use_sending();
    let unlock = move |digits: String| {
        sending.run(async move {
            let answer = app.call(UnlockShift { pin: Secret(digits) }).await;
            pin.try_set(String::new());
            query.put(answer?);
            Ok(())
        });
    };
    let end = move |()| {
        ending.run(async move {
            query.put(app.call(EndShift {}).await?);
            Ok(())
        });
    };
    let wrong = derive(move || {
        sending
            .error
            .look(|error| matches!(error, Some(AppError::WrongPin { .. })))
            && pin.look(String::is_empty)
    });
    let place = memo(move || {
        view.look(|view| {
            let shift = view.shift.as_ref()?;
            Some(format!(
                "{} · {}",
                shift.counter_name.as_str(),
                shift.organisation_name.as_str()
            ))
        })
    });
    view! {
        <AppBar title=words.locked() />
        <div class="page counter-locked">
            <p class="lead">{move || place.get()}</p>
            {if app.keeps() {
                view! {
                    <p>{words.locked_text()}</p>
                    <PinPad label=words.pin() value=pin full=unlock disabled=sending.busy wrong />
                    <ErrorNotice error=sending.error />
                    <Button kind=ButtonKind::Quiet busy=ending.busy press=end>{words.end()}</Button>
                }
                .into_any()
            } else {
                view! {
                    <Notice tone=Tone::Warn><p>{words.locked_no_pin()}</p></Notice>
                    <div>
                        <Button kind=ButtonKind::Primary busy=ending.busy press=end>{words.open_again()}</Button>
                    </div>
                }
                .into_any()
            }}
            <ErrorNotice error=ending.error />
        </div>
    }
}
