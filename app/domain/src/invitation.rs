//! Invitations: one user row, pending until the person accepts.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::email::Email;
use crate::ids::{TeamId, UserId};
use crate::policy::OrgRole;
use crate::time::Timestamp;

/// Most addresses in one call.
pub const MAX_ADDRESSES: usize = 100;

closed_set! {
    /// How far the mail of an invitation came.
    Delivery {
        /// No mail server is configured: the link is handed over by hand.
        ByHand = "by_hand", "Link to hand over";
        Waiting = "waiting", "Mail is on its way";
        Delivered = "delivered", "Mail delivered";
        Failed = "failed", "Mail failed";
    }
}

/// What the row of a pending person says of their invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    pub sent: Timestamp,
    pub expires: Timestamp,
    pub delivery: Delivery,
    /// What the mail server answered, if delivery failed.
    pub error: Option<String>,
}

/// Whom to invite, as what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewUsers {
    /// One or many addresses, as typed.
    pub emails: String,
    pub role: OrgRole,
    #[serde(default)]
    pub teams: Vec<TeamId>,
}

impl NewUsers {
    /// How many addresses there are, right or wrong.
    pub fn addresses(&self) -> u32 {
        u32::try_from(Email::parse_many(&self.emails).len()).unwrap_or(u32::MAX)
    }
}

/// What became of one address of an Add user call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    pub email: String,
    pub outcome: AddOutcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddOutcome {
    Invited(Link),
    /// Why this address was left out.
    Refused(String),
}

/// The link of an invitation, shown in the one answer that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub user: UserId,
    pub url: String,
    pub expires: Timestamp,
    /// Whether a mail with the link is on its way.
    pub mailed: bool,
}

/// What somebody who opens an invitation link sees before they accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenInvitation {
    pub organization: String,
    pub email: String,
    pub role: OrgRole,
    pub invited_by: String,
    pub expires: Timestamp,
}
