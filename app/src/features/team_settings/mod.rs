//! What the admins of a team decide: its description, who is in it, what members may, who is told of its runs, where its
//! files are, and what it uses.

mod accounts;
mod alerts;
mod general;
mod invite;
mod members;
mod pending;
mod privacy;
mod remove;
mod role;
pub mod service_accounts;
mod standings;
mod storage;
mod usage;

pub use accounts::AccountsPage;
pub use alerts::AlertsPage;
pub use general::GeneralPage;
pub use invite::Invite;
pub use members::MembersPage;
pub use privacy::PrivacyPage;
pub use storage::StoragePage;
pub use usage::UsagePage;
