//! Where a code to look at comes from.

use std::{
    fs::File,
    io::{Read as _, stdin},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use codes::{MAX_TEXT_BYTES, scan};

/// A code's text, or a picture with one code.
#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct Source {
    /// The code's text; `-` reads it from the standard input
    code: Option<String>,
    /// A picture with the code in it
    #[arg(long, value_name = "FILE")]
    picture: Option<PathBuf>,
}

impl Source {
    /// The text. Line ends behind it are not part of it.
    pub(crate) fn read(&self) -> Result<String> {
        let text = match (&self.code, &self.picture) {
            (_, Some(picture)) => return in_picture(picture),
            (Some(code), None) if code == "-" => {
                let mut text = String::new();
                stdin().take(MAX_TEXT_BYTES as u64).read_to_string(&mut text)?;
                text
            }
            (Some(code), None) => code.clone(),
            (None, None) => String::new(),
        };
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

fn in_picture(path: &Path) -> Result<String> {
    let found = scan::read_picture(&bytes(path)?).with_context(|| path.display().to_string())?;
    match found.as_slice() {
        [one] => Ok(one.text.clone()),
        [] => bail!("{}: no code in the picture", path.display()),
        many => bail!(
            "{}: {} codes in the picture; crop it to one",
            path.display(),
            many.len()
        ),
    }
}

/// A file's bytes; an error for one larger than any picture that is looked at.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    let read = || -> Result<Vec<u8>> {
        let file = File::open(path)?;
        let most = scan::MAX_FILE_BYTES as u64;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            bail!("larger than {} MB", most / 1024 / 1024);
        }
        Ok(bytes)
    };
    read().with_context(|| path.display().to_string())
}
