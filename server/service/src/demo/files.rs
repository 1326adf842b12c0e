//! The files that the demo's runs left. The small ones of the newest runs are kept; all else is listed only: a hundred thousand
//! people would fill a disk with nothing.

use std::fmt::Write;

use domain::ids::ObjectId;
use domain::time::Timestamp;
use entity::{run, run_file, run_log};
use serde_json::Value;
use uuid::Builder;

use super::batch::Batch;
use super::dice::Dice;
use crate::Result;
use crate::runs::object_name;
use crate::storage::Store;

/// How old they are at most, and how many there are at most, whose files can be fetched.
const NEWEST_DAYS: i64 = 3;
const KEPT_OF: usize = 200;
const REQUIREMENTS: &str = "numpy==2.3.4\nsafetensors==0.6.2\ntorch==2.9.0\ntqdm==4.67.1\nwandb==0.31.0\n";

/// What is to be kept, by the names of its objects.
pub struct Files {
    dice: Dice,
    runs: usize,
    kept: Vec<(String, String)>,
}

impl Files {
    pub fn new(dice: Dice) -> Self {
        Self { dice, runs: 0, kept: Vec::new() }
    }

    /// Adds what a run left, which wrote these lines.
    pub fn leave(&mut self, row: &run::Model, lines: &[run_log::Model], now: Timestamp, batch: &mut Batch) {
        for (name, least, most) in
            [("media/samples.png", 60_000, 900_000), ("model.safetensors", 90_000_000, 4_100_000_000)]
        {
            let size = self.dice.between(least, most);
            batch.files.push(run_file::Model { run_id: row.id, name: name.to_owned(), size, object: None });
        }
        let is_kept = row.team_id.is_some() && row.created_at > now.plus_days(-NEWEST_DAYS) && self.runs < KEPT_OF;
        self.runs += usize::from(is_kept);
        for (name, text) in [
            ("config.yaml", yaml(&row.config)),
            ("output.log", lines.iter().flat_map(|it| [it.text.as_str(), "\n"]).collect()),
            ("requirements.txt", REQUIREMENTS.to_owned()),
            ("wandb-summary.json", row.summary.to_string()),
        ] {
            let object = ObjectId::from_uuid(Builder::from_random_bytes(self.dice.bytes()).into_uuid());
            let size = i64::try_from(text.len()).unwrap_or(i64::MAX);
            let object = is_kept.then_some(object);
            self.kept.extend(object.map(|it| (object_name(row.id, it), text)));
            batch.files.push(run_file::Model { run_id: row.id, name: name.to_owned(), size, object });
        }
    }

    /// Puts them where files are kept.
    pub async fn keep(self, files: &Store) -> Result<()> {
        for (name, text) in self.kept {
            files.put(&name, text.into_bytes()).await?;
        }
        Ok(())
    }
}

/// As the `wandb` client writes a config: each value under its name, and JSON is YAML.
fn yaml(config: &Value) -> String {
    let mut text = String::new();
    for (name, value) in config.as_object().into_iter().flatten() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name}:\n    value: {value}");
    }
    text
}
