//! What is asked of the person, what they share, and who looked.

mod history;
mod list;
mod request;
mod standing;
mod told;
mod words;

pub use history::History;
pub use list::Requests;
pub use request::Request;
pub use standing::{RequestWords, scope};
pub use words::SharingWords;
