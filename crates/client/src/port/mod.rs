//! The doors to the outside: each host brings its own adapters.

mod camera;
mod city;
mod files;
mod host;
mod keys;
mod scanner;
mod vault;

pub use camera::{Camera, CameraError, CodeSink};
pub use city::{CityApi, CityRequest, CityResponse, Heard, Progress, Unreachable};
pub use files::{Files, SaveError};
pub use host::{Clock, EventSink, HostInfo, Random, SettingsError, SettingsStore, Timer, Worker};
pub use keys::{KeyKeeper, NoKeyKeeper, PublicKey};
pub use scanner::{Scanner, ScannerError};
pub use vault::{Collection, ContentStatus, OpenVaultError, PIECE, Vault, VaultError, VaultOp, Vaults};
