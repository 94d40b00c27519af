//! Counting wrong PINs, so that neither a restart, nor a killed process, nor a clock set back gives more tries.
//!
//! - A try is counted **before** the PIN is looked at and taken back when it was right. Killing the app in between costs a
//!   try, it doesn't win one.
//! - A wait ends at an instant of the device's clock. When the clock is found earlier than it has been seen before,
//!   while a wait is running, that wait starts again in full.
//! - The count lies in the file and, where there is a keyring, there too; the stricter of the two counts.

use client::port::OpenVaultError;
use domain::limits::{PIN_ATTEMPTS, pin_delay};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use seal::Key;

use crate::error::Trouble;

/// Bytes of an encoded count.
const LEN: usize = 37;
const VERSION: u8 = 1;

/// The count. Times are milliseconds since 1970 on the device's clock. The order of the fields is the order of
/// strictness: of two copies the greater counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tries {
    /// How often the vault was opened: a count from before the last opening is out of date.
    pub(crate) openings: u64,
    /// Wrong PINs since the last opening.
    pub(crate) failures: u32,
    /// When the next PIN is taken.
    pub(crate) not_before: i64,
    /// The latest instant seen on the clock.
    pub(crate) seen: i64,
    /// The vault's sequence when it was last opened: an older file is a rolled back one.
    pub(crate) sequence: u64,
}

/// What becomes of somebody who brings a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    /// The PIN may be looked at once this count is kept.
    Counted(Tries),
    /// Too early; this is to be kept nevertheless (the clock was looked at).
    Early(Tries, OpenVaultError),
    /// All tries are used up.
    Exhausted,
}

impl Tries {
    /// Somebody brings a PIN.
    pub(crate) fn ask(mut self, now: Timestamp) -> Gate {
        if self.failures >= PIN_ATTEMPTS {
            return Gate::Exhausted;
        }
        let now = now.as_millisecond();
        if now < self.seen {
            let waiting = self.not_before > self.seen;
            self.not_before = if waiting { now + delay(self.failures) } else { now };
        }
        self.seen = now;
        if now < self.not_before {
            let early = OpenVaultError::Delayed {
                attempts_left: self.left(),
                wait_seconds: seconds(self.not_before.saturating_sub(now)),
            };
            return Gate::Early(self, early);
        }
        self.failures += 1;
        self.not_before = now + delay(self.failures);
        Gate::Counted(self)
    }

    /// The counted PIN was wrong.
    pub(crate) fn refusal(self) -> OpenVaultError {
        if self.left() == 0 {
            return OpenVaultError::Erased;
        }
        OpenVaultError::WrongPin {
            attempts_left: self.left(),
            wait_seconds: seconds(self.not_before.saturating_sub(self.seen)),
        }
    }

    /// The counted PIN was right.
    pub(crate) fn forgiven(self) -> Self {
        Self {
            openings: self.openings.saturating_add(1),
            failures: 0,
            not_before: self.seen,
            ..self
        }
    }

    fn left(self) -> u32 {
        PIN_ATTEMPTS.saturating_sub(self.failures)
    }

    pub(crate) fn encode(self) -> [u8; LEN] {
        let mut bytes = [VERSION; LEN];
        bytes[1..9].copy_from_slice(&self.openings.to_be_bytes());
        bytes[9..13].copy_from_slice(&self.failures.to_be_bytes());
        bytes[13..21].copy_from_slice(&self.not_before.to_be_bytes());
        bytes[21..29].copy_from_slice(&self.seen.to_be_bytes());
        bytes[29..37].copy_from_slice(&self.sequence.to_be_bytes());
        bytes
    }

    pub(crate) fn decode(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (openings, rest) = rest.split_first_chunk()?;
        let (failures, rest) = rest.split_first_chunk()?;
        let (not_before, rest) = rest.split_first_chunk()?;
        let (seen, rest) = rest.split_first_chunk()?;
        let sequence = <[u8; 8]>::try_from(rest).ok()?;
        (*version == VERSION).then(|| Self {
            openings: u64::from_be_bytes(*openings),
            failures: u32::from_be_bytes(*failures),
            not_before: i64::from_be_bytes(*not_before),
            seen: i64::from_be_bytes(*seen),
            sequence: u64::from_be_bytes(sequence),
        })
    }

    /// The file's count.
    pub(crate) fn read(connection: &Connection, key: &Key) -> Result<Self, Trouble> {
        let (state, kept): (Vec<u8>, Vec<u8>) =
            connection.query_row("SELECT state, tag FROM tries", (), |row| Ok((row.get(0)?, row.get(1)?)))?;
        if tag(key, &state).as_slice() == kept {
            Self::decode(&state).ok_or(Trouble::DAMAGED)
        } else {
            Err(Trouble::DAMAGED)
        }
    }

