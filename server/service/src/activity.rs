//! Who was active when: noted on every authenticated request without waiting, written in batches.

mod notes;
mod of_user;
mod plot;
mod write;

pub use notes::{Notes, Tracker, write_entry};
pub(crate) use of_user::calendar;
pub use of_user::of_user;
pub use plot::plot;
pub(crate) use write::forget;
