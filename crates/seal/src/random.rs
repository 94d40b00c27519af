//! Where randomness comes from: the caller. Nonces, salts and keys are drawn through one closure, so that the device
//! uses its operating system's generator, tests a fixed one, and nothing here is global.

use thiserror::Error;

/// A source of cryptographically secure random bytes: fills the whole slice or says it can't.
///
/// ```
/// # use congdanso_seal::{Key, NoRandomness};
/// # fn system_random(bytes: &mut [u8]) -> Result<(), std::io::Error> { bytes.fill(7); Ok(()) }
/// let mut random = |bytes: &mut [u8]| system_random(bytes).map_err(|_| NoRandomness);
/// let key = Key::random(&mut random)?;
/// # Ok::<(), NoRandomness>(())
/// ```
pub type Random<'a> = dyn FnMut(&mut [u8]) -> Result<(), NoRandomness> + 'a;

/// The source gave no randomness, or handed back nothing but zeros (a source that forgot to fill the slice).
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("no randomness is available")]
pub struct NoRandomness;

/// Fills `bytes` from `random` and refuses the all-zero answer: by chance it happens once in 2^(8 × length).
pub(crate) fn fill(random: &mut Random<'_>, bytes: &mut [u8]) -> Result<(), NoRandomness> {
    random(bytes)?;
    if bytes.iter().all(|byte| *byte == 0) {
        Err(NoRandomness)
    } else {
        Ok(())
    }
}

/// `N` fresh random bytes that aren't secret (a nonce, a salt).
pub(crate) fn fresh<const N: usize>(random: &mut Random<'_>) -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    fill(random, &mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_that_fails_or_forgets_is_noticed() {
        assert_eq!(fresh::<12>(&mut |_: &mut [u8]| Err(NoRandomness)), Err(NoRandomness));
        assert_eq!(fresh::<12>(&mut |_: &mut [u8]| Ok(())), Err(NoRandomness));
        let mut sevens = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok(())
        };
        assert_eq!(fresh::<12>(&mut sevens), Ok([7; 12]));
    }
}
