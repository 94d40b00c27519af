//! From a PIN and the keyring's part to the keys of a vault.
//!
//! ```text
//! PIN -- Argon2id(salt, cost) --+
//!                               +-- HKDF --> KEK --> canary key, wrapping key --unwraps--> DEK
//! keyring's part (if any) ------+                                                           |
//!                       lookup, digest, head, record, content and content-wrapping keys <---+
//! each content: a random key of its own, under the content-wrapping key
//! ```

use domain::{PersonId, Pin};
use seal::{Aad, Cost, HardenError, Key, SALT_LEN};
use zeroize::Zeroizing;

/// What a KEK depends on beside the PIN and the keyring's part.
pub(crate) struct Hardening {
    /// Argon2id's salt.
    pub(crate) salt: [u8; SALT_LEN],
    /// Argon2id's cost.
    pub(crate) cost: Cost,
}

/// The key-encryption key, as the two keys it is used through.
pub(crate) struct Kek {
    /// Seals the canary.
    pub(crate) canary: Key,
    /// Wraps the DEK.
    pub(crate) wrap: Key,
}

impl Kek {
    /// Takes as long as the cost says.
    pub(crate) fn new(
        pin: &Pin,
        hardening: &Hardening,
        part: Option<&Key>,
        person: PersonId,
    ) -> Result<Self, HardenError> {
        let digits = Zeroizing::new(*pin.as_bytes());
        let hardened = seal::harden(digits.as_slice(), &hardening.salt, hardening.cost)?;
        let kek = match part {
            Some(part) => hardened.combine(part, "vault kek", person.0.as_bytes()),
            None => hardened.derive("vault kek, pin alone", person.0.as_bytes()),
        };
        Ok(Self {
            canary: kek.derive("canary", b""),
            wrap: kek.derive("wrap", b""),
        })
    }
}

/// The keys of an open vault; wiped when dropped.
pub(crate) struct Keys {
    /// Turns keys of records and ids of documents into lookups.
    pub(crate) lookup: Key,
    /// Of the digest of all rows.
    pub(crate) digest: Key,
    /// Seals the head.
    pub(crate) head: Key,
    /// Seals the cells of `record`.
    pub(crate) record: Key,
    /// Seals the cells of `content`.
    pub(crate) content: Key,
    /// Wraps the key of each content.
    pub(crate) wrap_content: Key,
}

impl Keys {
    pub(crate) fn new(dek: &Key) -> Self {
        Self {
            lookup: dek.derive("lookup", b""),
            digest: dek.derive("digest", b""),
            head: dek.derive("head", b""),
            record: dek.derive("table", b"record"),
            content: dek.derive("table", b"content"),
            wrap_content: dek.derive("wrap content", b""),
        }
    }
}

/// The key that tags the count of wrong PINs: from the keyring's part, or a constant where there is none.
pub(crate) fn tries_key(part: Option<&Key>) -> Key {
    part.map_or_else(|| Key::from_bytes(&[0; seal::KEY_LEN]), Key::duplicate)
        .derive("tries", b"")
}

/// What the canary and the wrapped DEK are bound to.
pub(crate) fn bound_to(purpose: &str, person: PersonId, generation: u32) -> Aad {
    Aad::new(purpose).bytes(person.0.as_bytes()).number(generation.into())
}
