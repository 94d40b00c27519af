//! Which compiler makes WASM: the one in use when it has the target, else the distribution's, which can build the target's
//! standard library from source where nothing can be downloaded.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use super::WASM;
use crate::step::note;
use crate::workspace::{cargo, root};

const DOWNLOAD_PATIENCE: Duration = Duration::from_secs(90);
const DISTRIBUTION_CARGO: &str = "/usr/bin/cargo";
const DISTRIBUTION_RUSTC: &str = "/usr/bin/rustc";

pub(crate) enum Toolchain {
    /// The compiler in use has the target's standard library.
    Own,
    /// The distribution's compiler, with the source of the standard library beside it.
    Distribution { linker: PathBuf },
}

impl Toolchain {
    /// Chooses, and says which. Downloading comes last: when both a download and the distribution's source are possible, what is
    /// already on the machine needs no network.
    pub(crate) fn choose() -> Result<Self> {
        if own_has_target() {
            note("the Rust toolchain in use, which has the WASM target");
            return Ok(Self::Own);
        }
        if let Some(linker) = distribution_linker() {
            note(&format!(
                "the distribution's Rust ({DISTRIBUTION_RUSTC}), building the WASM standard library from source"
            ));
            return Ok(Self::Distribution { linker });
        }
        if download_target() && own_has_target() {
            note("the Rust toolchain in use; its WASM target has just been downloaded");
            return Ok(Self::Own);
        }
        bail!(
            "no compiler for {WASM}: `rustup target add {WASM}` did not work, and the distribution's \
             rustc-web, cargo-web, rust-web-src and rust-web-llvm are not installed (tools/setup.sh installs them)"
        )
    }

    /// A cargo of this toolchain, at the workspace's root.
    pub(crate) fn cargo(&self) -> Command {
        match self {
            Self::Own => cargo(),
            Self::Distribution { linker } => {
                let mut command = Command::new(DISTRIBUTION_CARGO);
                // What the running cargo says of itself and of its compiler must not reach another one.
                for (name, _) in std::env::vars_os() {
                    let spelled = name.to_string_lossy();
                    if spelled == "CARGO" || spelled.starts_with("CARGO_PKG_") || spelled.starts_with("RUSTUP_") {
                        command.env_remove(&name);
                    }
                }
                command
                    .current_dir(root())
                    .env("RUSTC", DISTRIBUTION_RUSTC)
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                command
            }
        }
    }
}

fn own_has_target() -> bool {
    rustc_says(&["--print", "target-libdir", "--target", WASM])
        .is_some_and(|folder| has_standard_library(Path::new(&folder)))
}

fn has_standard_library(folder: &Path) -> bool {
    let Ok(entries) = folder.read_dir() else { return false };
    entries
        .flatten()
        .any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}

/// The linker for the distribution's compiler, when that compiler and the library's source are there.
fn distribution_linker() -> Option<PathBuf> {
    let complete = Path::new(DISTRIBUTION_CARGO).exists()
        && said(Command::new(DISTRIBUTION_RUSTC).args(["--print", "sysroot"])).is_some_and(|sysroot| {
            Path::new(&sysroot)
                .join("lib/rustlib/src/rust/library/std/Cargo.toml")
                .exists()
        });
    if !complete {
        return None;
    }
    let beside_rustc = rustc_says(&["--print", "target-libdir"])
        .and_then(|libraries| Some(Path::new(&libraries).parent()?.join("bin/rust-lld")));
    beside_rustc
        .into_iter()
        .chain([PathBuf::from("/usr/bin/rust-lld")])
        .find(|linker| linker.exists())
}

/// Asks rustup for the target, and gives up after a while: on a closed network the request may hang.
fn download_target() -> bool {
    let started = Command::new("rustup")
        .args(["target", "add", WASM])
        .current_dir(root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut rustup) = started else { return false };
    let start = Instant::now();
    while start.elapsed() < DOWNLOAD_PATIENCE {
        match rustup.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) => thread::sleep(Duration::from_millis(100)),
            Err(_) => break,
        }
    }
    // Nothing depends on the outcome: an unfinished download only means that this way is not taken.
    let _ = rustup.kill();
    let _ = rustup.wait();
    false
}

fn rustc_says(arguments: &[&str]) -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    said(Command::new(rustc).args(arguments).current_dir(root()))
}

fn said(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
