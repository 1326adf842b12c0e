//! What was changed, appended in the transaction that changed it. Each row carries the hash of the one before.

use domain::history::{Action, TargetKind};
use domain::ids::HistoryId;
use domain::policy::TeamRole;
use entity::{api_key, history, instance, project, report, run, service_account, team, user};
use sea_orm::{ActiveModelTrait, DatabaseTransaction, IntoActiveModel};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{chain, names};
use crate::{Ctx, Result};

/// One change, for the history.
pub struct Record {
    action: Action,
    target_kind: TargetKind,
    target_id: Option<Uuid>,
    target_name: String,
    before: Value,
    after: Value,
}

impl Record {
    /// A change of `user`, with the fields that changed as they were and as they are.
    pub fn user(action: Action, user: &user::Model, before: Value, after: Value) -> Self {
        Self {
            action,
            target_kind: TargetKind::User,
            target_id: Some(user.id.uuid()),
            target_name: user.name.clone(),
            before,
            after,
        }
    }

    /// A change of `team`.
    pub fn team(action: Action, team: &team::Model, before: Value, after: Value) -> Self {
        Self {
            action,
            target_kind: TargetKind::Team,
            target_id: Some(team.id.uuid()),
            target_name: team.name.clone(),
            before,
            after,
        }
    }

    /// A change of what `user` is in a team: a role before, a role after.
    pub fn member(
        action: Action,
        team: &team::Model,
        user: &user::Model,
        before: Option<TeamRole>,
        after: Option<TeamRole>,
    ) -> Self {
        let told = |role: Option<TeamRole>| match role {
            Some(role) => json!({ "team": team.name, "team_role": role }),
            None => json!({}),
        };
        Self::user(action, user, told(before), told(after))
    }

    /// A change of `key`. What is told of it never holds the key.
    pub fn api_key(action: Action, key: &api_key::Model, before: Value, after: Value) -> Self {
        Self {
            action,
            target_kind: TargetKind::ApiKey,
            target_id: Some(key.id.uuid()),
            target_name: key.name.clone(),
            before,
            after,
        }
    }

    /// A change of `account`.
    pub fn service_account(action: Action, account: &service_account::Model, before: Value, after: Value) -> Self {
        Self {
            action,
            target_kind: TargetKind::ServiceAccount,
            target_id: Some(account.id.uuid()),
            target_name: account.name.clone(),
            before,
            after,
        }
    }

    pub fn project(action: Action, row: &project::Model, before: Value, after: Value) -> Self {
        Self::work(action, (TargetKind::Project, row.id.uuid(), &row.name), before, after)
    }

    pub fn run(action: Action, row: &run::Model, before: Value, after: Value) -> Self {
        Self::work(action, (TargetKind::Run, row.id.uuid(), &row.display_name), before, after)
    }

    pub fn report(action: Action, row: &report::Model, before: Value, after: Value) -> Self {
        Self::work(action, (TargetKind::Report, row.id.uuid(), &row.title), before, after)
    }

    fn work(action: Action, (kind, id, name): (TargetKind, Uuid, &str), before: Value, after: Value) -> Self {
        Self { action, target_kind: kind, target_id: Some(id), target_name: name.to_owned(), before, after }
    }

    /// A change of the instance itself.
    pub fn instance(action: Action, before: Value, after: Value) -> Self {
        let target_kind = TargetKind::Instance;
        Self { action, target_kind, target_id: None, target_name: String::new(), before, after }
    }
}

/// What the history says of where a user stands.
pub fn standing(user: &user::Model) -> Value {
    json!({ "role": user.role, "status": user.status })
}

pub async fn append(
    tx: &DatabaseTransaction,
    counters: &mut instance::Model,
    cx: &Ctx,
    actor_name: &str,
    by: Option<Uuid>,
    record: Record,
) -> Result<()> {
    // Boxed, so that every use case does not grow by what is seldom needed.
    Box::pin(names::note(tx, [actor_name, &record.target_name])).await?;
    counters.history_seq += 1;
    let mut row = history::Model {
        id: HistoryId::from_uuid(Uuid::now_v7()),
        seq: counters.history_seq,
        at: cx.now(),
        actor_kind: cx.actor_kind(),
        actor_id: by,
        actor_name: actor_name.to_owned(),
        door: cx.door,
        action: record.action,
        target_kind: record.target_kind,
        target_id: record.target_id,
        target_name: record.target_name,
        before: record.before,
        after: record.after,
        request_id: cx.request_id.to_string(),
        hash: Vec::new(),
    };
    row.hash = chain::hash(&counters.history_hash, &row);
    counters.history_hash.clone_from(&row.hash);
    row.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}
