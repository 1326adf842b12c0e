//! Calls about teams and who is in them.

use domain::ids::{TeamId, UserId};
use domain::page::Page;
use domain::person::Place;
use domain::pin::{Pinned, Step};
use domain::policy::TeamRole;
use domain::setting::TeamSwitch;
use domain::storage::{StorageType, TypedBucket};
use domain::team::{Candidate, Member, MemberQuery, Removal, Team, TeamChip};
use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::request::{ctx, go_on, reply, reply_form};
use super::{ApiResult, Call};

/// `bucket` counts only where the storage is one.
#[server(prefix = "/api/fn", endpoint = "create_team", protocol = Call)]
pub async fn create_team(
    name: String,
    storage: StorageType,
    #[server(default)] bucket: TypedBucket,
) -> ApiResult<String> {
    let outcome = match storage {
        StorageType::S3 => service::teams::create_in_bucket(&ctx()?, &name, &bucket).await,
        StorageType::Instance => {
            let new = domain::team::NewTeam { name: name.clone(), storage };
            service::teams::create(&ctx()?, &new).await
        }
    };
    let team = reply_form("create_team", &[("name", &name)], outcome)?;
    Ok(go_on(&format!("/{}", team.name)))
}

/// Tries out a bucket for a team to be created.
#[server(prefix = "/api/fn", endpoint = "test_bucket", protocol = Call)]
pub async fn test_bucket(bucket: TypedBucket) -> ApiResult<()> {
    reply(service::teams::test_bucket(&ctx()?, &bucket).await)
}

/// Tries out the bucket that the team has.
#[server(prefix = "/api/fn", endpoint = "test_team_bucket", protocol = Call)]
pub async fn test_team_bucket(team: TeamId) -> ApiResult<String> {
    let name = reply_form("test_team_bucket", &[], service::teams::test_team_bucket(&ctx()?, team).await)?;
    Ok(go_on(&format!("/{name}/settings/storage?changed=tested")))
}

#[server(prefix = "/api/fn", endpoint = "set_bucket_key", protocol = Call)]
pub async fn set_bucket_key(team: TeamId, access_key_id: String, secret_access_key: String) -> ApiResult<String> {
    let outcome = service::teams::set_bucket_key(&ctx()?, team, &access_key_id, &secret_access_key).await;
    let name = reply_form("set_bucket_key", &[("access_key_id", &access_key_id)], outcome)?;
    Ok(go_on(&format!("/{name}/settings/storage?changed=key")))
}

/// What is at the address `/name`: a team, or a person.
#[server(prefix = "/api/fn", endpoint = "get_place", protocol = Call)]
pub async fn get_place(name: String) -> ApiResult<Place> {
    reply(service::people::open(&ctx()?, &name).await)
}

/// The team with this name.
#[server(prefix = "/api/fn", endpoint = "get_team", protocol = Call)]
pub async fn get_team(team: String) -> ApiResult<Team> {
    reply(service::teams::open(&ctx()?, &team).await)
}

/// The same, for its admins.
#[server(prefix = "/api/fn", endpoint = "get_team_settings", protocol = Call)]
pub async fn get_team_settings(team: String) -> ApiResult<Team> {
    reply(service::teams::open_settings(&ctx()?, &team).await)
}

/// One page of the members of the team with this name; `after` is the `next` of the page before.
#[server(prefix = "/api/fn", endpoint = "list_members", protocol = Call)]
pub async fn list_members(team: String, query: MemberQuery, after: Option<String>) -> ApiResult<Page<Member>> {
    reply(service::teams::members(&ctx()?, &team, &query, after.as_deref()).await)
}

/// The first teams with these words in their names, for whoever sees them all.
#[server(prefix = "/api/fn", endpoint = "find_teams", protocol = Call)]
pub async fn find_teams(search: String) -> ApiResult<Vec<TeamChip>> {
    reply(service::organization::find_teams(&ctx()?, &search).await)
}

/// Puts a project or a report on its team's home page, or takes it away.
#[server(prefix = "/api/fn", endpoint = "set_pinned", protocol = Call)]
pub async fn set_pinned(what: Pinned, pinned: bool) -> ApiResult<()> {
    reply(service::pins::set(&ctx()?, what, pinned).await)
}

#[server(prefix = "/api/fn", endpoint = "move_pin", protocol = Call)]
pub async fn move_pin(what: Pinned, step: Step) -> ApiResult<()> {
    reply(service::pins::step(&ctx()?, what, step).await)
}

/// People of the instance who fit what was typed.
#[server(prefix = "/api/fn", endpoint = "find_candidates", protocol = Call)]
pub async fn find_candidates(team: TeamId, search: String) -> ApiResult<Vec<Candidate>> {
    reply(service::teams::candidates(&ctx()?, team, &search).await)
}

#[server(prefix = "/api/fn", endpoint = "add_member", protocol = Call)]
pub async fn add_member(team: TeamId, user: UserId, role: TeamRole) -> ApiResult<Member> {
    reply(service::teams::add_member(&ctx()?, team, user, role).await)
}

/// `without_admin` confirms that the team may be left without one.
#[server(prefix = "/api/fn", endpoint = "set_member_role", protocol = Call)]
pub async fn set_member_role(team: TeamId, user: UserId, role: TeamRole, without_admin: bool) -> ApiResult<Member> {
    reply(service::teams::set_member_role(&ctx()?, team, user, role, without_admin).await)
}

/// What of a member stays with the team when they go.
#[server(prefix = "/api/fn", endpoint = "preview_removal", protocol = Call)]
pub async fn preview_removal(team: TeamId, user: UserId) -> ApiResult<Removal> {
    reply(service::teams::preview_removal(&ctx()?, team, user).await)
}

/// `without_admin` confirms that the team may be left without one.
#[server(prefix = "/api/fn", endpoint = "remove_member", protocol = Call)]
pub async fn remove_member(team: TeamId, user: UserId, without_admin: bool) -> ApiResult<()> {
    reply(service::teams::remove_member(&ctx()?, team, user, without_admin).await)
}

#[server(prefix = "/api/fn", endpoint = "leave_team", protocol = Call)]
pub async fn leave_team(team: TeamId) -> ApiResult<String> {
    reply_form("leave_team", &[], service::teams::leave(&ctx()?, team).await)?;
    Ok(go_on("/"))
}

#[server(prefix = "/api/fn", endpoint = "describe_team", protocol = Call)]
pub async fn describe_team(team: TeamId, description: String) -> ApiResult<String> {
    let outcome = service::teams::describe(&ctx()?, team, &description).await;
    let name = reply_form("describe_team", &[("description", &description)], outcome)?;
    Ok(go_on(&format!("/{name}/settings?changed=description")))
}

/// Takes the team's picture away. One comes as a file: it is no call.
#[server(prefix = "/api/fn", endpoint = "remove_team_picture", protocol = Call)]
pub async fn remove_team_picture(team: TeamId) -> ApiResult<String> {
    let name = reply_form("picture", &[], service::avatars::set_of_team(&ctx()?, team, None).await)?;
    Ok(go_on(&format!("/{name}/settings?changed=picture")))
}

#[server(prefix = "/api/fn", endpoint = "set_team_switch", protocol = Call)]
pub async fn set_team_switch(team: TeamId, switch: TeamSwitch, on: bool) -> ApiResult<()> {
    reply(service::teams::set_switch(&ctx()?, team, switch, on).await)
}
