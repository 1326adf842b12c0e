//! Projects: created, found, described, shown to more people or fewer, and deleted while nothing is in them.

mod change;
mod list;

pub(crate) mod last_run;

pub(crate) use change::find_or_create;
pub use change::{create, delete, describe, set_visibility};
pub(crate) use list::known;
pub use list::{list, open};
