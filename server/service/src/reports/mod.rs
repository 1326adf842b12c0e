//! Reports: found, read, written, published, deleted.

mod change;
mod list;

pub use change::{create, delete, publish, save};
pub use list::{list, open, preview};
