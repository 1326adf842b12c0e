//! A team's own pages: what it is, who is in it.

mod frame;
mod leave;
mod member_list;
mod members;
mod overview;
mod pins;

pub use frame::{SettingsFrame, Tab, TeamFrame, TeamOf, refused};
pub use member_list::{Controls, MemberList, MembersOf};
pub use members::MembersPage;
pub use overview::OverviewPage;
