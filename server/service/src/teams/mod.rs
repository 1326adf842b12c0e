//! Teams: created, opened, described; and who is in them.

mod bucket;
mod change;
mod create;
mod members;
mod open;
mod removal;

pub use bucket::{set_bucket_key, test_bucket, test_team_bucket};
pub use change::{add_member, leave, remove_member, set_member_role};
pub use create::{create, create_in_bucket, describe, set_switch};
pub use members::{candidates, members};
pub(crate) use open::{find, of};
pub use open::{home, mine, open, open_settings};
pub(crate) use removal::left_without_admin;
pub use removal::preview_removal;
