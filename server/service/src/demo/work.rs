//! Projects, and the runs and reports that people make in them.

use domain::ids::{ProjectId, ReportId, RunId, UserId};
use domain::time::Timestamp;
use entity::{activity_day, project, report, run, team, user};

use super::batch::Batch;
use super::dice::Dice;

const PROJECTS: &[&str] = &[
    "baseline",
    "ablations",
    "pretraining",
    "finetune",
    "sweep-lr",
    "long-context",
    "tokenizer",
    "augmentation",
    "distill-small",
    "eval-nightly",
    "data-mix",
    "warmup-study",
    "quantization",
    "prod-candidate",
    "playground",
    "reproduction",
];
const ADJECTIVES: &[&str] = &[
    "amber", "brisk", "calm", "daring", "eager", "frosty", "gentle", "hidden", "icy", "jolly", "keen", "lucky",
    "misty", "noble", "olive", "proud", "quiet", "rosy", "swift", "tidy", "vivid", "wise",
];
const NOUNS: &[&str] = &[
    "aurora", "brook", "cedar", "dune", "ember", "falcon", "glade", "harbor", "island", "juniper", "kite", "lagoon",
    "meadow", "nebula", "orchard", "pine", "quartz", "ridge", "sky", "thunder", "valley", "wave",
];
const TITLES: &[&str] = &[
    "What the learning rate did",
    "Weekly results",
    "Ablation: does the warm-up matter?",
    "Why the loss jumped at step 40k",
    "Comparison with the baseline",
    "Data mix, second attempt",
    "Post-mortem of the failed sweep",
    "Candidates for production",
];
const BODY: &str = "# Summary\n\nThe new setting is better on most tasks and never worse by more than the noise.\n\n# Next\n\nRepeat it with three seeds before anybody relies on it.\n";
const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
/// How many run names of eight letters there are.
const RUN_NAMES: u128 = 36_u128.pow(8);
/// A run of which something was heard in the last so many seconds is taken to be running.
const STILL_RUNNING: i64 = 900;

/// Where the people of the demo work.
pub struct Work {
    /// The projects of each team, by its place.
    of_teams: Vec<Vec<ProjectId>>,
    runs: u128,
    now: Timestamp,
}

impl Work {
    /// Gives each team a few projects.
    pub fn new(dice: &mut Dice, teams: &[team::Model], now: Timestamp, batch: &mut Batch) -> Self {
        let of_teams = teams.iter().map(|team| open_projects(dice, team, batch)).collect();
        Self { of_teams, runs: 0, now }
    }

    /// Lets the user log runs and write reports on some of their days, in the projects of their teams, or in one of
    /// their own.
    pub fn fill(
        &mut self,
        dice: &mut Dice,
        user: &mut user::Model,
        teams: &[usize],
        days: &[activity_day::Model],
        batch: &mut Batch,
    ) {
        if days.is_empty() || dice.hits(400) {
            return;
        }
        let wanted = dice.between(1, 9);
        let projects: Vec<ProjectId> = if teams.is_empty() {
            vec![own_project(dice, user, batch)]
        } else {
            teams.iter().flat_map(|&at| self.of_teams[at].iter().copied()).collect()
        };
        for _ in 0..wanted {
            let (project, day) = (dice.pick(&projects), dice.pick(days));
            batch.runs.push(self.run(dice, project, user.id, &day));
            user.runs += 1;
        }
        while dice.hits(280) {
            let (project, day) = (dice.pick(&projects), dice.pick(days));
            batch.reports.push(write_report(dice, project, user.id, &day));
            user.reports += 1;
        }
    }

    fn run(
        &mut self,
        dice: &mut Dice,
        project_id: ProjectId,
        author_id: UserId,
        day: &activity_day::Model,
    ) -> run::Model {
        self.runs += 1;
        let created_at = moment(dice, day);
        let heartbeat_at =
            if dice.hits(300) { day.last_at } else { Timestamp(dice.between(created_at.0, day.last_at.0)) };
        let state = if heartbeat_at.plus_seconds(STILL_RUNNING) > self.now {
            "running"
        } else {
            dice.weigh(&[(78, "finished"), (14, "failed"), (8, "crashed")])
        };
        run::Model {
            id: RunId::from_uuid(dice.id(created_at)),
            project_id,
            name: run_name(self.runs),
            display_name: format!("{}-{}-{}", dice.pick(ADJECTIVES), dice.pick(NOUNS), self.runs),
            state: state.to_owned(),
            author_id,
            created_at,
            heartbeat_at,
        }
    }
}

fn open_projects(dice: &mut Dice, team: &team::Model, batch: &mut Batch) -> Vec<ProjectId> {
    let mut names = PROJECTS.to_vec();
    dice.shuffle(&mut names);
    names.truncate(usize::try_from(dice.between(2, 6)).unwrap_or(2));
    let opened = names.into_iter().map(|name| project::Model {
        id: ProjectId::from_uuid(dice.id(team.created_at)),
        team_id: Some(team.id),
        user_id: None,
        name: name.to_owned(),
        description: String::new(),
        visibility: "team".to_owned(),
        created_at: team.created_at,
    });
    let opened: Vec<_> = opened.collect();
    let ids = opened.iter().map(|it| it.id).collect();
    batch.projects.extend(opened);
    ids
}

fn own_project(dice: &mut Dice, user: &user::Model, batch: &mut Batch) -> ProjectId {
    let created_at = user.joined_at.unwrap_or(user.added_at);
    let id = ProjectId::from_uuid(dice.id(created_at));
    batch.projects.push(project::Model {
        id,
        team_id: None,
        user_id: Some(user.id),
        name: "playground".to_owned(),
        description: String::new(),
        visibility: "private".to_owned(),
        created_at,
    });
    id
}

fn write_report(dice: &mut Dice, project_id: ProjectId, author_id: UserId, day: &activity_day::Model) -> report::Model {
    let created_at = moment(dice, day);
    report::Model {
        id: ReportId::from_uuid(dice.id(created_at)),
        project_id,
        title: dice.pick(TITLES).to_owned(),
        body: BODY.to_owned(),
        published: dice.hits(700),
        author_id,
        created_at,
        updated_at: Timestamp(dice.between(created_at.0, day.last_at.0)),
    }
}

/// Some moment of the day between the first and the last thing that was seen.
fn moment(dice: &mut Dice, day: &activity_day::Model) -> Timestamp {
    Timestamp(dice.between(day.first_at.0, day.last_at.0))
}

/// Eight letters and digits that look like chance; no two numbers give the same, as the factor shares no divisor with
/// the count of names.
fn run_name(number: u128) -> String {
    let mut left = number * 1_741_725_017_213 % RUN_NAMES;
    let letters = (0..8).map(|_| {
        let letter = LETTERS[usize::try_from(left % 36).unwrap_or_default()];
        left /= 36;
        char::from(letter)
    });
    letters.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_runs_have_the_same_name() {
        let names: std::collections::HashSet<String> = (0..50_000).map(run_name).collect();

        assert_eq!(names.len(), 50_000);
        assert!(names.iter().all(|name| name.len() == 8));
    }
}
