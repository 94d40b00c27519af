//! Binding: the JavaScript a browser loads a module with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    Build, Module, compiled,
    shrink::shrink,
    split::{Parts, split},
};
use crate::workspace::target;

/// Binds a compiled module and returns the folder with its files. Does nothing when the module is the one bound last.
pub(crate) fn bind(module: &Module, build: Build) -> Result<PathBuf> {
    let wasm = compiled(module, build);
    let folder = target("web")
        .join("bound")
        .join(build.folder())
        .join(build.profile())
        .join(module.file);
    let mark = folder.with_extension("bound-from");
    let from = identity(&wasm).with_context(|| format!("{} was not compiled", wasm.display()))?;
    if fs::read_to_string(&mark).is_ok_and(|last| last == from) {
        return Ok(folder);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let parts = if module.splits {
        split(module, &wasm, &folder)?
    } else {
        Parts {
            first: wasm,
            later: Vec::new(),
        }
    };
    let release = matches!(build, Build::Release | Build::PortalRelease);
    Bindgen::new()
        .input_path(&parts.first)
        // The later parts take the first one's memory and table.
        .keep_lld_exports(module.splits)
        .web(true)?
        .typescript(false)
        .remove_name_section(release)
        .remove_producers_section(release)
        .generate(&folder)
        .with_context(|| format!("could not bind {}", module.package))?;
    if release {
        let bound = folder.join(format!("{}_bg.wasm", module.file));
        for part in parts.later.iter().chain([&bound]) {
            fs::write(part, shrink(&fs::read(part)?)?)?;
        }
    }
    fs::write(&mark, from)?;
    Ok(folder)
}

/// Cargo leaves an unchanged module untouched, so its time and size identify it. The binder's version needs no mention: a module is
/// compiled anew when it changes.
fn identity(wasm: &Path) -> Result<String> {
    let data = fs::metadata(wasm)?;
    let time = data.modified()?.duration_since(std::time::UNIX_EPOCH)?;
    Ok(format!("{} {}", time.as_nanos(), data.len()))
}
