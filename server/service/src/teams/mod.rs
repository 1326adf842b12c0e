//! Teams: created, opened, described; and who is in them.

mod bucket;
mod change;
mod create;
mod list;
mod members;
mod open;
mod removal;

pub use bucket::{set_bucket_key, test_bucket, test_team_bucket};
pub use change::{add_member, leave, remove_member, set_member_role};
pub use create::{create, create_in_bucket, describe, set_switch, set_switches};
pub use list::{list_all, list_own};
pub use members::{candidates, members, named};
pub(crate) use open::{find, of};
pub use open::{home, mine, open, open_settings};
pub(crate) use removal::left_without_admin;
pub use removal::preview_removal;
