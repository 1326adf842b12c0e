//! What a run logs: what it measured, what it wrote, what it was started with and what came out of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::{Checks, Result};
use crate::text::number;

/// Most points of one call.
pub const POINTS_A_CALL: usize = 10_000;
/// Most metrics of a run.
pub const METRICS_MAX: usize = 1000;
/// Longest name of a metric, in characters.
pub const METRIC_NAME_MAX: usize = 256;
/// The last step: the largest number that every program reads exactly.
pub const STEP_MAX: i64 = (1 << 53) - 1;
/// Most lines of one call.
pub const LINES_A_CALL: usize = 10_000;
/// Longest line, in characters.
pub const LINE_MAX: usize = 10_000;
/// The number of the last line that a run may write.
pub const LINES_MAX: i64 = 10_000_000;
/// Most bytes of a config or a summary, as JSON.
pub const FACTS_MAX: usize = 4 * 1024 * 1024;

/// What a metric was at a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NewPoint {
    pub metric: String,
    /// A step that is there already is overwritten, so that what is sent twice is there once.
    pub step: i64,
    pub value: f64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewLine {
    pub text: String,
    /// Written to the stream for what goes wrong.
    pub is_error: bool,
}

/// What is logged in one go. Nothing of all this says that the run is alive.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NewLog {
    pub points: Vec<NewPoint>,
    pub lines: Vec<NewLine>,
    /// The number of the first of the lines, where they take the place of what was written before; without it they follow
    /// the last one.
    pub first_line: Option<i64>,
    /// Takes the place of what goes by the same names.
    pub config: Option<Map<String, Value>>,
    /// As the config.
    pub summary: Option<Map<String, Value>>,
}

impl NewLog {
    /// Whether this comes from a run while it runs. What it was started with and what came out of it may be put right
    /// afterwards.
    pub fn is_of_running(&self) -> bool {
        !self.points.is_empty() || !self.lines.is_empty() || (self.config.is_none() && self.summary.is_none())
    }

    /// # Errors
    ///
    /// `Invalid` on each field that breaks a rule.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        checks.take("points", check_points(&self.points));
        checks.take("lines", check_lines(&self.lines));
        if let Some(first) = self.first_line {
            checks.take("first", check_first_line(first));
        }
        checks.finish()
    }
}

fn check_points(points: &[NewPoint]) -> Result<(), String> {
    if points.len() > POINTS_A_CALL {
        return Err(format!("At most {} points are logged in one call.", words(POINTS_A_CALL)));
    }
    for metric in points.iter().map(|it| it.metric.as_str()).collect::<BTreeSet<_>>() {
        check_metric(metric)?;
    }
    for NewPoint { metric, step, value } in points {
        if !(0..=STEP_MAX).contains(step) {
            return Err(format!("The steps of “{metric}” are whole numbers from 0 on; {step} is none."));
        }
        if !value.is_finite() {
            return Err(format!(
                "“{metric}” at step {step} is {value}. Only finite numbers can be drawn: leave it out."
            ));
        }
    }
    Ok(())
}

fn check_metric(name: &str) -> Result<(), String> {
    let length = name.chars().count();
    if length == 0 || length > METRIC_NAME_MAX {
        return Err(format!("The name of a metric has 1 to {METRIC_NAME_MAX} characters."));
    }
    if name.chars().any(char::is_control) {
        return Err("The name of a metric has no control characters.".to_owned());
    }
    Ok(())
}

fn check_lines(lines: &[NewLine]) -> Result<(), String> {
    if lines.len() > LINES_A_CALL {
        return Err(format!("At most {} lines are logged in one call.", words(LINES_A_CALL)));
    }
    // A character has at least one byte.
    if lines.iter().any(|it| it.text.len() > LINE_MAX && it.text.chars().count() > LINE_MAX) {
        return Err(format!("A line has at most {} characters.", words(LINE_MAX)));
    }
    Ok(())
}

fn check_first_line(first: i64) -> Result<(), String> {
    if first < 1 { Err("Lines are numbered from 1 on.".to_owned()) } else { Ok(()) }
}

/// # Errors
///
/// In words, where a run that has so many metrics cannot have another.
pub fn another_metric(metrics: usize) -> Result<(), String> {
    if metrics < METRICS_MAX { Ok(()) } else { Err(format!("A run has at most {} metrics.", words(METRICS_MAX))) }
}

/// # Errors
///
/// In words, where a run cannot have a line of this number.
pub fn line_number(number: i64) -> Result<(), String> {
    if number <= LINES_MAX {
        return Ok(());
    }
    Err(format!("A run keeps at most {} lines.", crate::text::number(LINES_MAX)))
}

/// A line as it is kept: one line, without what no table can hold.
pub fn line_text(text: &str) -> String {
    text.trim_end_matches(['\r', '\n']).replace('\n', " ").replace('\0', "\u{fffd}")
}

