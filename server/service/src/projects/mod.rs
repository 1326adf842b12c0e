//! Projects: created, found, described, shown to more people or fewer, and deleted while nothing is in them.

mod change;
mod list;

pub use change::{create, delete, describe, set_visibility};
pub(crate) use list::{known, newest_runs};
pub use list::{list, open};
