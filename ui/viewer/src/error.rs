//! Why a file can't be shown.

/// Why a file can't be shown. Closed: the screens have words for every one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ViewerError {
    /// Whatever its name says, it is no PDF.
    #[error("not a PDF")]
    NotPdf,
    /// It needs a password, or is sealed in a way that nobody can open without its maker's program.
    #[error("the file is encrypted")]
    Encrypted,
    /// It begins like a PDF, but its pages can't be found.
    #[error("the file is damaged")]
    Damaged,
    /// It has more bytes or pages than are opened.
    #[error("the file is too large")]
    TooLarge,
    /// There is no page of that number.
    #[error("no such page")]
    NoPage,
}

impl ViewerError {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::NotPdf,
        Self::Encrypted,
        Self::Damaged,
        Self::TooLarge,
        Self::NoPage,
    ];

    /// The name that crosses to the page.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotPdf => "not_pdf",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::NoPage => "no_page",
        }
    }
}
