//! What may be changed of a run: how people call it, what they say of it, and whether it is there.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::RunId;
use domain::run::{notes, run_title, tags};
use entity::{run, run_file, run_log, run_metric, run_point, user};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use serde_json::json;

use super::{prove, stray};
use crate::ctx::{Change, InProject, UseInstance};
use crate::history::Record;
use crate::projects::last_run;
use crate::{Ctx, Result, made};

/// Begins a change of a run by somebody who may make it.
async fn begin(cx: &Ctx, run: RunId) -> Result<(Change<UseInstance>, run::Model)> {
    let change = cx.begin::<UseInstance>().await?;
    let row = prove::locked(&change.tx, run).await?;
    let proof = InProject::prove(&change.tx, &change.granted, row.project_id, Kind::Run).await?;
    proof.edit_run(&row)?;
    Ok((change, row))
}

/// Gives the run another name for people; its address stays.
///
/// # Errors
///
/// As [`set_notes`].
pub async fn set_display_name(cx: &Ctx, run: RunId, text: &str) -> Result<()> {
    let title = run_title(text).map_err(|rule| domain::Error::invalid("display_name", rule))?;
    let (mut change, mut row) = begin(cx, run).await?;
    if row.display_name != title {
        let before = std::mem::replace(&mut row.display_name, title);
        let (before, after) = (json!({ "name": before }), json!({ "name": row.display_name }));
        change.also(Record::run(Action::RunRenamed, &row, before, after));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Says something about the run.
///
/// # Errors
///
/// `Invalid` where it is too long; `Denied` to all but its author and the team's admins; `NotFound` for whoever may not
/// know of it.
pub async fn set_notes(cx: &Ctx, run: RunId, text: &str) -> Result<()> {
    let text = notes(text).map_err(|rule| domain::Error::invalid("notes", rule))?;
    let (mut change, mut row) = begin(cx, run).await?;
    if row.notes != text {
        let before = std::mem::replace(&mut row.notes, text);
        change.also(Record::run(
            Action::RunNotesChanged,
            &row,
            json!({ "notes": before }),
            json!({ "notes": row.notes }),
        ));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Tags the run, by words with commas between them, and returns the tags.
///
/// # Errors
///
/// `Invalid` where there are too many, or one is too long; else as [`set_notes`].
pub async fn set_tags(cx: &Ctx, run: RunId, text: &str) -> Result<Vec<String>> {
    let tags = tags(text).map_err(|rule| domain::Error::invalid("tags", rule))?;
    let (mut change, mut row) = begin(cx, run).await?;
    if row.tags != json!(tags) {
        let before = std::mem::replace(&mut row.tags, json!(tags));
        change.also(Record::run(Action::RunTagsChanged, &row, json!({ "tags": before }), json!({ "tags": tags })));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await?;
    Ok(tags)
}

/// Deletes the run with all that it logged. Its files go after the commit; what cannot be deleted at once is tried again
/// until it is gone.
///
/// # Errors
///
/// As [`set_notes`].
pub async fn delete(cx: &Ctx, run: RunId) -> Result<()> {
    let (mut change, row) = begin(cx, run).await?;
    let tx = &change.tx;
    run_point::Entity::delete_many().filter(run_point::Column::RunId.eq(run)).exec(tx).await?;
    run_metric::Entity::delete_many().filter(run_metric::Column::RunId.eq(run)).exec(tx).await?;
    run_log::Entity::delete_many().filter(run_log::Column::RunId.eq(run)).exec(tx).await?;
    let strays = stray::of_run(&change, &row).await?;
    run_file::Entity::delete_many().filter(run_file::Column::RunId.eq(run)).exec(tx).await?;
    run::Entity::delete_by_id(run).exec(tx).await?;
    made::recount(tx, row.author_id, user::Column::Runs, -1).await?;
    last_run::find_again(tx, row.project_id).await?;
    change.also(Record::run(Action::RunDeleted, &row, json!({ "name": row.name, "state": row.state }), json!({})));
    change.commit_if_any().await?;
    stray::clear(&cx.instance, strays).await;
    Ok(())
}
