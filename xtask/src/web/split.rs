//! Splitting: screens that a page opens later leave its module for modules of their own (`ui/src/app/later.rs` says which).

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow};
use wasm_split_cli_support::{Options, transform};

use super::Module;

/// What fetches the later modules; the first one asks it.
const LOADER: &str = "__wasm_split.js";

/// A module in parts, before it is bound.
pub(super) struct Parts {
    /// What the page begins with.
    pub(super) first: PathBuf,
    /// What may come later; beside them lies their loader.
    pub(super) later: Vec<PathBuf>,
}

/// Splits a compiled module: the later parts go to `folder`, where the bound first one will lie.
pub(super) fn split(module: &Module, wasm: &Path, folder: &Path) -> Result<Parts> {
    let first = folder.with_extension("first").join(format!("{}.wasm", module.file));
    fs::create_dir_all(first.parent().unwrap_or(folder))?;
    let wasm = fs::read(wasm)?;
    let (bound, loader) = (format!("./{}.js", module.file), format!("./{LOADER}"));
    let mut options = Options::new(&wasm);
    options.output_dir = folder;
    options.main_out_path = &first;
    options.main_module = &bound;
    options.link_name = &loader;
    let parts = transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("could not split {}", module.package))?;
    Ok(Parts {
        first,
        later: parts.split_modules,
    })
}
