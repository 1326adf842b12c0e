//! What the admins of a team decide: its description, who is in it, what members may.

mod accounts;
mod general;
mod invite;
mod members;
mod privacy;
mod remove;
mod role;
pub mod service_accounts;

pub use accounts::accounts;
pub use general::general;
pub use invite::Invite;
pub use members::members;
pub use privacy::privacy;
