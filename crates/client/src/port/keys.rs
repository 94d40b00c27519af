//! Keys that a host keeps where nobody can read them.

use async_trait::async_trait;

/// A public key (32 bytes, RFC 8032 section 5.1.5).
pub type PublicKey = [u8; 32];

/// A host's own place for the device's signing key: an Ed25519 key in it signs, and its bytes
/// never come out. A host without one answers `None` to everything, and the key lies in the vault.
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
pub trait KeyKeeper: Send + Sync {
    /// Makes a key; its public half.
    async fn make(&self) -> Option<PublicKey>;

    /// From now on this key is the device's: every other is forgotten.
    async fn keep(&self, key: &PublicKey);

    /// The device's key, when the last one kept is still there.
    async fn kept(&self) -> Option<PublicKey>;

    /// A key's signature (RFC 8032 section 5.1.6); none when the key is gone.
    async fn sign(&self, key: &PublicKey, message: &[u8]) -> Option<[u8; 64]>;

    /// Forgets every key.
    async fn forget(&self);
}

/// No such place.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoKeyKeeper;

#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
impl KeyKeeper for NoKeyKeeper {
    async fn make(&self) -> Option<PublicKey> {
        None
    }

    async fn keep(&self, _: &PublicKey) {}

    async fn kept(&self) -> Option<PublicKey> {
        None
    }

    async fn sign(&self, _: &PublicKey, _: &[u8]) -> Option<[u8; 64]> {
        None
    }

    async fn forget(&self) {}
}
