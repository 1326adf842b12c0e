//! Whether alerts arrive at a destination, tried at once.

use domain::alert::{Delivery, DeliveryState, DestinationKind, Message, Verdict};
use domain::ids::{DeliveryId, DestinationId, TeamId};
use domain::time::Timestamp;
use entity::{alert_delivery, alert_destination};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::deliveries::shown;
use super::destinations::managed;
use super::send::{Outcome, post};
use crate::ctx::UseInstance;
use crate::{Ctx, Result};

/// Tests that the admins of a team send within a minute.
const TESTS_A_MINUTE: u64 = 10;

/// Sends a test to a destination, also to one that is paused, and says how it went. It stands in the log of deliveries, and
/// is not tried again.
///
/// # Errors
///
/// `NotFound` where there is none, and to whoever may not know of it; `Denied` to all but the admins of its team;
/// `TooMany` where ten were sent within a minute.
pub async fn send_test(cx: &Ctx, id: DestinationId) -> Result<Delivery> {
    let granted = cx.authorize::<UseInstance>().await?;
    let db = cx.instance.db.read();
    let found = alert_destination::Entity::find_by_id(id).one(db).await?;
    let (granted, row) = managed(db, &granted, found).await?;
    check_pace(cx, row.team_id).await?;
    let message = Message::Test { team: &granted.team.name, at: cx.now() };
    let body = match row.kind {
        DestinationKind::Slack => message.slack(),
        DestinationKind::Webhook => message.webhook(),
    };
    let delivery = DeliveryId::from_uuid(Uuid::now_v7());
    let outcome = post(&cx.instance, &row, delivery, body.to_string()).await?;
    let tested = tested(&row, delivery, outcome, cx.now());
    let tx = cx.instance.db.write().await?;
    tested.clone().into_active_model().reset_all().insert(&tx).await?;
    tx.commit().await?;
    Ok(shown(db, vec![tested]).await?.remove(0))
}

async fn check_pace(cx: &Ctx, team: TeamId) -> Result<()> {
    use alert_delivery::Column;
    let tests = alert_delivery::Entity::find()
        .filter(Column::TeamId.eq(team))
        .filter(Column::CreatedAt.gt(cx.now().plus_seconds(-60)))
        .filter(Column::Event.is_null());
    if tests.count(cx.instance.db.read()).await? >= TESTS_A_MINUTE {
        return Err(domain::Error::TooMany(60).into());
    }
    Ok(())
}

fn tested(to: &alert_destination::Model, id: DeliveryId, outcome: Outcome, now: Timestamp) -> alert_delivery::Model {
    let arrived = outcome.verdict == Verdict::Delivered;
    alert_delivery::Model {
        id,
        team_id: to.team_id,
        destination_id: Some(to.id),
        mail_id: None,
        run_id: None,
        project_name: String::new(),
        run_name: String::new(),
        run_display_name: String::new(),
        event: None,
        sealed: None,
        state: if arrived { DeliveryState::Delivered } else { DeliveryState::Failed },
        attempts: 1,
        status: outcome.status.map(i32::from),
        reason: outcome.words,
        created_at: now,
        queued_at: now,
        finished_at: Some(now),
    }
}
