//! What changed, in words: the fields of a history row as people call them.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::activity::Door;
use crate::alert::{DestinationKind, PauseReason};
use crate::api_key::Overlap;
use crate::history::Action;
use crate::policy::{OrgRole, TeamRole};
use crate::project::Visibility;
use crate::run::RunEventKind;
use crate::service_account::Scope;
use crate::storage::StorageType;
use crate::text::number;
use crate::time::{Day, Timestamp};
use crate::user::Status;

/// One field that is not what it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// What it is called, as in "Role".
    pub field: String,
    /// What it was; none where it was not there.
    pub before: Option<String>,
    /// What it is; none where it is gone.
    pub after: Option<String>,
}

impl FieldChange {
    /// As in "Role: Member → Admin", or "Role: Admin" where there was none before.
    pub fn words(&self) -> String {
        match (&self.before, &self.after) {
            (Some(before), after) => {
                format!("{}: {before} → {}", self.field, after.as_deref().unwrap_or("none"))
            }
            (None, after) => format!("{}: {}", self.field, after.as_deref().unwrap_or("none")),
        }
    }
}

/// The fields that differ between `before` and `after`. What stayed as it was is not told.
pub fn changes(before: &Value, after: &Value) -> Vec<FieldChange> {
    let (before, after) = (fields(before), fields(after));
    let gone = before.keys().filter(|field| !after.contains_key(*field));
    let told = after.keys().chain(gone).filter(|field| before.get(*field) != after.get(*field));
    told.map(|field| FieldChange {
        field: name(field),
        before: before.get(field).and_then(|value| words(field, value)),
        after: after.get(field).and_then(|value| words(field, value)),
    })
    .filter(|change| change.before.is_some() || change.after.is_some())
    .collect()
}

fn fields(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// What a field is called; one without a name of its own goes by the word it is stored under.
fn name(field: &str) -> String {
    let known = match field {
        "expires" => "Link expires",
        "key_id" => "Key ID",
        "key_expires" => "Expires",
        "keys" => "Keys revoked",
        "overlap" => "Old key",
        "access_key_id" => "Access key ID",
        "sessions" => "Sessions ended",
        "query" => "Filter",
        "from" => "From",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let spaced = field.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A value as people say it; nothing is nothing.
fn words(field: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Bool(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Value::Number(value) => Some(number_words(field, value)),
        Value::String(word) => Some(label(field, word)).filter(|word| !word.is_empty()),
        Value::Array(values) => joined(values.iter().filter_map(|value| words(field, value))),
        Value::Object(inner) if field == "query" => Some(filter(inner)),
        Value::Object(inner) => joined(inner.iter().filter_map(|(field, value)| named(field, value))),
    }
}

fn number_words(field: &str, value: &serde_json::Number) -> String {
    match (field, value.as_i64()) {
        ("expires" | "key_expires", Some(at)) => Timestamp(at).exact(),
        ("from" | "to", Some(day)) => i32::try_from(day).map_or_else(|_| value.to_string(), |day| Day(day).words()),
        ("seed", _) | (_, None) => value.to_string(),
        (_, Some(n)) => number(n),
    }
}

/// The label of a word out of a closed set, else the word.
fn label(field: &str, word: &str) -> String {
    let label = match field {
        "role" => word.parse().map(OrgRole::label),
        "team_role" => word.parse().map(TeamRole::label),
        "status" => word.parse().map(Status::label),
        "door" => word.parse().map(Door::label),
        "action" => word.parse().map(Action::label),
        "scope" => word.parse().map(Scope::label),
        "overlap" => word.parse().map(Overlap::label),
        "storage" => word.parse().map(StorageType::label),
        "visibility" => word.parse().map(Visibility::label),
        "events" => word.parse().map(RunEventKind::label),
        "kind" => word.parse().map(DestinationKind::label),
        "paused" => word.parse().map(PauseReason::label),
        _ => return word.to_owned(),
    };
    label.map_or_else(|_| word.to_owned(), str::to_owned)
}

/// What a list was narrowed by, as in "Search: ada, Status: Active". Its order narrows nothing.
fn filter(query: &Map<String, Value>) -> String {
    let parts = query.iter().filter(|(field, _)| !matches!(field.as_str(), "sort" | "direction"));
    joined(parts.filter_map(|(field, value)| named(field, value))).unwrap_or_else(|| "none".to_owned())
}

fn named(field: &str, value: &Value) -> Option<String> {
    words(field, value).map(|words| format!("{}: {words}", name(field)))
}

fn joined(parts: impl Iterator<Item = String>) -> Option<String> {
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::history::HistoryQuery;
    use crate::user::UserQuery;

    fn told(before: Value, after: Value) -> Vec<String> {
        changes(&before, &after).iter().map(FieldChange::words).collect()
    }

    #[test]
    fn only_what_differs_is_told_and_by_its_label() {
        let (before, after) =
            (json!({ "role": "member", "status": "active" }), json!({ "role": "admin", "status": "active" }));

        assert_eq!(told(before, after), ["Role: Member → Admin"]);
        assert_eq!(told(json!({}), json!({ "role": "admin", "status": "active" })), ["Role: Admin", "Status: Active"]);
        assert_eq!(told(json!({ "name": "Old" }), json!({})), ["Name: Old → none"]);
        assert_eq!(told(json!({}), json!({})), [""; 0]);
    }

    #[test]
    fn times_numbers_and_lists_are_told_in_words() {
        let after = json!({ "expires": 1_795_478_400_000_i64, "sessions": 1204, "teams": ["speech", "vision"] });

        assert_eq!(
            told(json!({ "expires": 0, "teams": [] }), after),
            [
                "Link expires: 1 Jan 1970, 00:00 UTC → 24 Nov 2026, 00:00 UTC",
                "Sessions ended: 1,204",
                "Teams: speech, vision"
            ]
        );
    }

    #[test]
    fn a_filter_is_told_without_what_is_not_in_it() {
        let users = UserQuery { search: "ada".to_owned(), status: Some(Status::Active), ..UserQuery::default() };
        let history =
            HistoryQuery { action: Some(Action::Removed), from: Some(Day(20_000)), ..HistoryQuery::default() };

        assert_eq!(told(json!({}), json!({ "query": users })), ["Filter: Search: ada, Status: Active"]);
        assert_eq!(told(json!({}), json!({ "query": history })), ["Filter: Action: Removed, From: 4 Oct 2024"]);
        assert_eq!(told(json!({}), json!({ "query": UserQuery::default() })), ["Filter: none"]);
    }

    #[test]
    fn a_destination_of_alerts_is_told_in_the_words_of_its_page() {
        let added = json!({ "destination": "On call", "kind": "slack", "events": ["failed", "alert"] });

        assert_eq!(told(json!({}), added), ["Destination: On call", "Events: Run failed, Alert", "Kind: Slack"]);
    }

    #[test]
    fn a_word_or_a_field_of_another_version_is_told_as_it_is() {
        assert_eq!(told(json!({ "role": "owner" }), json!({ "role": "member" })), ["Role: owner → Member"]);
        assert_eq!(told(json!({}), json!({ "api_keys": true, "odd": { "a": 1 } })), ["Api keys: yes", "Odd: A: 1"]);
        assert_eq!(told(Value::Null, json!("text")), [""; 0]);
    }
}
