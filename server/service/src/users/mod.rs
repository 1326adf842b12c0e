//! The people of the organization: who they are, and what becomes of them.

pub mod bulk;

mod by_team_role;
mod change;
mod filter;
mod list;
mod row;
mod shown;

pub(crate) use by_team_role::by_team_role;
pub use change::{deactivate, reactivate, remove, set_role};
pub(crate) use change::{refusal, stands};
pub(crate) use filter::{Filter, Way, choose, filters};
pub(crate) use list::{found, in_team, keyset, place};
pub use list::{list, open};
pub(crate) use row::{
    NewRow, address_anew, beginnings, derive, find_listed, name_anew, prefix_rows, prefixes, save, save_named,
    set_standing, set_teams,
};
pub(crate) use shown::one as shown;
