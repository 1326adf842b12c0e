//! Runs: found, opened, measured, noted and tagged, and deleted by whoever may.

mod change;
mod list;
mod logged;
mod open;

pub use change::{delete, set_notes, set_tags};
pub(crate) use list::latest;
pub use list::{list_of_project, list_of_team};
pub use logged::{lines, metrics};
pub use open::open;
