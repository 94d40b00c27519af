//! What a resident shares with a counter, and the words around it.

use serde::{Deserialize, Serialize};

use crate::{DocumentKind, ProfileField, short_text::short_text};

/// Fields of the profile and kinds of papers: what a purpose may ask, or what is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Scope {
    /// Fields of the profile.
    #[serde(default)]
    pub fields: Vec<ProfileField>,
    /// Kinds of papers.
    #[serde(default)]
    pub papers: Vec<DocumentKind>,
}

impl Scope {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.papers.is_empty()
    }

    /// Whether all of `other` is in it.
    pub fn covers(&self, other: &Self) -> bool {
        other.fields.iter().all(|field| self.fields.contains(field))
            && other.papers.iter().all(|kind| self.papers.contains(kind))
    }

    /// In the order of screens, each thing once.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.fields.sort_unstable();
        self.fields.dedup();
        self.papers.sort_unstable();
        self.papers.dedup();
        self
    }
}

short_text!(
    /// What an organisation asks for (`Đăng ký thường trú`); 1 to 120 characters.
    PurposeTitle,
    PurposeTitleError,
    120
);
short_text!(
    /// Why it needs what it asks for, for the resident to read; 1 to 300 characters.
    PurposeReason,
    PurposeReasonError,
    300
);
short_text!(
    /// Why a resident refuses, in their words; 1 to 300 characters.
    RefusalWords,
    RefusalWordsError,
    300
);
short_text!(
    /// What a resident contests in an entry of their access history, or what the organisation
    /// answers; 1 to 1000 characters.
    AccessWords,
    AccessWordsError,
    1000
);

/// Things that everybody has a word for, told apart by ear and at a glance.
const DESK_WORDS: [&str; 64] = [
    "Hoa sen",
    "Cá voi",
    "Mặt trời",
    "Cánh buồm",
    "Cây tre",
    "Con trâu",
    "Chim én",
    "Quả dừa",
    "Đèn lồng",
    "Cầu vồng",
    "Hạt gạo",
    "Nón lá",
    "Áo dài",
    "Trống đồng",
    "Xe đạp",
    "Con thuyền",
    "Ngôi sao",
    "Bông lúa",
    "Hòn đá",
    "Suối nước",
    "Quả chuối",
    "Con mèo",
    "Bánh chưng",
    "Cây đa",
    "Giếng làng",
    "Hoa mai",
    "Hoa đào",
    "Con ong",
    "Bươm bướm",
    "Cái trống",
    "Cây đàn",
    "Sáo trúc",
    "Con diều",
    "Quả xoài",
    "Trái bưởi",
    "Hạt cà phê",
    "Lá trầu",
    "Cây cau",
    "Con rùa",
    "Con hạc",
    "Vỏ ốc",
    "San hô",
    "Ngọn núi",
    "Dòng sông",
    "Bãi cát",
    "Hải đăng",
    "Mái đình",
    "Cổng làng",
    "Khung cửi",
    "Tơ lụa",
    "Gốm sứ",
    "Chuông đồng",
    "Bút lông",
    "Trang sách",
    "Cái ô",
    "Chiếc gối",
    "Đôi đũa",
    "Bát cơm",
    "Ấm trà",
    "Quạt giấy",
    "Đồng hồ",
    "Chìa khóa",
    "Bức tranh",
    "Cái thang",
];

/// A word that the counter shows and the resident compares before agreeing: who stands at
/// another counter, or at none, sees that it is not theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = u8, maximum = 63))]
#[serde(try_from = "u8", into = "u8")]
pub struct DeskWord(u8);

/// There is no such desk word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no such desk word")]
pub struct DeskWordError;

impl DeskWord {
    /// How many there are.
    pub const COUNT: u64 = DESK_WORDS.len() as u64;

    /// The word, as both screens show it in every language.
    pub fn as_str(self) -> &'static str {
        DESK_WORDS[usize::from(self.0)]
    }
}

impl TryFrom<u8> for DeskWord {
    type Error = DeskWordError;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if usize::from(number) < DESK_WORDS.len() {
            Ok(Self(number))
        } else {
            Err(DeskWordError)
        }
    }
}

impl From<DeskWord> for u8 {
    fn from(word: DeskWord) -> Self {
        word.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::text::search_key;

    #[test]
    fn no_two_desk_words_are_alike_even_without_marks() {
        let keys: HashSet<String> = DESK_WORDS.iter().map(|word| search_key(word)).collect();
        assert_eq!(keys.len(), DESK_WORDS.len());
        assert_eq!(DeskWord::try_from(0).unwrap().as_str(), "Hoa sen");
        assert!(DeskWord::try_from(64).is_err());
        assert!(serde_json::from_str::<DeskWord>("64").is_err());
    }

    #[test]
    fn a_scope_covers_its_parts() {
        let all = Scope {
            fields: vec![ProfileField::Phone, ProfileField::FullName, ProfileField::Phone],
            papers: vec![DocumentKind::BirthCertificate],
        }
        .tidied();
        assert_eq!(all.fields, [ProfileField::FullName, ProfileField::Phone]);
        let part = Scope {
            fields: vec![ProfileField::Phone],
            papers: Vec::new(),
        };
        assert!(all.covers(&part) && !part.covers(&all) && part.covers(&Scope::default()));
    }
}
