//! What screens show. Values are ready to be put into words, not words: the UI has the words.

mod code;
mod device;
mod document;
mod home;
mod profile;
mod scan;
mod settings;
mod sign_in;
mod state;
mod sync;

pub use code::*;
pub use device::*;
pub use document::*;
pub use home::*;
pub use profile::*;
pub use scan::*;
pub use settings::*;
pub use sign_in::*;
pub use state::*;
pub use sync::*;
