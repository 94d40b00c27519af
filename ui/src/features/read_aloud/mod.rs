//! Reading a screen aloud, for whoever finds listening easier than reading.

mod page;
mod speech;
mod words;

use leptos::prelude::*;

use crate::{
    app::use_app,
    components::{Button, Picture},
    reactive::effect,
    text,
};
use speech::{Speech, Unspoken};
use words::ReadAloudWords;

/// Reads the screen's main content aloud, and stops when asked or when another screen comes. Nothing where the page can't speak.
#[component]
pub fn ReadAloud() -> impl IntoView {
    if !speech::is_there() {
        return ().into_any();
    }
    let app = use_app();
    let words = ReadAloudWords::here();
    let language = text::language();
    let speaking = RwSignal::new(false);
    let speech = StoredValue::new_local(Speech::new(move || {
        speaking.try_set(false);
    }));
    let stop = move || {
        speaking.try_set(false);
        speech.try_with_value(Speech::stop);
    };
    let press = move |()| {
        if speaking.get_untracked() {
            stop();
            return;
        }
        let said = speech.try_with_value(|speech| speech.say(page::lines(), language));
        match said {
            Some(Ok(())) => speaking.set(true),
            Some(Err(Unspoken::NoVoice)) => app.say_failed(words.no_voice()),
            Some(Err(Unspoken::Nothing)) | None => {}
        }
    };
    effect(move || {
        app.router.here();
        stop();
    });
    on_cleanup(stop);
    view! {
        <div class="read-aloud" data-silent="">
            {move || {
                let (icon, said) = match speaking.get() {
                    true => (Picture::CircleStop, words.stop()),
                    false => (Picture::Volume, words.read()),
                };
                view! { <Button icon press>{said}</Button> }
            }}
        </div>
    }
    .into_any()
}
