//! Reports: found, read, written, published, read by links, deleted.

mod change;
mod link;
mod list;
mod of_person;

pub use change::{create, delete, publish, save};
pub use link::{make_link, read_by_link, take_link_back};
pub(crate) use list::known;
pub use list::{list, open, preview};
pub use of_person::list_of_person;
pub(crate) use of_person::newest_of_person;
