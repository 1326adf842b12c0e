//! The command line: without a sub-command it serves.

mod admin;
mod backup;
mod check;
mod demo;
mod export;
mod migrate;
mod open;
mod serve;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Config, Options, environment};

/// The self-hosted home of an organization that trains models.
#[derive(Parser)]
#[command(name = "rollcall", version, about, propagate_version = true)]
struct Arguments {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the pages and the API until it is told to stop (the default)
    Serve,
    /// Brings the database up to date and ends
    Migrate,
    /// Fills an empty database with a believable organization
    Demo(demo::Demo),
    /// Writes data to standard output
    #[command(subcommand)]
    Export(export::Export),
    /// Lets people in when nobody can sign in any more
    #[command(subcommand)]
    Admin(admin::Admin),
    /// Checks that counters, roll-ups, search and history are true; ends with 0 if so, with 1 if not, with 2 if it
    /// could not be told
    Check(check::Check),
    /// Writes a consistent copy of the SQLite database while the server runs
    Backup {
        /// Where to; the file must not exist yet
        file: PathBuf,
    },
}

/// Why a command ended, in one line.
type Failure = Box<dyn std::error::Error + Send + Sync>;

pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let failed = if matches!(arguments.command, Some(Command::Check(_))) { check::UNKNOWN } else { 1 };
    let outcome = Config::load(&arguments.options, environment)
        .map_err(Into::into)
        .and_then(|config| start(config, arguments.command));
    outcome.unwrap_or_else(|failure| {
        eprintln!("rollcall: {failure}");
        failed.into()
    })
}

fn start(config: Config, command: Option<Command>) -> Result<ExitCode, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match command.unwrap_or(Command::Serve) {
            Command::Serve => serve::serve(config).await?,
            Command::Migrate => migrate::migrate(&config).await?,
            Command::Demo(demo) => demo.run(&config).await?,
            Command::Export(export) => export.run(&config).await?,
            Command::Admin(admin) => admin.run(&config).await?,
            Command::Backup { file } => backup::backup(&config, &file).await?,
            Command::Check(check) => return check.run(config).await,
        }
        Ok(ExitCode::SUCCESS)
    })
}
