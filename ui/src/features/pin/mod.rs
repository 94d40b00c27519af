//! Making and replacing a PIN.

mod choose;
mod create;
mod words;

pub use choose::ChoosePin;
pub use create::CreatePin;
pub use words::PinWords;
