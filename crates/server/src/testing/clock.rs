//! A clock that tests turn.

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

use crate::port::Clock;

/// Goes along with the machine's clock, ahead of it or behind it by what the test says.
#[derive(Debug, Default)]
pub struct TestClock(Mutex<SignedDuration>);

impl TestClock {
    /// Turns it forward, or back with a negative duration.
    pub fn advance(&self, by: SignedDuration) {
        let mut ahead = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead += by;
    }

    /// How far ahead of the machine's clock it is.
    pub fn ahead(&self) -> SignedDuration {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::now() + self.ahead()
    }
}
