//! Randomness, and what is drawn from it.

use jiff::Timestamp;
use rand::TryRng as _;
use seal::NoRandomness;
use uuid::Uuid;

/// A source of cryptographically secure random bytes.
pub trait Random: Send + Sync {
    /// Fills the whole slice.
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        rand::rngs::SysRng.try_fill_bytes(bytes).map_err(|_| NoRandomness)
    }
}

impl dyn Random + '_ {
    /// `N` random bytes.
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoRandomness> {
        let mut bytes = [0; N];
        self.fill(&mut bytes)?;
        Ok(bytes)
    }

    /// A number below `bound`, every one as likely: draws that would favour small ones are thrown away.
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails.
    pub fn below(&self, bound: u64) -> Result<u64, NoRandomness> {
        let bound = bound.max(1);
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let drawn = u64::from_be_bytes(self.bytes()?);
            if drawn < limit {
                return Ok(drawn % bound);
            }
        }
    }

    /// `count` decimal digits, leading zeros included.
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails.
    pub fn digits(&self, count: usize) -> Result<String, NoRandomness> {
        (0..count)
            .map(|_| Ok(char::from(b'0' + self.below(10)? as u8)))
            .collect()
    }

    /// An id that sorts by time (UUID version 7, RFC 9562 section 5.7).
    ///
    /// # Errors
    /// [`NoRandomness`] when the source fails.
    pub fn id(&self, now: Timestamp) -> Result<Uuid, NoRandomness> {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Ok(uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()?).into_uuid())
    }

    /// The source in the form the sealing functions take.
    pub fn source(&self) -> impl FnMut(&mut [u8]) -> Result<(), NoRandomness> + '_ {
        |bytes| self.fill(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_has_the_right_shape() {
        let random: &dyn Random = &SystemRandom;
        let digits = random.digits(6).unwrap();
        assert!(digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()));
        assert!((0..200).all(|_| random.below(3).unwrap() < 3));
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let id = random.id(now).unwrap();
        assert_eq!(id.get_version_num(), 7);
        assert!(random.id(now + jiff::SignedDuration::from_secs(1)).unwrap() > id);
    }

    #[test]
    fn every_digit_comes_up_about_as_often() {
        let random: &dyn Random = &SystemRandom;
        let mut counts = [0_u32; 10];
        for digit in random.digits(20_000).unwrap().bytes() {
            counts[usize::from(digit - b'0')] += 1;
        }
        assert!(counts.iter().all(|count| (1_700..2_300).contains(count)), "{counts:?}");
    }
}
