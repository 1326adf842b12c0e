//! Runs as lists, and the page of one.

mod across;
mod charts;
mod facts;
mod latest;
mod list;
mod log;
mod overview;
mod page;
mod row;

pub use across::{TEAM_RUN_HEADS, TeamRuns, team_run_item};
pub use latest::LatestRuns;
pub use list::{RunList, RunsTab, Scope};
pub use page::RunPage;
