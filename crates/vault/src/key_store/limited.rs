//! A key store with a time limit. A keyring may hang (its service is starting, its user is not looking at the prompt to
//! unlock it), and neither the app's start nor its closing may hang with it. So each call runs on a thread of its own that
//! is left behind when it takes too long.

use std::{
    sync::{Arc, OnceLock, mpsc},
    thread,
    time::Duration,
};

use zeroize::Zeroizing;

use super::{KeyStore, KeyStoreError};

/// How long the keyring may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// To say whether it is there. Nobody is asked anything for that.
    pub(crate) probe: Duration,
    /// To answer a call: time for a person to type the keyring's password.
    pub(crate) call: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            probe: Duration::from_secs(3),
            call: Duration::from_secs(60),
        }
    }
}

/// The keyring as the vaults use it. Its calls block: never on a thread of the async runtime.
pub(crate) struct Keyring {
    store: Arc<dyn KeyStore>,
    limits: Limits,
    answers: OnceLock<bool>,
}

/// A name that is never set: reading it shows whether the store answers, and unlocks nothing.
const PROBE: &str = "probe";

impl Keyring {
    pub(crate) fn new(store: Arc<dyn KeyStore>, limits: Limits) -> Self {
        Self {
            store,
            limits,
            answers: OnceLock::new(),
        }
    }

    /// Whether the keyring answers: asked by reading, because connecting succeeds without a service behind it. Asked
    /// once, then remembered.
    pub(crate) fn answers(&self) -> bool {
        *self
            .answers
            .get_or_init(|| self.call(self.limits.probe, |store| store.get(PROBE)).is_ok())
    }

    pub(crate) fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        let name = name.to_owned();
        self.call(self.limit(), move |store| store.get(&name))
    }

    pub(crate) fn set(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        let (name, secret) = (name.to_owned(), Zeroizing::new(secret.to_vec()));
        self.call(self.limit(), move |store| store.set(&name, &secret))
    }

    pub(crate) fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        let name = name.to_owned();
        self.call(self.limit(), move |store| store.delete(&name))
    }

    /// A keyring that did not answer when it was asked may be back, but isn't waited for.
    fn limit(&self) -> Duration {
        if self.answers() {
            self.limits.call
        } else {
            self.limits.probe
        }
    }

    fn call<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&dyn KeyStore) -> Result<T, KeyStoreError> + Send + 'static,
    ) -> Result<T, KeyStoreError> {
        let store = self.store.clone();
        let (answer, answered) = mpsc::channel();
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                // Nobody listens any more when the limit has passed.
                let _ = answer.send(work(&*store));
            })
            .map_err(|_| KeyStoreError)?;
        answered.recv_timeout(limit).unwrap_or(Err(KeyStoreError))
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU32, Ordering},
        time::Instant,
    };

    use super::*;
    use crate::{MemoryKeyStore, NoKeyStore};

    struct Hanging(AtomicU32);

    impl KeyStore for Hanging {
        fn get(&self, _: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
            self.0.fetch_add(1, Ordering::Relaxed);
            thread::sleep(Duration::from_secs(3600));
            Err(KeyStoreError)
        }

        fn set(&self, _: &str, _: &[u8]) -> Result<(), KeyStoreError> {
            Ok(())
        }

        fn delete(&self, _: &str) -> Result<(), KeyStoreError> {
            Ok(())
        }
    }

    #[test]
    fn a_hanging_keyring_is_asked_once_and_not_waited_for() {
        let hanging = Arc::new(Hanging(AtomicU32::new(0)));
        let limits = Limits {
            probe: Duration::from_millis(30),
            call: Duration::from_secs(3600),
        };
        let keyring = Keyring::new(hanging.clone(), limits);
        let before = Instant::now();
        assert!(!keyring.answers());
        assert!(!keyring.answers());
        assert_eq!(hanging.0.load(Ordering::Relaxed), 1);
        assert_eq!(keyring.get("x"), Err(KeyStoreError));
        assert!(before.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn answers_are_passed_on() {
        let keyring = Keyring::new(Arc::new(MemoryKeyStore::default()), Limits::default());
        assert!(keyring.answers());
        assert_eq!(keyring.get("x"), Ok(None));
        keyring.set("x", b"secret").unwrap();
        assert_eq!(keyring.get("x").unwrap().unwrap().as_slice(), b"secret");
        keyring.delete("x").unwrap();
        assert_eq!(keyring.get("x"), Ok(None));
        assert!(!Keyring::new(Arc::new(NoKeyStore), Limits::default()).answers());
    }
}
