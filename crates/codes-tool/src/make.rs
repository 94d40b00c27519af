//! Making codes.

use std::{
    fs,
    io::{IsTerminal as _, Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use codes::symbol::{Level, Symbol, encode};

use crate::source::Source;

/// Modules around a symbol (ISO/IEC 18004, section 6.3.8).
const QUIET: u32 = 4;

/// Draw a code's text as a QR symbol
///
/// Without a file it is drawn at the terminal. The ending of a file says what it becomes: .png or .svg.
#[derive(Args)]
pub(crate) struct Make {
    /// The file to write
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// How much of the symbol may be damaged
    #[arg(long, value_enum, default_value_t = Correction::Medium)]
    correction: Correction,
    /// Pixels of a module, in a PNG
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=64))]
    scale: u32,
    #[command(flatten)]
    source: Source,
}

#[derive(Clone, Copy, ValueEnum)]
enum Correction {
    /// About 7 %
    Low,
    /// About 15 %
    Medium,
    /// About 25 %
    Quartile,
    /// About 30 %
    High,
}

impl Make {
    pub(crate) fn run(&self) -> Result<ExitCode> {
        let level = match self.correction {
            Correction::Low => Level::Low,
            Correction::Medium => Level::Medium,
            Correction::Quartile => Level::Quartile,
            Correction::High => Level::High,
        };
        let symbol = encode(&self.source.read()?, level)?;
        let Some(path) = &self.out else {
            return at_terminal(&symbol);
        };
        let file = match path.extension().and_then(|ending| ending.to_str()) {
            Some("png") => symbol.to_png(self.scale, QUIET),
            Some("svg") => symbol.to_svg().into_bytes(),
            _ => bail!("{}: the file's name must end in .png or .svg", path.display()),
        };
        fs::write(path, file).with_context(|| path.display().to_string())?;
        Ok(ExitCode::SUCCESS)
    }
}

/// Two rows of modules a line, dark on light whatever the terminal's colours.
fn at_terminal(symbol: &Symbol) -> Result<ExitCode> {
    let mut out = stdout().lock();
    let (begin, end) = if out.is_terminal() {
        ("\x1b[30;107m", "\x1b[0m")
    } else {
        ("", "")
    };
    let side = symbol.size + 2 * QUIET;
    let dark = |x: u32, y: u32| match (x.checked_sub(QUIET), y.checked_sub(QUIET)) {
        (Some(x), Some(y)) => symbol.is_dark(x, y),
        _ => false,
    };
    for y in (0..side).step_by(2) {
        let row: String = (0..side)
            .map(|x| match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            })
            .collect();
        writeln!(out, "{begin}{row}{end}")?;
    }
    Ok(ExitCode::SUCCESS)
}
