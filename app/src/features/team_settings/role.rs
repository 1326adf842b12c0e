//! The role of a member, changed in place.

use domain::error::Error;
use domain::ids::TeamId;
use domain::policy::{Denied, TeamRole};
use domain::team::Member;
use leptos::prelude::*;

use super::standings::Standings;
use crate::api::ApiError;
use crate::api::teams::set_member_role;
use crate::ui::{Glyph, Icon, Select, Tooltip};

/// Text with a pencil; the pencil opens a dropdown. The row stays where it is, whatever the list is sorted by. If the server refuses, the reason stands beside the saved role.
#[component]
pub fn MemberRole(team: TeamId, member: Member) -> impl IntoView {
    let (user, name) = (member.id, member.name.clone());
    let standings = expect_context::<Standings>();
    let member = StoredValue::new(member);
    let (role, editing) = (RwSignal::new(member.with_value(|it| it.role)), RwSignal::new(false));
    let refused = RwSignal::new(None::<String>);
    let change = Action::new(move |to: &TeamRole| {
        let (before, to) = (role.get_untracked(), *to);
        role.set(to);
        async move {
            match set_member_role(team, user, to, false).await {
                Ok(saved) => {
                    role.try_set(saved.role);
                    member.try_with_value(|it| standings.becomes(it, saved.role));
                    refused.try_set(None);
                }
                Err(error) => {
                    role.try_set(before);
                    refused.try_set(Some(told(&error)));
                }
            }
        }
    });
    let pick = move |picked: Option<TeamRole>| {
        editing.set(false);
        if let Some(picked) = picked.filter(|it| *it != role.get_untracked()) {
            change.dispatch(picked);
        }
    };
    let name = StoredValue::new(name);
    let content = move || {
        if editing.get() {
            let label = format!("Team role of {}", name.read_value());
            return view! { <Select options=TeamRole::OF_PEOPLE selected=Signal::derive(move || Some(role.get())) label on_change=pick /> }
                .into_any();
        }
        let label = move || format!("Team role of {}: {}. Change", name.read_value(), role.get().label());
        let kept = Signal::derive(move || member.with_value(|it| standings.keeps_role(it)));
        let tip = format!("team-role-why-{user}");
        let described_by = tip.clone();
        view! {
            <Tooltip id=tip text=kept>
                <button
                    class="role"
                    type="button"
                    aria-label=label
                    aria-disabled=move || kept.read().is_some().then_some("true")
                    aria-describedby=move || kept.read().is_some().then(|| described_by.clone())
                    on:click=move |_| editing.set(kept.read_untracked().is_none())
                >
                    {move || role.get().label()}
                    <Glyph icon=Icon::Pencil />
                </button>
            </Tooltip>
        }
        .into_any()
    };
    view! {
        {move || content()}
        {move || refused.get().map(|reason| view! { <p class="role-cell__refused" role="alert">{reason}</p> })}
    }
}

/// An admin of the organization leaves a team without an admin only by taking the last one out.
fn told(error: &ApiError) -> String {
    match error {
        ApiError::Domain(Error::Denied(Denied::LeavesNoTeamAdmin)) => Denied::LastTeamAdmin.to_string(),
        error => error.to_string(),
    }
}
