//! Mails that Rollcall sends.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::MailId;
use crate::time::Timestamp;

closed_set! {
    MailKind {
        Invitation = "invitation", "Invitation";
        PasswordReset = "password_reset", "Password reset";
        TeamNotice = "team_notice", "Team notice";
        /// What happened to a run of theirs.
        RunAlert = "run_alert", "Run alert";
        /// The link, to the new address.
        EmailChange = "email_change", "New e-mail address";
        /// That it is changed, to the old address.
        EmailChanged = "email_changed", "E-mail address changed";
    }
}

closed_set! {
    MailState {
        Waiting = "waiting", "Waiting";
        Delivered = "delivered", "Delivered";
        Failed = "failed", "Failed";
        /// What the mail says is not true any more: the invitation was replaced or taken back.
        Cancelled = "cancelled", "Cancelled";
    }
}

/// One row of Organization settings → Mail. Links are never shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: MailId,
    pub kind: MailKind,
    pub recipient: String,
    pub state: MailState,
    pub attempts: i32,
    pub error: Option<String>,
    pub created: Timestamp,
    pub delivered: Option<Timestamp>,
    /// When it is tried again, while it waits.
    pub next_attempt: Timestamp,
}

/// Whether and how mail leaves this instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailOverview {
    /// The mail server, without its password; none if links are handed over by hand.
    pub server: Option<String>,
    pub mails: Vec<MailRow>,
}
