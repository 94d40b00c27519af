//! A page on the screen.

use std::time::Duration;

use leptos::{html, prelude::*, task::spawn_local};
use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{HtmlElement, KeyboardEvent, ResizeObserver, TouchEvent, WheelEvent};

use super::{
    Failure,
    gestures::{Asked, Pinch, asked, is_shortcut, wheel_factor},
    source::{ShowError, Source},
    tools::Tools,
    wait::wait,
    words::ViewerWords,
    zoom::Zoom,
};

use crate::reactive::{Look, effect};

/// How long the size has to stay before the page is drawn anew; until then the old drawing is stretched.
const SETTLE: Duration = Duration::from_millis(120);

/// What is shown of a content, and how.
#[derive(Clone, Copy)]
pub(super) struct View {
    /// The page, counted from 0.
    pub(super) page: RwSignal<usize>,
    /// How many there are.
    pub(super) pages: usize,
    /// Quarter turns, clockwise.
    pub(super) quarters: RwSignal<u32>,
    /// How large.
    pub(super) zoom: RwSignal<Zoom>,
    /// Whether a drawing is under way.
    pub(super) busy: RwSignal<bool>,
    frame: NodeRef<html::Div>,
}

impl View {
    /// Does what a key or button asks.
    pub(super) fn heed(self, asked: Asked) {
        let last = self.pages - 1;
        match asked {
            Asked::Previous => self.turn_to(self.page.get_untracked().saturating_sub(1)),
            Asked::Next => self.turn_to((self.page.get_untracked() + 1).min(last)),
            Asked::First => self.turn_to(0),
            Asked::Last => self.turn_to(last),
            Asked::Larger => self.resize(self.zoom.get_untracked().larger()),
            Asked::Smaller => self.resize(self.zoom.get_untracked().smaller()),
            Asked::Fit => self.resize(Zoom::FIT),
            Asked::Turn => self.quarters.update(|quarters| *quarters = (*quarters + 1) % 4),
        }
    }

    fn turn_to(self, page: usize) {
        if page != self.page.get_untracked() {
            self.page.set(page);
            if let Some(frame) = self.frame.get_untracked() {
                frame.set_scroll_top(0);
            }
        }
    }

    /// Another size; what is in the middle of the frame stays there.
    fn resize(self, zoom: Zoom) {
        let before = self.zoom.get_untracked();
        if zoom == before {
            return;
        }
        self.zoom.set(zoom);
        let Some(frame) = self.frame.get_untracked() else {
            return;
        };
        let grown = zoom.share() / before.share();
        let (across, down) = (
            f64::from(frame.client_width()) / 2.0,
            f64::from(frame.client_height()) / 2.0,
        );
        let left = (f64::from(frame.scroll_left()) + across) * grown - across;
        let top = (f64::from(frame.scroll_top()) + down) * grown - down;
        request_animation_frame(move || {
            frame.set_scroll_left(left as i32);
            frame.set_scroll_top(top as i32);
        });
    }
}

