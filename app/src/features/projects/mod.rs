//! The projects of a team, and the page of one.

mod create;
mod edit;
mod page;
mod tab;

pub use page::ProjectPage;
pub use tab::ProjectsTab;
