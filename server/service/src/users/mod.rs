//! The people of the organization: who they are, and what becomes of them.

mod change;
mod cursor;
mod list;
mod row;

pub use change::{deactivate, reactivate, remove, set_role};
pub use list::list;
pub(crate) use list::{Keyset, matching};
pub(crate) use row::{NewRow, find_listed, name_anew, rows, save, set_standing, words};
