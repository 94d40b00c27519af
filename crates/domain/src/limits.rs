//! Numbers that the city and the app must agree on, each in one place.

use jiff::SignedDuration;

/// The largest content of one document, in bytes (25 MiB).
pub const DOCUMENT_BYTES: u64 = 25 * 1024 * 1024;
/// How long before its last day a document counts as about to expire, in days.
pub const EXPIRY_WARNING_DAYS: i32 = 60;

/// Digits of a one-time password (at least 20 bits: NIST SP 800-63B 5.1.3.2).
pub const OTP_DIGITS: usize = 6;
/// How long a one-time password is valid (Thông tư 50/2024/TT-NHNN: at most 5 minutes).
pub const OTP_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// Wrong answers after which a one-time password is void.
pub const OTP_ATTEMPTS: u32 = 5;
/// Messages sent to one phone in [`OTP_SEND_WINDOW`].
pub const OTP_SENDS: u32 = 3;
/// The window in which [`OTP_SENDS`] counts.
pub const OTP_SEND_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// How soon a code may be sent again for the same challenge.
pub const OTP_RESEND_AFTER: SignedDuration = SignedDuration::from_secs(60);

/// A transaction session ends after this long without a request.
pub const SESSION_IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A transaction session ends after this long in any case.
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(12);
/// How long an access token is good for.
pub const ACCESS_TOKEN_LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// How long a live code may be redeemed.
pub const LIVE_CODE_LIFETIME: SignedDuration = SignedDuration::from_secs(60);
/// How far the clocks of the two devices at a counter may differ.
pub const CLOCK_SKEW: SignedDuration = SignedDuration::from_secs(30);
/// How long a device's credential is good for without contact with the city.
pub const CREDENTIAL_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 30);
/// The device asks for a new credential when less than this is left.
pub const CREDENTIAL_RENEWAL: SignedDuration = SignedDuration::from_hours(24 * 20);

/// Printed cards of one person that are in force at once.
pub const CARDS: usize = 5;
/// Printed cards made for one person in [`CARDS_WINDOW`]: each takes a place of the revocation
/// list for good, so nobody may use them up.
pub const CARDS_MADE: usize = 10;
/// The window in which [`CARDS_MADE`] counts.
pub const CARDS_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// Digits of the number under a live code.
pub const CODE_NUMBER_DIGITS: u32 = 6;
/// How long one number of the live code lasts before the next (RFC 6238 section 5.2).
pub const CODE_NUMBER_STEP: SignedDuration = SignedDuration::from_secs(30);
/// Wrong numbers for one person in an hour, from all counters together.
pub const CODE_NUMBER_TRIES: u32 = 5;

/// A shift locks after this long without the officer doing anything.
pub const SHIFT_IDLE: SignedDuration = SignedDuration::from_mins(5);
/// A shift ends after this long in any case.
pub const SHIFT_LIFETIME: SignedDuration = SignedDuration::from_hours(12);
/// How long a request to share waits for its answer.
pub const REQUEST_LIFETIME: SignedDuration = SignedDuration::from_mins(5);
/// The longest that a purpose may let an officer read what was shared, in minutes (a working day).
pub const READ_MINUTES: u32 = 8 * 60;

/// The most days of an officer's work that are taken out at once.
pub const EXPORT_DAYS: i32 = 92;
/// For how long after a check an officer may ask the person.
pub const ASK_AFTER_CHECK: SignedDuration = SignedDuration::from_mins(30);
/// How old a check may be that a counter made without a network and tells the city of.
pub const RECONCILE_WITHIN: SignedDuration = SignedDuration::from_hours(24 * 30);

/// How many days ahead an errand pass may be given.
pub const ERRAND_DAYS: i32 = 30;
/// Errand passes of one person that are open at once.
pub const ERRANDS: usize = 10;
/// Errand passes given by one person in [`ERRANDS_WINDOW`]: each tells somebody else's device, so nobody may flood it.
pub const ERRANDS_GIVEN: usize = 20;
/// The window in which [`ERRANDS_GIVEN`] counts.
pub const ERRANDS_WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// Wrong PINs before delays begin.
pub const PIN_FREE_ATTEMPTS: u32 = 5;
/// Wrong PINs after which the local store is erased.
pub const PIN_ATTEMPTS: u32 = 20;
/// The app locks after this long without use, unless the person chose otherwise.
pub const IDLE_LOCK: SignedDuration = SignedDuration::from_mins(5);

/// How long to wait after `failures` wrong PINs in a row before the next try.
///
/// Nothing for the first [`PIN_FREE_ATTEMPTS`], then 30 seconds doubling up to an hour.
pub fn pin_delay(failures: u32) -> SignedDuration {
    let Some(step) = failures.checked_sub(PIN_FREE_ATTEMPTS) else {
        return SignedDuration::ZERO;
    };
    SignedDuration::from_secs((30_i64 << step.min(7)).min(3600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pin_delays_grow_to_an_hour_and_stay_there() {
        assert_eq!(pin_delay(0), SignedDuration::ZERO);
        assert_eq!(pin_delay(4), SignedDuration::ZERO);
        assert_eq!(pin_delay(5), SignedDuration::from_secs(30));
        assert_eq!(pin_delay(6), SignedDuration::from_secs(60));
        assert_eq!(pin_delay(11), SignedDuration::from_secs(1920));
        assert_eq!(pin_delay(12), SignedDuration::from_hours(1));
        assert_eq!(pin_delay(u32::MAX), SignedDuration::from_hours(1));
    }
}
