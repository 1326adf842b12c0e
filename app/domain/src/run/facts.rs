//! Config and summary of a run, flat, as a table shows them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Most facts of a table; a config with more is cut.
const MOST: usize = 2000;
/// Longest value that is shown whole, in characters.
const VALUE_MAX: usize = 500;

/// A name and its value, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// As in "optimizer.lr".
    pub name: String,
    pub value: String,
}

/// What stands in `value`, by name; what is inside of something is named after both.
pub fn facts(value: &Value) -> Vec<Fact> {
    let mut found = Vec::new();
    gather(String::new(), value, &mut found);
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

fn gather(name: String, value: &Value, found: &mut Vec<Fact>) {
    match value {
        _ if found.len() >= MOST => {}
        Value::Object(inner) if !inner.is_empty() || name.is_empty() => {
            for (key, value) in inner {
                let name = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                gather(name, value, found);
            }
        }
        Value::String(text) => found.push(Fact { name, value: cut(text) }),
        other => found.push(Fact { name, value: cut(&other.to_string()) }),
    }
}

fn cut(text: &str) -> String {
    if text.chars().count() <= VALUE_MAX {
        return text.to_owned();
    }
    let kept: String = text.chars().take(VALUE_MAX).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_inside_of_something_is_named_after_both() {
        let config = json!({ "optimizer": { "name": "adamw", "lr": 0.001, "betas": [0.9, 0.95] }, "epochs": 3, "amp": true, "extra": {} });

        let told: Vec<String> = facts(&config).iter().map(|it| format!("{} {}", it.name, it.value)).collect();

        assert_eq!(
            told,
            [
                "amp true",
                "epochs 3",
                "extra {}",
                "optimizer.betas [0.9,0.95]",
                "optimizer.lr 0.001",
                "optimizer.name adamw"
            ]
        );
        assert_eq!(facts(&json!({})), []);
    }

    #[test]
    fn long_values_and_long_tables_are_cut() {
        assert_eq!(facts(&json!({ "prompt": "é".repeat(600) }))[0].value.chars().count(), VALUE_MAX + 1);
        let many: serde_json::Map<_, _> = (0..3000).map(|it| (it.to_string(), json!(it))).collect();
        assert_eq!(facts(&Value::Object(many)).len(), MOST);
    }
}
