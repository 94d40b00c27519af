//! `keys`.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Subcommand;
use jiff::SignedDuration;

use super::say;
use crate::{
    config::Config,
    keys::{MasterKey, MasterKeySource},
    port::{Clock as _, Random, SystemClock, SystemRandom},
    service::keys,
    start::{self, Ports},
    store::{self, Store, city::SigningKeyRecord},
};

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub(super) enum Keys {
    /// Lists the city's signing keys.
    List,
    /// Makes a signing key that counts from now on.
    Create {
        /// How many days it is in use.
        #[arg(long, default_value_t = 730)]
        days: u32,
    },
    /// Makes a signing key that takes over from the present one.
    Rotate {
        /// Hours until it takes over, so that verifiers without a network have it before.
        #[arg(long, default_value_t = 24)]
        lead_hours: u32,
        /// How many days it is in use.
        #[arg(long, default_value_t = 730)]
        days: u32,
    },
    /// Takes a signing key back: nothing it ever signed counts any more.
    Revoke {
        /// The key's id, as `keys list` shows it.
        id: String,
    },
    /// Puts the data keys under a new master key. Nothing else is encrypted again; a running server goes on.
    RotateMaster {
        /// The file of the new master key, made when missing. Needed when the present key comes from the environment;
        /// otherwise the new key takes the place of the old file, which is kept with the key's name and `.old` behind its own.
        #[arg(long, value_name = "FILE")]
        to: Option<PathBuf>,
    },
}

impl Keys {
    pub(super) async fn run(self, config: &Config) -> anyhow::Result<()> {
        if let Self::RotateMaster { to } = self {
            return rotate_master(config, to.as_deref()).await;
        }
        let store = start::open_store(config, &Ports::default(), false).await?;
        let done = self.sign(&store).await;
        store.close().await?;
        done
    }

    async fn sign(self, store: &Store) -> anyhow::Result<()> {
        let now = SystemClock.now();
        let days = |days: u32| SignedDuration::from_hours(24 * i64::from(days.max(1)));
        match self {
            Self::List => {
                for key in store::city::keys(store).await? {
                    say(&line(&key));
                }
            }
            Self::Create { days: lifetime } => {
                say(&line(
                    &keys::create(store, &SystemRandom, now, now, days(lifetime)).await?,
                ));
            }
            Self::Rotate {
                lead_hours,
                days: lifetime,
            } => {
                let lead = SignedDuration::from_hours(lead_hours.into());
                say(&line(
                    &keys::rotate(store, &SystemRandom, now, lead, days(lifetime)).await?,
                ));
            }
            Self::Revoke { id } => {
                let bytes = hex::decode(&id).ok().and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
                let Some(id) = bytes else {
                    bail!("{id} is no key id: it has 16 hexadecimal digits")
                };
                keys::revoke(store, &id).await?;
                say("Taken back. Make a new key if none is left: congdanso-server keys create");
            }
            Self::RotateMaster { .. } => {}
        }
        Ok(())
    }
}

fn line(key: &SigningKeyRecord) -> String {
    let state = if key.revoked { "  REVOKED" } else { "" };
    format!(
        "{}  from {}  until {}{state}",
        hex::encode(key.id),
        key.not_before,
        key.not_after
    )
}

/// The new key is written before the data keys are wrapped under it, and takes its final place afterwards: whenever
/// this is cut short, one of the two files opens the database, and the next start puts it in place.
async fn rotate_master(config: &Config, to: Option<&Path>) -> anyhow::Result<()> {
    let random: &dyn Random = &SystemRandom;
    let db = store::connect(&config.database).await?;
    let present = start::master_key(config, &db, random).await?;
    let target = match (to, &config.master_key) {
        (Some(file), _) => file.to_owned(),
        (None, MasterKeySource::File(file)) => MasterKey::next_file(file),
        (None, MasterKeySource::Given(_)) => {
            bail!("the present master key comes from the environment: name the new one's file with --to")
        }
    };
    let new = MasterKey::load_or_create(&MasterKeySource::File(target.clone()), random)?;
    let count = keys::rotate_master(&db, &present, &new, random).await?;
    db.close().await?;
    say(&format!("{count} data keys are under master key {} now.", new.name()));
    if to.is_none() && MasterKey::finish_rotation(&config.master_key, new.name())? {
        say(
            "It took the place of the old file, which is kept in a file that ends in .old: destroy it when backups need it no more.",
        );
    } else {
        say(&format!(
            "It is in {}. Point master_key_file there before the next start.",
            target.display()
        ));
    }
    Ok(())
}
