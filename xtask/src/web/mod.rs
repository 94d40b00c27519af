//! The pages: Rust compiled to WASM modules, bound to JavaScript, laid out beside their HTML, styles and fonts.

mod bind;
mod dist;
mod gallery;
mod serve;
mod toolchain;

use std::path::PathBuf;

use anyhow::Result;

use crate::step::{must, note, step};
use crate::workspace::target;
pub(crate) use gallery::gallery;
use toolchain::Toolchain;

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// The modules of the page, each loaded when first used, with the folder each is served from.
const MODULES: [Module; 2] = [
    Module {
        package: "congdanso-ui",
        file: "congdanso_ui",
        folder: "ui",
    },
    Module {
        package: "congdanso-viewer",
        file: "viewer",
        folder: "viewer",
    },
];

/// Crates that run in the page as well as in the app.
const PORTABLE: [&str; 4] = [
    "congdanso-domain",
    "congdanso-protocol",
    "congdanso-codes",
    "congdanso-client",
];

struct Module {
    package: &'static str,
    file: &'static str,
    folder: &'static str,
}

/// What the modules are built for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Build {
    /// Quick to build.
    Working,
    /// Small to ship.
    Release,
    /// Quick to build, with a host of invented people inside.
    Mock,
}

impl Build {
    fn profile(self) -> &'static str {
        match self {
            Self::Working | Self::Mock => "web-dev",
            Self::Release => "web",
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Working | Self::Release => &[],
            Self::Mock => &["congdanso-ui/mock"],
        }
    }

    /// The folder of `target` the pages are laid out in; the app embeds the first, so the mock never gets there.
    fn folder(self) -> &'static str {
        match self {
            Self::Working | Self::Release => "dist",
            Self::Mock => "mock",
        }
    }
}

/// Builds every module and lays out its folder of `target`.
pub(crate) fn build(build: Build) -> Result<()> {
    let toolchain = step("Choosing the compiler for the pages", Toolchain::choose)?;
    step("Compiling the pages to WASM", || {
        compile(&toolchain, build, MODULES.iter().map(|module| module.package))
    })?;
    step(&format!("Laying out target/{}", build.folder()), || {
        let bound = MODULES
            .iter()
            .map(|module| bind::bind(module, build))
            .collect::<Result<Vec<_>>>()?;
        let changed = dist::assemble(&MODULES, &bound, &target(build.folder()))?;
        note(&match changed {
            0 => "nothing changed".to_owned(),
            count => format!("{count} files changed"),
        });
        Ok(())
    })
}

/// Compiles the crates that must also live in a browser.
pub(crate) fn check_portable_crates() -> Result<()> {
    let toolchain = step("Choosing the compiler for the pages", Toolchain::choose)?;
    step("Compiling the portable crates to WASM", || {
        compile(&toolchain, Build::Working, PORTABLE.into_iter())
    })
}

fn compile<'a>(toolchain: &Toolchain, build: Build, packages: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut cargo = toolchain.cargo();
    cargo.args(["build", "--lib", "--target", WASM, "--profile", build.profile()]);
    for package in packages {
        cargo.args(["--package", package]);
    }
    for feature in build.features() {
        cargo.args(["--features", feature]);
    }
    // A folder of its own: the distribution's compiler would otherwise rebuild what the app's compiler left, and wait for it.
    must(cargo.env("CARGO_TARGET_DIR", target("web")))
}

/// Where cargo leaves a module.
fn compiled(module: &Module, build: Build) -> PathBuf {
    target("web")
        .join(WASM)
        .join(build.profile())
        .join(format!("{}.wasm", module.file))
}
