//! Reports are written, published, and go.

use domain::error::{Checks, Kind};
use domain::history::Action;
use domain::ids::ReportId;
use domain::pin::Pinned;
use domain::policy::see_draft;
use domain::report::{NewReport, body, title};
use domain::time::Timestamp;
use entity::{report, user};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;

use super::link::forget_link;
use crate::ctx::{Change, InProject, UseInstance};
use crate::history::Record;
use crate::{Ctx, Result, made, pins};

/// Title and body as they are kept.
fn checked(given_title: &str, given_body: &str) -> Result<(String, String), domain::Error> {
    let mut checks = Checks::default();
    let title = checks.take("title", title(given_title)).unwrap_or_default();
    let body = checks.take("body", body(given_body)).unwrap_or_default();
    checks.finish()?;
    Ok((title, body))
}

/// What the history says of a report: its words are its own, their number is enough.
fn told(row: &report::Model) -> Value {
    json!({ "title": row.title, "characters": row.body.chars().count(), "published": row.published })
}

/// Writes a report, which is a draft unless `new` says otherwise.
///
/// # Errors
///
/// `Invalid` where title or body break a rule; `Denied` to whoever only looks; `NotFound` for whoever may not know of
/// the project.
pub async fn create(cx: &Ctx, new: &NewReport) -> Result<ReportId> {
    let (title, body) = checked(&new.title, &new.body)?;
    let mut change = cx.begin::<UseInstance>().await?;
    let proof = InProject::prove(&change.tx, &change.granted, new.project, Kind::Project).await?;
    proof.contribute()?;
    let author_id = proof.by.ok_or_else(|| domain::Error::Conflict("Reports are written by people.".to_owned()))?;
    let row = report::Model {
        id: ReportId::from_uuid(Uuid::now_v7()),
        project_id: proof.project.id,
        title,
        body,
        published: new.published,
        author_id,
        created_at: change.now(),
        updated_at: change.now(),
        team_id: proof.project.team_id,
    };
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    made::recount(&change.tx, author_id, user::Column::Reports, 1).await?;
    change.also(Record::report(Action::ReportCreated, &row, json!({}), told(&row)));
    change.commit_if_any().await?;
    Ok(row.id)
}

/// Begins a change of a report by somebody who may make it.
pub(super) async fn begin(cx: &Ctx, report: ReportId) -> Result<(Change<UseInstance>, InProject, report::Model)> {
    let change = cx.begin::<UseInstance>().await?;
    let unknown = || domain::Error::NotFound(Kind::Report);
    let row = report::Entity::find_by_id(report).one(&change.tx).await?.ok_or_else(unknown)?;
    let proof = InProject::prove(&change.tx, &change.granted, row.project_id, Kind::Report).await?;
    if !row.published && !see_draft(proof.actor, proof.by == Some(row.author_id)) {
        return Err(unknown().into());
    }
    proof.edit(Some(row.author_id))?;
    Ok((change, proof, row))
}

/// Changes title and body of a report that was last edited at `seen`, as far as the writer knows, and returns when it is
/// now.
///
/// # Errors
///
/// `Invalid` where title or body break a rule; `Conflict` where somebody edited it meanwhile; `Denied` to all but its
/// author and the team's admins; `NotFound` for whoever may not know of it.
pub async fn save(cx: &Ctx, report: ReportId, title: &str, body: &str, seen: Timestamp) -> Result<Timestamp> {
    let (title, body) = checked(title, body)?;
    let (mut change, _, mut row) = begin(cx, report).await?;
    if row.updated_at != seen {
        let words =
            "Somebody changed this report while you wrote. Copy your text, open the report again and add it there.";
        return Err(domain::Error::Conflict(words.to_owned()).into());
    }
    if row.title == title && row.body == body {
        return Ok(row.updated_at);
    }
    let before = told(&row);
    (row.title, row.body) = (title, body);
    row.updated_at = std::cmp::max(change.now(), Timestamp(row.updated_at.0 + 1));
    change.also(Record::report(Action::ReportSaved, &row, before, told(&row)));
    let edited = row.updated_at;
    row.into_active_model().reset_all().update(&change.tx).await?;
    change.commit_if_any().await?;
    Ok(edited)
}

/// Shows the report to whoever sees its project, or takes it back to a draft.
///
/// # Errors
///
/// As [`save`].
pub async fn publish(cx: &Ctx, report: ReportId, published: bool) -> Result<()> {
    let (mut change, _, mut row) = begin(cx, report).await?;
    if row.published != published {
        let before = told(&row);
        row.published = published;
        let action = if published { Action::ReportPublished } else { Action::ReportUnpublished };
        change.also(Record::report(action, &row, before, told(&row)));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Deletes the report.
///
/// # Errors
///
/// As [`save`].
pub async fn delete(cx: &Ctx, report: ReportId) -> Result<()> {
    let (mut change, _, row) = begin(cx, report).await?;
    pins::forget(&change.tx, Pinned::Report(report)).await?;
    forget_link(&change.tx, report).await?;
    report::Entity::delete_by_id(report).exec(&change.tx).await?;
    made::recount(&change.tx, row.author_id, user::Column::Reports, -1).await?;
    change.also(Record::report(Action::ReportDeleted, &row, told(&row), json!({})));
    change.commit_if_any().await
}
