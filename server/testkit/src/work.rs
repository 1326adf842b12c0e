//! Projects with runs in them, logged past every rule: what a client does is not for these tests.

use domain::ids::{ProjectId, RunId, TeamId};
use domain::policy::TeamRole;
use domain::project::{NewProject, ProjectPage, Visibility};
use domain::run::{RunEvent, RunState};
use domain::storage::StorageType;
use domain::team::NewTeam;
use entity::run;
use sea_orm::EntityTrait;
use service::{alerts, projects, teams};
use uuid::Uuid;

use crate::{Lock, Person, World, on_postgres};

impl World {
    /// Creates a team whose admin is `admin`.
    pub async fn team_of(&self, admin: &Person, name: &str) -> TeamId {
        let new = NewTeam { name: name.to_owned(), storage: StorageType::Instance };
        teams::create(&admin.ctx, &new).await.expect("a team").id
    }

    /// Puts somebody into a team.
    pub async fn puts(&self, admin: &Person, team: TeamId, person: &Person, role: TeamRole) {
        teams::add_member(&admin.ctx, team, person.id, role).await.expect("a member");
    }

    /// Lets somebody create a project in the team "vision".
    pub async fn project(&self, by: &Person, name: &str, visibility: Visibility) -> ProjectPage {
        let team = teams::open(&by.ctx, "vision").await.expect("a team").id;
        let new = NewProject { team, name: name.to_owned(), description: String::new(), visibility };
        let name = projects::create(&by.ctx, &new).await.expect("a project");
        projects::open(&by.ctx, "vision", &name).await.expect("the project")
    }

    /// Logs a run of somebody that began at `at` and lasted a minute.
    pub async fn logs(&self, by: &Person, page: &ProjectPage, name: &str, state: RunState, at: i64) -> RunId {
        let run = Uuid::now_v7();
        let sql = format!(
            "INSERT INTO run (id, project_id, team_id, name, display_name, state, author_id, created_at, heartbeat_at)
             VALUES ({}, {}, {}, '{name}', 'Run {name}', '{state}', {}, {at}, {})",
            literal(run),
            literal(page.project.id.uuid()),
            literal(page.team.id.uuid()),
            literal(by.id.uuid()),
            at + 60_000,
        );
        self.execute(&sql).await;
        self.execute(&format!("UPDATE \"user\" SET runs = runs + 1 WHERE id = {}", literal(by.id.uuid()))).await;
        self.execute(&format!(
            "UPDATE project SET last_run_key = {at} WHERE id = {} AND last_run_key < {at}",
            literal(page.project.id.uuid())
        ))
        .await;
        RunId::from_uuid(run)
    }

    /// Tells of something that happened to a run, as whoever logs it does.
    pub async fn tells(&self, run: RunId, event: &RunEvent) {
        self.tells_at_most(run, event, 0).await;
    }

    /// The same, where an alert asks not to be told again for so many milliseconds.
    pub async fn tells_at_most(&self, run: RunId, event: &RunEvent, wait: i64) {
        let tx = self.instance.db.begin().await.expect("a transaction");
        let row = run::Entity::find_by_id(run).one(&tx).await.expect("a read").expect("the run");
        alerts::raise(&self.instance, &tx, &row, event, wait).await.expect("told");
        tx.commit().await.expect("committed");
    }

    /// Logs a metric of a run: at each step its number, `loss` being the first metric.
    pub async fn measures(&self, run: RunId, steps: i64) {
        let id = literal(run.uuid());
        let last = steps - 1;
        self.execute(&format!("INSERT INTO run_metric VALUES ({id}, 0, 'loss', {steps}, 0, {last})")).await;
        self.execute(&format!(
            "WITH RECURSIVE steps (step) AS (SELECT 0 UNION ALL SELECT step + 1 FROM steps WHERE step < {last})
             INSERT INTO run_point SELECT {id}, 0, step, step FROM steps"
        ))
        .await;
        self.execute(&format!("INSERT INTO run_log VALUES ({id}, 1, false, 'one'), ({id}, 2, true, 'two')")).await;
        self.execute(&format!("INSERT INTO run_file (run_id, name, size) VALUES ({id}, 'output.log', 12)")).await;
    }

    /// Holds the guard row, on PostgreSQL, until it is dropped. SQLite knows no lock of a row.
    pub async fn holds_guard_row(&self) -> Option<Lock> {
        if on_postgres() { Some(self.database().lock_row("SELECT id FROM instance FOR UPDATE").await) } else { None }
    }

    /// The project of a page, for those who only need its id.
    pub async fn project_id(&self, by: &Person, name: &str) -> ProjectId {
        self.project(by, name, Visibility::Team).await.project.id
    }
}

fn literal(id: Uuid) -> String {
    if on_postgres() { format!("'{id}'") } else { format!("X'{}'", id.simple()) }
}
