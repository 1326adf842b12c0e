//! Calls about who is told of what happens to the runs of a team.

use domain::alert::{AddedDestination, Alerts, Delivery, Events, NewDestination};
use domain::ids::{DeliveryId, DestinationId, TeamId};
use domain::run::RunEventKind;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// The alerts of the team with this name.
#[server(prefix = "/api/fn", endpoint = "get_alerts", protocol = Call)]
pub async fn get_alerts(team: String) -> ApiResult<Alerts> {
    reply(service::alerts::open(&ctx()?, &team).await)
}

#[server(prefix = "/api/fn", endpoint = "set_alert_mail", protocol = Call)]
pub async fn set_alert_mail(team: TeamId, event: RunEventKind, on: bool) -> ApiResult<()> {
    reply(service::alerts::set_mail(&ctx()?, team, event, on).await)
}

#[server(prefix = "/api/fn", endpoint = "add_alert_destination", protocol = Call)]
pub async fn add_alert_destination(team: TeamId, destination: NewDestination) -> ApiResult<AddedDestination> {
    reply(service::alerts::add(&ctx()?, team, &destination).await)
}

/// Where no `url` is typed, the address stays.
#[server(prefix = "/api/fn", endpoint = "change_alert_destination", protocol = Call)]
pub async fn change_alert_destination(
    destination: DestinationId,
    name: String,
    url: String,
    events: Events,
) -> ApiResult<()> {
    reply(service::alerts::change(&ctx()?, destination, &name, &url, &events).await)
}

#[server(prefix = "/api/fn", endpoint = "pause_alert_destination", protocol = Call)]
pub async fn pause_alert_destination(destination: DestinationId, paused: bool) -> ApiResult<()> {
    let ctx = ctx()?;
    reply(if paused {
        service::alerts::pause(&ctx, destination).await
    } else {
        service::alerts::resume(&ctx, destination).await
    })
}

/// The new secret, which is shown this once.
#[server(prefix = "/api/fn", endpoint = "rotate_alert_secret", protocol = Call)]
pub async fn rotate_alert_secret(destination: DestinationId) -> ApiResult<String> {
    reply(service::alerts::rotate(&ctx()?, destination).await)
}

#[server(prefix = "/api/fn", endpoint = "remove_alert_destination", protocol = Call)]
pub async fn remove_alert_destination(destination: DestinationId) -> ApiResult<()> {
    reply(service::alerts::remove(&ctx()?, destination).await)
}

/// Sends a test, and says how it went.
#[server(prefix = "/api/fn", endpoint = "test_alert_destination", protocol = Call)]
pub async fn test_alert_destination(destination: DestinationId) -> ApiResult<Delivery> {
    reply(service::alerts::send_test(&ctx()?, destination).await)
}

#[server(prefix = "/api/fn", endpoint = "send_alert_again", protocol = Call)]
pub async fn send_alert_again(delivery: DeliveryId) -> ApiResult<()> {
    reply(service::alerts::send_again(&ctx()?, delivery).await)
}
