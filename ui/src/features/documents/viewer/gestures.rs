//! The wheel with Ctrl held, two fingers, and keys.

use leptos::prelude::*;
use web_sys::{KeyboardEvent, TouchEvent, WheelEvent};

use super::zoom::Zoom;

/// What a key asks of the viewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// The page before.
    Previous,
    /// The page after.
    Next,
    /// The first page.
    First,
    /// The last page.
    Last,
    /// Larger.
    Larger,
    /// Smaller.
    Smaller,
    /// As wide as the frame.
    Fit,
    /// A quarter turn.
    Turn,
}

/// What a key asks for; `wide` says that the page is wider than its frame, so that arrows move it instead.
pub(super) fn asked(key: &str, wide: bool) -> Option<Asked> {
    Some(match key {
        "ArrowLeft" | "ArrowRight" if wide => return None,
        "ArrowLeft" => Asked::Previous,
        "ArrowRight" => Asked::Next,
        "Home" => Asked::First,
        "End" => Asked::Last,
        "+" | "=" => Asked::Larger,
        "-" => Asked::Smaller,
        "0" => Asked::Fit,
        "r" | "R" => Asked::Turn,
        _ => return None,
    })
}

/// Whether a key belongs to the browser or the system.
pub(super) fn is_shortcut(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// By how much a wheel with Ctrl held, which is also how a touchpad tells of two fingers, changes the size.
pub(super) fn wheel_factor(event: &WheelEvent) -> Option<f64> {
    if !event.ctrl_key() {
        return None;
    }
    // Lines and pages are as good as pixels here: only the direction and rough strength matter.
    let strength = event.delta_y().clamp(-50.0, 50.0);
    Some((-strength / 150.0).exp())
}

/// Two fingers on the page.
#[derive(Clone, Copy)]
pub(super) struct Pinch {
    began: StoredValue<Option<(f64, Zoom)>>,
}

impl Pinch {
    /// No fingers yet.
    pub(super) fn new() -> Self {
        Self {
            began: StoredValue::new(None),
        }
    }

    /// Fingers came or went.
    pub(super) fn begin(self, event: &TouchEvent, zoom: Zoom) {
        self.began.set_value(apart(event).map(|distance| (distance, zoom)));
    }

    /// Fingers moved: the size they ask for, when there are two.
    pub(super) fn moved(self, event: &TouchEvent) -> Option<Zoom> {
        let (distance, zoom) = self.began.get_value()?;
        let now = apart(event)?;
        event.prevent_default();
        Some(zoom.times(now / distance))
    }
}

/// How far two fingers are apart; none for one or three.
fn apart(event: &TouchEvent) -> Option<f64> {
    let touches = event.touches();
    if touches.length() != 2 {
        return None;
    }
    let (one, other) = (touches.get(0)?, touches.get(1)?);
    let across = f64::from(one.client_x() - other.client_x());
    let down = f64::from(one.client_y() - other.client_y());
    Some(across.hypot(down).max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_turn_pages_unless_the_page_is_wide() {
        assert_eq!(asked("ArrowRight", false), Some(Asked::Next));
        assert_eq!(asked("ArrowRight", true), None);
        assert_eq!(asked("+", true), Some(Asked::Larger));
        assert_eq!(asked("ArrowDown", false), None);
        assert_eq!(asked("a", false), None);
    }
}
