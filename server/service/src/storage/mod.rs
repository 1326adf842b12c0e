//! Where files are kept: a folder of the instance, or the bucket of a team.

mod bucket;
mod client;
mod store;
mod stream;
mod trial;

pub use bucket::of_team;
pub(crate) use bucket::{place, put, secret, set_key};
pub use store::Store;
pub use stream::{Stored, Writing};
pub(crate) use trial::try_out;
