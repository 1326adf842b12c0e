//! One deed done to many users at once: what becomes of each, and of the whole.

mod call;
mod deed;
mod preview;

pub use call::{Done, KeptUser, MAX_SELECTED, MAX_USERS, Outcome, by_reason, read, select};
pub use deed::{Counts, Deed, Kept};
pub use preview::Preview;