/// What was there with what is new in its place, name by name; what is inside of something goes with it.
///
/// # Errors
///
/// In words, where it becomes too large.
pub fn merged(what: &str, before: Value, new: Map<String, Value>) -> Result<Value, String> {
    let mut all = match before {
        Value::Object(all) => all,
        _ => Map::new(),
    };
    all.extend(new);
    within(what, all).map(Value::Object)
}

/// # Errors
///
/// In words, where a config or a summary is too large.
pub(super) fn within(what: &str, facts: Map<String, Value>) -> Result<Map<String, Value>, String> {
    let facts = clean(facts);
    let length = serde_json::to_string(&facts).map_or(0, |text| text.len());
    if length > FACTS_MAX {
        return Err(format!("A {what} has at most 4 MiB as JSON; this one would have {} bytes.", words(length)));
    }
    Ok(facts)
}

/// Without NUL, which `PostgreSQL` does not keep.
fn clean(facts: Map<String, Value>) -> Map<String, Value> {
    facts.into_iter().map(|(name, value)| (cleaned(name), clean_value(value))).collect()
}

fn clean_value(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(cleaned(text)),
        Value::Array(items) => items.into_iter().map(clean_value).collect(),
        Value::Object(facts) => Value::Object(clean(facts)),
        other => other,
    }
}

fn cleaned(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "\u{fffd}") } else { text }
}

fn words(count: usize) -> String {
    number(i64::try_from(count).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn point(metric: &str, step: i64, value: f64) -> NewPoint {
        NewPoint { metric: metric.to_owned(), step, value }
    }

    fn logging(points: Vec<NewPoint>) -> NewLog {
        NewLog { points, ..NewLog::default() }
    }

    fn object(value: Value) -> Map<String, Value> {
        value.as_object().cloned().unwrap()
    }

    #[test]
    fn points_are_finite_numbers_at_whole_steps() {
        assert_eq!(logging(vec![point("loss", 0, 0.5), point("é", STEP_MAX, -1e300)]).check(), Ok(()));
        for (wrong, words) in [
            (point("", 0, 0.5), "1 to 256 characters"),
            (point("a\nb", 0, 0.5), "no control characters"),
            (point(&"é".repeat(257), 0, 0.5), "1 to 256 characters"),
            (point("loss", -1, 0.5), "from 0 on; -1 is none"),
            (point("loss", STEP_MAX + 1, 0.5), "whole numbers"),
            (point("loss", 7, f64::NAN), "“loss” at step 7 is NaN"),
            (point("loss", 7, f64::INFINITY), "is inf"),
        ] {
            let refused = logging(vec![wrong]).check().unwrap_err();
            assert!(refused.on_field("points").is_some_and(|it| it.contains(words)), "{refused}");
        }
        assert!(logging(vec![point("loss", 0, 0.5); POINTS_A_CALL + 1]).check().is_err());
    }

    #[test]
    fn lines_have_an_end_and_a_number_from_one_on() {
        let line = |length: usize| NewLine { text: "é".repeat(length), is_error: false };
        let writing = |lines, first_line| NewLog { lines, first_line, ..NewLog::default() };

        assert_eq!(writing(vec![line(LINE_MAX)], Some(1)).check(), Ok(()));
        let refused = writing(vec![line(LINE_MAX + 1)], Some(0)).check().unwrap_err();
        assert_eq!(refused.on_field("lines"), Some("A line has at most 10,000 characters."));
        assert_eq!(refused.on_field("first"), Some("Lines are numbered from 1 on."));
        assert!(writing(vec![line(0); LINES_A_CALL + 1], None).check().is_err());
        assert!(line_number(LINES_MAX).is_ok() && line_number(LINES_MAX + 1).is_err());
        assert_eq!(line_text("one\0two\nthree\r\n"), "one\u{fffd}two three");
    }

    #[test]
    fn a_config_is_merged_name_by_name() {
        let before = json!({ "optimizer": { "name": "adamw", "lr": 0.1 }, "seed": 7 });
        let new = object(json!({ "optimizer": { "name": "sgd" }, "gone": null, "bad\u{0}name": ["a\u{0}b"] }));

        let after = merged("config", before, new).unwrap();

        let expected =
            json!({ "optimizer": { "name": "sgd" }, "seed": 7, "gone": null, "bad\u{fffd}name": ["a\u{fffd}b"] });
        assert_eq!(after, expected);
        let long = object(json!({ "prompt": "a".repeat(FACTS_MAX) }));
        assert!(merged("summary", json!({}), long).unwrap_err().starts_with("A summary has at most 4 MiB"));
    }

    #[test]
    fn what_came_out_of_a_run_may_be_put_right_afterwards() {
        let facts = || Some(Map::new());

        assert!(NewLog::default().is_of_running(), "that it is alive, and nothing else");
        assert!(logging(vec![point("loss", 0, 0.5)]).is_of_running());
        assert!(!NewLog { summary: facts(), ..NewLog::default() }.is_of_running());
        assert!(!NewLog { config: facts(), ..NewLog::default() }.is_of_running());
        assert!(NewLog { summary: facts(), lines: vec![NewLine::default()], ..NewLog::default() }.is_of_running());
    }
}
