//! Calls about the organization itself.

use domain::activity::{Series, Span};
use domain::mail::MailOverview;
use domain::setting::{Decision, InstanceSettings, TeamSwitch};
use domain::team::TeamChip;
use domain::user::Figures;
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, go_on, reply, reply_form};
use super::{ApiResult, Call};

#[server(prefix = "/api/fn", endpoint = "get_figures", protocol = Call)]
pub async fn get_figures() -> ApiResult<Figures> {
    reply(service::organization::figures(&ctx()?).await)
}

/// How many users were active, for the last 30 or 90 days, 12 or 24 months, or since the first month.
#[server(prefix = "/api/fn", endpoint = "plot_active_users", protocol = Call)]
pub async fn plot_active_users(span: Span, long: bool) -> ApiResult<Series> {
    reply(service::activity::plot(&ctx()?, domain::activity::Period { span, long }).await)
}

/// Every team, by name, for whoever puts people into them.
#[server(prefix = "/api/fn", endpoint = "list_teams", protocol = Call)]
pub async fn list_teams() -> ApiResult<Vec<TeamChip>> {
    reply(service::organization::teams(&ctx()?).await)
}

#[server(prefix = "/api/fn", endpoint = "rename_organization", protocol = Call)]
pub async fn rename_organization(name: String) -> ApiResult<String> {
    let outcome = service::organization::rename(&ctx()?, &name).await;
    reply_form("rename_organization", &[("name", &name)], outcome)?;
    Ok(go_on("/organization/settings?changed=name"))
}

#[server(prefix = "/api/fn", endpoint = "list_mails", protocol = Call)]
pub async fn list_mails() -> ApiResult<MailOverview> {
    let ctx = ctx()?;
    let mails = reply(service::outbox::list(&ctx).await)?;
    Ok(MailOverview { server: ctx.instance().settings.mail_server.clone(), mails })
}

#[server(prefix = "/api/fn", endpoint = "get_instance_settings", protocol = Call)]
pub async fn get_instance_settings() -> ApiResult<InstanceSettings> {
    reply(service::organization::settings(&ctx()?).await)
}

#[server(prefix = "/api/fn", endpoint = "let_members_create_teams", protocol = Call)]
pub async fn let_members_create_teams(on: bool) -> ApiResult<()> {
    reply(service::organization::let_members_create_teams(&ctx()?, on).await)
}

#[server(prefix = "/api/fn", endpoint = "decide_for_teams", protocol = Call)]
pub async fn decide_for_teams(switch: TeamSwitch, decision: Decision) -> ApiResult<()> {
    reply(service::organization::decide_for_teams(&ctx()?, switch, decision).await)
}
