//! Errand passes: letting one named person collect one result, at one place, on one day.

mod give;
mod list;
mod order;
mod pass;
mod told;
mod words;

pub use give::GiveErrand;
pub use list::Errands;
pub use pass::Errand;
pub use told::PassFacts;
pub use words::ErrandWords;

/// How the code of a pass begins (`codes::errand::ERRAND_PREFIX`).
const PREFIX: &str = "CDSE1:";

/// Whether a text that was scanned is the code of a pass; whether it counts, the host says.
pub fn is_pass(text: &str) -> bool {
    text.trim_start().starts_with(PREFIX)
}

#[cfg(test)]
mod tests {
    use super::is_pass;

    #[test]
    fn a_pass_is_told_from_other_codes_by_how_it_begins() {
        assert!(is_pass("CDSE1:6BF%RN"));
        assert!(is_pass(" CDSE1:6BF%RN\n"));
        assert!(!is_pass("CDS1:6BF%RN"));
        assert!(!is_pass("https://example.vn/CDSE1:"));
    }
}
