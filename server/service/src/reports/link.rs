//! Reports read by a link, without signing in. The link holds as long as whoever made it might make it.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::ReportId;
use domain::policy::{InTeam, edit_work, link_work, see_work};
use domain::report::{DRAFT_HAS_NO_LINK, LinkedReport, ReportLink};
use domain::setting::TeamSettings;
use domain::user::Status;
use entity::{project, report, report_link, team, team_member, user};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};
use secrecy::ExposeSecret;
use serde_json::json;

use super::change::begin;
use crate::ctx::enforced;
use crate::history::Record;
use crate::{Ctx, Result, made, markdown, organization, token};

/// Makes a link to the report and returns its address, which is shown this once. The one before opens nothing any more.
///
/// # Errors
///
/// `Denied` where the team wants none, and to all but its author and the team's admins; `Conflict` for a draft, and where no
/// person asks; `NotFound` for whoever may not know of it.
pub async fn make_link(cx: &Ctx, report: ReportId) -> Result<String> {
    let (mut change, proof, row) = begin(cx, report).await?;
    link_work(proof.project.visibility.under(&proof.settings), &proof.settings)?;
    if !row.published {
        return Err(domain::Error::Conflict(DRAFT_HAS_NO_LINK.to_owned()).into());
    }
    let maker_id = proof.by.ok_or_else(|| domain::Error::Conflict("Links are made by people.".to_owned()))?;
    forget_link(&change.tx, report).await?;
    let fresh = token::fresh()?;
    let link = report_link::Model { report_id: report, token_hash: fresh.hash, maker_id, made_at: change.now() };
    link.into_active_model().reset_all().insert(&change.tx).await?;
    change.also(Record::report(Action::ReportLinked, &row, json!({}), json!({})));
    change.commit_if_any().await?;
    Ok(format!("{}/public/{}", cx.instance.settings.base_url, fresh.token.expose_secret()))
}

/// Takes the link back: it opens nothing any more.
///
/// # Errors
///
/// `Denied` to all but its author and the team's admins; `NotFound` for whoever may not know of the report.
pub async fn take_link_back(cx: &Ctx, report: ReportId) -> Result<()> {
    let (mut change, _, row) = begin(cx, report).await?;
    if forget_link(&change.tx, report).await? {
        change.also(Record::report(Action::ReportUnlinked, &row, json!({}), json!({})));
    }
    change.commit_if_any().await
}

/// Whether there was one.
pub(super) async fn forget_link(tx: &DatabaseTransaction, report: ReportId) -> Result<bool> {
    Ok(report_link::Entity::delete_by_id(report).exec(tx).await?.rows_affected > 0)
}

/// What the link with this token shows to whoever has it.
///
/// # Errors
///
/// `NotFound` where it opens nothing, or nothing any more.
pub async fn read_by_link(cx: &Ctx, token: &str) -> Result<LinkedReport> {
    let db = cx.instance.db.read();
    let unknown = || domain::Error::NotFound(Kind::Report);
    let link = report_link::Entity::find().filter(report_link::Column::TokenHash.eq(token::hash(token)));
    let link = link.one(db).await?.ok_or_else(unknown)?;
    let row = report::Entity::find_by_id(link.report_id).one(db).await?.ok_or_else(unknown)?;
    let project = project::Entity::find_by_id(row.project_id).one(db).await?.ok_or_else(unknown)?;
    let team = team::Entity::find_by_id(project.team_id.ok_or_else(unknown)?).one(db).await?.ok_or_else(unknown)?;
    let settings = team.settings.under(&enforced(db).await?);
    let maker = user::Entity::find_by_id(link.maker_id).one(db).await?.ok_or_else(unknown)?;
    if !answers_for(db, &maker, &row, &project, &settings).await? {
        return Err(unknown().into());
    }
    let people = made::authors(db, std::iter::once(row.author_id)).await?;
    Ok(LinkedReport {
        organization: organization::name(db).await?,
        title: row.title,
        author: made::author(&people, row.author_id)?.name,
        edited: row.updated_at,
        html: markdown::render(&row.body),
    })
}

/// The link to the report, whether it opens it or not.
pub(super) async fn link_to(
    db: &impl ConnectionTrait,
    row: &report::Model,
    project: &project::Model,
    settings: &TeamSettings,
) -> Result<Option<ReportLink>> {
    let Some(link) = report_link::Entity::find_by_id(row.id).one(db).await? else { return Ok(None) };
    let Some(maker) = user::Entity::find_by_id(link.maker_id).one(db).await? else { return Ok(None) };
    let opens = answers_for(db, &maker, row, project, settings).await?;
    Ok(Some(ReportLink { made: link.made_at, by: maker.name, opens }))
}

/// Whether `maker` might make a link to the report at this moment.
async fn answers_for(
    db: &impl ConnectionTrait,
    maker: &user::Model,
    row: &report::Model,
    project: &project::Model,
    settings: &TeamSettings,
) -> Result<bool> {
    let Some(team) = project.team_id.filter(|_| row.published && maker.status == Status::Active) else {
        return Ok(false);
    };
    let role = team_member::Entity::find_by_id((team, maker.id)).one(db).await?.map(|it| it.role);
    let acting = InTeam { organization: maker.role, team: role };
    let visibility = project.visibility.under(settings);
    Ok(see_work(acting, visibility, project.creator_id == Some(maker.id))
        && edit_work(acting, row.author_id == maker.id).is_ok()
        && link_work(visibility, settings).is_ok())
}
