//! Where a team has alerts sent, and what became of them.

use axum::extract::Path;
use axum::{Extension, Json};
use domain::alert::{AddedDestination, DeliveryState, DestinationKind, Events, NewDestination, PauseReason};
use domain::error::Kind;
use domain::ids::{DeliveryId, DestinationId};
use domain::run::RunEventKind;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use service::alerts;
use utoipa::{IntoParams, ToSchema};

use super::listed::Listed;
use super::shape::{self, Id, Time};
use super::teams::OfTeam;
use crate::rest::extract::{Sent, id};
use crate::rest::idempotency::ShownOnce;
use crate::rest::key::Caller;
use crate::rest::problem::Answer;

#[derive(Serialize, ToSchema)]
pub struct AlertDestination {
    #[schema(value_type = Id)]
    id: DestinationId,
    #[schema(value_type = shape::DestinationKind)]
    kind: DestinationKind,
    name: String,
    /// As much of its address as is shown.
    address: String,
    /// What it is told of.
    #[schema(value_type = Vec<shape::RunEventKind>)]
    events: Vec<RunEventKind>,
    created: Time,
    /// The name of whoever answers for it.
    maker: Option<String>,
    /// Why nothing is sent there; null while something is.
    #[schema(value_type = Option<shape::PauseReason>)]
    paused: Option<PauseReason>,
}

impl From<domain::alert::Destination> for AlertDestination {
    fn from(it: domain::alert::Destination) -> Self {
        Self {
            id: it.id,
            kind: it.kind,
            name: it.name,
            address: it.place,
            events: it.events.iter().collect(),
            created: it.created.into(),
            maker: it.maker,
            paused: it.paused,
        }
    }
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAlertDestination {
    #[schema(value_type = shape::DestinationKind)]
    kind: DestinationKind,
    name: String,
    /// Where to send: `https://`, a host and a path.
    url: String,
    /// What to tell of; left out, all but `finished`.
    #[schema(value_type = Option<Vec<shape::RunEventKind>>)]
    events: Option<Vec<RunEventKind>>,
}

#[derive(Serialize, ToSchema)]
pub struct MadeAlertDestination {
    destination: AlertDestination,
    /// What its webhooks are signed with. It is shown this once; null where nothing is signed.
    secret: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct AlertDelivery {
    #[schema(value_type = Id)]
    id: DeliveryId,
    /// Null of a test.
    #[schema(value_type = Option<shape::RunEventKind>)]
    event: Option<RunEventKind>,
    /// Null of a test.
    project: Option<String>,
    /// The run's part of the address; null of a test.
    run: Option<String>,
    /// The name of the destination, or of whom the mail is for.
    to: String,
    by_mail: bool,
    #[schema(value_type = shape::DeliveryState)]
    state: DeliveryState,
    attempts: i32,
    /// What the destination answered last.
    status: Option<i32>,
    /// What went wrong, in words.
    reason: Option<String>,
    created: Time,
    finished: Option<Time>,
    /// When it is tried next, while it waits.
    next_try: Option<Time>,
}

impl From<domain::alert::Delivery> for AlertDelivery {
    fn from(it: domain::alert::Delivery) -> Self {
        let (project, run) = it.run.map(|run| (run.project, run.name)).unzip();
        Self {
            id: it.id,
            event: it.event,
            project,
            run,
            to: it.to,
            by_mail: it.by_mail,
            state: it.state,
            attempts: it.attempts,
            status: it.status,
            reason: it.reason,
            created: it.created.into(),
            finished: it.finished.map(Into::into),
            next_try: it.next_try.map(Into::into),
        }
    }
}

/// A destination of a team.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct OfDestination {
    /// The name of the team.
    pub team: String,
    /// The id of the destination.
    pub id: String,
}

/// The destinations of a team's alerts, the oldest first.
#[utoipa::path(
    get, path = "/teams/{team}/alerts/destinations", tag = "alerts",
    params(OfTeam), responses((status = 200, body = Listed<AlertDestination>))
)]
pub async fn destinations(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
) -> Answer<Json<Listed<AlertDestination>>> {
    Ok(Listed::whole(alerts::destinations(&ctx, of.id(&ctx).await?).await?))
}

/// Adds a destination, for which the owner of the key answers.
#[utoipa::path(
    post, path = "/teams/{team}/alerts/destinations", tag = "alerts",
    params(OfTeam), request_body = NewAlertDestination, responses((status = 201, body = MadeAlertDestination))
)]
pub async fn add(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
    Sent(NewAlertDestination { kind, name, url, events }): Sent<NewAlertDestination>,
) -> Answer<(StatusCode, Extension<ShownOnce>, Json<MadeAlertDestination>)> {
    let events = events.map_or_else(Events::default, Events::from_iter);
    let new = NewDestination { kind, name, url, events };
    let AddedDestination { destination, secret } = alerts::add(&ctx, of.id(&ctx).await?, &new).await?;
    Ok((
        StatusCode::CREATED,
        Extension(ShownOnce),
        Json(MadeAlertDestination { destination: destination.into(), secret }),
    ))
}

/// Removes a destination. What waits for it is not sent any more.
#[utoipa::path(
    delete, path = "/teams/{team}/alerts/destinations/{id}", tag = "alerts",
    params(OfDestination), responses((status = 204))
)]
pub async fn remove(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(OfDestination { team, id: destination }): Path<OfDestination>,
) -> Answer<StatusCode> {
    let (team, destination) = (OfTeam { team }.id(&ctx).await?, id(&destination, Kind::Destination)?);
    if !alerts::destinations(&ctx, team).await?.iter().any(|it| it.id == destination) {
        return Err(domain::Error::NotFound(Kind::Destination).into());
    }
    alerts::remove(&ctx, destination).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The newest hundred deliveries of a team's alerts.
#[utoipa::path(
    get, path = "/teams/{team}/alerts/deliveries", tag = "alerts",
    params(OfTeam), responses((status = 200, body = Listed<AlertDelivery>))
)]
pub async fn deliveries(
    Extension(Caller { ctx, .. }): Extension<Caller>,
    Path(of): Path<OfTeam>,
) -> Answer<Json<Listed<AlertDelivery>>> {
    Ok(Listed::whole(alerts::deliveries(&ctx, of.id(&ctx).await?).await?))
}
