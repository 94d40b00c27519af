//! The master key: 32 random bytes in a file of their own, or in the environment.

use std::{
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use seal::{Key, NoRandomness, lookup};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::port::Random;

/// Where the master key is.
#[derive(Clone)]
pub enum MasterKeySource {
    /// In this file, as 64 hexadecimal digits; made on the first run.
    File(PathBuf),
    /// Given directly, as 64 hexadecimal digits (`CONGDANSO_MASTER_KEY`).
    Given(Zeroizing<String>),
}

impl std::fmt::Debug for MasterKeySource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Given(_) => f.write_str("Given(hidden)"),
        }
    }
}

/// Why there is no master key.
#[derive(Debug, Error)]
pub enum MasterKeyError {
    /// The text isn't 64 hexadecimal digits.
    #[error("the master key in {0} is not 64 hexadecimal digits")]
    Malformed(String),
    /// The file could not be read or written.
    #[error("the master key file {path} can't be {action}: {cause}")]
    File {
        /// Which.
        path: PathBuf,
        /// `read` or `written`.
        action: &'static str,
        /// Why.
        cause: std::io::Error,
    },
    /// No randomness to make one.
    #[error(transparent)]
    Random(#[from] NoRandomness),
}

/// The master key and its name.
#[derive(Debug)]
pub struct MasterKey {
    key: Key,
    name: String,
}

impl MasterKey {
    /// A key under its name.
    pub fn new(key: Key) -> Self {
        let name = hex::encode(&lookup(&key, "master key name", b"")[..8]);
        Self { key, name }
    }

    /// A new random key.
    ///
    /// # Errors
    /// [`NoRandomness`].
    pub fn random(random: &dyn Random) -> Result<Self, NoRandomness> {
        Ok(Self::new(Key::random(&mut random.source())?))
    }

    /// The key.
    pub fn key(&self) -> &Key {
        &self.key
    }

    /// A name that tells keys apart and says nothing about them.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The key of a source; in a file that is missing, a new one is made.
    ///
    /// # Errors
    /// [`MasterKeyError`].
    pub fn load_or_create(source: &MasterKeySource, random: &dyn Random) -> Result<Self, MasterKeyError> {
        match source {
            MasterKeySource::Given(text) => parse(text, "CONGDANSO_MASTER_KEY"),
            MasterKeySource::File(path) => match Self::read(path)? {
                Some(key) => Ok(key),
                None => {
                    let key = Self::random(random)?;
                    key.write_new(path)?;
                    tracing::info!(path = %path.display(), "made a master key; keep a copy of it apart from the backups of the data");
                    Ok(key)
                }
            },
        }
    }

    /// The key of a file; `None` when there is no file.
    ///
    /// # Errors
    /// [`MasterKeyError`].
    pub fn read(path: &Path) -> Result<Option<Self>, MasterKeyError> {
        let text = match std::fs::read_to_string(path) {
            Ok(text) => Zeroizing::new(text),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => {
                return Err(MasterKeyError::File {
                    path: path.to_owned(),
                    action: "read",
                    cause,
                });
            }
        };
        parse(&text, &path.display().to_string()).map(Some)
    }

    /// Where the next master key waits while data keys are put under it.
    pub fn next_file(file: &Path) -> PathBuf {
        with_suffix(file, ".new")
    }

    /// Puts the next master key, if one waits, in the place of the present one, which is kept with `.old` behind its
    /// name. Says whether one waited. Also finishes a rotation that was cut short.
    ///
    /// # Errors
    /// [`MasterKeyError::File`].
    pub fn finish_rotation(source: &MasterKeySource) -> Result<bool, MasterKeyError> {
        let MasterKeySource::File(file) = source else {
            return Ok(false);
        };
        let next = Self::next_file(file);
        if !next.exists() {
            return Ok(false);
        }
        let failed = |cause| MasterKeyError::File {
            path: file.clone(),
            action: "written",
            cause,
        };
        std::fs::rename(file, with_suffix(file, ".old")).map_err(failed)?;
        std::fs::rename(&next, file).map_err(failed)?;
        Ok(true)
    }

    /// Writes the key to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`MasterKeyError::File`], also when the file exists.
    pub fn write_new(&self, path: &Path) -> Result<(), MasterKeyError> {
        let failed = |cause| MasterKeyError::File {
            path: path.to_owned(),
            action: "written",
            cause,
        };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(failed)?;
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = Zeroizing::new(format!("{}\n", hex::encode(self.key.expose())));
        let mut file = options.open(path).map_err(failed)?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(failed)
    }
}

fn with_suffix(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    file.with_file_name(name)
}

fn parse(text: &str, place: &str) -> Result<MasterKey, MasterKeyError> {
    let malformed = || MasterKeyError::Malformed(place.to_owned());
    let bytes = Zeroizing::new(hex::decode(text.trim()).map_err(|_| malformed())?);
    let key = Key::try_from(bytes.as_slice()).map_err(|_| malformed())?;
    Ok(MasterKey::new(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::port::SystemRandom;

    #[test]
    fn the_key_is_made_once_and_only_its_owner_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys/master.key");
        let source = MasterKeySource::File(path.clone());
        let first = MasterKey::load_or_create(&source, &SystemRandom).unwrap();
        let second = MasterKey::load_or_create(&source, &SystemRandom).unwrap();
        assert_eq!(first.name(), second.name());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
        assert!(first.write_new(&path).is_err(), "an existing key is never overwritten");
    }

    #[test]
    fn a_malformed_key_names_its_place() {
        let error = MasterKey::load_or_create(&MasterKeySource::Given(Zeroizing::new("abc".to_owned())), &SystemRandom)
            .unwrap_err();
        assert!(error.to_string().contains("CONGDANSO_MASTER_KEY"));
    }
}
