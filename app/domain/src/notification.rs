//! The mails that one may do without. Invitations, links and what concerns the safety of an account always go.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::run::RunEventKind;

closed_set! {
    /// What somebody may want a mail of.
    Notification {
        TeamNotice = "team_notice", "Somebody adds me to a team";
        RunFailed = "run_failed", "A run of mine fails or crashes";
        /// Said by the code that runs.
        RunAlert = "run_alert", "A run of mine sends an alert";
        RunFinished = "run_finished", "A run of mine finishes";
    }
}

impl Notification {
    /// What it is for.
    pub const fn hint(self) -> &'static str {
        match self {
            Self::TeamNotice => "Says who did, as what you are in it, and how you leave it.",
            Self::RunFailed => "As soon as it ended with an error, or was not heard of for some minutes.",
            Self::RunAlert => "What your code says with wandb.alert(), for one that the loss is not a number any more.",
            Self::RunFinished => {
                "One mail a run, in teams that send them. Whoever starts runs by the hundred does without."
            }
        }
    }

    /// The one that tells of this.
    pub const fn of_run(event: RunEventKind) -> Self {
        match event {
            RunEventKind::Finished => Self::RunFinished,
            RunEventKind::Failed | RunEventKind::Crashed => Self::RunFailed,
            RunEventKind::Alert => Self::RunAlert,
        }
    }
}

/// What somebody decided of these mails.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct NotificationSettings(BTreeMap<Notification, bool>);

impl NotificationSettings {
    pub fn wants(&self, notification: Notification) -> bool {
        self.0.get(&notification).copied().unwrap_or(true)
    }

    /// The same, with this one decided.
    #[must_use]
    pub fn with(mut self, notification: Notification, on: bool) -> Self {
        self.0.insert(notification, on);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_decided_nothing_hears_of_everything() {
        let undecided = NotificationSettings::default();

        assert!(Notification::ALL.iter().all(|it| undecided.wants(*it)));
        let decided = undecided.with(Notification::RunFailed, false);
        assert!(!decided.wants(Notification::RunFailed) && decided.wants(Notification::RunFinished));
    }

    #[test]
    fn what_is_decided_is_kept_as_a_word_each() {
        let decided = NotificationSettings::default().with(Notification::TeamNotice, false);

        assert_eq!(serde_json::to_string(&decided).unwrap(), r#"{"team_notice":false}"#);
        assert_eq!(serde_json::from_str::<NotificationSettings>("{}").unwrap(), NotificationSettings::default());
    }
}
