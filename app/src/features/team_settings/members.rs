//! Who is in the team, changed by its admins.

use domain::team::{Member, Team};
use leptos::prelude::*;

use super::invite::Invite;
use super::remove::{Remove, Removing};
use super::role::MemberRole;
use crate::features::team_home::{Controls, MemberList, MembersOf, SettingsFrame, Tab, TeamFrame, TeamOf};
use crate::ui::{Button, ButtonKind};

#[component]
pub fn MembersPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    let members = MembersOf::ask(team);
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <Members team members /> }.into_any() /> }
}

#[component]
fn Members(team: Team, members: MembersOf) -> impl IntoView {
    let id = team.id;
    let removing = Removing::provide(members);
    let role = move |member: Member| view! { <MemberRole team=id member /> }.into_any();
    let act = move |member: Member| {
        let label = format!("Delete {}", member.name);
        let ask = move |()| removing.ask(member.clone());
        view! { <Button kind=ButtonKind::Quiet attr:aria-label=label on_click=ask>"Delete"</Button> }.into_any()
    };
    let controls = Controls { role: Callback::new(role), act: Callback::new(act) };
    view! {
        <SettingsFrame team=team.name.clone()>
            <Invite team=id members />
            <MemberList team=team.clone() members controls />
            <Remove team=team.clone() />
        </SettingsFrame>
    }
}
