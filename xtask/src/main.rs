//! Builds the pages, and starts the whole product on one machine.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build tool talks to the person at the terminal"
)]

mod run;
mod step;
mod web;
mod workspace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "xtask",
    about = "Builds the pages, and starts the whole product on one machine"
)]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build the WASM modules and lay out target/dist, which the app embeds.
    Ui {
        /// Small modules for shipping instead of quick builds for working.
        #[arg(long)]
        release: bool,
        /// Pages that answer themselves with invented people, in target/mock, for looking at in a browser.
        #[arg(long, conflicts_with = "release")]
        mock: bool,
        /// The city's portal, in target/portal, which the city server serves.
        #[arg(long, conflicts_with = "mock")]
        portal: bool,
    },
    /// A page with every component in every state, and pictures of it in target/gallery.
    Gallery,
    /// Compile for the browser every crate that must be able to live there.
    CheckWasm,
    /// Build everything, start the city server with a demo city, open the app.
    Run,
    /// Drive the app's main job in a real window and keep a picture of each screen.
    Demo,
}

fn main() -> ExitCode {
    let outcome = match Args::parse().task {
        Task::Ui {
            portal: true,
            release: true,
            ..
        } => web::build(web::Build::PortalRelease),
        Task::Ui { portal: true, .. } => web::build(web::Build::Portal),
        Task::Ui { release: true, .. } => web::build(web::Build::Release),
        Task::Ui { mock: true, .. } => web::build(web::Build::Mock),
        Task::Ui { .. } => web::build(web::Build::Working),
        Task::Gallery => web::gallery(),
        Task::CheckWasm => web::check_portable_crates(),
        Task::Run => run::run(),
        Task::Demo => run::demo(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
