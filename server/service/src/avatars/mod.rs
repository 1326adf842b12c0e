//! The pictures of people and teams: drawn anew by us, kept with the instance under a random id.

mod change;
mod draw;

pub use change::{open, set_of_team, set_own};
