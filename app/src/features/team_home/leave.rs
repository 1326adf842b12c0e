//! The way out of a team.

use domain::policy::{self, MemberStanding};
use domain::team::Team;
use domain::user::Status;
use leptos::prelude::*;

use crate::api::teams::LeaveTeam as LeaveTeamCall;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone, When};

#[component]
pub fn LeaveTeam(team: Team) -> impl IntoView {
    let open = RwSignal::new(false);
    let role = team.viewer.team.unwrap_or(policy::TeamRole::ViewOnly);
    let denied = policy::leave(MemberStanding { role, status: Status::Active }, team.counts).err();
    let title = Signal::stored(format!("Leave {}?", team.name));
    let id = team.id.to_string();
    view! {
        <Button id="leave-team" reason=Signal::stored(denied.map(|it| it.to_string())) on_click=move |()| open.set(true)>"Leave team"</Button>
        <Dialog id="leave-team-dialog" title open>
            <Ask id=id.clone() open />
        </Dialog>
    }
}

#[component]
fn Ask(id: String, open: RwSignal<bool>) -> impl IntoView {
    let leave = FormCall::new::<LeaveTeamCall>();
    go_on(leave);
    let refused = Refusal::new("leave_team", leave).in_general();
    view! {
        <CallForm call=leave class="dialog__form">
            <input type="hidden" name="team" value=id />
            <div class="dialog__body">
                <ul class="consequences">
                    <li>"You do not see the team's pages any more. An admin of the team can add you again."</li>
                    <li>"Your runs and reports stay, under your name."</li>
                </ul>
                <When so=move || refused.read().is_some()><Notice tone=Tone::Bad>{refused}</Notice></When>
            </div>
            <footer class="dialog__foot">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Danger submit=true busy=leave.pending()>"Leave team"</Button>
            </footer>
        </CallForm>
    }
}
