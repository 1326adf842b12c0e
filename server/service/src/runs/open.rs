//! One run.

use domain::error::Kind;
use domain::run::{Run, RunFile, RunPage, facts};
use domain::team::TeamChip;
use entity::{run, run_file, run_log};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::list::tags;
use crate::ctx::{InProject, UseInstance};
use crate::made::{author, authors};
use crate::{Ctx, Result};

/// Most files that a page lists.
const FILES_MAX: u64 = 1000;

/// The run at this address.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever may not know of it.
pub async fn open(cx: &Ctx, team: &str, project: &str, name: &str) -> Result<RunPage> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let InProject { project, team, actor, .. } = InProject::find(db, &granted, (team, project), Kind::Run).await?;
    let of_project = run::Entity::find().filter(run::Column::ProjectId.eq(project.id));
    let row = of_project.filter(run::Column::Name.eq(name)).one(db).await?;
    let row = row.ok_or(domain::Error::NotFound(Kind::Run))?;
    let people = authors(db, std::iter::once(row.author_id)).await?;
    Ok(RunPage {
        team: TeamChip { id: team.id, name: team.name },
        viewer: actor,
        service_account: row.service_account,
        notes: row.notes,
        config: facts(&row.config),
        summary: facts(&row.summary),
        lines: lines(db, row.id).await?,
        files: files(db, row.id).await?,
        run: Run {
            id: row.id,
            name: row.name,
            display_name: row.display_name,
            project: project.name,
            state: row.state,
            author: author(&people, row.author_id)?,
            tags: tags(row.tags),
            created: row.created_at,
            heartbeat: row.heartbeat_at,
            finished: row.finished_at,
        },
    })
}

/// How many lines the run wrote; they are numbered from 1 on.
async fn lines(db: &impl ConnectionTrait, run: domain::ids::RunId) -> Result<i64> {
    let last: Option<Option<i64>> = run_log::Entity::find()
        .select_only()
        .column_as(run_log::Column::Line.max(), "last")
        .filter(run_log::Column::RunId.eq(run))
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.flatten().unwrap_or_default())
}

async fn files(db: &impl ConnectionTrait, run: domain::ids::RunId) -> Result<Vec<RunFile>> {
    let of_run = run_file::Entity::find().filter(run_file::Column::RunId.eq(run));
    let found = of_run.order_by_asc(run_file::Column::Name).limit(FILES_MAX).all(db).await?;
    Ok(found.into_iter().map(|row| RunFile { name: row.name, size: row.size }).collect())
}
