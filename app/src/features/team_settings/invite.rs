//! Finds people of the instance, and puts them into the team.

use std::time::Duration;

use domain::ids::TeamId;
use domain::policy::TeamRole;
use domain::team::Candidate;
use domain::user::Status;
use leptos::prelude::*;

use super::standings::Standings;
use crate::api::ApiResult;
use crate::api::teams::{add_member, find_candidates};
use crate::features::team_home::MembersOf;
use crate::ui::{Avatar, Badge, Button, ButtonKind, Notice, Select, Toasts, Tone};

/// How long after the last key somebody is looked for.
const SETTLES_AFTER: Duration = Duration::from_millis(120);

#[component]
pub fn Invite(
    team: TeamId,
    members: MembersOf,
    /// What somebody can be invited as.
    #[prop(default = TeamRole::OF_PEOPLE)]
    roles: &'static [TeamRole],
) -> impl IntoView {
    let (typed, role) = (RwSignal::new(String::new()), RwSignal::new(TeamRole::Member));
    let find = Action::new(move |words: &String| {
        let words = words.clone();
        async move { (words.clone(), find_candidates(team, words).await) }
    });
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let forget = move || {
        if let Some(Some(timeout)) = pending.try_update_value(Option::take) {
            timeout.clear();
        }
    };
    on_cleanup(forget);
    let input = move |event| {
        let words = event_target_value(&event);
        typed.set(words.clone());
        forget();
        let ask = move || {
            find.dispatch(words);
        };
        pending.set_value(set_timeout_with_handle(ask, SETTLES_AFTER).ok());
    };
    let pick = move |picked: Option<TeamRole>| role.set(picked.unwrap_or(TeamRole::Member));
    let again = move |()| {
        find.dispatch(typed.get_untracked());
        members.refetch();
    };
    let found =
        move || find.value().get().filter(|(words, _)| !typed.read().trim().is_empty() && *words == typed.get());
    view! {
        <section class="card section" aria-labelledby="invite-title">
            <header class="section__head">
                <h2 id="invite-title">"Invite"</h2>
                <p>"People of the instance join at once. Somebody who is not in the instance yet: ask an admin of the organization to invite them first."</p>
            </header>
            <div class="section__body">
                <div class="invite__line">
                    <input
                        class="input"
                        type="search"
                        placeholder="Enter an email or username"
                        aria-label="Enter an email or username"
                        autocomplete="off"
                        maxlength="200"
                        on:input=input
                    />
                    <Select options=roles selected=Signal::derive(move || Some(role.get())) label="Team role of whom you invite" on_change=pick />
                </div>
                <div role="status">{move || found().map(|(_, found)| view! { <Found team found role again=Callback::new(again) /> })}</div>
            </div>
        </section>
    }
}

#[component]
fn Found(
    team: TeamId,
    found: ApiResult<Vec<Candidate>>,
    role: RwSignal<TeamRole>,
    again: Callback<()>,
) -> impl IntoView {
    match found {
        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
        Ok(found) if found.is_empty() => {
            view! { <p class="muted">"Nobody in the instance fits. Ask an admin of the organization to invite them."</p> }.into_any()
        }
        Ok(found) => {
            let hits = found.into_iter().map(|it| view! { <Hit team candidate=it role again /> });
            view! { <ul class="invite__hits">{hits.collect_view()}</ul> }.into_any()
        }
    }
}

#[component]
fn Hit(team: TeamId, candidate: Candidate, role: RwSignal<TeamRole>, again: Callback<()>) -> impl IntoView {
    let toasts = Toasts::expect();
    // Not on the page of the members, where nobody's role is changed.
    let standings = use_context::<Standings>();
    let Candidate { id, name, username, avatar, email, status, role: now } = candidate;
    let label = format!("Invite {name}");
    let told = name.clone();
    let add = Action::new(move |(): &()| {
        let told = told.clone();
        async move {
            match add_member(team, id, role.get_untracked()).await {
                Ok(member) => {
                    if let Some(standings) = standings {
                        standings.comes(&member);
                    }
                    toasts.good(if member.status == Status::Pending {
                        format!("{told} joins the team with accepting the invitation.")
                    } else {
                        format!("{told} is in the team.")
                    });
                    again.run(());
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        }
    });
    let act = match now {
        Some(role) => view! { <Badge>{format!("In the team: {}", role.label())}</Badge> }.into_any(),
        None => view! { <Button kind=ButtonKind::Primary busy=add.pending() attr:aria-label=label on_click=move |()| { add.dispatch(()); }>"Invite"</Button> }.into_any(),
    };
    view! {
        <li class="item">
            <Avatar id name=name.clone() picture=avatar />
            <span class="item__words">
                <b>{name} {(status == Status::Pending).then(|| view! { <Badge tone=Tone::Warn>"Invite pending"</Badge> })}</b>
                <small>{username.map(|it| format!("{it} · "))} {email}</small>
            </span>
            <span class="item__act">{act}</span>
        </li>
    }
}
