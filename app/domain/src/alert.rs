//! Alerts: what happens to the runs of a team, told by mail, in a chat, or to a program.

mod answer;
mod delivery;
mod destination;
mod events;
mod message;

use serde::{Deserialize, Serialize};

use crate::ids::TeamId;

pub use answer::{Verdict, verdict};
pub use delivery::{Delivery, DeliveryState, RunRef};
pub use destination::{
    AddedDestination, Destination, DestinationKind, MOST, NewDestination, PauseReason, Sound, events_rule, shown_url,
};
pub use events::Events;
pub use message::{Happening, Message};

/// What the page of a team's alerts shows to its admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alerts {
    pub team: TeamId,
    /// Of which events the author of a run is told by mail.
    pub mails: Events,
    /// Whether mail leaves this instance at all.
    pub sends_mail: bool,
    pub destinations: Vec<Destination>,
    /// The newest of them.
    pub deliveries: Vec<Delivery>,
}
