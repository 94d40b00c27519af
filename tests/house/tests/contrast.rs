//! The colours of the face, as the style tokens promise: text at least 7:1 on every surface it may stand
//! on, edges of fields at least 3:1 (WCAG 2.2, 1.4.6 and 1.4.11), by day and by night.
#![allow(clippy::expect_used)]

use std::collections::BTreeMap;

const STYLES: &str = include_str!("../../../ui/styles/10-tokens.css");
const DESIGN: &str = include_str!("../../../docs/design.md");

const LIGHT: &str = "@layer tokens {\n  :root {";
const DARK: &str = ":root[data-theme=\"dark\"] {";
const SIMPLE_LIGHT: &str = ":root[data-simple=\"true\"] {";
const SIMPLE_DARK: &str = ":root[data-theme=\"dark\"][data-simple=\"true\"] {";

const SURFACES: [&str; 6] = [
    "page",
    "surface",
    "plain-surface",
    "good-surface",
    "warn-surface",
    "bad-surface",
];
const INK: [&str; 6] = ["text", "secondary", "accent", "good", "warn", "bad"];
const ON: [(&str, &str); 2] = [("on-accent", "accent"), ("on-bad", "bad")];

type Colours = BTreeMap<String, [u8; 3]>;

/// The colours written as `#rrggbb` in the block that follows a selector.
fn colours(selector: &str) -> Colours {
    let (_, rest) = STYLES.split_once(selector).expect("the selector");
    let (block, _) = rest.split_once('}').expect("the block's end");
    block
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"))
        .map(|(name, hex)| {
            let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("a colour");
            (name.to_owned(), [part(0), part(2), part(4)])
        })
        .collect()
}

/// WCAG 2.2, relative luminance: 0 for black to 1 for white.
fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    let [red, green, blue] = colour.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// WCAG 2.2, contrast ratio: 1 to 21.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn shortfalls(theme: &str, colours: &Colours) -> Vec<String> {
    let on_surfaces = |names: &'static [&'static str], least: f64| {
        names
            .iter()
            .flat_map(move |name| SURFACES.map(|surface| (*name, surface, least)))
    };
    let pairs = on_surfaces(&INK, 7.0)
        .chain(on_surfaces(&["field-border"], 3.0))
        .chain(ON.map(|(ink, surface)| (ink, surface, 7.0)));
    pairs
        .filter_map(|(ink, surface, least)| {
            let found = contrast(colours[ink], colours[surface]);
            (found < least).then(|| format!("{theme}: {ink} on {surface} has {found:.2}:1, needs {least}:1"))
        })
        .collect()
}

#[test]
fn every_colour_can_be_read_on_every_surface() {
    let mut short = shortfalls("light", &colours(LIGHT));
    short.extend(shortfalls("dark", &colours(DARK)));
    assert!(short.is_empty(), "{short:#?}");
}

/// Simple screens promise more: text at 10:1, and lines that can be seen.
#[test]
fn simple_screens_are_stronger() {
    for (theme, whole, simple) in [("light", LIGHT, SIMPLE_LIGHT), ("dark", DARK, SIMPLE_DARK)] {
        let mut all = colours(whole);
        all.extend(colours(simple));
        let short = shortfalls(theme, &all);
        assert!(short.is_empty(), "{short:#?}");
        for surface in SURFACES {
            assert!(INK.iter().all(|ink| contrast(all[*ink], all[surface]) >= 10.0));
            assert!(contrast(all["line"], all[surface]) >= 3.0);
        }
    }
    assert_eq!(
        colours(SIMPLE_DARK),
        colours(":root:not([data-theme=\"light\"])[data-simple=\"true\"] {")
    );
}

#[test]
fn dark_by_choice_and_by_the_system_are_the_same() {
    assert_eq!(colours(DARK), colours(":root:not([data-theme=\"light\"]) {"));
}

#[test]
fn the_written_colours_are_those_of_the_tokens() {
    let hex = |[red, green, blue]: [u8; 3]| format!("`#{red:02x}{green:02x}{blue:02x}`");
    let (light, dark) = (colours(LIGHT), colours(DARK));
    let untold: Vec<&String> = light
        .iter()
        .filter(|(name, colour)| {
            let row = DESIGN.lines().find(|line| line.starts_with(&format!("| `{name}` |")));
            let by_night = dark.get(*name).unwrap_or(colour);
            !row.is_some_and(|row| row.contains(&hex(**colour)) && row.contains(&hex(*by_night)))
        })
        .map(|(name, _)| name)
        .collect();
    assert!(untold.is_empty(), "docs/design.md says otherwise of {untold:?}");
}

#[test]
fn the_ratio_is_that_of_the_standard() {
    assert!((contrast([0, 0, 0], [255, 255, 255]) - 21.0).abs() < 1e-9);
    // The grey that WCAG's notes name as just enough on white.
    assert!((contrast([0x76, 0x76, 0x76], [255, 255, 255]) - 4.54).abs() < 0.01);
}
