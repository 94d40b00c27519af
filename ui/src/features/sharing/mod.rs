//! What is asked of the person, what they share, and who looked.

mod history;
mod list;
mod request;
mod told;
mod words;

pub use history::History;
pub use list::Requests;
pub use request::Request;
pub use words::SharingWords;
