//! Calls about service accounts, of a team or of the organization.

use domain::ids::{ServiceAccountId, TeamId};
use domain::service_account::{Scope, ServiceAccount};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, reply};
use super::{ApiResult, Call};

/// Those of the team, or else of the organization.
#[server(prefix = "/api/fn", endpoint = "list_service_accounts", protocol = Call)]
pub async fn list_service_accounts(team: Option<TeamId>) -> ApiResult<Vec<ServiceAccount>> {
    let ctx = ctx()?;
    reply(match team {
        Some(team) => service::service_accounts::list_of_team(&ctx, team).await,
        None => service::service_accounts::list_of_organization(&ctx).await,
    })
}

/// `team` is the one that the account reaches, or of one of the organization its default team.
#[server(prefix = "/api/fn", endpoint = "create_service_account", protocol = Call)]
pub async fn create_service_account(scope: Scope, team: TeamId, name: String) -> ApiResult<ServiceAccount> {
    let ctx = ctx()?;
    reply(match scope {
        Scope::Team => service::service_accounts::create_in_team(&ctx, team, &name).await,
        Scope::Organization => service::service_accounts::create_in_organization(&ctx, team, &name).await,
    })
}

#[server(prefix = "/api/fn", endpoint = "rename_service_account", protocol = Call)]
pub async fn rename_service_account(account: ServiceAccountId, name: String) -> ApiResult<()> {
    reply(service::service_accounts::rename(&ctx()?, account, &name).await)
}

#[server(prefix = "/api/fn", endpoint = "remove_service_account", protocol = Call)]
pub async fn remove_service_account(account: ServiceAccountId) -> ApiResult<()> {
    reply(service::service_accounts::remove(&ctx()?, account).await)
}
