//! Projects, and the runs and reports that people make in them.

use domain::ids::{ProjectId, ReportId, RunId, TeamId, UserId};
use domain::project::Visibility;
use domain::run::RunState;
use domain::time::Timestamp;
use entity::{activity_day, project, report, run, team, team_pin, user};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SimpleExpr};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;

use super::batch::Batch;
use super::dice::Dice;
use super::files::Files;
use super::logged::Logged;
use super::pins::Pins;
use super::prose;
use super::robots::Robots;
use crate::Result;
use crate::runs::names::{ADJECTIVES, LETTERS, NOUNS};

const PROJECTS: &[(&str, &str)] = &[
    ("baseline", "The numbers that everything else is compared with. Change nothing here without telling the team."),
    ("ablations", "One thing taken away at a time."),
    ("pretraining", "The long runs, from random weights."),
    ("finetune", "From the released weights to a task."),
    ("sweep-lr", "Learning rates, on a grid and at random."),
    ("long-context", "Beyond 8k tokens."),
    ("tokenizer", "Vocabularies and what they cost."),
    ("augmentation", "Crops, flips, noise, and what they are worth."),
    ("distill-small", "Teaching the small model what the large one knows."),
    ("eval-nightly", "Every night, every benchmark."),
    ("data-mix", "How much of what to train on."),
    ("warmup-study", "Does the warm-up matter?"),
    ("quantization", "Eight bits, four bits, and where it breaks."),
    ("prod-candidate", "What may go to production."),
    ("playground", "Anything goes. Nothing here is kept for long."),
    ("reproduction", "Papers, done again."),
];
/// What everybody of the organization may read.
const PUBLIC: &[&str] = &["baseline", "eval-nightly"];
/// What is written and logged falls by dice of its own, which leaves the people as they are.
const OWN_DICE: u64 = 6;
/// How many run names of eight letters there are.
const RUN_NAMES: u128 = 36_u128.pow(8);
/// A run of which something was heard in the last so many seconds is taken to be running.
const STILL_RUNNING: i64 = 900;

/// On how many of the last days the work of [`Work::fill_lately`] is, and how much it is.
const LATELY: usize = 14;
const RUNS_LATELY: usize = 24;
/// How the runs of the last days went, the last first.
const ENDED_LATELY: &[RunState] = &[RunState::Finished, RunState::Failed, RunState::Finished, RunState::Crashed];

/// Where the people of the demo work.
pub struct Work {
    /// The projects of each team, by its place.
    of_teams: Vec<Vec<Place>>,
    runs: u128,
    now: Timestamp,
    logged: Logged,
    words: Dice,
    pins: Pins,
}

/// A project, and whose it is.
#[derive(Clone, Copy)]
pub struct Place {
    pub project: ProjectId,
    pub team: Option<TeamId>,
}

impl Work {
    /// Gives each team a few projects.
    pub fn new(dice: &mut Dice, teams: &[team::Model], robots: Robots, now: Timestamp, batch: &mut Batch) -> Self {
        let of_teams: Vec<Vec<Place>> = teams.iter().map(|team| open_projects(dice, team, batch)).collect();
        let pins = Pins::of_projects(of_teams.iter().flatten());
        Self { of_teams, runs: 0, now, logged: Logged::new(OWN_DICE, robots), words: Dice::seeded(OWN_DICE), pins }
    }

    /// Writes what logs runs besides people, before the runs.
    pub async fn found_robots(&mut self, tx: &DatabaseTransaction) -> Result<()> {
        self.logged.robots.write(tx).await
    }

    /// What the teams have pinned, and what the runs left, when all is written.
    pub fn pins_and_files(self) -> (Vec<team_pin::Model>, Files) {
        (self.pins.rows(), self.logged.files)
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
        let projects: Vec<Place> = if teams.is_empty() {
            vec![own_project(dice, user, batch)]
        } else {
            teams.iter().flat_map(|&at| self.of_teams[at].iter().copied()).collect()
        };
        for _ in 0..wanted {
            let (place, day) = (dice.pick(&projects), dice.pick(days));
            let mut run = self.run(dice, place, user.id, &day);
            self.logged.fill(&mut run, self.now, batch);
            batch.runs.push(run);
            user.runs += 1;
        }
        while dice.hits(280) {
            let (place, day) = (dice.pick(&projects), dice.pick(days));
            let body = prose::body(&mut self.words);
            let report = write_report(dice, place, user.id, &day, body);
            self.pins.add(&report);
            batch.reports.push(report);
            user.reports += 1;
        }
    }

