//! Opening a vault, and changing its PIN.

use client::port::OpenVaultError;
use domain::{PersonId, Pin};
use rusqlite::{Connection, TransactionBehavior};
use seal::Key;

use crate::{
    database::{Database, Seals, connect, drawn, flush},
    error::Trouble,
    head::Head,
    header::{Header, NewPin},
    key_store::part_name,
    keys::{Keys, tries_key},
    pin, schema,
    tries::Tries,
    vaults::Device,
};

/// An opened vault, and whether it needed the keyring.
pub(crate) struct Opened {
    pub(crate) database: Database,
    pub(crate) keyring: bool,
}

/// Opens a person's vault. [`OpenVaultError::Erased`] asks the caller to erase.
pub(crate) fn open(device: &Device, person: PersonId, pin: &Pin) -> Result<Opened, OpenVaultError> {
    if !device.folder.has(person) {
        return Err(OpenVaultError::Absent);
    }
    let connection = connect(&device.folder.database(person), device.max_pages)?;
    let header = recognised(device, &connection, person)?;
    let unlocked = pin::unlock(device, &connection, &header, pin)?;
    let keys = Keys::new(&unlocked.dek);
    let mut database = Database {
        connection,
        seals: Seals {
            person,
            keys,
            random: device.random.clone(),
            schema: header.format,
        },
    };
    let sequence = database.verify()?;
    if sequence < unlocked.tries.sequence {
        // A file from before the vault was last opened.
        return Err(Trouble::DAMAGED.into());
    }
    pin::remember(device, &header, unlocked.tries, sequence);
    migrate(device, &mut database)?;
    Ok(Opened {
        database,
        keyring: header.keyring,
    })
}

/// The header of a file that is this person's vault, in a version that this app knows.
fn recognised(device: &Device, connection: &Connection, person: PersonId) -> Result<Header, OpenVaultError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id").map_err(Trouble::from)?;
    if application != schema::APPLICATION_ID {
        return Err(Trouble::DAMAGED.into());
    }
    let version = pragma("user_version").map_err(Trouble::from)?.cast_unsigned();
    let format: u32 = connection
        .query_row("SELECT format FROM header", (), |row| row.get(0))
        .map_err(Trouble::from)?;
    // Said in two places, so that one flipped bit doesn't send anybody looking for an update.
    if version != format || format == 0 {
        return Err(Trouble::DAMAGED.into());
    }
    if format > device.ladder.newest() {
        return Err(OpenVaultError::Newer);
    }
    let header = Header::read(connection)?;
    if header.person != person || !device.ladder.matches(connection, format)? {
        return Err(Trouble::DAMAGED.into());
    }
    Ok(header)
}

/// Brings a verified vault to the newest version, in one transaction.
fn migrate(device: &Device, database: &mut Database) -> Result<(), Trouble> {
    let newest = device.ladder.newest();
    let Database { connection, seals } = database;
    if seals.schema == newest {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut header = Header::read(&transaction)?;
    let mut head = Head::read(&transaction, &seals.keys.head, seals.person)?;
    device.ladder.climb(&transaction, seals.schema)?;
    header.format = newest;
    header.write(&transaction)?;
    head.schema = newest;
    head.sequence += 1;
    head.write(&transaction, &seals.keys.head, seals.person, &mut drawn(&*seals.random))?;
    transaction.commit()?;
    seals.schema = newest;
    Ok(())
}

/// Whether this is the PIN. A wrong one is counted, a right one forgives those before it.
pub(crate) fn check_pin(device: &Device, database: &Database, pin: &Pin) -> Result<(), OpenVaultError> {
    let header = Header::read(&database.connection)?;
    pin::unlock(device, &database.connection, &header, pin).map(drop)
}

/// Replaces the PIN: salt, part in the keyring and wrapped key are new, what they lead to stays. Gives whether the vault
/// needs the keyring from now on: it does when there is one.
pub(crate) fn change_pin(
    device: &Device,
    database: &mut Database,
    old: &Pin,
    new: &Pin,
) -> Result<bool, OpenVaultError> {
    let header = Header::read(&database.connection)?;
    let unlocked = pin::unlock(device, &database.connection, &header, old)?;
    let generation = header.generation.checked_add(1).ok_or(Trouble::DAMAGED)?;
    let part = new_part(device, header.person, generation)?;
    if header.keyring && part.is_none() {
        return Err(OpenVaultError::KeyringMissing);
    }
    let new = NewPin {
        pin: new,
        cost: device.costs.of(part.is_some()),
        part: part.as_ref(),
        generation,
    };
    let mut random = drawn(&*device.random);
    let changed = Header::new(header.format, header.person, &new, &unlocked.dek, &mut random)?;
    write_pin(&mut database.connection, &changed, unlocked.tries, part.as_ref())?;
    // Best effort from here: the old pair is out of the file, and its half in the keyring opens nothing.
    let _ = flush(&database.connection);
    if header.keyring {
        let _ = device.keyring.delete(&part_name(header.person, header.generation));
    }
    Ok(changed.keyring)
}

fn write_pin(connection: &mut Connection, header: &Header, tries: Tries, part: Option<&Key>) -> Result<(), Trouble> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    header.write(&transaction)?;
    tries.write(&transaction, &tries_key(part))?;
    Ok(transaction.commit()?)
}

/// A new part, kept in the keyring and read back; `None` when there is no keyring or it doesn't keep.
pub(crate) fn new_part(device: &Device, person: PersonId, generation: u32) -> Result<Option<Key>, Trouble> {
    if !device.keyring.answers() {
        return Ok(None);
    }
    let part = Key::random(&mut drawn(&*device.random))?;
    let name = part_name(person, generation);
    let kept = device
        .keyring
        .set(&name, part.expose())
        .and_then(|()| device.keyring.get(&name));
    let same = kept.is_ok_and(|kept| kept.is_some_and(|kept| kept.as_slice() == part.expose()));
    Ok(same.then_some(part))
}
