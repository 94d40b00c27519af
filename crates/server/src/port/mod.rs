//! What the server needs from outside: time, randomness, a way to send SMS, a place for large content. Each is a
//! trait with the real thing beside it, handed in where the server is put together.

pub mod clock;
pub mod objects;
pub mod random;
pub mod sms;

pub use clock::{Clock, SystemClock};
pub use objects::{ObjectError, Objects};
pub use random::{Random, SystemRandom};
pub use sms::{SmsError, SmsGateway, SmsMessage};
