//! Large content: a folder, or a bucket of an S3-compatible store. Only sealed bytes come here.

use std::{ops::Range, path::PathBuf, sync::Arc};

use bytes::Bytes;
use object_store::{ObjectStore, ObjectStoreExt as _, buffered::BufWriter, path::Path};
use thiserror::Error;
use tokio::io::AsyncWriteExt as _;

/// Parts of an upload that a bucket takes are at least 5 MiB (but the last); a smaller object goes in one piece.
const PART_BYTES: usize = 6 * 1024 * 1024;

/// The store of large content failed. Carries no key and no content.
#[derive(Debug, Error)]
pub enum ObjectError {
    /// The object isn't there.
    #[error("the object is missing")]
    Missing,
    /// The folder or the bucket failed.
    #[error("the object store failed: {0}")]
    Store(String),
}

impl From<object_store::Error> for ObjectError {
    fn from(error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::Missing,
            other => Self::Store(other.to_string()),
        }
    }
}

impl From<std::io::Error> for ObjectError {
    fn from(error: std::io::Error) -> Self {
        Self::Store(error.kind().to_string())
    }
}

/// Where objects live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectPlace {
    /// A folder; made when missing.
    Folder(PathBuf),
    /// A bucket: `s3://bucket/prefix`. Region, endpoint and credentials come from the environment in the names that
    /// other S3 programs use (`AWS_REGION`, `AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`).
    Bucket(String),
}

/// The store of large content.
#[derive(Clone)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Objects {
    /// Opens a place.
    ///
    /// # Errors
    /// [`ObjectError`] when the folder can't be made or the bucket's settings are incomplete.
    pub fn open(place: &ObjectPlace) -> Result<Self, ObjectError> {
        match place {
            ObjectPlace::Folder(folder) => {
                std::fs::create_dir_all(folder)?;
                let store = object_store::local::LocalFileSystem::new_with_prefix(folder)?;
                // What was acknowledged survives a power cut; empty folders go with their last object.
                let store = store.with_automatic_cleanup(true).with_fsync(true);
                Ok(Self {
                    store: Arc::new(store),
                    prefix: Path::default(),
                })
            }
            ObjectPlace::Bucket(url) => {
                let rest = url.trim_start_matches("s3://");
                let prefix = rest.split_once('/').map_or("", |(_, prefix)| prefix);
                let store = object_store::aws::AmazonS3Builder::from_env().with_url(url).build()?;
                Ok(Self {
                    store: Arc::new(store),
                    prefix: Path::from(prefix),
                })
            }
        }
    }

    /// A store in memory.
    pub fn in_memory() -> Self {
        Self {
            store: Arc::new(object_store::memory::InMemory::new()),
            prefix: Path::default(),
        }
    }

    fn at(&self, key: &str) -> Path {
        key.split('/').fold(self.prefix.clone(), Path::join)
    }

    /// Starts writing an object, which can't be seen before [`ObjectWriter::complete`].
    pub fn writer(&self, key: &str) -> ObjectWriter {
        ObjectWriter(BufWriter::with_capacity(
            Arc::clone(&self.store),
            self.at(key),
            PART_BYTES,
        ))
    }

    /// Part of an object.
    ///
    /// # Errors
    /// [`ObjectError`].
    pub async fn read(&self, key: &str, range: Range<u64>) -> Result<Bytes, ObjectError> {
        Ok(self.store.get_range(&self.at(key), range).await?)
    }

    /// Removes an object; one that isn't there is removed already.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn remove(&self, key: &str) -> Result<(), ObjectError> {
        match self.store.delete(&self.at(key)).await.map_err(ObjectError::from) {
            Err(ObjectError::Missing) | Ok(()) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Whether the store answers.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn probe(&self) -> Result<(), ObjectError> {
        match self.store.head(&self.at("probe")).await.map_err(ObjectError::from) {
            Err(ObjectError::Missing) | Ok(_) => Ok(()),
            Err(other) => Err(other),
        }
    }
}

/// An object being written.
pub struct ObjectWriter(BufWriter);

impl ObjectWriter {
    /// Takes more.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn write(&mut self, bytes: &[u8]) -> Result<(), ObjectError> {
        Ok(self.0.write_all(bytes).await?)
    }

    /// Makes the object visible, whole.
    ///
    /// # Errors
    /// [`ObjectError::Store`].
    pub async fn complete(mut self) -> Result<(), ObjectError> {
        Ok(self.0.shutdown().await?)
    }

    /// Forgets what was written. Best effort: what a bucket keeps of it is left to its own rules.
    pub async fn abort(mut self) {
        if let Err(error) = self.0.abort().await {
            tracing::debug!(%error, "an upload could not be withdrawn");
        }
    }
}
