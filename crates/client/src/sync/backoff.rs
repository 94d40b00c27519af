//! How long to wait before another try.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(2);
const LONGEST: Duration = Duration::from_secs(300);

/// The wait after so many failures in a row: doubling, and between half and all of that by
/// chance, so that the devices of a whole city do not come back in one moment. The city's own
/// wish is a lower bound.
pub(super) fn delay(failures: u32, retry_after: Option<u32>, chance: u32) -> Duration {
    let doubled = FIRST
        .saturating_mul(1 << failures.saturating_sub(1).min(8))
        .min(LONGEST);
    let jitter = f64::from(chance) / f64::from(u32::MAX);
    let wait = doubled.mul_f64(0.5 + jitter / 2.0);
    let asked = Duration::from_secs(u64::from(retry_after.unwrap_or_default()));
    wait.max(asked.mul_f64(1.0 + jitter / 10.0).min(2 * LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_to_five_minutes_with_jitter() {
        assert_eq!(delay(1, None, u32::MAX), FIRST);
        assert_eq!(delay(1, None, 0), FIRST / 2);
        assert_eq!(delay(4, None, u32::MAX), Duration::from_secs(16));
        assert_eq!(delay(9, None, u32::MAX), LONGEST);
        assert_eq!(delay(u32::MAX, None, 0), LONGEST / 2);
    }

    #[test]
    fn the_citys_wish_is_a_lower_bound_but_no_sentence_for_life() {
        assert_eq!(delay(1, Some(60), 0), Duration::from_secs(60));
        assert_eq!(delay(1, Some(u32::MAX), 0), 2 * LONGEST);
    }
}
