//! Making a vault, whole or not at all, and erasing one.

use std::path::Path;

use client::port::VaultOp;
use domain::{PersonId, Pin};
use protocol::app::PersonCard;
use rusqlite::TransactionBehavior;
use seal::Key;

use crate::{
    database::{Change, Database, Seals, connect, drawn, flush},
    error::Trouble,
    head::Head,
    header::{Header, NewPin},
    key_store::{part_name, tries_name},
    keys::{Keys, tries_key},
    open::{Opened, new_part},
    schema,
    tries::Tries,
    vaults::Device,
};

/// The generation of a vault's first PIN.
const FIRST: u32 = 1;

/// Makes a person's vault with its first records.
pub(crate) fn create(device: &Device, card: &PersonCard, pin: &Pin, first: &[VaultOp]) -> Result<Opened, Trouble> {
    let person = card.person;
    if device.folder.has(person) {
        return Err(Trouble::IO);
    }
    let opened = make(device, card, pin, first).and_then(|(seals, keyring)| {
        let connection = connect(&device.folder.database(person), device.max_pages)?;
        Ok(Opened {
            database: Database { connection, seals },
            keyring,
        })
    });
    if opened.is_err() {
        undo(device, person);
    }
    opened
}

/// Leaves nothing of a vault whose making failed, not even after it had got its final name: nobody was told of it.
fn undo(device: &Device, person: PersonId) {
    device.folder.abandon(person);
    if device.folder.has(person) {
        // What stays opens by nothing: its keys are gone.
        let _ = erase(device, person);
    }
    forget(device, person);
}

fn make(device: &Device, card: &PersonCard, pin: &Pin, first: &[VaultOp]) -> Result<(Seals, bool), Trouble> {
    let person = card.person;
    let path = device.folder.begin(person)?;
    // A count from a former vault of this person would not be this one's.
    forget(device, person);
    let part = new_part(device, person, FIRST)?;
    let new = NewPin {
        pin,
        cost: device.costs.of(part.is_some()),
        part: part.as_ref(),
        generation: FIRST,
    };
    let dek = Key::random(&mut drawn(&*device.random))?;
    let header = Header::new(device.ladder.newest(), person, &new, &dek, &mut drawn(&*device.random))?;
    let seals = Seals {
        person,
        keys: Keys::new(&dek),
        random: device.random.clone(),
        schema: device.ladder.newest(),
    };
    let seals = fill(device, &path, &header, part.as_ref(), seals, first)?;
    device.folder.list(card)?;
    device.folder.complete(person)?;
    Ok((seals, part.is_some()))
}

/// Writes the whole database and closes it.
fn fill(
    device: &Device,
    path: &Path,
    header: &Header,
    part: Option<&Key>,
    seals: Seals,
    first: &[VaultOp],
) -> Result<Seals, Trouble> {
    let mut connection = connect(path, device.max_pages)?;
    connection.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    device.ladder.climb(&transaction, 0)?;
    header.write(&transaction)?;
    Tries::default().write(&transaction, &tries_key(part))?;
    let mut random = drawn(&*seals.random);
    Head::empty(seals.schema).write(&transaction, &seals.keys.head, seals.person, &mut random)?;
    transaction.commit()?;
    drop(random);
    let mut database = Database { connection, seals };
    apply(&mut database, first)?;
    flush(&database.connection)?;
    let Database { connection, seals } = database;
    connection.close().map_err(|(_, error)| error)?;
    Ok(seals)
}

/// Carries out all steps or none.
pub(crate) fn apply(database: &mut Database, steps: &[VaultOp]) -> Result<(), Trouble> {
    if steps.is_empty() {
        return Ok(());
    }
    let mut change = database.change()?;
    for step in steps {
        carry_out(&mut change, step)?;
    }
    change.commit()
}

fn carry_out(change: &mut Change<'_>, step: &VaultOp) -> Result<(), Trouble> {
    match step {
        VaultOp::Put { collection, key, value } => change.put(*collection, key, value),
        VaultOp::Delete { collection, key } => change.delete(*collection, key),
        VaultOp::DeleteContent(document) => change.delete_content(*document),
    }
}

/// Erases a person's vault that nobody has open: its name, then its keys, then its files. What is interrupted goes on
/// at the next start.
pub(crate) fn erase(device: &Device, person: PersonId) -> Result<(), Trouble> {
    let here = device.folder.has(person);
    let path = match device.folder.bury(person) {
        Ok(path) => path,
        // Something holds the folder (on Windows: a scanner). The keys go first all the same.
        Err(_) => device.folder.database(person),
    };
    forget(device, person);
    // A damaged or full file can't be written: removing it must do.
    let _ = connect(&path, None).and_then(|connection| {
        Header::destroy(&connection)?;
        flush(&connection)
    });
    if here && device.folder.has(person) {
        return Err(Trouble::IO);
    }
    device.folder.remove_buried(person)?;
    if here {
        device.folder.unlist()?;
    }
    Ok(())
}

/// Takes what belongs to a person's vault out of the keyring. What can't be taken out opens nothing by itself.
fn forget(device: &Device, person: PersonId) {
    if device.keyring.answers() {
        for name in [part_name(person, 0), part_name(person, 1), tries_name(person)] {
            let _ = device.keyring.delete(&name);
        }
    }
}

/// Ends what the last run of the app had begun.
pub(crate) fn tidy(device: &Device) {
    for person in device.folder.leftovers() {
        device.folder.abandon(person);
        if !device.folder.has(person) {
            forget(device, person);
        }
        let _ = device.folder.remove_buried(person);
    }
}
