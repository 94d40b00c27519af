//! `congdanso-codes`: finds codes in pictures, makes them, checks them and explains them, for people at a terminal and for tests.
//!
//! It prints what codes say, which may be personal, and nothing else keeps it. It may not send a code anywhere: checking one with the city's
//! lists fetches the lists.

mod inspect;
mod lists;
mod make;
mod scan;
mod source;
mod verify;

use std::{io::Write as _, process::ExitCode};

use clap::{Parser, Subcommand};

/// Finds, makes, checks and explains codes.
#[derive(Parser)]
#[command(name = "congdanso-codes", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Scan(scan::Scan),
    Make(make::Make),
    Verify(verify::Verify),
    Inspect(inspect::Inspect),
}

fn main() -> ExitCode {
    let done = match Cli::parse().command {
        Command::Scan(scan) => scan.run(),
        Command::Make(make) => make.run(),
        Command::Verify(verify) => verify.run(),
        Command::Inspect(inspect) => inspect.run(),
    };
    done.unwrap_or_else(|error| {
        // Nobody reads any more what is printed: that is no fault.
        if is_closed_pipe(&error) {
            return ExitCode::SUCCESS;
        }
        complain(&error);
        ExitCode::from(2)
    })
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = error.downcast_ref::<std::io::Error>();
    io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
}

fn complain(error: &anyhow::Error) {
    // Nobody is left to tell when this fails.
    let _ = writeln!(std::io::stderr(), "congdanso-codes: {error:#}");
}
