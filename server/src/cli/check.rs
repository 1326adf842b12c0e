//! `rollcall check`.

use std::process::ExitCode;

use clap::Args;
use service::check::{self, Report};

use super::{Failure, open};
use crate::config::Config;

/// It could not be told whether all is right.
pub const UNKNOWN: u8 = 2;
const DRIFT: u8 = 1;

#[derive(Args)]
pub struct Check {
    /// Writes counters, roll-ups and the search anew where they are not true, and says so in the history; requests
    /// that write wait meanwhile
    #[arg(long)]
    repair: bool,
}

impl Check {
    pub async fn run(self, mut config: Config) -> Result<ExitCode, Failure> {
        // What is true is written down, also where it is more than the licence holds.
        config.seats = None;
        let (instance, _) = open::open(&config).await?;
        let cx = instance.command_line();
        if self.repair {
            let found = check::mend(&cx).await.map_err(told)?;
            for drift in found.drifts.iter().filter(|drift| drift.kind.can_be_mended()) {
                println!("Repaired: {}", drift.words);
            }
        }
        let report = check::run(&cx).await.map_err(told)?;
        print(&report);
        Ok(if report.is_clean() { ExitCode::SUCCESS } else { DRIFT.into() })
    }
}

fn print(report: &Report) {
    for drift in &report.drifts {
        println!("{}", drift.words);
    }
    if report.untold() > 0 {
        println!("and {} more", report.untold());
    }
    let (users, rows) = (report.users, report.history);
    if report.is_clean() {
        println!("All right: {users} users and {rows} rows of history, with everything that follows from them.");
    } else if report.drifts.iter().any(|drift| drift.kind.can_be_mended()) {
        println!(
            "Stop the server or not, and run `rollcall check --repair`. What it cannot repair stays in this list."
        );
    }
}

/// The error with what caused it.
fn told(error: service::Error) -> Failure {
    let causes = std::iter::successors(std::error::Error::source(&error), |it| it.source()).map(ToString::to_string);
    let all: Vec<String> = std::iter::once(error.to_string()).chain(causes).collect();
    all.join(": ").into()
}