/// A page of an opened content with its tools.
#[component]
pub(super) fn Sheet(
    /// The content.
    source: Source,
    /// What the paper is called.
    title: String,
    /// Whether somebody issued the paper.
    issued: bool,
) -> impl IntoView {
    let words = ViewerWords::here();
    let frame = NodeRef::<html::Div>::new();
    let view = View {
        page: RwSignal::new(0),
        pages: source.pages().max(1),
        quarters: RwSignal::new(0),
        zoom: RwSignal::new(Zoom::FIT),
        busy: RwSignal::new(true),
        frame,
    };
    let canvas = NodeRef::<html::Canvas>::new();
    let error = RwSignal::new(None::<ShowError>);
    let again = RwSignal::new(0_u32);
    let width = use_width(frame);
    draw_what_is_wanted(source, view, canvas, width, error, again);

    let keyed = move |event: KeyboardEvent| {
        let wide = view.zoom.get_untracked() > Zoom::FIT;
        if let Some(wanted) = (!is_shortcut(&event)).then(|| asked(&event.key(), wide)).flatten() {
            event.prevent_default();
            view.heed(wanted);
        }
    };
    let wheeled = move |event: WheelEvent| {
        if let Some(factor) = wheel_factor(&event) {
            event.prevent_default();
            view.resize(view.zoom.get_untracked().times(factor));
        }
    };
    let zoomed = move || view.zoom.get() > Zoom::FIT;
    let pinch = Pinch::new();
    let touched = move |event: TouchEvent| pinch.begin(&event, view.zoom.get_untracked());
    let moved = move |event: TouchEvent| {
        if let Some(zoom) = pinch.moved(&event) {
            view.resize(zoom);
        }
    };
    let alt = {
        let title = title.clone();
        move || match view.pages {
            1 => words.picture_alt(&title),
            pages => words.page_alt(&title, view.page.get() + 1, pages),
        }
    };
    view! {
        <div
            class="viewer-frame"
            class:busy=move || view.busy.get()
            class:zoomed=zoomed
            class:failed=move || error.look(Option::is_some)
            tabindex="0"
            role="group"
            aria-label=words.content_of(&title)
            aria-description=words.keys()
            node_ref=frame
            on:keydown=keyed
            on:wheel=wheeled
            on:touchstart=touched
            on:touchend=touched
            on:touchmove=moved
        >
            <canvas class="viewer-page" role="img" aria-label=alt node_ref=canvas style=("--zoom", move || view.zoom.get().share().to_string())></canvas>
        </div>
        {move || error.get().map(|error| view! { <Failure error issued retry=move |()| again.update(|again| *again += 1) /> })}
        <Tools view />
    }
}

/// Draws the page anew whenever another page, size or turn is wanted. Only the latest wish is carried out.
fn draw_what_is_wanted(
    source: Source,
    view: View,
    canvas: NodeRef<html::Canvas>,
    width: RwSignal<f64>,
    error: RwSignal<Option<ShowError>>,
    again: RwSignal<u32>,
) {
    let latest = StoredValue::new(0_u32);
    let shown = StoredValue::new(None::<(usize, u32)>);
    let source = StoredValue::new_local(source);
    effect(move || {
        again.track();
        let (page, quarters) = (view.page.get(), view.quarters.get());
        let wide = width.get() * view.zoom.get().share() * window().device_pixel_ratio();
        if wide < 1.0 {
            return;
        }
        error.set(None);
        latest.update_value(|latest| *latest = latest.wrapping_add(1));
        let mine = latest.get_value();
        // The same page at another size: first see where the size goes.
        let pause = if shown.get_value() == Some((page, quarters)) {
            SETTLE
        } else {
            Duration::ZERO
        };
        view.busy.set(true);
        spawn_local(async move {
            wait(pause).await;
            if latest.try_get_value() != Some(mine) {
                return;
            }
            let Some(content) = source.try_get_value() else { return };
            let drawn = content.draw(page, quarters, wide).await;
            // Another wish came meanwhile, or the screen was left.
            if latest.try_get_value() != Some(mine) {
                return;
            }
            let Some(canvas) = canvas.get_untracked() else { return };
            let outcome = drawn.and_then(|drawn| drawn.put(&canvas));
            shown.try_set_value(outcome.is_ok().then_some((page, quarters)));
            error.try_set(outcome.err());
            view.busy.try_set(false);
        });
    });
}

/// The inner width of an element, as it changes.
fn use_width(element: NodeRef<html::Div>) -> RwSignal<f64> {
    let width = RwSignal::new(0.0);
    let measure = move || {
        if let Some(element) = element.try_get_untracked().flatten() {
            let inner = f64::from(AsRef::<HtmlElement>::as_ref(&element).client_width());
            // While an error stands in its place the frame has no width; the last one still counts.
            if inner >= 1.0
                && width
                    .try_get_untracked()
                    .is_some_and(|known| (known - inner).abs() >= 1.0)
            {
                width.try_set(inner);
            }
        }
    };
    effect(move || {
        let Some(element) = element.get() else { return };
        measure();
        let changed = Closure::<dyn FnMut()>::new(measure);
        let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&element);
        let kept = StoredValue::new_local(Some((observer, changed)));
        on_cleanup(move || {
            if let Some(Some((observer, _closure))) = kept.try_update_value(Option::take) {
                observer.disconnect();
            }
        });
    });
    width
}
