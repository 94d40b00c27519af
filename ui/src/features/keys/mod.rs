//! The keyboard's shortcuts and the search over everything.

mod find;
mod sheet;
mod words;

pub use find::Find;
pub use sheet::KeySheet;
pub use words::KeysWords;
