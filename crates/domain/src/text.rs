//! Vietnamese text: search keys, capitals without accents, masking.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::{
    CodePointMapData,
    props::{GeneralCategory, GeneralCategoryGroup},
};

/// Folds text for search: lower case, no marks, `đ` as `d`, spaces collapsed.
///
/// Tone placement (`Hoà`, `Hòa`) and composed or combining input fold to the same key.
pub fn search_key(text: &str) -> String {
    let folded: String = unmarked(text).flat_map(char::to_lowercase).collect();
    collapse_spaces(&folded)
}

/// Whether every word of `query` begins a word of `text`, accents and case aside.
pub fn matches(text: &str, query: &str) -> bool {
    let text = search_key(text);
    let query = search_key(query);
    query.split(' ').filter(|wanted| !wanted.is_empty()).all(|wanted| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| word.starts_with(wanted))
    })
}

/// Capitals without accents, the form the national personal QR prints
/// (Quyết định 1405/QĐ-BTTTT).
pub fn plain_capitals(text: &str) -> String {
    let upper: String = unmarked(text).flat_map(char::to_uppercase).collect();
    collapse_spaces(&upper)
}

/// NFC, outer white space removed, inner white space one space.
pub fn tidy(text: &str) -> String {
    collapse_spaces(&ComposingNormalizerBorrowed::new_nfc().normalize(text))
}

/// Replaces the first `count` characters by `*`.
pub fn mask_start(text: &str, count: usize) -> String {
    text.chars()
        .enumerate()
        .map(|(i, c)| if i < count { '*' } else { c })
        .collect()
}

/// Whether text carries characters that have no place in a field a person types:
/// control characters and the marks that turn the direction of writing around (UAX #9).
pub fn has_control(text: &str) -> bool {
    text.chars().any(|c| {
        c.is_control()
            || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
    })
}

fn unmarked(text: &str) -> impl Iterator<Item = char> + '_ {
    DecomposingNormalizerBorrowed::new_nfd()
        .normalize_iter(text.chars())
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            'đ' => 'd',
            'Đ' => 'D',
            other => other,
        })
}

/// Whether a character is a mark on the letter before it (Unicode's general category M).
pub(crate) fn is_mark(c: char) -> bool {
    GeneralCategoryGroup::Mark.contains(CodePointMapData::<GeneralCategory>::new().get(c))
}

fn collapse_spaces(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_ignores_accents_case_and_tone_placement() {
        assert_eq!(search_key("  Hoà   Đường "), "hoa duong");
        assert_eq!(search_key("Hòa"), search_key("Hoà"));
        assert_eq!(search_key("Nguye\u{302}\u{303}n"), "nguyen");
        assert!(matches("Giấy khai sinh", "khai giay"));
        assert!(matches("Giấy khai sinh", "SINH"));
        assert!(!matches("Giấy khai sinh", "ai"));
        assert!(matches("anything", ""));
    }

    #[test]
    fn capitals_are_plain_ascii_for_vietnamese_names() {
        assert_eq!(plain_capitals("Đỗ Thị Ánh Nguyệt"), "DO THI ANH NGUYET");
    }

    #[test]
    fn masks_count_characters_not_bytes() {
        assert_eq!(mask_start("Đặng", 2), "**ng");
    }

    #[test]
    fn direction_marks_are_found() {
        assert!(has_control("abc\u{202E}def"));
        assert!(has_control("a\nb"));
        assert!(!has_control("Nguyễn Thị Hoà"));
    }
}
