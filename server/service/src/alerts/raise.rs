//! Something happened to a run: whoever is to be told of it will be, if the transaction that says so is committed.

use std::collections::BTreeSet;

use domain::alert::{DeliveryState, DestinationKind, Happening, Message};
use domain::ids::{DeliveryId, MailId, RunId, UserId};
use domain::mail::MailKind;
use domain::notification::Notification;
use domain::policy::{InTeam, see_work};
use domain::project::Visibility;
use domain::run::{RunEvent, RunEventKind};
use domain::time::Timestamp;
use domain::user::Status;
use entity::{alert_delivery, alert_destination, alert_said, project, run, team, team_member, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use url::Url;
use uuid::Uuid;

use super::secrets::seal_body;
use super::{makers, settings};
use crate::outbox::{self, Text};
use crate::{Error, Instance, Result, organization};

/// An alert of one title is not told more often than this, in milliseconds, whatever the code asks for, and after so long
/// in any case.
const WAIT: std::ops::RangeInclusive<i64> = 10_000..=86_400_000;
/// Titles of one run that are told within an hour: more say nothing to anybody.
const TITLES: u64 = 60;
/// Alerts that wait for one destination. Of more it is only noted that they were not sent.
const MOST_WAITING: u64 = 1000;

/// Tells of what happened to a run of a team, in the transaction in which it did; best at its end, as the team's
/// destinations are held until then. `wait` is for how many milliseconds an alert of the same title is not told again, and
/// says nothing of other events.
///
/// The author is told by mail, while they are in the team and may see the run. Destinations are told of what the whole team
/// may see, and only while somebody answers for them.
pub async fn raise(
    instance: &Instance,
    tx: &DatabaseTransaction,
    run: &run::Model,
    event: &RunEvent,
    wait: i64,
) -> Result<()> {
    let Some(scene) = Scene::find(tx, run).await? else { return Ok(()) };
    let now = instance.clock.now();
    if let RunEvent::Alert { title, .. } = event
        && !may_say(tx, run.id, title, now, wait).await?
    {
        return Ok(());
    }
    let happening = scene.happening(instance, run, event, now)?;
    mail_author(instance, tx, run, &scene, &happening).await?;
    tell_destinations(instance, tx, run, &scene, &happening).await
}

/// Where it happened, and to whose run.
struct Scene {
    team: team::Model,
    project: project::Model,
    author: user::Model,
    /// Who may read it.
    visibility: Visibility,
}

impl Scene {
    /// None of a run that is nobody's but its author's.
    async fn find(tx: &DatabaseTransaction, run: &run::Model) -> Result<Option<Self>> {
        let Some(team) = run.team_id else { return Ok(None) };
        let lost = || Error::Internal(format!("run {} is in no team or project, or nobody's", run.id));
        let team = team::Entity::find_by_id(team).one(tx).await?.ok_or_else(lost)?;
        let project = project::Entity::find_by_id(run.project_id).one(tx).await?.ok_or_else(lost)?;
        let author = user::Entity::find_by_id(run.author_id).one(tx).await?.ok_or_else(lost)?;
        let settings = team.settings.under(&organization::decided(tx).await?.enforced);
        let visibility = project.visibility.under(&settings);
        Ok(Some(Self { team, project, author, visibility }))
    }

    fn happening(&self, instance: &Instance, run: &run::Model, event: &RunEvent, now: Timestamp) -> Result<Happening> {
        let until = match event {
            RunEvent::Alert { .. } => now,
            _ => run.finished_at.unwrap_or(run.heartbeat_at),
        };
        Ok(Happening {
            event: event.clone(),
            team: self.team.name.clone(),
            project: self.project.name.clone(),
            run: run.name.clone(),
            display_name: run.display_name.clone(),
            author: self.author.name.clone(),
            url: address(instance, &[&self.team.name, &self.project.name, "runs", &run.name])?,
            began: run.created_at,
            at: now,
            lasted: std::cmp::max(until.0 - run.created_at.0, 0),
        })
    }

    /// Whether the author may see the run as a member of the team.
    async fn is_seen_by_author(&self, tx: &DatabaseTransaction) -> Result<bool> {
        let member = team_member::Entity::find_by_id((self.team.id, self.author.id)).one(tx).await?;
        let Some(member) = member else { return Ok(false) };
        let acting = InTeam { organization: self.author.role, team: Some(member.role) };
        Ok(see_work(acting, self.visibility, self.project.creator_id == Some(self.author.id)))
    }

    /// Whether the author takes mails of this: who cannot sign in takes none.
    fn is_wanted_by_author(&self, event: RunEventKind) -> bool {
        self.author.status == Status::Active && self.author.notifications.wants(Notification::of_run(event))
    }

    fn delivery(&self, run: &run::Model, happening: &Happening) -> alert_delivery::Model {
        alert_delivery::Model {
            id: DeliveryId::from_uuid(Uuid::now_v7()),
            team_id: self.team.id,
            destination_id: None,
            mail_id: None,
            run_id: Some(run.id),
            project_name: happening.project.clone(),
            run_name: happening.run.clone(),
            run_display_name: happening.display_name.clone(),
            event: Some(happening.event.kind()),
            sealed: None,
            state: DeliveryState::Waiting,
            attempts: 0,
            status: None,
            reason: None,
            created_at: happening.at,
            queued_at: happening.at,
            finished_at: None,
        }
    }
}

/// The address of a page of this instance.
fn address(instance: &Instance, path: &[&str]) -> Result<String> {
    let base = &instance.settings.base_url;
    let broken = || Error::Internal(format!("{base} is no address"));
    let mut url = Url::parse(base).map_err(|_| broken())?;
    url.path_segments_mut().map_err(|()| broken())?.pop_if_empty().extend(path);
    Ok(url.into())
}

/// Notes that the code of the run says this now, unless it said the same a moment ago, or says too much; whether it may.
async fn may_say(tx: &DatabaseTransaction, run: RunId, title: &str, now: Timestamp, wait: i64) -> Result<bool> {
    use alert_said::Column;
    let long_ago = now.0 - wait.clamp(*WAIT.start(), *WAIT.end());
    let row = alert_said::ActiveModel { run_id: Set(run), title: Set(title.to_owned()), said_at: Set(now) };
    let again = OnConflict::columns([Column::RunId, Column::Title])
        .update_column(Column::SaidAt)
        .action_and_where(Expr::col((alert_said::Entity, Column::SaidAt)).lte(long_ago))
        .to_owned();
    let noted = alert_said::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    if noted == 0 {
        return Ok(false);
    }
    let of_this_hour =
        alert_said::Entity::find().filter(Column::RunId.eq(run)).filter(Column::SaidAt.gt(now.plus_seconds(-3600)));
    Ok(of_this_hour.count(tx).await? <= TITLES)
}

async fn mail_author(
    instance: &Instance,
    tx: &DatabaseTransaction,
    run: &run::Model,
    scene: &Scene,
    happening: &Happening,
) -> Result<()> {
    let is_mailed = instance.settings.mail_server.is_some()
        && settings::mails(tx, scene.team.id).await?.has(happening.event.kind())
        && scene.is_wanted_by_author(happening.event.kind())
        && scene.is_seen_by_author(tx).await?;
    if !is_mailed {
        return Ok(());
    }
    let settings_url = address(instance, &[&scene.team.name, "settings", "alerts"])?;
    let text = Text { subject: happening.subject(), body: happening.mail(&settings_url) };
    let mail: MailId =
        outbox::put_to(instance, tx, MailKind::RunAlert, (scene.author.id, &scene.author.email), &text).await?;
    let row = alert_delivery::Model { mail_id: Some(mail), ..scene.delivery(run, happening) };
    row.into_active_model().reset_all().insert(tx).await?;
    Ok(())
}

async fn tell_destinations(
    instance: &Instance,
    tx: &DatabaseTransaction,
    run: &run::Model,
    scene: &Scene,
    happening: &Happening,
) -> Result<()> {
    use alert_destination::Column;
    if scene.visibility == Visibility::Private {
        return Ok(());
    }
    let active = alert_destination::Entity::find()
        .filter(Column::TeamId.eq(scene.team.id))
        .filter(Column::RemovedAt.is_null())
        .filter(Column::Paused.is_null());
    // Held, each after the one before it, so that nobody finds the queue empty while something is put into it.
    let active = active.order_by_asc(Column::Id).lock_exclusive().all(tx).await?;
    let makers = active.iter().filter_map(|it| it.maker_id);
    let managers: BTreeSet<UserId> = makers::managers(tx, scene.team.id, makers).await?;
    let is_told = |it: &alert_destination::Model| {
        it.events.has(happening.event.kind()) && it.maker_id.is_none_or(|maker| managers.contains(&maker))
    };
    for destination in active.into_iter().filter(is_told) {
        put(instance, tx, destination, scene.delivery(run, happening), happening).await?;
    }
    Ok(())
}

async fn put(
    instance: &Instance,
    tx: &DatabaseTransaction,
    to: alert_destination::Model,
    mut row: alert_delivery::Model,
    happening: &Happening,
) -> Result<()> {
    let message = Message::Of(happening);
    let body = match to.kind {
        DestinationKind::Slack => message.slack(),
        DestinationKind::Webhook => message.webhook(),
    };
    row.destination_id = Some(to.id);
    row.sealed = Some(seal_body(&instance.seal, row.id, &body.to_string())?);
    let waiting = alert_delivery::Entity::find()
        .filter(alert_delivery::Column::DestinationId.eq(to.id))
        .filter(alert_delivery::Column::State.eq(DeliveryState::Waiting));
    if waiting.count(tx).await? >= MOST_WAITING {
        row.state = DeliveryState::Failed;
        row.reason = Some("A thousand alerts wait for the destination already.".to_owned());
        row.finished_at = Some(row.created_at);
    }
    row.into_active_model().reset_all().insert(tx).await?;
    wake(tx, to.id, happening.at).await
}

/// Has a destination asked at this moment, unless it is asked later already.
pub(super) async fn wake(tx: &DatabaseTransaction, id: domain::ids::DestinationId, now: Timestamp) -> Result<()> {
    let due = Func::coalesce([Expr::col(alert_destination::Column::DueAt), Expr::value(now.0)]);
    alert_destination::Entity::update_many()
        .col_expr(alert_destination::Column::DueAt, due.into())
        .filter(alert_destination::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