    /// Gives whoever one looks around as some work of the last weeks, not all of which went well. It falls by dice of its
    /// own as well.
    pub fn fill_lately(
        &mut self,
        user: &mut user::Model,
        teams: &[usize],
        days: &[activity_day::Model],
        batch: &mut Batch,
    ) {
        let dice = &mut Dice::seeded(OWN_DICE + 1);
        let projects: Vec<Place> = teams.iter().flat_map(|&at| self.of_teams[at].iter().copied()).collect();
        let lately: Vec<_> = days.iter().rev().take(LATELY).cloned().collect();
        if projects.is_empty() || lately.is_empty() {
            return;
        }
        for at in 0..RUNS_LATELY {
            let (place, day) = (dice.pick(&projects), &lately[at % lately.len()]);
            let mut run = self.run(dice, place, user.id, day);
            if let Some(state) = ENDED_LATELY.get(at).filter(|_| run.state != RunState::Running) {
                run.state = *state;
            }
            self.logged.fill(&mut run, self.now, batch);
            batch.runs.push(run);
            user.runs += 1;
        }
        for day in lately.iter().step_by(3).take(4) {
            let body = prose::body(&mut self.words);
            let place = dice.pick(&projects);
            batch.reports.push(write_report(dice, place, user.id, day, body));
            user.reports += 1;
        }
    }

    fn run(&mut self, dice: &mut Dice, place: Place, author_id: UserId, day: &activity_day::Model) -> run::Model {
        self.runs += 1;
        let created_at = moment(dice, day);
        let heartbeat_at =
            if dice.hits(300) { day.last_at } else { Timestamp(dice.between(created_at.0, day.last_at.0)) };
        let state = if heartbeat_at.plus_seconds(STILL_RUNNING) > self.now {
            RunState::Running
        } else {
            dice.weigh(&[(78, RunState::Finished), (14, RunState::Failed), (8, RunState::Crashed)])
        };
        run::Model {
            id: RunId::from_uuid(dice.id(created_at)),
            project_id: place.project,
            name: run_name(self.runs),
            display_name: format!("{}-{}-{}", dice.pick(ADJECTIVES), dice.pick(NOUNS), self.runs),
            state,
            author_id,
            created_at,
            heartbeat_at,
            team_id: place.team,
            service_account: None,
            config: json!({}),
            summary: json!({}),
            tags: json!([]),
            notes: String::new(),
            finished_at: None,
            service_account_id: None,
        }
    }
}

/// Says of each project of a team that whoever logged its first run opened it.
pub async fn name_creators(tx: &DatabaseTransaction) -> Result<()> {
    let first = Query::select()
        .column((run::Entity, run::Column::AuthorId))
        .from(run::Entity)
        .and_where(Expr::col((run::Entity, run::Column::ProjectId)).equals((project::Entity, project::Column::Id)))
        .order_by((run::Entity, run::Column::CreatedAt), Order::Asc)
        .order_by((run::Entity, run::Column::Id), Order::Asc)
        .limit(1)
        .take();
    let update = project::Entity::update_many()
        .col_expr(project::Column::CreatorId, SimpleExpr::SubQuery(None, Box::new(first.into())));
    update.filter(project::Column::TeamId.is_not_null()).exec(tx).await?;
    Ok(())
}

fn open_projects(dice: &mut Dice, team: &team::Model, batch: &mut Batch) -> Vec<Place> {
    let mut names = PROJECTS.to_vec();
    dice.shuffle(&mut names);
    names.truncate(usize::try_from(dice.between(2, 6)).unwrap_or(2));
    let opened = names.into_iter().map(|(name, description)| project::Model {
        id: ProjectId::from_uuid(dice.id(team.created_at)),
        team_id: Some(team.id),
        user_id: None,
        name: name.to_owned(),
        description: description.to_owned(),
        visibility: if PUBLIC.contains(&name) { Visibility::Public } else { Visibility::Team },
        created_at: team.created_at,
        creator_id: None,
        last_run_key: Timestamp(0),
    });
    let opened: Vec<_> = opened.collect();
    let places = opened.iter().map(|it| Place { project: it.id, team: it.team_id }).collect();
    batch.projects.extend(opened);
    places
}

fn own_project(dice: &mut Dice, user: &user::Model, batch: &mut Batch) -> Place {
    let created_at = user.joined_at.unwrap_or(user.added_at);
    let id = ProjectId::from_uuid(dice.id(created_at));
    batch.projects.push(project::Model {
        id,
        team_id: None,
        user_id: Some(user.id),
        name: "playground".to_owned(),
        description: String::new(),
        visibility: Visibility::Private,
        created_at,
        creator_id: Some(user.id),
        last_run_key: Timestamp(0),
    });
    Place { project: id, team: None }
}

fn write_report(
    dice: &mut Dice,
    place: Place,
    author_id: UserId,
    day: &activity_day::Model,
    body: String,
) -> report::Model {
    let created_at = moment(dice, day);
    report::Model {
        id: ReportId::from_uuid(dice.id(created_at)),
        project_id: place.project,
        title: prose::title(dice),
        body,
        published: dice.hits(700),
        author_id,
        created_at,
        updated_at: Timestamp(dice.between(created_at.0, day.last_at.0)),
        team_id: place.team,
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
