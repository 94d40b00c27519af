//! The pages: Rust compiled to WASM modules, bound to JavaScript, laid out beside their HTML, styles and fonts.

mod bind;
mod dist;
mod gallery;
mod portal;
mod serve;
mod shrink;
mod split;
mod toolchain;

use std::path::PathBuf;

use anyhow::Result;

use crate::step::{must, note, step};
use crate::workspace::target;
pub(crate) use gallery::gallery;
use toolchain::Toolchain;

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

const UI: Module = Module {
    package: "congdanso-ui",
    file: "congdanso_ui",
    folder: "ui",
    splits: true,
};
const VIEWER: Module = Module {
    package: "congdanso-viewer",
    file: "viewer",
    folder: "viewer",
    splits: false,
};
const SCANNER: Module = Module {
    package: "congdanso-scanner",
    file: "scanner",
    folder: "scanner",
    splits: false,
};

/// Crates that run in the page as well as in the app.
const PORTABLE: [&str; 5] = [
    "congdanso-domain",
    "congdanso-protocol",
    "congdanso-codes",
    "congdanso-client",
    "congdanso-page",
];

/// A module of the page, loaded when first used, with the folder it is served from.
struct Module {
    package: &'static str,
    file: &'static str,
    folder: &'static str,
    /// Whether it says itself which parts of it may come later.
    splits: bool,
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
    /// The city's portal, quick to build.
    Portal,
    /// The city's portal, small to ship.
    PortalRelease,
}

impl Build {
    fn profile(self) -> &'static str {
        match self {
            Self::Working | Self::Mock | Self::Portal => "web-dev",
            Self::Release | Self::PortalRelease => "web",
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Working | Self::Release => &[],
            Self::Mock => &["congdanso-ui/mock"],
            Self::Portal | Self::PortalRelease => &["congdanso-ui/portal"],
        }
    }

    fn is_portal(self) -> bool {
        matches!(self, Self::Portal | Self::PortalRelease)
    }

    /// Whether a web server gives these pages, rather than the app.
    fn is_served(self) -> bool {
        self.is_portal() || self == Self::Mock
    }

    /// The app scans by itself; a browser needs a module for it.
    fn modules(self) -> &'static [Module] {
        if self.is_portal() {
            &[UI, VIEWER, SCANNER]
        } else {
            &[UI, VIEWER]
        }
    }

    /// The folder of `target` the pages are laid out in; the app embeds the first, so the mock never gets there.
    fn folder(self) -> &'static str {
        match self {
            Self::Working | Self::Release => "dist",
            Self::Mock => "mock",
            Self::Portal | Self::PortalRelease => "portal",
        }
    }
}

/// Builds every module and lays out its folder of `target`.
pub(crate) fn build(build: Build) -> Result<()> {
    let toolchain = step("Choosing the compiler for the pages", Toolchain::choose)?;
    step("Compiling the pages to WASM", || {
        compile(&toolchain, build, build.modules().iter().map(|module| module.package))
    })?;
    step(&format!("Laying out target/{}", build.folder()), || {
        let bound = build
            .modules()
            .iter()
            .map(|module| bind::bind(module, build))
            .collect::<Result<Vec<_>>>()?;
        let changed = dist::assemble(build, &bound, &target(build.folder()))?;
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
    // One text; the character between its parts stands in no path.
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags().join("\u{1f}"));
    // A folder of its own: the distribution's compiler would otherwise rebuild what the app's compiler left, and wait for it.
    must(cargo.env("CARGO_TARGET_DIR", target("web")))
}

/// What the compiler is told besides the profile.
fn flags() -> [String; 3] {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))
        .unwrap_or_default();
    [
        // Views of one type instead of a type for each: the UI compiles in less time and to less code.
        "--cfg=erase_components".to_owned(),
        // Hashing in loops instead of unrolled: a page hashes little.
        "--cfg=sha2_backend_soft=\"compact\"".to_owned(),
        // A module says where in the sources it panicked; where they lay is nobody's business.
        format!("--remap-path-prefix={}=", home.join("registry/src").display()),
    ]
}

/// Where cargo leaves a module.
fn compiled(module: &Module, build: Build) -> PathBuf {
    target("web")
        .join(WASM)
        .join(build.profile())
        .join(format!("{}.wasm", module.file))
}