    /// Keeps the count in the file; on disk when it comes back.
    pub(crate) fn write(self, connection: &Connection, key: &Key) -> Result<(), Trouble> {
        let state = self.encode();
        connection.execute(
            "INSERT INTO tries (id, state, tag) VALUES (1, ?1, ?2)
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, tag = excluded.tag",
            params![state.as_slice(), tag(key, &state).as_slice()],
        )?;
        Ok(())
    }
}

fn tag(key: &Key, state: &[u8]) -> [u8; 32] {
    seal::lookup(key, "tries", state)
}

fn delay(failures: u32) -> i64 {
    i64::try_from(pin_delay(failures).as_millis()).unwrap_or(i64::MAX / 4)
}

/// Rounded up: a wait that is shown as over is over.
fn seconds(milliseconds: i64) -> u32 {
    u32::try_from(milliseconds.max(0).unsigned_abs().div_ceil(1000)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    fn wrong(tries: Tries, now: Timestamp) -> Tries {
        match tries.ask(now) {
            Gate::Counted(tries) => tries,
            other => panic!("{other:?}"),
        }
    }

    fn wait(tries: Tries, now: Timestamp) -> u32 {
        match tries.ask(now) {
            Gate::Early(_, OpenVaultError::Delayed { wait_seconds, .. }) => wait_seconds,
            Gate::Counted(_) => 0,
            other => panic!("{other:?}"),
        }
    }

    fn five_wrong() -> Tries {
        (0..5).fold(Tries::default(), |tries, _| wrong(tries, at(0)))
    }

    #[test]
    fn a_clock_set_back_starts_the_wait_again_and_only_once() {
        let waiting = five_wrong();
        assert_eq!(wait(waiting, at(10)), 20);
        let year = 365 * 86_400;
        let Gate::Early(moved, _) = waiting.ask(at(-year)) else {
            panic!()
        };
        assert_eq!(wait(moved, at(-year + 10)), 20);
        assert_eq!(wait(moved, at(-year + 30)), 0);
        // Set forward again in the middle: the same clock as before.
        assert_eq!(wait(moved, at(10)), 0);
    }

    #[test]
    fn a_clock_set_back_when_nobody_waits_locks_nobody_out() {
        let tries = wrong(Tries::default(), at(0));
        assert_eq!(wait(tries, at(-86_400)), 0);
        let over = wrong(five_wrong(), at(30)).forgiven();
        assert_eq!(wait(over, at(-86_400)), 0);
    }

    #[test]
    fn the_twentieth_is_the_last() {
        let mut tries = Tries::default();
        let mut now = at(0);
        for failures in 1..=PIN_ATTEMPTS {
            now += pin_delay(failures - 1);
            tries = wrong(tries, now);
        }
        assert_eq!(tries.refusal(), OpenVaultError::Erased);
        assert_eq!(tries.ask(now + SignedDuration::from_hours(9999)), Gate::Exhausted);
    }

    #[test]
    fn the_stricter_copy_counts() {
        let five = five_wrong();
        assert!(five > Tries::default());
        assert!(
            five.forgiven() > five,
            "a count from before the last opening is out of date"
        );
        assert!(wrong(five.forgiven(), at(0)) > five.forgiven());
    }

    proptest! {
        #[test]
        fn encoding_comes_back(openings: u64, failures: u32, not_before: i64, seen: i64, sequence: u64) {
            let tries = Tries { openings, failures, not_before, seen, sequence };
            prop_assert_eq!(Tries::decode(&tries.encode()), Some(tries));
        }

        /// Whatever the clock does, with no way forward but real time: between two tries that were looked at lies at
        /// least the delay, measured in real time.
        #[test]
        fn no_clock_set_back_shortens_a_wait(steps in prop::collection::vec((0i64..4000, prop_oneof![Just(0i64), -100_000_000i64..0]), 1..200)) {
            let (mut real, mut shift) = (0i64, 0i64);
            let mut tries = Tries::default();
            let mut last = i64::MIN / 2;
            for (pass, back) in steps {
                real += pass;
                shift += back;
                match tries.ask(at(real + shift)) {
                    Gate::Counted(counted) => {
                        prop_assert!(real - last >= pin_delay(tries.failures).as_secs());
                        last = real;
                        tries = counted;
                    }
                    Gate::Early(kept, _) => tries = kept,
                    Gate::Exhausted => break,
                }
            }
        }
    }
}
