//! What screens show. Values are ready to be put into words, not words: the UI has the words.

mod code;
mod counter;
mod device;
mod document;
mod errand;
mod home;
mod profile;
mod scan;
mod settings;
mod sharing;
mod sign_in;
mod state;
mod sync;

pub use code::*;
pub use counter::*;
pub use device::*;
pub use document::*;
pub use errand::*;
pub use home::*;
pub use profile::*;
pub use scan::*;
pub use settings::*;
pub use sharing::*;
pub use sign_in::*;
pub use state::*;
pub use sync::*;
