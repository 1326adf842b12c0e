//! Taking a member out of the team, with what will happen.

use domain::ids::TeamId;
use domain::policy::OrgRole;
use domain::team::{Member, Removal, Team};
use domain::text::count;
use domain::user::Status;
use leptos::prelude::*;

use super::standings::Standings;
use crate::api::teams::{preview_removal, remove_member};
use crate::features::team_home::MembersOf;
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone};

/// Who is about to be taken out.
#[derive(Clone, Copy)]
pub struct Removing {
    member: RwSignal<Option<Member>>,
    open: RwSignal<bool>,
    members: MembersOf,
}

impl Removing {
    pub fn provide(members: MembersOf) -> Self {
        let removing = Self { member: RwSignal::new(None), open: RwSignal::new(false), members };
        provide_context(removing);
        removing
    }

    pub fn ask(self, member: Member) {
        self.member.set(Some(member));
        self.open.set(true);
    }
}

#[component]
pub fn Remove(team: Team) -> impl IntoView {
    let removing = expect_context::<Removing>();
    let name = team.name.clone();
    let title = move || match removing.member.get() {
        Some(Member { name: who, status: Status::Pending, .. }) => format!("Cancel the invitation of {who} to {name}?"),
        Some(Member { name: who, .. }) => format!("Take {who} out of {name}?"),
        None => String::new(),
    };
    let (id, organization) = (team.id, team.viewer.organization);
    view! {
        <Dialog id="remove-member" title=Signal::derive(title) open=removing.open>
            {move || removing.member.get().map(|member| view! { <Ask team=id organization member /> })}
        </Dialog>
    }
}

#[component]
fn Ask(team: TeamId, organization: OrgRole, member: Member) -> impl IntoView {
    let (user, name, pending) = (member.id, member.name.clone(), member.status == Status::Pending);
    let standings = expect_context::<Standings>();
    let member = StoredValue::new(member);
    let Removing { open, members, .. } = expect_context();
    let (refused, confirmed) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let preview = LocalResource::new(move || preview_removal(team, user));
    let remove = Action::new(move |(): &()| async move {
        match remove_member(team, user, confirmed.get_untracked()).await {
            Ok(()) => {
                open.set(false);
                member.try_with_value(|it| standings.goes(it));
                members.take_out(user);
            }
            Err(error) => refused.set(Some(error.to_string())),
        }
    });
    let confirms = move || {
        let is_last = preview.get().and_then(Result::ok).is_some_and(|it: Removal| it.is_last_admin);
        is_last && organization == OrgRole::Admin
    };
    let lines = move || match preview.get() {
        None => vec!["…".to_owned()],
        Some(Ok(_)) if pending => vec![
            format!("{name} does not come into the team when they accept."),
            "Their invitation to the organization stays, and so do their other teams.".to_owned(),
        ],
        Some(Ok(removal)) => consequences(&name, removal),
        Some(Err(error)) => vec![error.to_string()],
    };
    view! {
        <div class="dialog__body">
            <ul class="consequences">{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {move || confirms().then(|| view! {
                <label class="check">
                    <input type="checkbox" on:change=move |event| confirmed.set(event_target_checked(&event)) />
                    "Leave the team without an admin"
                </label>
            })}
            {move || refused.get().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
        </div>
        <footer class="dialog__foot">
            <Button on_click=move |()| open.set(false)>{if pending { "Keep it" } else { "Cancel" }}</Button>
            <Button kind=ButtonKind::Danger busy=remove.pending() on_click=move |()| { remove.dispatch(()); }>
                {if pending { "Cancel invitation" } else { "Delete member" }}
            </Button>
        </footer>
    }
}

fn consequences(name: &str, removal: Removal) -> Vec<String> {
    let kept = match (removal.runs, removal.reports) {
        (0, 0) => "They made nothing in the team that could stay behind.".to_owned(),
        (runs, 0) => format!("Their {} stay.", count(runs, "run")),
        (0, reports) => format!("Their {} stay.", count(reports, "report")),
        (runs, reports) => format!("Their {} and {} stay.", count(runs, "run"), count(reports, "report")),
    };
    let last = removal.is_last_admin.then(|| format!("{name} is the team's last admin."));
    let gone = format!("{name} does not see the team any more, from the next request on.");
    [gone, kept].into_iter().chain(last).collect()
}
