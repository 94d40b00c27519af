//! First run, and the page for a browser without a host.

mod bridge;
mod doorway;
mod no_host;
mod simple;
mod welcome;
mod words;

pub use doorway::Doorway;
pub use no_host::NoHost;
pub use welcome::{Parting, Welcome};
pub use words::FirstRunWords;
