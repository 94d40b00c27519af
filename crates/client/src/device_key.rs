//! The device's signing key: in the vault, or where the host keeps it.

use codes::trust::DeviceSigner;
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::port::{KeyKeeper, PublicKey, Random};

/// The device's Ed25519 key, as it lies in the vault.
#[derive(Clone, Serialize, Deserialize, Zeroize, ZeroizeOnDrop)]
#[serde(untagged)]
pub(crate) enum DeviceKey {
    /// The vault holds it.
    Seed {
        /// RFC 8032 section 5.1.5.
        seed: [u8; 32],
    },
    /// The host holds it.
    Host {
        /// Its public half.
        public_key: PublicKey,
    },
}

impl DeviceKey {
    /// A new key: the host's, if it keeps keys.
    pub(crate) async fn make(keeper: &dyn KeyKeeper, random: &dyn Random) -> Self {
        if let Some(public_key) = keeper.make().await {
            return Self::Host { public_key };
        }
        let mut seed = [0; 32];
        random.fill(&mut seed);
        let key = Self::Seed { seed };
        seed.zeroize();
        key
    }

    /// Its public half.
    pub(crate) fn public_key(&self) -> PublicKey {
        match self {
            Self::Seed { seed } => DeviceSigner::from_seed(seed).public_key(),
            Self::Host { public_key } => *public_key,
        }
    }

    /// Its signature; none when the host has lost it.
    pub(crate) async fn sign(&self, keeper: &dyn KeyKeeper, message: &[u8]) -> Option<[u8; 64]> {
        match self {
            Self::Seed { seed } => Some(DeviceSigner::from_seed(seed).sign(message)),
            Self::Host { public_key } => keeper.sign(public_key, message).await,
        }
    }
}
