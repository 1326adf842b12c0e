//! Who is in the team, for everybody in it.

use domain::policy::{self, TeamPermission, TeamRole};
use domain::setting::TeamSwitch;
use domain::team::Team;
use leptos::prelude::*;

use super::frame::{Tab, TeamFrame, TeamOf};
use super::leave::LeaveTeam;
use super::member_list::{MemberList, MembersOf};
use crate::features::team_settings::Invite;

#[component]
pub fn MembersPage() -> impl IntoView {
    let team = TeamOf::ask();
    let members = MembersOf::ask(team);
    view! { <TeamFrame team tab=Tab::Members content=move |team| view! { <Members team members /> }.into_any() /> }
}

#[component]
fn Members(team: Team, members: MembersOf) -> impl IntoView {
    let manages = team.viewer.check(TeamPermission::ManageMembers).is_ok();
    let invites =
        policy::add_to_team(team.viewer, team.settings.is_on(TeamSwitch::MembersInvite), TeamRole::Member).is_ok();
    let settings = format!("/{}/settings/members", team.name);
    view! {
        <div class="team__acts">
            {manages.then(|| view! { <a class="button button--primary" href=settings>"Manage members"</a> })}
            {team.viewer.team.map(|_| view! { <LeaveTeam team=team.clone() /> })}
        </div>
        {(invites && !manages).then(|| view! { <Invite team=team.id members roles=&[TeamRole::Member, TeamRole::ViewOnly] /> })}
        <MemberList team members />
    }
}
