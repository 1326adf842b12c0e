//! What the runs of the demo were started with, came to, measured and wrote. The dice are each run's own, so that the
//! people fall as they would without.

use domain::ids::RunId;
use domain::run::RunState;
use entity::{run, run_log, run_metric, run_point};
use serde_json::{Value, json};

use super::batch::Batch;
use super::dice::Dice;
use super::files::Files;
use super::robots::{self, Robots};

/// The newest runs, and no more than so many, have points, lines and files.
const WITH_POINTS: usize = 600;
const RECENT_DAYS: i64 = 30;

const MODELS: &[&str] = &["vit-b16", "resnet50", "llama-1b", "conformer-m", "gpt-nano", "unet-s", "bert-base"];
const OPTIMIZERS: &[&str] = &["adamw", "adamw", "adamw", "sgd", "lion", "muon"];
const RATES: &[f64] = &[0.0001, 0.0003, 0.0006, 0.001, 0.003];
const TAGS: &[&str] = &["baseline", "best", "debug", "long", "nightly", "paper", "rerun", "sweep"];
const NOTES: &[&str] = &[
    "Same as yesterday with twice the batch.",
    "Restarted from step 12,000 after the node went away.",
    "Do not compare: the validation set was the old one.",
    "The candidate for Thursday's review.",
];

/// What fills the tables of a run.
pub struct Logged {
    with_points: usize,
    dice: Dice,
    pub files: Files,
    pub robots: Robots,
}

/// How the training of a run goes.
struct Course {
    steps: i64,
    /// What part of the way it got, in percent.
    done: i64,
    start: f64,
    floor: f64,
    rate: f64,
}

impl Logged {
    pub fn new(seed: u64, robots: Robots) -> Self {
        let mut dice = Dice::seeded(seed);
        let files = Files::new(dice.apart());
        Self { with_points: 0, dice, files, robots }
    }

    /// Fills in the run, and adds what it logged if it is one of the newest at `now`.
    pub fn fill(&mut self, row: &mut run::Model, now: domain::time::Timestamp, batch: &mut Batch) {
        let dice = &mut self.dice;
        let course = Course::new(dice, row.state);
        row.config = config(dice, &course);
        row.summary = course.summary(row);
        row.finished_at = (row.state != RunState::Running).then_some(row.heartbeat_at);
        if dice.hits(300) {
            row.tags = json!([dice.pick(TAGS)]);
        }
        if dice.hits(60) {
            dice.pick(NOTES).clone_into(&mut row.notes);
        }
        if dice.hits(80) {
            let name = dice.pick(robots::NAMES);
            row.service_account_id = self.robots.of(row.team_id, name);
            row.service_account = row.service_account_id.map(|_| name.to_owned());
        }
        if self.with_points < WITH_POINTS && row.created_at > now.plus_days(-RECENT_DAYS) {
            self.with_points += 1;
            course.measure(dice, row.id, batch);
            let lines = course.write(row);
            self.files.leave(row, &lines, now, batch);
            batch.lines.extend(lines);
        }
    }
}

fn config(dice: &mut Dice, course: &Course) -> Value {
    json!({
        "model": dice.pick(MODELS),
        "optimizer": { "name": dice.pick(OPTIMIZERS), "lr": course.rate },
        "batch_size": 1 << dice.between(5, 10),
        "steps": course.steps,
        "seed": dice.below(100),
    })
}

impl Course {
    fn new(dice: &mut Dice, state: RunState) -> Self {
        let done = if state == RunState::Finished { 100 } else { dice.between(15, 90) };
        let hundredths = |dice: &mut Dice, first, last| f64::from(small(dice.between(first, last))) / 100.0;
        let (start, floor) = (hundredths(dice, 230, 700), hundredths(dice, 20, 160));
        Self { steps: 1000 * dice.between(2, 40), done, start, floor, rate: dice.pick(RATES) }
    }

    /// What part of the way it is at a point, from 0 to 1, and the loss there without noise.
    fn at(&self, point: i64, points: i64) -> (f64, f64) {
        let way = f64::from(small(point)) / f64::from(small(points));
        (way, self.floor + (self.start - self.floor) * (-5.0 * way).exp())
    }

    fn summary(&self, row: &run::Model) -> Value {
        let (_, loss) = self.at(self.done, 100);
        json!({
            "loss": rounded(loss),
            "val_loss": rounded(loss * 1.08),
            "accuracy": rounded(accuracy(loss)),
            "_step": self.steps * self.done / 100,
            "_runtime": (row.heartbeat_at.0 - row.created_at.0) / 1000,
        })
    }

    fn measure(&self, dice: &mut Dice, run_id: RunId, batch: &mut Batch) {
        let points = dice.between(50, 100);
        let logged = points * self.done / 100;
        for (metric, name) in (0..).zip(["loss", "val_loss", "accuracy", "lr"]) {
            let last_step = self.steps * (logged - 1) / points;
            let name = name.to_owned();
            batch.metrics.push(run_metric::Model { run_id, metric, name, points: logged, first_step: 0, last_step });
            let measured = (0..logged).map(|point| {
                let (way, loss) = self.at(point, points);
                let noisy = loss * (1.0 + f64::from(small(dice.between(-40, 40))) / 1000.0);
                let value = match metric {
                    0 => noisy,
                    1 => noisy * 1.08,
                    2 => accuracy(noisy),
                    _ => self.rate * (1.0 - way) * 1e4,
                };
                let value = if metric == 3 { rounded(value) / 1e4 } else { rounded(value) };
                run_point::Model { run_id, metric, step: self.steps * point / points, value }
            });
            batch.points.extend(measured);
        }
    }

    fn write(&self, row: &run::Model) -> Vec<run_log::Model> {
        let mut lines = vec![
            ("Loading the data".to_owned(), false),
            ("Compiling the model took 41 s".to_owned(), false),
            ("The last batch of a shard is smaller than the others; it is dropped".to_owned(), true),
        ];
        for tenth in 0..=self.done / 10 {
            let (_, loss) = self.at(tenth, 10);
            lines.push((format!("step {:>6}  loss {:.4}", self.steps * tenth / 10, rounded(loss)), false));
        }
        match row.state {
            RunState::Running => {}
            RunState::Finished => lines.push(("Saved the weights. Done.".to_owned(), false)),
            RunState::Failed => lines.push(("RuntimeError: CUDA out of memory".to_owned(), true)),
            RunState::Crashed => lines.push(("Received signal 15, terminating".to_owned(), true)),
        }
        let line = |(line, (text, is_error))| run_log::Model { run_id: row.id, line, is_error, text };
        (1..).zip(lines).map(line).collect()
    }
}

fn accuracy(loss: f64) -> f64 {
    1.0 - loss / (loss + 2.0)
}

/// To the fourth digit, which is the same on every machine.
fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}

fn small(number: i64) -> i32 {
    i32::try_from(number).unwrap_or_default()
}
