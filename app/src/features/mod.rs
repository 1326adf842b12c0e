//! The pages, one folder each.

mod address;
pub mod api_keys;
mod crop;
pub mod deed;
mod forms;
pub mod home;
pub mod invitation_link;
pub mod not_found;
pub mod organization;
pub mod organization_history;
pub mod organization_settings;
mod paged;
pub mod palette;
mod person;
mod picture;
pub mod projects;
pub mod reports;
pub mod runs;
pub mod sign_in;
mod sort_head;
mod switch;
pub mod team_home;
pub mod team_settings;
pub mod teams;
pub mod user_settings;
pub mod work;

pub use forms::{CallForm, FormCall, Refusal, go_on};
pub use paged::{Fetch, Paged};
pub use sort_head::SortHead;
