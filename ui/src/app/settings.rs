//! Settings that the page itself carries: language, size of text, light or dark, simple or whole.

use leptos::prelude::*;
use protocol::app::{Settings, TextSize, Theme};

use crate::text;

/// Writes settings onto the page's root element, where the styles look for them.
pub(crate) fn wear(settings: Settings) {
    let Some(root) = document().document_element() else {
        return;
    };
    let size = match settings.text_size {
        TextSize::Normal => "100",
        TextSize::Large => "120",
        TextSize::Larger => "150",
        TextSize::Largest => "200",
    };
    let theme = match settings.theme {
        Theme::System => "system",
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    for (name, value) in [
        ("lang", text::language_tag(settings.language)),
        ("data-text", size),
        ("data-theme", theme),
        ("data-simple", if settings.simple { "true" } else { "false" }),
    ] {
        // A root element takes any attribute.
        let _ = root.set_attribute(name, value);
    }
}
