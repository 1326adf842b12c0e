//! API keys: made, shown once, found by their hash, and dead with their owner.

mod change;
mod find;
mod list;
mod make;
mod owner;

pub use change::{rename, revoke, rotate};
pub use find::{FoundAccount, FoundKey, KeyOwner, find, note_use};
pub(crate) use find::{alive, find_alive};
pub(crate) use list::ending;
pub use list::{list_for, list_own};
pub use make::{make_for, make_own};
pub(crate) use owner::{of_account, of_user, revoke_all};
