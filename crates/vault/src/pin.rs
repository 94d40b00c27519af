//! Looking at a PIN: counted first, then tried, and taken back when it was right.
//!
//! Whatever keeps a count from being written (a full disk, a keyring that only reads) must neither give tries nor take
//! them: after twenty counts the vault is erased, and a right PIN must never lead there.

use client::port::{OpenVaultError, VaultError};
use domain::Pin;
use rusqlite::Connection;
use seal::Key;

use crate::{
    database::rewind,
    error::Trouble,
    header::{Header, Unwrapped},
    key_store::{part_name, tries_name},
    keys::{Kek, tries_key},
    tries::{Gate, Tries},
    vaults::Device,
};

/// A right PIN.
pub(crate) struct Unlocked {
    /// The data encryption key.
    pub(crate) dek: Key,
    /// The count, back at nothing; its sequence is the one that the vault had when it was last opened.
    pub(crate) tries: Tries,
}

/// Counts a try, looks at the PIN, and takes the count back when it was right. [`OpenVaultError::Erased`] asks the
/// caller to erase.
pub(crate) fn unlock(
    device: &Device,
    connection: &Connection,
    header: &Header,
    pin: &Pin,
) -> Result<Unlocked, OpenVaultError> {
    let part = part(device, header)?;
    let ledger = Ledger {
        device,
        connection,
        header,
        key: tries_key(part.as_ref()),
    };
    let before = ledger.read()?;
    let counted = match before.ask(device.clock.now()) {
        Gate::Counted(counted) => counted,
        Gate::Early(seen, refusal) => {
            ledger.write(seen)?;
            return Err(refusal);
        }
        Gate::Exhausted => return Err(OpenVaultError::Erased),
    };
    if let Err(error) = ledger.write(counted) {
        ledger.give_back(before);
        return Err(error);
    }
    device.after_count();
    let Ok(kek) = Kek::new(pin, &header.hardening, part.as_ref(), header.person) else {
        // There was no memory to look at the PIN with.
        ledger.give_back(before);
        return Err(Trouble::IO.into());
    };
    match header.unwrap(&kek) {
        Ok(Unwrapped::Dek(dek)) => {
            let tries = ledger.forgive(counted)?;
            Ok(Unlocked { dek, tries })
        }
        Ok(Unwrapped::WrongPin) => Err(counted.refusal()),
        Err(damaged) => {
            ledger.give_back(before);
            Err(damaged.into())
        }
    }
}

/// Notes in the keyring, where there is one, that the vault was opened at `sequence`. Not knowing it costs no more than
/// an older file passing unnoticed.
pub(crate) fn remember(device: &Device, header: &Header, tries: Tries, sequence: u64) {
    if header.keyring {
        let tries = Tries { sequence, ..tries };
        let _ = device.keyring.set(&tries_name(header.person), &tries.encode());
    }
}

/// The keyring's part, when the vault needs one.
fn part(device: &Device, header: &Header) -> Result<Option<Key>, OpenVaultError> {
    if !header.keyring {
        return Ok(None);
    }
    let kept = device.keyring.get(&part_name(header.person, header.generation));
    let part = kept.ok().flatten().ok_or(OpenVaultError::KeyringMissing)?;
    let part = Key::try_from(part.as_slice()).map_err(|_| OpenVaultError::KeyringMissing)?;
    Ok(Some(part))
}

/// The two places where the count is kept.
struct Ledger<'a> {
    device: &'a Device,
    connection: &'a Connection,
    header: &'a Header,
    key: Key,
}

impl Ledger<'_> {
    /// The stricter of the two counts.
    fn read(&self) -> Result<Tries, OpenVaultError> {
        let in_file = Tries::read(self.connection, &self.key)?;
        if !self.header.keyring {
            return Ok(in_file);
        }
        let name = tries_name(self.header.person);
        let copy = self.device.keyring.get(&name);
        let copy = copy.map_err(|_| OpenVaultError::KeyringMissing)?;
        Ok(in_file.max(copy.and_then(|bytes| Tries::decode(&bytes)).unwrap_or_default()))
    }

    /// Keeps a count in both places, or fails.
    fn write(&self, tries: Tries) -> Result<(), OpenVaultError> {
        self.in_file(tries)?;
        self.in_keyring(tries)
    }

    /// Keeps that the PIN was right. The file's word is enough: it counts one opening more than the keyring's.
    fn forgive(&self, counted: Tries) -> Result<Tries, OpenVaultError> {
        let forgiven = counted.forgiven();
        let in_file = self.in_file(forgiven);
        let in_keyring = self.in_keyring(forgiven);
        if self.header.keyring && in_keyring.is_ok() {
            return Ok(forgiven);
        }
        in_file?;
        Ok(forgiven)
    }

    /// Undoes a count when the PIN was not looked at. Best effort, on the way out with another error.
    fn give_back(&self, before: Tries) {
        let _ = self.in_file(before);
        let _ = self.in_keyring(before);
    }

    fn in_file(&self, tries: Tries) -> Result<(), Trouble> {
        match tries.write(self.connection, &self.key) {
            // The row is as long as ever: with the journal started over, the space it has is enough.
            Err(Trouble(VaultError::DiskFull)) => {
                rewind(self.connection)?;
                tries.write(self.connection, &self.key)
            }
            done => done,
        }
    }

    fn in_keyring(&self, tries: Tries) -> Result<(), OpenVaultError> {
        if !self.header.keyring {
            return Ok(());
        }
        let name = tries_name(self.header.person);
        let kept = self.device.keyring.set(&name, &tries.encode());
        kept.map_err(|_| OpenVaultError::KeyringMissing)
    }
}
