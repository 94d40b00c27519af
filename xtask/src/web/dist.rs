//! The folder of pages: everything the window loads, and nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::{Build, portal};
use crate::workspace::root;

pub(super) type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Brings a folder to exactly the files of this build and returns how many changed. An unchanged file keeps its time, so the
/// app that embeds it isn't rebuilt.
pub(crate) fn assemble(build: Build, bound: &[PathBuf], into: &Path) -> Result<usize> {
    let mut files = Files::new();
    files.insert("index.html".into(), page()?);
    take_files(&mut files, &root().join("ui"), "js", Path::new(""))?;
    files.insert("icon.svg".into(), read(&root().join("assets/brand/icon.svg"))?);
    files.insert("app.css".into(), styles()?);
    take_files(&mut files, &root().join("assets/fonts"), "woff2", Path::new("fonts"))?;
    for (module, folder) in build.modules().iter().zip(bound) {
        take_folder(&mut files, folder, Path::new(module.folder))?;
        if module.folder != "ui" {
            take_files(
                &mut files,
                &root().join("ui").join(module.folder),
                "js",
                Path::new(module.folder),
            )?;
        }
    }
    if build.is_served() {
        files = portal::name_by_content(files)?;
    }
    if build == Build::PortalRelease {
        portal::compress(&mut files)?;
    }
    mirror(&files, into)
}

/// The page, with every icon as a symbol: a browser reads them with the page, where a module would have to have each read by itself.
fn page() -> Result<Vec<u8>> {
    const PLACE: &str = "<!-- symbols: xtask puts those of assets/icons here -->";
    let page = String::from_utf8(read(&root().join("ui/index.html"))?)?;
    let mut symbols = "<svg class=\"symbols\" aria-hidden=\"true\">".to_owned();
    for icon in listing(&root().join("assets/icons"), "svg")? {
        let name = icon.file_stem().context("an icon without a name")?.to_string_lossy();
        symbols.push_str(&symbol(&name, &fs::read_to_string(&icon)?)?);
    }
    symbols.push_str("</svg>");
    if !page.contains(PLACE) {
        bail!("ui/index.html has no place for the symbols");
    }
    Ok(page.replace(PLACE, &symbols).into_bytes())
}

/// An icon's file as a symbol `icon-<name>`; its strokes are the styles' business.
fn symbol(name: &str, svg: &str) -> Result<String> {
    let inside = svg
        .split_once("<svg")
        .and_then(|(_, rest)| rest.split_once('>'))
        .and_then(|(_, rest)| rest.rsplit_once("</svg>"))
        .with_context(|| format!("{name}.svg is no picture"))?;
    let shapes: String = inside.0.lines().map(str::trim).collect();
    Ok(format!(
        "<symbol id=\"icon-{name}\" viewBox=\"0 0 24 24\">{shapes}</symbol>"
    ))
}

/// Fonts first, then `ui/styles` in the order of the file names: the cascade layers are declared in the first of them.
fn styles() -> Result<Vec<u8>> {
    let mut all = read(&root().join("assets/fonts/fonts.css"))?;
    for sheet in listing(&root().join("ui/styles"), "css")? {
        all.push(b'\n');
        all.extend(read(&sheet)?);
    }
    Ok(all)
}

/// The files of a folder with one extension, sorted; a folder that isn't there is empty.
fn listing(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut files = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

fn take_files(files: &mut Files, folder: &Path, extension: &str, into: &Path) -> Result<()> {
    for path in listing(folder, extension)? {
        let name = path
            .file_name()
            .with_context(|| format!("{} has no name", path.display()))?;
        files.insert(into.join(name), read(&path)?);
    }
    Ok(())
}

fn take_folder(files: &mut Files, folder: &Path, into: &Path) -> Result<()> {
    for entry in folder
        .read_dir()
        .with_context(|| format!("{} is missing", folder.display()))?
    {
        let entry = entry?;
        let name = into.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            take_folder(files, &entry.path(), &name)?;
        } else {
            files.insert(name, read(&entry.path())?);
        }
    }
    Ok(())
}

fn mirror(files: &Files, folder: &Path) -> Result<usize> {
    let mut changed = remove_others(files, folder, Path::new(""))?;
    for (name, content) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|present| present == *content) {
            continue;
        }
        let Some(parent) = path.parent() else {
            bail!("{} has no folder", path.display())
        };
        fs::create_dir_all(parent)?;
        fs::write(&path, content).with_context(|| format!("could not write {}", path.display()))?;
        changed += 1;
    }
    Ok(changed)
}

fn remove_others(files: &Files, folder: &Path, below: &Path) -> Result<usize> {
    let mut removed = 0;
    if !folder.join(below).exists() {
        return Ok(removed);
    }
    for entry in folder.join(below).read_dir()? {
        let entry = entry?;
        let name = below.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            removed += remove_others(files, folder, &name)?;
            if entry.path().read_dir()?.next().is_none() {
                fs::remove_dir(entry.path())?;
            }
        } else if !files.contains_key(&name) {
            fs::remove_file(entry.path())?;
            removed += 1;
        }
    }
    Ok(removed)
}

fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("could not read {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_becomes_a_symbol_without_its_own_strokes() -> Result<()> {
        let file =
            "<svg xmlns=\"http://www.w3.org/2000/svg\" stroke=\"currentColor\">\n  <path d=\"M1 1\" />\n</svg>\n";
        let symbol = symbol("dot", file)?;
        assert_eq!(
            symbol,
            "<symbol id=\"icon-dot\" viewBox=\"0 0 24 24\"><path d=\"M1 1\" /></symbol>"
        );
        Ok(())
    }

    #[test]
    fn only_what_differs_is_written_and_what_is_gone_is_removed() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let mut files = Files::from([("a.txt".into(), b"a".to_vec()), ("deep/b.txt".into(), b"b".to_vec())]);
        assert_eq!(mirror(&files, folder.path())?, 2);
        assert_eq!(mirror(&files, folder.path())?, 0);

        files.insert("a.txt".into(), b"changed".to_vec());
        files.remove(Path::new("deep/b.txt"));
        assert_eq!(mirror(&files, folder.path())?, 2);
        assert_eq!(fs::read(folder.path().join("a.txt"))?, b"changed");
        assert!(!folder.path().join("deep").exists());
        Ok(())
    }
}
