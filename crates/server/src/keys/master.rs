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
    /// The file is gone, though data is sealed under its key. A new key would open nothing.
    #[error(
        "the master key file {path} is missing, but the database is sealed under master key {expected}: put the file back, or mount the folder it is in"
    )]
    Missing {
        /// Which.
        path: PathBuf,
        /// The name of the key the database wants.
        expected: String,
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

    /// The key of a source, for data that is under the key named `expected`. A rotation that was cut short is finished
    /// first.
    ///
    /// # Errors
    /// [`MasterKeyError`]; a file that is missing is not made.
    pub fn load(source: &MasterKeySource, expected: &str) -> Result<Self, MasterKeyError> {
        let path = match source {
            MasterKeySource::Given(text) => return parse(text, "CONGDANSO_MASTER_KEY"),
            MasterKeySource::File(path) => path,
        };
        let present = Self::read(path)?;
        let fits = present.as_ref().is_some_and(|key| key.name == expected);
        let present = if !fits && Self::finish_rotation(source, expected)? {
            Self::read(path)?
        } else {
            present
        };
        present.ok_or_else(|| MasterKeyError::Missing {
            path: path.clone(),
            expected: expected.to_owned(),
        })
    }

    /// The key of a source, for a database that has no data yet; in a file that is missing, a new one is made.
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

    /// Where a key waits that was replaced: named by the key, so that the next rotation does not replace it again.
    fn old_file(&self, file: &Path) -> PathBuf {
        with_suffix(file, &format!(".{}.old", self.name))
    }

    /// Puts the next master key, if the one named `expected` waits, in the place of the present one, which is kept in a
    /// file that ends in `.old`. Says whether it waited. Also finishes a rotation that was cut short: at every moment
    /// one of the files holds each of the two keys.
    ///
    /// # Errors
    /// [`MasterKeyError`].
    pub fn finish_rotation(source: &MasterKeySource, expected: &str) -> Result<bool, MasterKeyError> {
        let MasterKeySource::File(file) = source else {
            return Ok(false);
        };
        let next = Self::next_file(file);
        if Self::read(&next)?.is_none_or(|key| key.name != expected) {
            return Ok(false);
        }
        if let Some(present) = Self::read(file)? {
            present.keep(&present.old_file(file))?;
        }
        std::fs::rename(&next, file)
            .and_then(|()| sync_folder(file))
            .map_err(|cause| not_written(file, cause))?;
        Ok(true)
    }

    /// Writes the key, unless that file has it already.
    fn keep(&self, path: &Path) -> Result<(), MasterKeyError> {
        match Self::read(path)? {
            Some(kept) if kept.name == self.name => Ok(()),
            _ => self.write_new(path),
        }
    }

    /// Writes the key to a new file that only its owner can read.
    ///
    /// # Errors
    /// [`MasterKeyError::File`], also when the file exists.
    pub fn write_new(&self, path: &Path) -> Result<(), MasterKeyError> {
        let failed = |cause| not_written(path, cause);
        std::fs::create_dir_all(folder_of(path)).map_err(failed)?;
        // Written aside, so that a cut leaves no half of a key under its name.
        let aside = with_suffix(path, &format!(".{}.part", std::process::id()));
        self.write_text(&aside)
            .and_then(|()| settle(&aside, path))
            .and_then(|()| sync_folder(path))
            .inspect_err(|_| drop(std::fs::remove_file(&aside)))
            .map_err(failed)
    }

    fn write_text(&self, path: &Path) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let text = Zeroizing::new(format!("{}\n", hex::encode(self.key.expose())));
        let mut file = options.open(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    }
}

fn not_written(path: &Path, cause: std::io::Error) -> MasterKeyError {
    MasterKeyError::File {
        path: path.to_owned(),
        action: "written",
        cause,
    }
}

/// Gives a written file its name, unless something has that name. A link does both in one step; a rename would replace.
fn settle(aside: &Path, path: &Path) -> std::io::Result<()> {
    match std::fs::hard_link(aside, path) {
        Ok(()) => std::fs::remove_file(aside),
        Err(error) if error.kind() == ErrorKind::AlreadyExists || path.exists() => Err(error),
        // Some file systems have no links.
        Err(_) => std::fs::rename(aside, path),
    }
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Without this a power cut may take the file's name back.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        std::fs::File::open(folder_of(path))?.sync_all()?;
    }
    Ok(())
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
        assert_eq!(files(folder.path().join("keys").as_path()), ["master.key"]);
    }

    fn files(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn make(path: &Path) -> MasterKey {
        let key = MasterKey::random(&SystemRandom).unwrap();
        key.write_new(path).unwrap();
        key
    }

    #[test]
    fn every_key_that_was_replaced_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let source = MasterKeySource::File(path.clone());
        let first = make(&path);
        let second = make(&MasterKey::next_file(&path));
        assert!(!MasterKey::finish_rotation(&source, "another").unwrap());
        assert!(MasterKey::finish_rotation(&source, second.name()).unwrap());
        let third = make(&MasterKey::next_file(&path));
        assert!(MasterKey::finish_rotation(&source, third.name()).unwrap());
        assert!(!MasterKey::finish_rotation(&source, third.name()).unwrap());
        for (file, key) in [
            (path.clone(), &third),
            (first.old_file(&path), &first),
            (second.old_file(&path), &second),
        ] {
            assert_eq!(MasterKey::read(&file).unwrap().unwrap().name(), key.name());
        }
        assert_eq!(files(folder.path()).len(), 3);
    }

    #[test]
    fn a_rotation_cut_between_its_files_is_finished() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let source = MasterKeySource::File(path.clone());
        let next = make(&MasterKey::next_file(&path));
        assert_eq!(MasterKey::load(&source, next.name()).unwrap().name(), next.name());
        assert!(path.exists() && !MasterKey::next_file(&path).exists());
    }

    #[test]
    fn a_missing_key_is_not_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let error = MasterKey::load(&MasterKeySource::File(path.clone()), "0011223344556677").unwrap_err();
        assert!(error.to_string().contains("0011223344556677"), "{error}");
        assert!(!path.exists());
    }

    #[test]
    fn a_malformed_key_names_its_place() {
        let error = MasterKey::load_or_create(&MasterKeySource::Given(Zeroizing::new("abc".to_owned())), &SystemRandom)
            .unwrap_err();
        assert!(error.to_string().contains("CONGDANSO_MASTER_KEY"));
    }
}
