//! Alerts: what happens to the runs of a team is told to their authors by mail, and to the destinations that the team has.
//!
//! A delivery is a row written in the transaction of what it tells of, sealed, and sent later by a job. A destination is
//! the head of its queue: one delivery after the other, and where it does not answer, all of them wait for it and for
//! nobody else's.

mod deliveries;
mod destinations;
mod makers;
mod queue;
mod raise;
mod secrets;
mod send;
mod settings;
mod sign;
mod trial;

pub use deliveries::{list as deliveries, send_again, sweep};
pub use destinations::{add, change, list as destinations, pause, remove, resume, rotate};
pub use makers::pause_unanswered;
pub use queue::{Parcel, is_wanted, settle, take};
pub use raise::raise;
pub(crate) use secrets::Secrets;
pub use send::{Outcome, Sender, send};
pub use settings::{open, set_mail};
pub use trial::send_test;
