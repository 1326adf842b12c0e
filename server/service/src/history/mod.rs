//! What was changed, by whom: appended with each change, and read by admins.

pub mod chain;

mod export;
mod list;
mod matching;
mod names;
mod record;

pub use export::export;
pub use list::list;
pub(crate) use record::{Record, append, standing};
