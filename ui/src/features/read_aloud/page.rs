//! What of a screen is read aloud.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};

/// What is not read: what is pressed or typed, what is secret, what changes by itself, what is only seen.
const SILENT: &str = "button:not(.row, .big-action), .button, input, select, textarea, label, nav, svg, .pin-pad, .otp, \
    [aria-hidden=true], [hidden], [role=timer], [data-silent]";

/// The lines of the screen's main content, in their order.
pub(super) fn lines() -> Vec<String> {
    let mut lines = Lines::default();
    if let Ok(Some(content)) = document().query_selector("#content") {
        read(&content, &mut lines);
    }
    lines.end();
    lines.done
}

fn read(element: &Element, lines: &mut Lines) {
    let children = element.child_nodes();
    for index in 0..children.length() {
        let Some(child) = children.item(index) else { continue };
        match child.node_type() {
            Node::TEXT_NODE => lines.add(&child.text_content().unwrap_or_default()),
            Node::ELEMENT_NODE => {
                let Ok(child) = child.dyn_into::<Element>() else {
                    continue;
                };
                if child.matches(SILENT).unwrap_or(true) || !is_shown(&child) {
                    continue;
                }
                let inline = is_inline(&child);
                if !inline {
                    lines.end();
                }
                read(&child, lines);
                if !inline {
                    lines.end();
                }
            }
            _ => {}
        }
    }
}

/// What is not laid out is not read either.
fn is_shown(element: &Element) -> bool {
    element
        .dyn_ref::<HtmlElement>()
        .is_some_and(|element| element.offset_parent().is_some())
}

fn is_inline(element: &Element) -> bool {
    let style = window().get_computed_style(element).ok().flatten();
    style
        .and_then(|style| style.get_property_value("display").ok())
        .is_some_and(|display| display == "inline")
}

/// Lines as they grow.
#[derive(Default)]
struct Lines {
    open: String,
    done: Vec<String>,
}

impl Lines {
    fn add(&mut self, text: &str) {
        self.open.push_str(text);
    }

    /// Ends a line, if something to say stands in it. Dots between facts are no words.
    fn end(&mut self) {
        let line = self.open.replace(" · ", ", ");
        self.open.clear();
        let line = domain::text::tidy(&line);
        if line.chars().any(char::is_alphanumeric) {
            self.done.push(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_are_what_can_be_said() {
        let mut lines = Lines::default();
        lines.add("  Giấy khai sinh\n");
        lines.end();
        lines.add(" · ");
        lines.end();
        lines.add("Còn 12 ngày · ");
        lines.add("09/12/2026");
        lines.end();
        assert_eq!(lines.done, ["Giấy khai sinh", "Còn 12 ngày, 09/12/2026"]);
    }
}
