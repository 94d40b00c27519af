//! From a PIN to a key. A PIN of six digits has a million values; Argon2id makes every guess cost memory and time, so
//! that a copied file isn't opened in seconds. How much it costs is stored beside the salt, and read back within strict
//! bounds.
//!
//! No cost makes six digits strong by themselves: at one second per guess a million guesses are twelve days of one
//! processor core, and an attacker rents many. That is why the PIN's key is combined with a key from the operating
//! system's keyring ([`Key::combine`]) wherever there is one, and why the app says so where there is none.

use argon2::{Algorithm, Argon2, AssociatedData, Block, ParamsBuilder, Version};
use thiserror::Error;
use zeroize::{Zeroize as _, Zeroizing};

use crate::random::{NoRandomness, Random, fresh};
use crate::{KEY_LEN, Key};

/// Bytes of a salt. RFC 9106 section 3.1 recommends 16.
pub const SALT_LEN: usize = 16;
/// Bytes of an encoded cost.
pub const COST_LEN: usize = 8;
/// The longest PIN or password, in bytes.
pub const MAX_PIN_LEN: usize = 1024;

const COST_VERSION: u8 = 1;

/// The least memory that production accepts: 19 MiB, OWASP's minimum for Argon2id with two passes.
#[cfg(not(any(test, feature = "testing")))]
const LEAST: (u32, u32) = (19 * 1024, 2);
#[cfg(any(test, feature = "testing"))]
const LEAST: (u32, u32) = (64, 1);
/// The most memory of one computation, in KiB (1 GiB): a hostile file can't ask for more.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
/// The most passes.
const MOST_PASSES: u32 = 16;
/// The most lanes.
const MOST_LANES: u32 = 4;
/// The most work, in KiB × passes: four times [`Cost::PIN_ALONE`], some seconds. A hostile file can't keep the app busy
/// for longer.
const MOST_WORK: u64 = 4 * 1024 * 1024;

/// What one guess costs: Argon2id's memory, passes and lanes (RFC 9106 section 3.1), always within bounds. Not secret;
/// stored beside the salt, so that it can be raised later without locking anyone out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Why three numbers or eight bytes aren't a cost.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum CostError {
    /// Not [`COST_LEN`] bytes.
    #[error("{length} bytes are not a cost")]
    Malformed {
        /// How many bytes there were.
        length: usize,
    },
    /// Written in a version this program doesn't know: a newer program can read it.
    #[error("cost written in version {found}; this program knows versions up to {newest}")]
    UnknownVersion {
        /// The version found.
        found: u8,
        /// The newest version known here.
        newest: u8,
    },
    /// Too cheap to protect anything, or so dear that it could only be meant to hang the device.
    #[error("a cost of {memory_kib} KiB, {passes} passes and {lanes} lanes is out of bounds")]
    OutOfBounds {
        /// Memory asked for, in KiB.
        memory_kib: u32,
        /// Passes asked for.
        passes: u32,
        /// Lanes asked for.
        lanes: u32,
    },
}

/// Why no key came out of a PIN.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HardenError {
    /// An empty PIN, or one beyond [`MAX_PIN_LEN`].
    #[error("a PIN of {length} bytes can't be used")]
    PinLength {
        /// How many bytes there were.
        length: usize,
    },
    /// The device hasn't the memory that the cost asks for.
    #[error("not enough memory: {memory_kib} KiB are needed")]
    OutOfMemory {
        /// Memory needed, in KiB.
        memory_kib: u32,
    },
}

impl Cost {
    /// With a key from the keyring beside the PIN: 64 MiB, 3 passes, 1 lane. RFC 9106's second recommended option
    /// (section 4) with one lane in place of four, because lanes run one after the other here and would only help an
    /// attacker who has more cores; above every OWASP minimum.
    pub const WITH_KEYRING: Self = Self {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
    };
    /// With nothing but the PIN: 256 MiB, 4 passes, 1 lane; more than five times the work of [`Cost::WITH_KEYRING`] per
    /// guess.
    pub const PIN_ALONE: Self = Self {
        memory_kib: 256 * 1024,
        passes: 4,
        lanes: 1,
    };
    /// Next to nothing, for tests that unlock often. Exists only with the feature `testing`, which no release is built
    /// with.
    #[cfg(any(test, feature = "testing"))]
    pub const FOR_TESTS: Self = Self {
        memory_kib: 64,
        passes: 1,
        lanes: 1,
    };

