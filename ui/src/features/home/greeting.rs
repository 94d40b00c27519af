//! The greeting.

use std::time::Duration;

use jiff::Timestamp;
use leptos::prelude::*;

use super::words::HomeWords;
use crate::{
    app::{use_app, use_now},
    reactive::memo,
};

/// The greeting by the time of day, and the given name.
#[component]
pub(super) fn Greeting() -> impl IntoView {
    let app = use_app();
    let words = HomeWords::here();
    let now = use_now(Duration::from_secs(60));
    let hello = memo(move || greeting(now.get(), words));
    let name = move || {
        app.unlocked()
            .map(|person| person.given_name)
            .filter(|name| !name.is_empty())
    };
    view! {
        <h1 class="home-hello" tabindex="-1" data-arrive="">
            <span class="home-hello-time">{move || hello.get()} {move || name().map(|_| ",")}</span>
            " "
            {move || name().map(|name| view! { <span class="home-hello-name">{name}</span> })}
        </h1>
    }
}

/// What one says at this hour in Viet Nam.
fn greeting(now: Timestamp, words: HomeWords) -> &'static str {
    match now.to_zoned_datetime(domain::local_time_zone()).hour() {
        4..11 => words.morning(),
        11..13 => words.noon(),
        13..18 => words.afternoon(),
        _ => words.evening(),
    }
}

#[cfg(test)]
mod tests {
    use protocol::app::Language;

    use super::*;

    #[test]
    fn the_hour_is_viet_nams() {
        let at = |time: &str| greeting(format!("2026-11-23T{time}Z").parse().unwrap(), HomeWords(Language::Vi));
        assert_eq!(at("01:10:00"), "Chào buổi sáng");
        assert_eq!(at("04:00:00"), "Chào buổi trưa");
        assert_eq!(at("06:00:00"), "Chào buổi chiều");
        assert_eq!(at("11:00:00"), "Chào buổi tối");
        assert_eq!(at("20:59:00"), "Chào buổi tối");
        assert_eq!(at("21:00:00"), "Chào buổi sáng");
    }
}
