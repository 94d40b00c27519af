//! Making and replacing a PIN.

mod agree;
mod choose;
mod create;
mod words;

pub use agree::AgreeByPin;
pub use choose::ChoosePin;
pub use create::CreatePin;
pub use words::PinWords;
