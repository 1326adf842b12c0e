//! Teams: created, opened, described; and who is in them.

mod change;
mod create;
mod members;
mod open;

pub use change::{add_member, leave, remove_member, set_member_role};
pub use create::{create, describe, set_settings};
pub use members::{candidates, members};
pub use open::{mine, open};
