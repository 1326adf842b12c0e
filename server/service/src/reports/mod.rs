//! Reports: found, read, written, published, deleted.

mod change;
mod list;
mod of_person;

pub use change::{create, delete, publish, save};
pub(crate) use list::known;
pub use list::{list, open, preview};
pub use of_person::list_of_person;
pub(crate) use of_person::newest_of_person;
