//! Delays after wrong PINs, and the end after too many.

use domain::limits;
use jiff::{SignedDuration, Timestamp};

use crate::port::OpenVaultError;

/// Wrong PINs in a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Throttle {
    failures: u32,
    /// Since when the present delay runs.
    since: Option<Timestamp>,
}

impl Throttle {
    /// Whether a try is taken now.
    pub(super) fn admit(&mut self, now: Timestamp) -> Result<(), OpenVaultError> {
        let Some(since) = self.since else {
            return Ok(());
        };
        // A clock that was set back starts the delay anew rather than make it endless or none.
        if now < since {
            self.since = Some(now);
        }
        let gone = now.duration_since(since).max(SignedDuration::ZERO);
        let left = limits::pin_delay(self.failures).saturating_sub(gone);
        if left <= SignedDuration::ZERO {
            return Ok(());
        }
        Err(OpenVaultError::Delayed {
            attempts_left: self.left(),
            wait_seconds: seconds(left),
        })
    }

    /// Counts a wrong PIN.
    pub(super) fn fail(&mut self, now: Timestamp) -> OpenVaultError {
        self.failures = self.failures.saturating_add(1);
        self.since = Some(now);
        if self.left() == 0 {
            return OpenVaultError::Erased;
        }
        OpenVaultError::WrongPin {
            attempts_left: self.left(),
            wait_seconds: seconds(limits::pin_delay(self.failures)),
        }
    }

    fn left(&self) -> u32 {
        limits::PIN_ATTEMPTS.saturating_sub(self.failures)
    }
}

/// Whole seconds, rounded up, so that nobody comes too early.
fn seconds(left: SignedDuration) -> u32 {
    let whole = left.as_secs() + i64::from(left.subsec_nanos() > 0);
    u32::try_from(whole).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_free_tries_then_delays_then_the_end() {
        let mut throttle = Throttle::default();
        let mut now = Timestamp::UNIX_EPOCH;
        for failures in 1..=20 {
            assert_eq!(throttle.admit(now), Ok(()), "{failures}");
            let told = throttle.fail(now);
            let wait = limits::pin_delay(failures);
            if failures == 20 {
                assert_eq!(told, OpenVaultError::Erased);
                return;
            }
            let expected = OpenVaultError::WrongPin {
                attempts_left: 20 - failures,
                wait_seconds: seconds(wait),
            };
            assert_eq!(told, expected);
            if wait > SignedDuration::ZERO {
                let early = throttle.admit(now);
                assert!(
                    matches!(early, Err(OpenVaultError::Delayed { .. })),
                    "{failures}: {early:?}"
                );
            }
            now += wait;
        }
    }

    #[test]
    fn a_clock_set_back_neither_frees_nor_locks_for_a_year() {
        let mut throttle = Throttle::default();
        let now: Timestamp = "2026-03-01T00:00:00Z".parse().unwrap();
        for _ in 0..5 {
            throttle.fail(now);
        }
        let back: Timestamp = "2025-03-01T00:00:00Z".parse().unwrap();
        assert!(throttle.admit(back).is_err());
        assert!(throttle.admit(back + SignedDuration::from_secs(29)).is_err());
        assert_eq!(throttle.admit(back + SignedDuration::from_secs(30)), Ok(()));
    }
}