    /// A cost of `memory_kib` KiB, `passes` and `lanes`.
    ///
    /// # Errors
    /// [`CostError::OutOfBounds`] outside 19 MiB to 1 GiB, 2 to 16 passes, 1 to 4 lanes, or beyond 4 GiB of memory ×
    /// passes.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CostError> {
        let (least_memory, least_passes) = LEAST;
        let within = (least_memory..=MOST_MEMORY_KIB).contains(&memory_kib)
            && (least_passes..=MOST_PASSES).contains(&passes)
            && (1..=MOST_LANES).contains(&lanes)
            && u64::from(memory_kib) * u64::from(passes) <= MOST_WORK;
        if within {
            Ok(Self {
                memory_kib,
                passes,
                lanes,
            })
        } else {
            Err(CostError::OutOfBounds {
                memory_kib,
                passes,
                lanes,
            })
        }
    }

    /// Memory of one computation, in KiB.
    #[must_use]
    pub fn memory_kib(&self) -> u32 {
        self.memory_kib
    }

    /// Passes over that memory.
    #[must_use]
    pub fn passes(&self) -> u32 {
        self.passes
    }

    /// Independent lanes.
    #[must_use]
    pub fn lanes(&self) -> u32 {
        self.lanes
    }

    /// `version (1) = 1 | memory in KiB (4) | passes (2) | lanes (1)`, big endian.
    #[must_use]
    pub fn encode(&self) -> [u8; COST_LEN] {
        let [m0, m1, m2, m3] = self.memory_kib.to_be_bytes();
        let [_, _, p0, p1] = self.passes.to_be_bytes();
        let [_, _, _, lanes] = self.lanes.to_be_bytes();
        [COST_VERSION, m0, m1, m2, m3, p0, p1, lanes]
    }

    /// The cost that [`Cost::encode`] wrote, refused outside the bounds of [`Cost::new`]: the bytes come from a file
    /// that someone may have written to do harm.
    ///
    /// # Errors
    /// See [`CostError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, CostError> {
        let malformed = CostError::Malformed { length: bytes.len() };
        match *bytes.first().ok_or(malformed)? {
            COST_VERSION => {}
            found => {
                return Err(CostError::UnknownVersion {
                    found,
                    newest: COST_VERSION,
                });
            }
        }
        let &[_, m0, m1, m2, m3, p0, p1, lanes] = <&[u8; COST_LEN]>::try_from(bytes).map_err(|_| malformed)?;
        Self::new(
            u32::from_be_bytes([m0, m1, m2, m3]),
            u16::from_be_bytes([p0, p1]).into(),
            lanes.into(),
        )
    }
}

/// The key of `pin` with `salt`: Argon2id version 1.3 (RFC 9106), 32 bytes. Deterministic. Takes as long as `cost` says
/// (tens of milliseconds to seconds) and its memory, which is erased before it is given back: run it away from the UI
/// and the async runtime.
///
/// `salt` is random for each PIN that is set ([`random_salt`]) and stored beside the cost; it isn't secret. The caller
/// erases `pin`.
///
/// # Errors
/// See [`HardenError`].
pub fn harden(pin: &[u8], salt: &[u8; SALT_LEN], cost: Cost) -> Result<Key, HardenError> {
    if pin.is_empty() || pin.len() > MAX_PIN_LEN {
        return Err(HardenError::PinLength { length: pin.len() });
    }
    let mut bytes = Zeroizing::new([0; KEY_LEN]);
    argon2id(
        &Inputs {
            pin,
            salt,
            secret: b"",
            associated: b"",
        },
        cost,
        bytes.as_mut_slice(),
    )
    .map_err(|_| HardenError::OutOfMemory {
        memory_kib: cost.memory_kib,
    })?;
    Ok(Key::from_bytes(&bytes))
}

/// A new salt.
///
/// # Errors
/// [`NoRandomness`] when the source fails.
pub fn random_salt(random: &mut Random<'_>) -> Result<[u8; SALT_LEN], NoRandomness> {
    fresh(random)
}

struct Inputs<'a> {
    pin: &'a [u8],
    salt: &'a [u8],
    secret: &'a [u8],
    associated: &'a [u8],
}

