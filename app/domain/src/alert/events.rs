//! Which events somebody wants to hear of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::run::RunEventKind;

/// A choice among the events of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(transparent)]
pub struct Events(BTreeSet<RunEventKind>);

impl Default for Events {
    /// What every team begins with, and a new destination: what calls for somebody. That all went well is not told.
    fn default() -> Self {
        Self::from_iter([RunEventKind::Failed, RunEventKind::Crashed, RunEventKind::Alert])
    }
}

impl FromIterator<RunEventKind> for Events {
    fn from_iter<I: IntoIterator<Item = RunEventKind>>(kinds: I) -> Self {
        Self(kinds.into_iter().collect())
    }
}

impl Events {
    pub fn none() -> Self {
        Self(BTreeSet::new())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn has(&self, kind: RunEventKind) -> bool {
        self.0.contains(&kind)
    }

    pub fn iter(&self) -> impl Iterator<Item = RunEventKind> {
        self.0.iter().copied()
    }

    /// The same, with this one or without it.
    #[must_use]
    pub fn with(mut self, kind: RunEventKind, on: bool) -> Self {
        if on {
            self.0.insert(kind);
        } else {
            self.0.remove(&kind);
        }
        self
    }

    /// As in "Run failed, Run crashed".
    pub fn words(&self) -> String {
        self.iter().map(RunEventKind::label).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_kept_as_words_in_one_order() {
        let chosen = Events::none().with(RunEventKind::Alert, true).with(RunEventKind::Finished, true);

        assert_eq!(serde_json::to_string(&chosen).unwrap(), r#"["finished","alert"]"#);
        assert_eq!(serde_json::from_str::<Events>(r#"["alert","finished","alert"]"#).unwrap(), chosen);
        assert_eq!(chosen.words(), "Run finished, Alert");
        assert!(serde_json::from_str::<Events>(r#"["started"]"#).is_err());
    }

    #[test]
    fn what_calls_for_somebody_is_told_unless_it_is_switched_off() {
        let events = Events::default().with(RunEventKind::Crashed, false);

        assert!(events.has(RunEventKind::Failed) && events.has(RunEventKind::Alert));
        assert!(!events.has(RunEventKind::Crashed) && !events.has(RunEventKind::Finished));
    }
}
