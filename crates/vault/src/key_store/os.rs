//! The operating system's keyring: Secret Service on Linux and the BSDs, the keychain on macOS, protected data on iOS,
//! the credential manager on Windows, the keystore on Android.

use std::sync::{Arc, Mutex, PoisonError};

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

use super::{KeyStore, KeyStoreError};

/// The operating system's keyring under a service name. Connects at the first call, not when it is made.
pub struct OsKeyStore {
    service: String,
    store: Mutex<Option<Arc<CredentialStore>>>,
}

impl OsKeyStore {
    /// The keyring; `service` is the name under which its entries are found, the app's identifier.
    pub fn new(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            store: Mutex::new(None),
        }
    }

    fn with_entry<T>(
        &self,
        name: &str,
        act: impl FnOnce(&Entry) -> Result<T, Error>,
    ) -> Result<Option<T>, KeyStoreError> {
        let store = self.connected()?;
        let outcome = store
            .build(&self.service, name, modifiers().as_ref())
            .and_then(|entry| act(&entry));
        match outcome {
            Ok(value) => Ok(Some(value)),
            Err(Error::NoEntry) => Ok(None),
            Err(_) => {
                // The connection may have died with the session's bus: the next call makes a new one.
                self.store.lock().unwrap_or_else(PoisonError::into_inner).take();
                Err(KeyStoreError)
            }
        }
    }

    fn connected(&self) -> Result<Arc<CredentialStore>, KeyStoreError> {
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(store) = &*store {
            return Ok(store.clone());
        }
        let made = connect().map_err(|_| KeyStoreError)?;
        *store = Some(made.clone());
        Ok(made)
    }
}

impl KeyStore for OsKeyStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.with_entry(name, |entry| entry.get_secret().map(Zeroizing::new))
    }

    fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.with_entry(name, |entry| entry.set_secret(secret))?
            .ok_or(KeyStoreError)
    }

    fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        self.with_entry(name, Entry::delete_credential).map(drop)
    }
}

/// On iOS the part must not travel in a backup to another device; elsewhere there is nothing to say.
fn modifiers() -> Option<std::collections::HashMap<&'static str, &'static str>> {
    cfg!(target_os = "ios").then(|| [("access-policy", "when-unlocked-this-device-only")].into())
}

#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios", target_os = "android"))))]
fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(target_os = "ios")]
fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(apple_native_keyring_store::protected::Store::new()?)
}

#[cfg(target_os = "windows")]
fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(windows_native_keyring_store::Store::new()?)
}

#[cfg(target_os = "android")]
fn connect() -> Result<Arc<CredentialStore>, Error> {
    Ok(android_native_keyring_store::Store::new()?)
}
