//! The teams in the navigation, and the creation of one.

mod bucket;
mod create;
mod nav;
mod of_team;

pub use create::{CreateTeam, Creating};
pub use nav::TeamsNav;
pub use of_team::of_team;
