//! What became of an alert.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::DeliveryId;
use crate::run::RunEventKind;
use crate::time::Timestamp;

closed_set! {
    DeliveryState {
        Waiting = "waiting", "Waiting";
        Delivered = "delivered", "Delivered";
        Failed = "failed", "Failed";
        /// Nobody is to be told any more: the destination was removed or paused, or the run is not for it.
        Cancelled = "cancelled", "Cancelled";
    }
}

/// The run that something happened to, as it was called that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunRef {
    pub project: String,
    /// Its part of the address.
    pub name: String,
    pub display_name: String,
    /// Whether it is still there.
    pub is_there: bool,
}

/// An alert on its way, or what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    pub id: DeliveryId,
    /// None of a test.
    pub event: Option<RunEventKind>,
    /// None of a test.
    pub run: Option<RunRef>,
    /// The name of the destination, or of whom the mail is for.
    pub to: String,
    pub by_mail: bool,
    pub state: DeliveryState,
    pub attempts: i32,
    /// What the destination answered last, by its number in HTTP.
    pub status: Option<i32>,
    /// What went wrong, in words.
    pub reason: Option<String>,
    pub created: Timestamp,
    pub finished: Option<Timestamp>,
    /// When it is tried next, while it waits.
    pub next_try: Option<Timestamp>,
    /// Whether an admin may have it sent once more.
    pub can_be_sent_again: bool,
}

impl Delivery {
    pub fn event_label(&self) -> &'static str {
        self.event.map_or("Test", RunEventKind::label)
    }

    /// How it went, in a sentence.
    pub fn words(&self) -> String {
        match (self.state, &self.reason, self.status) {
            (DeliveryState::Delivered, _, Some(status)) => format!("It answered {status}."),
            (_, Some(reason), _) => reason.clone(),
            (_, None, _) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_delivery_says_how_it_went() {
        let delivery = |state, reason: Option<&str>| Delivery {
            id: DeliveryId::from_uuid(uuid::Uuid::nil()),
            event: None,
            run: None,
            to: "On call".to_owned(),
            by_mail: false,
            state,
            attempts: 1,
            status: Some(200),
            reason: reason.map(str::to_owned),
            created: Timestamp(0),
            finished: None,
            next_try: None,
            can_be_sent_again: false,
        };

        assert_eq!(delivery(DeliveryState::Delivered, None).words(), "It answered 200.");
        assert_eq!(delivery(DeliveryState::Failed, Some("Nothing answers.")).words(), "Nothing answers.");
        assert_eq!(delivery(DeliveryState::Waiting, None).words(), "");
        assert_eq!(delivery(DeliveryState::Waiting, None).event_label(), "Test");
    }
}
