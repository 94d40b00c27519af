//! A date to type.

use leptos::prelude::*;

use super::Field;

/// A date to type as `dd/MM/yyyy`; the slashes come by themselves.
#[component]
pub fn DateField(
    /// Which date.
    #[prop(into)]
    label: String,
    /// What is typed.
    value: RwSignal<String>,
    /// The field's id, for error summaries.
    #[prop(optional, into)]
    id: Option<String>,
    /// How to type it, after `dd/MM/yyyy`; the field itself says nothing of its form.
    #[prop(optional, into)]
    hint: Option<String>,
    /// What is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it may stay empty.
    #[prop(optional)]
    optional: bool,
    /// What the browser may fill in by itself; `bday` for a date of birth.
    #[prop(default = "off")]
    autocomplete: &'static str,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| super::use_id("date"));
    let hint = hint.unwrap_or_else(|| DateWords::here().form().to_owned());
    view! {
        <div class="date-field">
            <Field
                label
                value
                id
                hint
                error
                optional
                autocomplete
                inputmode="numeric"
                max=10
                digits=true
                tidy=with_slashes
            />
        </div>
    }
}

crate::words! {
    /// Words of date fields.
    DateWords {
        form: "Ngày/tháng/năm, ví dụ 05/09/1990", "Day/month/year, for example 05/09/1990";
    }
}

/// `05091990` becomes `05/09/1990` while it is typed; slashes typed by hand stay where they are,
/// and a one-digit day or month before a slash gets its zero.
pub(super) fn with_slashes(typed: &str) -> String {
    let mut parts: Vec<String> = vec![String::new()];
    for character in typed.chars() {
        let last = parts.len() - 1;
        let longest = if last < 2 { 2 } else { 4 };
        match character {
            '0'..='9' if parts[last].len() < longest => parts[last].push(character),
            '0'..='9' if last < 2 => parts.push(character.to_string()),
            '/' | '.' | '-' | ' ' if last < 2 && !parts[last].is_empty() => {
                if parts[last].len() == 1 {
                    parts[last].insert(0, '0');
                }
                parts.push(String::new());
            }
            _ => {}
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::with_slashes;

    #[test]
    fn slashes_come_by_themselves() {
        assert_eq!(with_slashes("05"), "05");
        assert_eq!(with_slashes("050"), "05/0");
        assert_eq!(with_slashes("05091990"), "05/09/1990");
        assert_eq!(with_slashes("05/09/19901"), "05/09/1990");
    }

    #[test]
    fn typed_slashes_stay_and_fill_zeros() {
        assert_eq!(with_slashes("5/"), "05/");
        assert_eq!(with_slashes("5/9/1990"), "05/09/1990");
        assert_eq!(with_slashes("5.9.1990"), "05/09/1990");
        assert_eq!(with_slashes("/"), "");
        assert_eq!(with_slashes("ab"), "");
    }

    #[test]
    fn deleting_back_over_a_slash_works() {
        // "05/0" loses its last digit, then its slash.
        assert_eq!(with_slashes("05/"), "05/");
        assert_eq!(with_slashes("05"), "05");
    }
}
