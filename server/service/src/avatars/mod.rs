//! The pictures of people and teams: drawn anew by us, kept with the instance under a random id.

mod change;
mod draw;
mod unused;

pub(crate) use change::object;
pub use change::{Sent, open, set_of_team, set_own};
pub use unused::sweep;
pub(crate) use unused::{claim, delete, note};
