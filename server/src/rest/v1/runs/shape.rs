//! How runs are told.

use domain::ids::RunId;
use domain::run::{LogLine, RunPage, RunState};
use serde::{Deserialize, Serialize};
use service::Ctx;
use utoipa::{IntoParams, ToSchema};

use crate::rest::problem::Answer;
use crate::rest::v1::projects::Author;
use crate::rest::v1::shape::{self, Id, Time};

/// Something of a run.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfRun {
    /// The name of the team.
    pub team: String,
    /// The name of the project.
    pub project: String,
    /// The name of the run.
    pub run: String,
}

impl OfRun {
    pub async fn open(&self, ctx: &Ctx) -> Answer<RunPage> {
        Ok(service::runs::open(ctx, &self.team, &self.project, &self.run).await?)
    }

    pub async fn id(&self, ctx: &Ctx) -> Answer<RunId> {
        Ok(service::runs::find(ctx, &self.team, &self.project, &self.run).await?)
    }
}

#[derive(Serialize, ToSchema)]
pub struct Run {
    #[schema(value_type = Id)]
    id: RunId,
    /// Its part of the address.
    name: String,
    display_name: String,
    /// The name of its project.
    project: String,
    #[schema(value_type = shape::RunState)]
    state: RunState,
    author: Author,
    tags: Vec<String>,
    created: Time,
    /// When it was last heard of.
    heartbeat: Time,
    finished: Option<Time>,
}

impl From<domain::run::Run> for Run {
    fn from(it: domain::run::Run) -> Self {
        Self {
            id: it.id,
            name: it.name,
            display_name: it.display_name,
            project: it.project,
            state: it.state,
            author: it.author.into(),
            tags: it.tags,
            created: it.created.into(),
            heartbeat: it.heartbeat.into(),
            finished: it.finished.map(Into::into),
        }
    }
}

/// A run with what it was started with and what came out of it.
#[derive(Serialize, ToSchema)]
pub struct WholeRun {
    #[serde(flatten)]
    about: Run,
    /// The service account that logged it for its author, if one did.
    service_account: Option<String>,
    notes: String,
    config: Vec<Fact>,
    summary: Vec<Fact>,
    /// How many lines it wrote.
    lines: i64,
    files: Vec<RunFile>,
}

/// A name, as in "optimizer.lr", and its value in words.
#[derive(Serialize, ToSchema)]
pub struct Fact {
    name: String,
    value: String,
}

#[derive(Serialize, ToSchema)]
pub struct RunFile {
    name: String,
    /// In bytes.
    size: i64,
    /// Whether its contents are there. Those of the demo are not.
    kept: bool,
}

impl From<domain::run::RunFile> for RunFile {
    fn from(it: domain::run::RunFile) -> Self {
        Self { name: it.name, size: it.size, kept: it.kept }
    }
}

/// A line that a run wrote.
#[derive(Serialize, ToSchema)]
pub struct Line {
    /// From 1 on.
    number: i64,
    text: String,
    /// Whether it was written to the stream for what goes wrong.
    is_error: bool,
}

impl From<LogLine> for Line {
    fn from(it: LogLine) -> Self {
        Self { number: it.number, text: it.text, is_error: it.is_error }
    }
}

fn told(facts: Vec<domain::run::Fact>) -> Vec<Fact> {
    facts.into_iter().map(|it| Fact { name: it.name, value: it.value }).collect()
}

impl From<RunPage> for WholeRun {
    fn from(page: RunPage) -> Self {
        Self {
            about: page.run.into(),
            service_account: page.service_account,
            notes: page.notes,
            config: told(page.config),
            summary: told(page.summary),
            lines: page.lines,
            files: page.files.into_iter().map(Into::into).collect(),
        }
    }
}

/// What a run measured over its steps.
#[derive(Serialize, ToSchema)]
pub struct Metric {
    name: String,
    /// Over how many steps each point is a mean; 1 where the points are what was logged.
    steps_a_point: i64,
    points: Vec<Point>,
}

#[derive(Serialize, ToSchema)]
pub struct Point {
    step: i64,
    /// Null where it is no number, or has no end.
    value: Option<f64>,
}

impl From<domain::run::Metric> for Metric {
    fn from(it: domain::run::Metric) -> Self {
        let point = |(step, value): (i64, f64)| Point { step, value: Some(value).filter(|it| it.is_finite()) };
        Self { name: it.name, steps_a_point: it.steps_a_point, points: it.points.into_iter().map(point).collect() }
    }
}
