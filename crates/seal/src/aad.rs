//! What a sealed value is bound to. The same bytes sealed for one place refuse to open in another: that is how a row
//! moved, a column swapped or a value carried over from another table is noticed.

use std::fmt;

/// Associated data, built from parts in such a way that two different lists of parts never give the same bytes.
///
/// Each part is written as `kind (1 byte) | length (8 bytes, big endian) | content`. So the parts "ab", "c" differ from
/// "a", "bc", the number 5 from the text "5", and no list of parts is mistaken for another. Associated data is
/// authenticated, not stored and not encrypted: whoever opens must build it again from what it knows.
///
/// ```
/// # use congdanso_seal::Aad;
/// let row = [0x01, 0x8f];
/// let place = Aad::cell("documents", &row, "title", 3);
/// assert_eq!(place, Aad::new("cell").text("documents").bytes(&row).text("title").number(3));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Aad(Vec<u8>);

const TEXT: u8 = b'T';
const BYTES: u8 = b'B';
const NUMBER: u8 = b'N';

impl Aad {
    /// Starts with the purpose: a constant of the program naming what kind of thing is sealed, such as `"vault
    /// header"`.
    #[must_use]
    pub fn new(purpose: &str) -> Self {
        Self(Vec::with_capacity(96)).text(purpose)
    }

    /// A cell of a table: the usual place of a sealed value. `row` is the row's identity (a UUID's 16 bytes, a key) and
    /// `schema_version` the version of the table's layout under which the cell was written.
    #[must_use]
    pub fn cell(table: &str, row: &[u8], column: &str, schema_version: u32) -> Self {
        Self::new("cell")
            .text(table)
            .bytes(row)
            .text(column)
            .number(schema_version.into())
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, part: &str) -> Self {
        self.part(TEXT, part.as_bytes())
    }

    /// Adds bytes.
    #[must_use]
    pub fn bytes(self, part: &[u8]) -> Self {
        self.part(BYTES, part)
    }

    /// Adds a number: a version, a sequence.
    #[must_use]
    pub fn number(self, part: u64) -> Self {
        self.part(NUMBER, &part.to_be_bytes())
    }

    /// The encoded parts. Also the way to make an unambiguous entry for [`SetDigest`](crate::SetDigest) or a composed
    /// value for [`lookup`](crate::lookup()).
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    fn part(mut self, kind: u8, content: &[u8]) -> Self {
        self.0.push(kind);
        self.0.extend_from_slice(&(content.len() as u64).to_be_bytes());
        self.0.extend_from_slice(content);
        self
    }
}

/// Shows the length alone: parts may hold a lookup or an identity that doesn't belong in a log.
impl fmt::Debug for Aad {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Aad({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    enum Part {
        Text(String),
        Bytes(Vec<u8>),
        Number(u64),
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        let part = prop_oneof![
            "[ab]{0,3}".prop_map(Part::Text),
            prop::collection::vec(0u8..3, 0..3).prop_map(Part::Bytes),
            (0u64..3).prop_map(Part::Number),
        ];
        prop::collection::vec(part, 0..4)
    }

    fn build(parts: &[Part]) -> Aad {
        parts.iter().fold(Aad::new("test"), |aad, part| match part {
            Part::Text(text) => aad.text(text),
            Part::Bytes(bytes) => aad.bytes(bytes),
            Part::Number(number) => aad.number(*number),
        })
    }

    proptest! {
        #[test]
        fn equal_bytes_mean_equal_parts(left in parts(), right in parts()) {
            prop_assert_eq!(build(&left) == build(&right), left == right);
        }
    }

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(Aad::new("p").text("ab").text("c"), Aad::new("p").text("a").text("bc"));
        assert_ne!(Aad::new("p").text("5"), Aad::new("p").bytes(b"5"));
        assert_ne!(Aad::new("p").bytes(&5u64.to_be_bytes()), Aad::new("p").number(5));
        assert_ne!(Aad::new("p"), Aad::new("p").text(""));
        assert_ne!(Aad::cell("t", b"r", "c", 1), Aad::cell("t", b"r", "c", 2));
    }

    #[test]
    fn the_encoding_is_fixed() {
        let expected = b"T\0\0\0\0\0\0\0\x01pB\0\0\0\0\0\0\0\x02\xff\0N\0\0\0\0\0\0\0\x08\0\0\0\0\0\0\x01\x02";
        assert_eq!(Aad::new("p").bytes(&[0xff, 0]).number(258).as_bytes(), expected);
    }

    #[test]
    fn debug_does_not_show_the_parts() {
        assert_eq!(format!("{:?}", Aad::new("secret")), "Aad(15 bytes)");
    }
}
