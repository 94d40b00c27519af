//! The PIN that opens a person's vault on a device.

use std::str::FromStr;

/// Six digits that are not trivial to guess. Never serialised, never shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Pin([u8; 6]);

/// Why digits are no PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PinError {
    /// Not exactly six digits.
    #[error("a PIN has exactly six digits")]
    NotSixDigits,
    /// One of the PINs everybody tries first.
    #[error("too easy to guess")]
    Trivial,
}

impl Pin {
    /// The six ASCII digits.
    pub fn as_bytes(&self) -> &[u8; 6] {
        &self.0
    }

    /// Six digits without the test for triviality: for opening what already has a PIN.
    ///
    /// # Errors
    /// [`PinError::NotSixDigits`].
    pub fn entered(text: &str) -> Result<Self, PinError> {
        let digits: [u8; 6] = text.as_bytes().try_into().map_err(|_| PinError::NotSixDigits)?;
        if digits.iter().all(u8::is_ascii_digit) {
            Ok(Self(digits))
        } else {
            Err(PinError::NotSixDigits)
        }
    }

    fn is_trivial(&self) -> bool {
        let d = self.0;
        let step = d[1].wrapping_sub(d[0]);
        let run = matches!(step, 0 | 1 | 255) && d.windows(2).all(|w| w[1].wrapping_sub(w[0]) == step);
        let pairs = d[..2] == d[2..4] && d[2..4] == d[4..];
        let halves = d[..3] == d[3..];
        let mirrored = d[0] == d[5] && d[1] == d[4] && d[2] == d[3];
        let doubled = d.chunks(2).all(|pair| pair[0] == pair[1]);
        let common = [
            b"123654", b"147258", b"159753", b"112358", b"102030", b"123789", b"789456",
        ]
        .contains(&&d);
        run || pairs || halves || mirrored || doubled || common
    }
}

impl FromStr for Pin {
    type Err = PinError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let pin = Self::entered(text)?;
        if pin.is_trivial() {
            Err(PinError::Trivial)
        } else {
            Ok(pin)
        }
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivial_pins_are_refused() {
        for pin in [
            "000000", "123456", "654321", "121212", "123123", "123321", "112233", "147258",
        ] {
            assert_eq!(pin.parse::<Pin>(), Err(PinError::Trivial), "{pin}");
        }
        for pin in ["", "12345", "1234567", "12a456", "１２３４５６"] {
            assert_eq!(pin.parse::<Pin>(), Err(PinError::NotSixDigits), "{pin}");
        }
        assert!("274913".parse::<Pin>().is_ok());
        assert!(Pin::entered("000000").is_ok());
    }
}
