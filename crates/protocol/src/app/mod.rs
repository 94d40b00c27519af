//! What the UI asks of the app that hosts it, and what it hears from it.
//!
//! One closed set of [`Command`]s. Each command is a type with its output ([`AppRequest`]); a
//! host implements [`Handler`], which has one method for each, so a command without a handler
//! does not compile. Both hosts, the shell and the page, answer the same commands; what a host
//! can't do it says in [`Capabilities`], and the UI leaves it out.

mod card;
mod command;
mod error;
mod event;
mod view;

pub use card::*;
pub use command::*;
pub use error::*;
pub use event::*;
pub use view::*;
