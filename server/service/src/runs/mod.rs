//! Runs: begun, logged and ended by those who run them; found, opened, noted and tagged, and deleted by whoever may.

mod author;
mod change;
mod files;
mod lines;
mod list;
mod log;
mod logged;
pub(crate) mod names;
mod of_person;
mod open;
mod points;
mod prove;
mod start;
mod state;
mod stray;

pub use change::{delete, set_display_name, set_notes, set_tags};
pub use files::{Contents, delete_file, open_file, put_file};
pub use lines::list_lines;
pub(crate) use list::latest;
pub use list::{list_of_project, list_of_team};
pub use log::{Logged, log};
pub use logged::{lines, metrics};
pub use of_person::list_of_person;
pub(crate) use of_person::{Own, newest_of_person, own};
pub use open::{find, open};
pub use start::{Started, start, start_at};
pub use state::{NewAlert, alert, mark_crashed, set_state};
pub(crate) use stray::name as object_name;
pub use stray::sweep;
