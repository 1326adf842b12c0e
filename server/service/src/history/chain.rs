//! The chain of the history: the hash of a row covers what it says and the hash of the row before.

use entity::history;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The hash of `row`, which follows the row with the hash `before`.
pub fn hash(before: &[u8], row: &history::Model) -> Vec<u8> {
    Sha256::new().chain_update(before).chain_update(line(row)).finalize().to_vec()
}

/// What the row says, in the one spelling that is hashed.
fn line(row: &history::Model) -> String {
    json!([
        row.seq,
        row.id,
        row.at,
        row.actor_kind,
        row.actor_id,
        row.actor_name,
        row.door,
        row.action,
        row.target_kind,
        row.target_id,
        row.target_name,
        in_order(&row.before),
        in_order(&row.after),
        row.request_id,
    ])
    .to_string()
}

/// The same value with its keys in the order of their names: PostgreSQL gives them back in an order of its own.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<_> = fields.iter().map(|(name, value)| (name.clone(), in_order(value))).collect();
            fields.sort_unstable_by(|a, b| a.0.cmp(&b.0));
            Value::Object(Map::from_iter(fields))
        }
        Value::Array(values) => Value::Array(values.iter().map(in_order).collect()),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_one_order_at_any_depth() {
        let one: Value = serde_json::from_str(r#"{"b": [{"d": 1, "c": 2}], "a": null}"#).unwrap();
        let other: Value = serde_json::from_str(r#"{"a": null, "b": [{"c": 2, "d": 1}]}"#).unwrap();

        assert_eq!(in_order(&one).to_string(), r#"{"a":null,"b":[{"c":2,"d":1}]}"#);
        assert_eq!(in_order(&one).to_string(), in_order(&other).to_string());
    }
}
