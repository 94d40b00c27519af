//! The program `congdanso-server`. See [`server`] for what it is.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::main()
}
