//! Finding codes in pictures.

use std::{
    io::{Write, stdout},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};

use anyhow::Result;
use clap::Args;
use codes::scan::{Engine, Found, read_picture};
use serde::Serialize;

use crate::{inspect::kind, source};

/// Find the codes in pictures (JPEG, PNG, WebP)
///
/// One line a code, or one that says none was found. The exit status is 0 unless a file can't be read as a picture.
#[derive(Args)]
pub(crate) struct Scan {
    /// One JSON object a line: file, kind, text, engine, micros
    #[arg(long)]
    json: bool,
    /// The pictures
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

/// What is printed of a code.
#[derive(Serialize)]
struct Line<'a> {
    file: String,
    kind: &'static str,
    text: Option<&'a str>,
    engine: Option<&'static str>,
    /// Time for the whole file, from its bytes to its codes.
    micros: u128,
}

impl Scan {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let mut out = stdout().lock();
        let mut unread = false;
        for file in &self.files {
            let bytes = source::bytes(file);
            let start = Instant::now();
            let found = bytes.and_then(|bytes| {
                let found = read_picture(&bytes);
                found.map_err(|error| anyhow::anyhow!("{}: {error}", file.display()))
            });
            let micros = start.elapsed().as_micros();
            match found {
                Ok(found) => {
                    for line in lines(&file.display().to_string(), &found, micros) {
                        self.print(&mut out, &line)?;
                    }
                }
                Err(error) => {
                    crate::complain(&error);
                    unread = true;
                }
            }
        }
        Ok(if unread { ExitCode::from(2) } else { ExitCode::SUCCESS })
    }

    fn print(&self, out: &mut impl Write, line: &Line<'_>) -> Result<()> {
        if self.json {
            writeln!(out, "{}", serde_json::to_string(line)?)?;
            return Ok(());
        }
        let engine = line.engine.map(|engine| format!(" by {engine}")).unwrap_or_default();
        writeln!(
            out,
            "{}: {}{engine}, {} µs",
            printable(&line.file),
            line.kind,
            line.micros
        )?;
        if let Some(text) = line.text {
            writeln!(out, "    {}", printable(text))?;
        }
        Ok(())
    }
}

fn lines<'a>(file: &str, found: &'a [Found], micros: u128) -> Vec<Line<'a>> {
    let line = |found: Option<&'a Found>| Line {
        file: file.to_owned(),
        kind: found.map_or("none", |found| kind(&found.text)),
        text: found.map(|found| found.text.as_str()),
        engine: found.map(|found| match found.engine {
            Engine::Rxing => "rxing",
            Engine::Rqrr => "rqrr",
        }),
        micros,
    };
    match found {
        [] => vec![line(None)],
        found => found.iter().map(|found| line(Some(found))).collect(),
    }
}

/// Without what a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if domain::text::has_control(c.encode_utf8(&mut [0; 4])) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect()
}
