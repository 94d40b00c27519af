//! Secrets kept by name outside the vaults' folder: by the operating system's keyring, in memory, or not at all.
//!
//! For each vault two entries: `<person>/part-0` or `<person>/part-1` (32 random bytes that the KEK needs beside the PIN;
//! which of the two is the parity of `header.generation`, so that a change of the PIN never overwrites the part that the
//! file still needs) and `<person>/tries` (a copy of the count of wrong PINs, so that an older file put back does not
//! bring tries back).

mod limited;
mod memory;
mod os;

use domain::PersonId;
pub use memory::{MemoryKeyStore, NoKeyStore};
pub use os::OsKeyStore;
use zeroize::Zeroizing;

pub(crate) use limited::{Keyring, Limits};

/// The key store did not do what it was asked: not there, locked, broken or refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyStoreError;

/// Secrets by name. Calls may block, for as long as the operating system asks its user to unlock the keyring; they are
/// made on threads of their own, with a time limit.
pub trait KeyStore: Send + Sync {
    /// The secret of this name; `None` when there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`] when the store does not answer.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Keeps a secret, in place of an older one of this name.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Forgets a secret, if it is there.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    fn delete(&self, name: &str) -> Result<(), KeyStoreError>;
}

/// The name of the part for a generation of the PIN.
pub(crate) fn part_name(person: PersonId, generation: u32) -> String {
    format!("{person}/part-{}", generation % 2)
}

/// The name of the copy of the count of wrong PINs.
pub(crate) fn tries_name(person: PersonId) -> String {
    format!("{person}/tries")
}
