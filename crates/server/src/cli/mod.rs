//! The commands of `congdanso-server`.

mod keys;
mod organisations;
mod outbox;
mod seed;
mod serve;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    config::{Config, EXAMPLE},
    logging,
    start::{self, Ports},
};

/// The city server of Công dân số.
#[derive(Debug, Parser)]
#[command(name = "congdanso-server", version, about, long_about = LONG_ABOUT, propagate_version = true)]
struct Arguments {
    /// The configuration file (TOML). Without one, defaults and the environment count.
    #[arg(long, global = true, value_name = "FILE", env = "CONGDANSO_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

const LONG_ABOUT: &str = "The city server of Công dân số: enrolment, sign-in, profiles, papers and codes.\n\n\
    Settings come from --config and from the environment, which wins: `listen` is CONGDANSO_LISTEN, `url` under \
    [sms] is CONGDANSO_SMS_URL. `congdanso-server config` prints a file with every setting and its default.\n\n\
    Logs go to standard error, as JSON unless it is a terminal; CONGDANSO_LOG chooses levels (info, server=debug).";

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the API until it is told to stop (SIGTERM or Ctrl-C).
    Serve(serve::Serve),
    /// Brings the database to the layout that this version needs.
    Migrate,
    /// Fills a demonstration city with invented citizens and papers. Safe to repeat.
    SeedDemo,
    /// Prints the OpenAPI 3.1 document of the API as JSON.
    Openapi,
    /// Prints a configuration file with every setting and its default.
    Config,
    /// Lists, makes and takes back the city's signing keys; changes the master key.
    #[command(subcommand)]
    Keys(keys::Keys),
    /// Lists and adds organisations, and names their administrators.
    #[command(subcommand)]
    Organisations(organisations::Organisations),
    /// Prints the messages that the outbox gateway kept.
    Outbox(outbox::Outbox),
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_error(&format!("congdanso-server: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Openapi => {
            say(&crate::api::openapi_json()?);
            return Ok(());
        }
        Command::Config => {
            say(EXAMPLE.trim_end());
            return Ok(());
        }
        _ => {}
    }
    logging::init();
    let config = Config::load(arguments.config.as_deref())?;
    for variable in &config.unknown_variables {
        tracing::warn!(variable, "this variable is no setting of the server");
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match arguments.command {
            Command::Serve(serve) => serve.run(config).await,
            Command::Migrate => migrate(&config).await,
            Command::SeedDemo => seed::run(&config).await,
            Command::Keys(keys) => keys.run(&config).await,
            Command::Organisations(organisations) => organisations.run(&config).await,
            Command::Outbox(outbox) => outbox.run(&config).await,
            Command::Openapi | Command::Config => Ok(()),
        }
    })
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    let store = start::open_store(config, &Ports::default(), true).await?;
    store.close().await?;
    say("The database is up to date.");
    Ok(())
}

/// The output of a command. A closed pipe is no failure.
#[expect(clippy::print_stdout, reason = "this is what the commands are for")]
fn say(text: &str) {
    println!("{text}");
}

#[expect(clippy::print_stderr, reason = "the last word of a command that failed")]
fn say_error(text: &str) {
    eprintln!("{text}");
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
