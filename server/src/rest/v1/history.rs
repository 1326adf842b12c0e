//! What was changed, for the organization's admins.

use axum::{Extension, Json};
use domain::activity::Door;
use domain::history::{Action, ActorKind, Entry, FieldChange, HistoryQuery, TargetKind};
use domain::ids::{HistoryId, TargetId, UserId};
use domain::page::Direction;
use domain::time::Day;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::listed::Listed;
use super::shape::{self, Id, Time};
use crate::history_csv::word;
use crate::rest::extract::Asked;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

/// One change.
#[derive(Serialize, ToSchema)]
pub struct Change {
    #[schema(value_type = Id)]
    id: HistoryId,
    /// Counts all changes, from 1, without gaps.
    seq: i64,
    at: Time,
    actor: Actor,
    #[schema(value_type = shape::Door)]
    door: Door,
    #[schema(value_type = shape::Action)]
    action: Action,
    target: Target,
    changes: Vec<Changed>,
    /// The name under which the request is found in the log; empty at the command line.
    request: String,
}

/// Who did it, called as on that day.
#[derive(Serialize, ToSchema)]
pub struct Actor {
    #[schema(value_type = shape::ActorKind)]
    kind: ActorKind,
    /// Of a user.
    #[schema(value_type = Option<Id>)]
    id: Option<UserId>,
    name: String,
}

/// Whom it was done to, called as on that day.
#[derive(Serialize, ToSchema)]
pub struct Target {
    #[schema(value_type = shape::TargetKind)]
    kind: TargetKind,
    /// The organization has none.
    #[schema(value_type = Option<Id>)]
    id: Option<TargetId>,
    name: String,
}

/// One field that is not what it was, in words.
#[derive(Serialize, ToSchema)]
pub struct Changed {
    field: String,
    before: Option<String>,
    after: Option<String>,
}

impl From<FieldChange> for Changed {
    fn from(it: FieldChange) -> Self {
        Self { field: it.field, before: it.before, after: it.after }
    }
}

impl From<Entry> for Change {
    fn from(it: Entry) -> Self {
        Self {
            id: it.id,
            seq: it.seq,
            at: it.at.into(),
            actor: Actor { kind: it.actor.kind, id: it.actor.id, name: it.actor.name },
            door: it.door,
            action: it.action,
            target: Target { kind: it.target.kind, id: it.target.id, name: it.target.name },
            changes: it.changes.into_iter().map(Into::into).collect(),
            request: it.request,
        }
    }
}

/// Which changes, in which order.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct WhichChanges {
    /// Beginnings of words in the name of the actor, or in that of the target.
    #[serde(default)]
    search: String,
    #[param(value_type = Option<shape::Action>, inline)]
    action: Option<Action>,
    #[param(value_type = Option<shape::Door>, inline)]
    door: Option<Door>,
    #[param(value_type = Option<Id>, inline)]
    actor: Option<UserId>,
    #[param(value_type = Option<Id>, inline)]
    target: Option<TargetId>,
    /// The first day, in UTC.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<String>, format = Date)]
    from: Option<Day>,
    /// The last day.
    #[serde(default, deserialize_with = "word")]
    #[param(value_type = Option<String>, format = Date)]
    to: Option<Day>,
    /// `desc`, the newest first, where it is left out.
    #[param(value_type = Option<shape::Direction>, inline)]
    dir: Option<Direction>,
    /// The `next` of the page before.
    #[param(min_length = 1)]
    after: Option<String>,
}

/// What was changed, page by page.
#[utoipa::path(
    get, path = "/history", tag = "history",
    params(WhichChanges), responses((status = 200, body = Listed<Change>))
)]
pub async fn list(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Asked(which): Asked<WhichChanges>,
) -> Answer<Json<Listed<Change>>> {
    let WhichChanges { search, action, door, actor, target, from, to, dir, after } = which;
    let direction = dir.unwrap_or(HistoryQuery::default().direction);
    let query = HistoryQuery { search, action, door, actor, target, from, to, direction };
    Ok(Listed::page(service::history::list(&ctx, &query, after.as_deref()).await?))
}
