//! Who is in the team, changed by its admins.

use domain::team::{Member, Team};
use domain::user::Status;
use leptos::prelude::*;

use super::invite::Invite;
use super::pending::PendingActions;
use super::remove::{Remove, Removing};
use super::role::MemberRole;
use super::standings::Standings;
use crate::features::invitation_link::InvitationLink;
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
    let standings = Standings::provide(&team);
    let removing = Removing::provide(members);
    let role = move |member: Member| view! { <MemberRole team=id member /> }.into_any();
    let (viewer, link) = (team.viewer.organization, RwSignal::new(None));
    let act = move |member: Member| {
        if member.status == Status::Pending {
            return view! { <PendingActions member viewer link /> }.into_any();
        }
        let (id, whose) = (format!("delete-{}", member.id), format!(" {}", member.name));
        let (stays, asked) = (member.clone(), member);
        let reason = Signal::derive(move || standings.stays(&stays));
        view! {
            <Button kind=ButtonKind::Quiet id reason on_click=move |()| removing.ask(asked.clone())>
                "Delete"
                <span class="hidden">{whose}</span>
            </Button>
        }
        .into_any()
    };
    let controls = Controls { role: Callback::new(role), act: Callback::new(act) };
    view! {
        <SettingsFrame team=team.name.clone()>
            <Invite team=id members />
            <MemberList team=team.clone() members controls />
            <Remove team=team.clone() />
            <InvitationLink link />
        </SettingsFrame>
    }
}
