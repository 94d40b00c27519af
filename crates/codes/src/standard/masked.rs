//! The standard code as it is shown around: with stars for the beginning of the document number
//! and for the day and month of birth.

use std::fmt;

use domain::{PersonName, Qid, text};

use super::{DeclaredBy, MAX_STANDARD_BYTES, StandardCode};

/// What stands for day and month.
const HIDDEN_DAY: &str = "-**-**";

/// A person as the masked national personal QR tells them. The QID still locates the person. It
/// has no EXT and so no signature: that would be over what the stars hide.
#[derive(Clone, PartialEq, Eq)]
pub struct MaskedStandard {
    /// The document number, with stars for its beginning: `******000001`.
    pub document_number: String,
    /// Full name.
    pub name: PersonName,
    /// Year of birth.
    pub birth_year: u16,
    /// Who declared.
    pub declared_by: DeclaredBy,
    /// The profile's QID.
    pub qid: Qid,
}

impl MaskedStandard {
    /// The masked form of a code.
    pub fn of(code: &StandardCode) -> Self {
        Self {
            document_number: code.masked().document_number,
            name: code.name.clone(),
            birth_year: code.born.date().year().unsigned_abs(),
            declared_by: code.declared_by,
            qid: code.qid.clone(),
        }
    }

    /// Reads a code in the form [`MaskedStandard::to_text`] writes, with or without the last `|`.
    pub fn parse(code: &str) -> Option<Self> {
        if code.len() > MAX_STANDARD_BYTES {
            return None;
        }
        let fields: Vec<&str> = code.trim_end_matches(['\r', '\n']).split('|').collect();
        let ([number, name, born, declared_by, qid] | [number, name, born, declared_by, qid, ""]) = fields.as_slice()
        else {
            return None;
        };
        let number = number.trim();
        let year = born.trim().strip_suffix(HIDDEN_DAY)?;
        if !is_masked_number(number) || year.len() != 4 || !year.bytes().all(|digit| digit.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            document_number: number.to_owned(),
            name: text::plain_capitals(name).parse().ok()?,
            birth_year: year.parse().ok()?,
            declared_by: DeclaredBy::parse(declared_by)?,
            qid: qid.trim().parse().ok()?,
        })
    }

    /// The code's text.
    pub fn to_text(&self) -> String {
        format!(
            "{}|{}|{:04}{HIDDEN_DAY}|{}|{}|",
            self.document_number,
            self.name.plain_capitals(),
            self.birth_year,
            self.declared_by.digit(),
            self.qid.as_str(),
        )
    }
}

/// Stars, then what letters and digits they leave; at most 20 in all.
fn is_masked_number(text: &str) -> bool {
    let seen = text.trim_start_matches('*');
    seen.len() < text.len() && text.len() <= 20 && seen.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

impl fmt::Debug for MaskedStandard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MaskedStandard(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{city, standard};

    const TEXT: &str = "******000001|NGUYEN THI ANH HOA|1990-**-**|0|204810000000000017|";

    #[test]
    fn what_is_written_is_read() {
        let masked = MaskedStandard::of(&standard().sign(&city()));
        assert_eq!(masked.to_text(), TEXT);
        let read = MaskedStandard::parse(&format!("{TEXT}\r\n")).unwrap();
        assert_eq!(read.to_text(), TEXT);
        assert_eq!((&read.qid, read.birth_year), (&standard().qid, 1990));
        assert_eq!(MaskedStandard::parse(&TEXT[..TEXT.len() - 1]), Some(read));
        assert!(StandardCode::parse(TEXT).is_err());
    }

    #[test]
    fn what_is_not_quite_it_is_refused() {
        assert_eq!(MaskedStandard::parse(&standard().to_text()), None);
        for (part, other) in [
            ("******000001", "048190000001"),
            ("******000001", "***-**000001"),
            ("******000001", "*********************"),
            ("1990-**-**", "1990-05-**"),
            ("1990-**-**", "199-**-**"),
            ("1990-**-**", "****-**-**"),
            ("|0|", "|2|"),
            ("204810000000000017", "20481000000000001"),
            ("17|", "17|<2<<<"),
        ] {
            assert_eq!(MaskedStandard::parse(&TEXT.replace(part, other)), None, "{other}");
        }
    }
}
