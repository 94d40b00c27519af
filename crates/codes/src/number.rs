//! The six digits under a live code, for a counter without a scanner: a time-based one-time password (RFC 6238) over a
//! secret that the device shares with the city. Only the city can check it.

use domain::limits::{CLOCK_SKEW, CODE_NUMBER_DIGITS, CODE_NUMBER_STEP, LIVE_CODE_LIFETIME};
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha2::Sha256;

/// The time step of a moment: whole steps since 1970 (RFC 6238 section 4.2).
pub fn step(at: Timestamp) -> i64 {
    at.as_second().div_euclid(CODE_NUMBER_STEP.as_secs())
}

/// The digits of a step, leading zeros included: HMAC-SHA-256, cut as RFC 4226 section 5.3 says.
pub fn digits(secret: &[u8], step: i64) -> String {
    let number = truncated(secret, step) % 10_u32.pow(CODE_NUMBER_DIGITS);
    format!("{number:0width$}", width = CODE_NUMBER_DIGITS as usize)
}

/// The steps whose digits count at a moment: a code is shown for [`LIVE_CODE_LIFETIME`], give or take [`CLOCK_SKEW`]
/// for the two clocks.
pub fn steps_that_count(now: Timestamp) -> impl Iterator<Item = i64> {
    step(now - LIVE_CODE_LIFETIME - CLOCK_SKEW)..=step(now + CLOCK_SKEW)
}

fn truncated(secret: &[u8], step: i64) -> u32 {
    // A key of any length makes an HMAC (RFC 2104 section 2).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return 0;
    };
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let offset = usize::from(hash[hash.len() - 1] & 0x0F);
    let word: [u8; 4] = std::array::from_fn(|i| hash[offset + i]);
    u32::from_be_bytes(word) & 0x7FFF_FFFF
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::now;

    /// RFC 6238 appendix B, SHA-256; its eight digits end in our six.
    #[test]
    fn rfc_6238() {
        let secret = b"12345678901234567890123456789012";
        for (seconds, digits_8) in [
            (59, "46119246"),
            (1_111_111_109, "68084774"),
            (1_111_111_111, "67062674"),
            (1_234_567_890, "91819424"),
            (2_000_000_000, "90698825"),
            (20_000_000_000, "77737706"),
        ] {
            let at = Timestamp::from_second(seconds).unwrap();
            assert_eq!(digits(secret, step(at)), digits_8[2..], "{seconds}");
        }
    }

    #[test]
    fn a_number_counts_as_long_as_its_code() {
        let counts = |made: Timestamp, at: Timestamp| steps_that_count(at).any(|counted| counted == step(made));
        let made = now();
        assert!(counts(made, made));
        assert!(counts(made, made + LIVE_CODE_LIFETIME + CLOCK_SKEW));
        assert!(counts(made, made - CLOCK_SKEW));
        assert!(!counts(made, made + LIVE_CODE_LIFETIME + CLOCK_SKEW * 3));
        assert!(!counts(made, made - CLOCK_SKEW * 3));
    }
}
