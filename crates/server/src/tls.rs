//! TLS: the certificate and its key, read at the start and again when the operator renewed them.

use std::{
    path::Path,
    sync::{Arc, PoisonError, RwLock},
};

use thiserror::Error;
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, ServerConfig,
        crypto::aws_lc_rs,
        pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _},
    },
};

use crate::config::TlsFiles;

/// Why the certificate and its key can't be used.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file can't be read, or is no PEM of its kind.
    #[error("{setting}: {path} can't be used: {cause}")]
    File {
        /// `tls.certificate` or `tls.key`.
        setting: &'static str,
        /// Which file.
        path: std::path::PathBuf,
        /// Why.
        cause: pem::Error,
    },
    /// They were read, but do not belong together or are of a kind that TLS has no use for.
    #[error("tls.certificate and tls.key: {0}")]
    Pair(#[from] rustls::Error),
}

/// What the server shows to those who connect. Connections keep what they began with.
pub struct Tls {
    files: TlsFiles,
    current: RwLock<Arc<ServerConfig>>,
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn open(files: &TlsFiles) -> Result<Self, TlsError> {
        Ok(Self {
            current: RwLock::new(read(files)?),
            files: files.clone(),
        })
    }

    /// Reads the files again, for connections that come from now on. What can't be used changes nothing.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn reload(&self) -> Result<(), TlsError> {
        let renewed = read(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = renewed;
        Ok(())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current).into()
    }
}

fn read(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let refused = |setting, path: &Path| {
        let path = path.to_owned();
        move |cause| TlsError::File { setting, path, cause }
    };
    let chain: Result<Vec<_>, _> = CertificateDer::pem_file_iter(&files.certificate).and_then(Iterator::collect);
    let chain = chain
        .and_then(|chain| {
            if chain.is_empty() {
                return Err(pem::Error::NoItemsFound);
            }
            Ok(chain)
        })
        .map_err(refused("tls.certificate", &files.certificate))?;
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(refused("tls.key", &files.key))?;
    let mut config = ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}
