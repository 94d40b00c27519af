//! The header row: what must be known before any key is. Its columns are explained in `schema.rs`.

use domain::{PersonId, Pin};
use rusqlite::{Connection, named_params};
use seal::{Aad, Cost, Key, OpenError, Random, SALT_LEN};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{
    error::Trouble,
    keys::{Hardening, Kek, bound_to},
};

/// What the canary says.
const CANARY: &[u8] = b"the PIN is right";

/// The header but the head.
pub(crate) struct Header {
    pub(crate) format: u32,
    pub(crate) person: PersonId,
    pub(crate) generation: u32,
    pub(crate) keyring: bool,
    pub(crate) hardening: Hardening,
    canary: Vec<u8>,
    wrapped_key: Vec<u8>,
}

/// What a PIN made of the header.
pub(crate) enum Unwrapped {
    /// The PIN is right: the DEK.
    Dek(Key),
    /// The PIN is wrong.
    WrongPin,
}

/// Everything a new PIN decides.
pub(crate) struct NewPin<'a> {
    pub(crate) pin: &'a Pin,
    pub(crate) cost: Cost,
    pub(crate) part: Option<&'a Key>,
    pub(crate) generation: u32,
}

impl Header {
    /// A header in which `dek` is wrapped under a new PIN. Takes as long as the cost says.
    pub(crate) fn new(
        format: u32,
        person: PersonId,
        new: &NewPin<'_>,
        dek: &Key,
        random: &mut Random<'_>,
    ) -> Result<Self, Trouble> {
        let hardening = Hardening {
            salt: seal::random_salt(random)?,
            cost: new.cost,
        };
        // Fails for want of memory alone: a PIN always has six digits.
        let kek = Kek::new(new.pin, &hardening, new.part, person).map_err(|_| Trouble::IO)?;
        let canary = bound_to("canary", person, new.generation);
        let wrapped = bound_to("dek", person, new.generation);
        Ok(Self {
            format,
            person,
            generation: new.generation,
            keyring: new.part.is_some(),
            hardening,
            canary: seal::seal(&kek.canary, &canary, CANARY, random)?,
            wrapped_key: seal::wrap_key(&kek.wrap, &wrapped, dek, random)?,
        })
    }

    /// The DEK, if the PIN is right. A canary that opens and a key that doesn't is damage.
    pub(crate) fn unwrap(&self, kek: &Kek) -> Result<Unwrapped, Trouble> {
        let canary = bound_to("canary", self.person, self.generation);
        match seal::open(&kek.canary, &canary, &self.canary) {
            Ok(said) if said.as_slice() == CANARY => {}
            Ok(_) => return Err(Trouble::DAMAGED),
            Err(OpenError::Refused) => return Ok(Unwrapped::WrongPin),
            Err(error) => return Err(error.into()),
        }
        let wrapped = bound_to("dek", self.person, self.generation);
        Ok(Unwrapped::Dek(seal::unwrap_key(
            &kek.wrap,
            &wrapped,
            &self.wrapped_key,
        )?))
    }

    /// Reads the header and checks what can be checked without a key.
    pub(crate) fn read(connection: &Connection) -> Result<Self, Trouble> {
        let (header, checksum) = connection.query_row(
            "SELECT format, person, generation, keyring, salt, cost, canary, wrapped_key, checksum FROM header",
            (),
            |row| {
                let columns = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                let blobs = (row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?);
                Ok((Self::from_columns(columns, blobs), row.get::<_, Vec<u8>>(8)?))
            },
        )?;
        let header = header.ok_or(Trouble::DAMAGED)?;
        if header.checksum().as_slice() == checksum {
            Ok(header)
        } else {
            Err(Trouble::DAMAGED)
        }
    }

    fn from_columns(
        (format, person, generation, keyring): (u32, Vec<u8>, u32, bool),
        (salt, cost, canary, wrapped_key): (Vec<u8>, Vec<u8>, Vec<u8>, Vec<u8>),
    ) -> Option<Self> {
        Some(Self {
            format,
            person: PersonId(Uuid::from_slice(&person).ok()?),
            generation,
            keyring,
            hardening: Hardening {
                salt: <[u8; SALT_LEN]>::try_from(salt).ok()?,
                cost: Cost::decode(&cost).ok()?,
            },
            canary,
            wrapped_key,
        })
    }

    /// Writes the header; an existing head stays.
    pub(crate) fn write(&self, connection: &Connection) -> Result<(), Trouble> {
        connection.execute(
            "INSERT INTO header (id, format, person, generation, keyring, salt, cost, canary, wrapped_key, checksum, head)
             VALUES (1, :format, :person, :generation, :keyring, :salt, :cost, :canary, :wrapped_key, :checksum, x'')
             ON CONFLICT (id) DO UPDATE SET format = excluded.format, person = excluded.person,
                 generation = excluded.generation, keyring = excluded.keyring, salt = excluded.salt,
                 cost = excluded.cost, canary = excluded.canary, wrapped_key = excluded.wrapped_key,
                 checksum = excluded.checksum",
            named_params! {
                ":format": self.format,
                ":person": self.person.0.as_bytes().as_slice(),
                ":generation": self.generation,
                ":keyring": self.keyring,
                ":salt": self.hardening.salt.as_slice(),
                ":cost": self.hardening.cost.encode().as_slice(),
                ":canary": self.canary,
                ":wrapped_key": self.wrapped_key,
                ":checksum": self.checksum().as_slice(),
            },
        )?;
        Ok(())
    }

    /// Overwrites what leads to the DEK. From then on nothing in the file opens, with any PIN.
    pub(crate) fn destroy(connection: &Connection) -> Result<(), Trouble> {
        connection.execute(
            "UPDATE header SET salt = zeroblob(length(salt)), canary = zeroblob(length(canary)),
                 wrapped_key = zeroblob(length(wrapped_key)), head = zeroblob(length(head))",
            (),
        )?;
        Ok(())
    }

    fn checksum(&self) -> [u8; 32] {
        let columns = Aad::new("header")
            .number(self.format.into())
            .bytes(self.person.0.as_bytes())
            .number(self.generation.into())
            .number(self.keyring.into())
            .bytes(&self.hardening.salt)
            .bytes(&self.hardening.cost.encode())
            .bytes(&self.canary)
            .bytes(&self.wrapped_key);
        Sha256::digest(columns.as_bytes()).into()
    }
}
