//! What is sealed of a destination: its address, and what its webhooks are signed with.

use domain::ids::{DeliveryId, DestinationId};
use domain::time::Timestamp;
use entity::{alert_delivery, alert_destination};
use serde::{Deserialize, Serialize};

use super::sign;
use crate::sealed::Seal;
use crate::{Error, Result};

/// For how long, in seconds, what a secret took the place of still signs beside it.
const OVERLAP_SECONDS: i64 = 86_400;

/// Not printed.
#[derive(Serialize, Deserialize)]
pub struct Secrets {
    pub url: String,
    /// None of a kind that is not signed.
    pub signing: Option<String>,
    /// The one before, and until when it signs as well.
    pub before: Option<(String, Timestamp)>,
}

impl Secrets {
    pub fn open(seal: &Seal, row: &alert_destination::Model) -> Result<Self> {
        let text = seal.unseal(&place(row.id), &row.sealed)?;
        serde_json::from_str(&text).map_err(|error| Error::Internal(error.to_string()))
    }

    pub fn sealed(&self, seal: &Seal, id: DestinationId) -> Result<Vec<u8>> {
        let text = serde_json::to_string(self).map_err(|error| Error::Internal(error.to_string()))?;
        seal.seal(&place(id), &text)
    }

    /// Signs with a new secret from now on, which is returned, and for a day with the old one as well.
    pub fn rotate(&mut self, now: Timestamp) -> Result<String> {
        let fresh = sign::fresh()?;
        let old = self.signing.replace(fresh.clone());
        self.before = old.map(|old| (old, now.plus_seconds(OVERLAP_SECONDS)));
        Ok(fresh)
    }

    /// What a webhook is signed with at this moment.
    pub fn at(&self, now: Timestamp) -> impl Iterator<Item = &str> {
        let before = self.before.iter().filter(move |(_, until)| now < *until).map(|(secret, _)| secret);
        self.signing.iter().chain(before).map(String::as_str)
    }
}

fn place(id: DestinationId) -> String {
    format!("alert-destination:{id}")
}

/// Seals what a delivery says.
pub fn seal_body(seal: &Seal, id: DeliveryId, body: &str) -> Result<Vec<u8>> {
    seal.seal(&place_of_body(id), body)
}

pub fn open_body(seal: &Seal, row: &alert_delivery::Model) -> Result<String> {
    seal.unseal(&place_of_body(row.id), row.sealed.as_deref().unwrap_or_default())
}

fn place_of_body(id: DeliveryId) -> String {
    format!("alert:{id}")
}