/// Argon2id version 1.3 with all of its inputs. With bounded inputs it fails for want of memory alone.
fn argon2id(inputs: &Inputs<'_>, cost: Cost, out: &mut [u8]) -> Result<(), argon2::Error> {
    let params = ParamsBuilder::new()
        .m_cost(cost.memory_kib)
        .t_cost(cost.passes)
        .p_cost(cost.lanes)
        .output_len(out.len())
        .data(AssociatedData::new(inputs.associated)?)
        .build()?;
    let mut memory: Vec<Block> = Vec::new();
    memory
        .try_reserve_exact(params.block_count())
        .map_err(|_| argon2::Error::OutOfMemory)?;
    memory.resize(params.block_count(), Block::new());
    let hasher = Argon2::new_with_secret(inputs.secret, Algorithm::Argon2id, Version::V0x13, params)?;
    let outcome = hasher.hash_password_into_with_memory(inputs.pin, inputs.salt, out, memory.as_mut_slice());
    memory.iter_mut().for_each(|block| block.zeroize());
    outcome
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// RFC 9106 section 5.3.
    #[test]
    fn rfc_9106_argon2id() {
        let cost = Cost {
            memory_kib: 32,
            passes: 3,
            lanes: 4,
        };
        let inputs = Inputs {
            pin: &[1; 32],
            salt: &[2; 16],
            secret: &[3; 8],
            associated: &[4; 12],
        };
        let mut tag = [0; 32];
        argon2id(&inputs, cost, &mut tag).unwrap();
        assert_eq!(
            hex::encode(tag),
            "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"
        );
    }

    #[test]
    fn pin_salt_and_cost_all_matter() {
        let key = |pin: &[u8], salt, cost| *harden(pin, &[salt; SALT_LEN], cost).unwrap().expose();
        let base = key(b"271828", 1, Cost::FOR_TESTS);
        assert_eq!(base, key(b"271828", 1, Cost::FOR_TESTS));
        assert_ne!(base, key(b"271829", 1, Cost::FOR_TESTS));
        assert_ne!(base, key(b"271828", 2, Cost::FOR_TESTS));
        assert_ne!(base, key(b"271828", 1, Cost::new(64, 2, 1).unwrap()));
        assert_ne!(base, key(b"271828", 1, Cost::new(128, 1, 1).unwrap()));
        assert_ne!(base, key(b"271828", 1, Cost::new(64, 1, 2).unwrap()));
    }

    #[test]
    fn empty_and_endless_pins_are_refused() {
        for length in [0, MAX_PIN_LEN + 1] {
            let outcome = harden(&vec![b'1'; length], &[1; SALT_LEN], Cost::FOR_TESTS);
            assert_eq!(outcome.unwrap_err(), HardenError::PinLength { length });
        }
        assert!(harden(&[b'1'; MAX_PIN_LEN], &[1; SALT_LEN], Cost::FOR_TESTS).is_ok());
    }

    #[test]
    fn a_hostile_cost_is_refused() {
        let refused = [
            (64 * 1024 * 1024, 1, 1),
            (u32::MAX, u32::MAX, u32::MAX),
            (1024 * 1024 + 1, 2, 1),
            (1024 * 1024, 5, 1),
            (64 * 1024, 17, 1),
            (64 * 1024, 3, 5),
            (64 * 1024, 3, 0),
            (64 * 1024, 0, 1),
            (63, 1, 1),
            (0, 0, 0),
        ];
        for (memory_kib, passes, lanes) in refused {
            assert_eq!(
                Cost::new(memory_kib, passes, lanes),
                Err(CostError::OutOfBounds {
                    memory_kib,
                    passes,
                    lanes
                })
            );
        }
        assert!(Cost::new(1024 * 1024, 4, 4).is_ok());
    }

    #[test]
    fn costs_are_written_and_read_back() {
        assert_eq!(Cost::WITH_KEYRING.encode(), [1, 0, 1, 0, 0, 0, 3, 1]);
        for cost in [Cost::WITH_KEYRING, Cost::PIN_ALONE, Cost::FOR_TESTS] {
            assert_eq!(Cost::decode(&cost.encode()), Ok(cost));
            assert_eq!(Cost::new(cost.memory_kib(), cost.passes(), cost.lanes()), Ok(cost));
        }
        let encoded = Cost::PIN_ALONE.encode();
        assert_eq!(Cost::decode(&[]), Err(CostError::Malformed { length: 0 }));
        assert_eq!(Cost::decode(&encoded[..7]), Err(CostError::Malformed { length: 7 }));
        assert_eq!(
            Cost::decode(&[2; 8]),
            Err(CostError::UnknownVersion { found: 2, newest: 1 })
        );
    }

    proptest! {
        #[test]
        fn whatever_is_decoded_is_within_bounds(mut bytes: [u8; COST_LEN]) {
            bytes[0] = COST_VERSION;
            if let Ok(cost) = Cost::decode(&bytes) {
                prop_assert!(u64::from(cost.memory_kib()) * u64::from(cost.passes()) <= MOST_WORK);
                prop_assert!(cost.memory_kib() <= MOST_MEMORY_KIB && cost.memory_kib() >= 8 * cost.lanes());
                prop_assert_eq!(cost.encode(), bytes);
            }
        }
    }
}
