//! Papers: what is shown of them, what is done with them, and their contents.

pub(crate) mod add;
mod change;
pub(crate) mod content;
pub(crate) mod dates;
mod details;
pub(crate) mod download;
pub(crate) mod edit;
pub(crate) mod get;
pub(crate) mod list;
pub(crate) mod remove;
mod shown;
mod transfers;

pub(crate) use add::FileError;
pub use content::ContentPart;
pub(crate) use details::optional;
pub(crate) use shown::{Shown, shown};
pub(crate) use transfers::{TransferError, Transfers};
