//! One run.

use domain::error::Kind;
use domain::ids::RunId;
use domain::run::{Run, RunFile, RunPage, facts};
use domain::team::TeamChip;
use domain::text::has_nul;
use entity::{run, run_file};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::lines;
use super::list::tags;
use crate::ctx::{InProject, UseInstance};
use crate::made::{author, authors};
use crate::{Ctx, Result};

/// Most files that a page lists.
const FILES_MAX: u64 = 1000;

/// Which run is at this address.
///
/// # Errors
///
/// As [`open`].
pub async fn find(cx: &Ctx, team: &str, project: &str, name: &str) -> Result<RunId> {
    Ok(at(cx, team, project, name).await?.1.id)
}

/// The run at this address.
///
/// # Errors
///
/// `NotFound` where there is none, and for whoever may not know of it.
pub async fn open(cx: &Ctx, team: &str, project: &str, name: &str) -> Result<RunPage> {
    let (InProject { project, team, actor, .. }, row) = at(cx, team, project, name).await?;
    let db = cx.instance.db.read();
    let people = authors(db, std::iter::once(row.author_id)).await?;
    Ok(RunPage {
        team: TeamChip { id: team.id, name: team.name, avatar: team.avatar },
        viewer: actor,
        service_account: row.service_account,
        notes: row.notes,
        config: facts(&row.config),
        summary: facts(&row.summary),
        lines: lines::count(db, row.id).await?,
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

async fn at(cx: &Ctx, team: &str, project: &str, name: &str) -> Result<(InProject, run::Model)> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let proof = InProject::find(db, &granted, (team, project), Kind::Run).await?;
    let of_project = run::Entity::find().filter(run::Column::ProjectId.eq(proof.project.id));
    let unknown = || domain::Error::NotFound(Kind::Run);
    if has_nul(name) {
        return Err(unknown().into());
    }
    let row = of_project.filter(run::Column::Name.eq(name)).one(db).await?.ok_or_else(unknown)?;
    Ok((proof, row))
}

async fn files(db: &impl ConnectionTrait, run: RunId) -> Result<Vec<RunFile>> {
    let of_run = run_file::Entity::find().filter(run_file::Column::RunId.eq(run));
    let found = of_run.order_by_asc(run_file::Column::Name).limit(FILES_MAX).all(db).await?;
    Ok(found.into_iter().map(|row| RunFile { name: row.name, size: row.size, kept: row.object.is_some() }).collect())
}
