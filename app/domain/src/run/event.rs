//! What happens to a run that somebody may want to hear of.

use serde::{Deserialize, Serialize};

use super::RunState;
use crate::closed_set::closed_set;
use crate::error::{Checks, Result};

/// Longest title of an alert, in characters.
pub const ALERT_TITLE_MAX: usize = 200;
/// Longest text of an alert, in characters.
pub const ALERT_TEXT_MAX: usize = 4000;

closed_set! {
    /// Which of its events it is.
    RunEventKind {
        Finished = "finished", "Run finished";
        Failed = "failed", "Run failed";
        Crashed = "crashed", "Run crashed";
        /// Said by the code that runs.
        Alert = "alert", "Alert";
    }
}

closed_set! {
    /// How much an alert matters, in the words of the `wandb` client.
    AlertLevel {
        Info = "info", "Info";
        Warn = "warn", "Warning";
        Error = "error", "Error";
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunEvent {
    Finished,
    Failed,
    Crashed,
    Alert { title: String, text: String, level: AlertLevel },
}

impl RunEvent {
    /// What it means that a run came to be in this state; nothing, where it goes on.
    pub const fn of_state(state: RunState) -> Option<Self> {
        match state {
            RunState::Running => None,
            RunState::Finished => Some(Self::Finished),
            RunState::Failed => Some(Self::Failed),
            RunState::Crashed => Some(Self::Crashed),
        }
    }

    /// What the code of a run says.
    ///
    /// # Errors
    ///
    /// `Invalid` where there is no title, or something is too long.
    pub fn alert(title: &str, text: &str, level: AlertLevel) -> Result<Self> {
        let mut checks = Checks::default();
        let title = checks.take("title", alert_title(title));
        let text = checks.take("text", alert_text(text));
        checks.finish()?;
        Ok(Self::Alert { title: title.unwrap_or_default(), text: text.unwrap_or_default(), level })
    }

    pub const fn kind(&self) -> RunEventKind {
        match self {
            Self::Finished => RunEventKind::Finished,
            Self::Failed => RunEventKind::Failed,
            Self::Crashed => RunEventKind::Crashed,
            Self::Alert { .. } => RunEventKind::Alert,
        }
    }
}

/// One line: it becomes the subject of a mail.
fn alert_title(title: &str) -> Result<String, String> {
    let title = title.split(|c: char| c.is_whitespace() || c.is_control()).filter(|it| !it.is_empty());
    let title = title.collect::<Vec<_>>().join(" ");
    match title.chars().count() {
        0 => Err("An alert has a title.".to_owned()),
        length if length > ALERT_TITLE_MAX => {
            Err(format!("The title of an alert has at most {ALERT_TITLE_MAX} characters."))
        }
        _ => Ok(title),
    }
}

fn alert_text(text: &str) -> Result<String, String> {
    if text.chars().count() > ALERT_TEXT_MAX {
        return Err("The text of an alert has at most 4,000 characters.".to_owned());
    }
    Ok(text.replace("\r\n", "\n").trim_end().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_ends_is_an_event() {
        let kinds: Vec<_> = RunState::ALL.iter().filter_map(|it| RunEvent::of_state(*it)).map(|it| it.kind()).collect();

        assert_eq!(kinds, [RunEventKind::Finished, RunEventKind::Failed, RunEventKind::Crashed]);
    }

    #[test]
    fn an_alert_has_a_title_of_one_line() {
        let told = RunEvent::alert(" Loss is\r\n NaN ", "at step 12\r\n", AlertLevel::Error).unwrap();

        let RunEvent::Alert { title, text, level } = &told else { panic!("{told:?}") };
        assert_eq!((title.as_str(), text.as_str(), *level), ("Loss is NaN", "at step 12", AlertLevel::Error));
        assert_eq!(told.kind(), RunEventKind::Alert);
    }

    #[test]
    fn an_alert_without_title_or_without_end_is_refused() {
        let long = "é".repeat(ALERT_TEXT_MAX + 1);

        let refused = RunEvent::alert(" \n", &long, AlertLevel::Info).unwrap_err();

        assert_eq!(refused.on_field("title"), Some("An alert has a title."));
        assert_eq!(refused.on_field("text"), Some("The text of an alert has at most 4,000 characters."));
        assert!(RunEvent::alert(&"é".repeat(ALERT_TITLE_MAX), &long[2..], AlertLevel::Info).is_ok());
        assert!(RunEvent::alert(&"é".repeat(ALERT_TITLE_MAX + 1), "", AlertLevel::Info).is_err());
    }
}
