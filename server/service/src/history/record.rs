//! What was changed, appended in the transaction that changed it. Each row carries the hash of the one before.

use domain::history::{Action, TargetKind};
use domain::ids::{HistoryId, UserId};
use entity::{history, instance, user};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, DatabaseTransaction};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::names;
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
    by: Option<UserId>,
    record: Record,
) -> Result<()> {
    names::note(tx, [actor_name, &record.target_name]).await?;
    counters.history_seq += 1;
    let id = HistoryId::from_uuid(Uuid::now_v7());
    let (at, actor_kind) = (cx.now(), cx.actor_kind());
    let line = json!([
        counters.history_seq,
        id,
        at,
        actor_kind,
        by,
        actor_name,
        cx.door,
        record.action,
        record.target_kind,
        record.target_id,
        record.target_name,
        record.before,
        record.after,
        &*cx.request_id
    ]);
    let hash = Sha256::new().chain_update(&counters.history_hash).chain_update(line.to_string()).finalize().to_vec();
    counters.history_hash.clone_from(&hash);
    history::ActiveModel {
        id: Set(id),
        seq: Set(counters.history_seq),
        at: Set(at),
        actor_kind: Set(actor_kind),
        actor_id: Set(by.map(UserId::uuid)),
        actor_name: Set(actor_name.to_owned()),
        door: Set(cx.door),
        action: Set(record.action),
        target_kind: Set(record.target_kind),
        target_id: Set(record.target_id),
        target_name: Set(record.target_name),
        before: Set(record.before),
        after: Set(record.after),
        request_id: Set(cx.request_id.to_string()),
        hash: Set(hash),
    }
    .insert(tx)
    .await?;
    Ok(())
}
