//! The teams in the navigation, and the creation of one.

mod create;
mod nav;

pub use create::CreateTeam;
pub use nav::{TeamsNav, TeamsOfMine};
