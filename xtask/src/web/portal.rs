//! What a web server wants: files named by their content, so that browsers keep them for good, and compressed once instead of at
//! every request.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use brotli::enc::backward_references::BrotliEncoderMode;
use sha2::{Digest as _, Sha256};

use super::dist::Files;

/// Where files lie that never change under their name.
const KEPT: &str = "assets";
/// These keep their names: browsers ask for them by it.
const NAMED: [&str; 2] = ["index.html", "icon.svg"];
/// What is worth compressing; fonts and pictures are compressed already.
const TEXTUAL: [&str; 5] = ["css", "html", "js", "svg", "wasm"];

/// Puts a digest of its content into the name of every file and folder that the page loads, and into whatever loads it.
///
/// A folder goes as a whole, because its files find each other by relative addresses; files beside the page may name folders, and
/// the page may name both.
pub(super) fn name_by_content(files: Files) -> Result<Files> {
    let (mut named, mut folders, mut loose) = (Files::new(), Vec::<(String, Files)>::new(), Files::new());
    for (path, content) in files {
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        match parts.as_slice() {
            [name] if NAMED.contains(&name.as_str()) => drop(named.insert(path, content)),
            [_] => drop(loose.insert(path, content)),
            [folder, ..] => match folders.last_mut() {
                Some((last, files)) if last == folder => drop(files.insert(path, content)),
                _ => folders.push((folder.clone(), Files::from([(path, content)]))),
            },
            [] => {}
        }
    }
    let mut out = Files::new();
    let mut renamed: Vec<(String, String)> = Vec::new();
    for (folder, files) in folders {
        let new = format!(
            "{KEPT}/{folder}-{}",
            digest(
                files
                    .iter()
                    .flat_map(|(path, content)| [path.as_os_str().as_encoded_bytes(), content])
            )
        );
        for (path, content) in files {
            out.insert(Path::new(&new).join(path.strip_prefix(&folder)?), content);
        }
        renamed.push((format!("\"/{folder}/"), format!("\"/{new}/")));
    }
    let loose: Vec<_> = loose
        .into_iter()
        .map(|(path, content)| Ok((path, rename(content, &renamed)?)))
        .collect::<Result<_>>()?;
    for (path, content) in loose {
        let new = with_digest(&path, &content)?;
        renamed.push((format!("\"/{}\"", path.display()), format!("\"/{}\"", new.display())));
        out.insert(new, content);
    }
    for (path, content) in named {
        out.insert(path, rename(content, &renamed)?);
    }
    Ok(out)
}

/// `app.css` becomes `assets/app-<digest>.css`.
fn with_digest(path: &Path, content: &[u8]) -> Result<PathBuf> {
    let part = |part: Option<&std::ffi::OsStr>| part.map(|part| part.to_string_lossy().into_owned());
    let (stem, extension) = part(path.file_stem())
        .zip(part(path.extension()))
        .with_context(|| format!("{} has no extension", path.display()))?;
    Ok(Path::new(KEPT).join(format!("{stem}-{}.{extension}", digest([content]))))
}

fn rename(content: Vec<u8>, renamed: &[(String, String)]) -> Result<Vec<u8>> {
    let mut text = String::from_utf8(content).context("a file beside the page is not text")?;
    for (old, new) in renamed {
        text = text.replace(old, new);
    }
    Ok(text.into_bytes())
}

fn digest<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part);
    }
    hasher
        .finalize()
        .iter()
        .take(5)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Puts beside every textual file its forms in Brotli and gzip.
pub(super) fn compress(files: &mut Files) -> Result<()> {
    let textual: Vec<_> = files
        .iter()
        .filter(|(path, _)| {
            path.extension()
                .is_some_and(|found| TEXTUAL.iter().any(|known| found == *known))
        })
        .map(|(path, content)| (path.clone(), content.clone()))
        .collect();
    for (path, content) in textual {
        files.insert(appended(&path, ".br"), brotli(&path, &content)?);
        files.insert(appended(&path, ".gz"), gzip(&content)?);
    }
    Ok(())
}

fn appended(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn brotli(path: &Path, content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 24,
        size_hint: content.len(),
        // What comes next in a module is best told by the high bits of what came: that spares it one byte in a hundred.
        mode: if path.extension().is_some_and(|extension| extension == "wasm") {
            BrotliEncoderMode::BROTLI_FORCE_MSB_PRIOR
        } else {
            BrotliEncoderMode::BROTLI_MODE_GENERIC
        },
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &content[..], &mut out, &parameters)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(style: &str) -> Files {
        let entry = |path: &str, content: &str| (PathBuf::from(path), content.as_bytes().to_vec());
        Files::from([
            entry(
                "index.html",
                r#"<link href="/app.css"><script src="/boot.js" data-viewer="/viewer/worker.js">"#,
            ),
            entry("icon.svg", "<svg/>"),
            entry("app.css", style),
            entry("boot.js", r#"import init from "/ui/ui.js";"#),
            entry("fonts/a.woff2", "font"),
            entry("ui/ui.js", "ui"),
            entry("ui/snippets/load.js", "load"),
            entry("viewer/worker.js", r#"import "./viewer.js";"#),
        ])
    }

    fn text(files: &Files, path: &Path) -> String {
        String::from_utf8(files[path].clone()).unwrap_or_default()
    }

    #[test]
    fn every_address_leads_to_a_file() -> Result<()> {
        let named = name_by_content(files(r#"src: url("/fonts/a.woff2")"#))?;
        assert_eq!(named.len(), 8);
        for file in named.iter().filter_map(|(path, content)| {
            let read = ["html", "css", "js"]
                .iter()
                .any(|known| path.extension().is_some_and(|found| found == *known));
            read.then(|| String::from_utf8_lossy(content).into_owned())
        }) {
            for address in file.split('"').filter(|part| part.starts_with('/')) {
                assert!(named.contains_key(Path::new(&address[1..])), "{address} in {file}");
            }
        }
        Ok(())
    }

    #[test]
    fn a_name_changes_with_its_content_and_only_with_it() -> Result<()> {
        let [one, other] = ["a{}", "b{}"].map(|style| name_by_content(files(style)));
        let (one, other) = (one?, other?);
        let gone: Vec<_> = one.keys().filter(|path| !other.contains_key(*path)).collect();
        assert_eq!(gone.len(), 1, "{gone:?}");
        assert!(gone[0].extension().is_some_and(|extension| extension == "css"));
        assert_ne!(
            text(&one, Path::new("index.html")),
            text(&other, Path::new("index.html"))
        );
        Ok(())
    }

    #[test]
    fn what_is_textual_lies_there_compressed_too() -> Result<()> {
        let mut all = Files::from([("a.js".into(), vec![b'x'; 5000]), ("a.woff2".into(), vec![0; 10])]);
        compress(&mut all)?;
        let names: Vec<_> = all.keys().map(|path| path.display().to_string()).collect();
        assert_eq!(names, ["a.js", "a.js.br", "a.js.gz", "a.woff2"]);
        assert!(all[Path::new("a.js.br")].len() < 100 && all[Path::new("a.js.gz")].len() < 100);
        Ok(())
    }
}
