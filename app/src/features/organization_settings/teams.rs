//! Who may create teams, and what is decided for all of them.

use std::sync::Arc;

use domain::setting::{Decision, InstanceSettings, TeamSwitch};
use leptos::prelude::*;

use crate::api::organization::{decide_for_teams, get_instance_settings, let_members_create_teams};
use crate::features::switch::{Pick, Switch};
use crate::ui::{Notice, Tone, wait};

#[component]
pub fn TeamsSection() -> impl IntoView {
    let settings = Resource::new(|| (), |()| get_instance_settings());
    view! {
        <section class="card section" id="teams">
            <header class="section__head"><h2>"Teams"</h2><p>"A change holds at once."</p></header>
            <div class="section__body">
                <Suspense>
                    {move || wait(async move {
                        match settings.await {
                            Ok(settings) => view! { <Switches settings /> }.into_any(),
                            Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                        }
                    })}
                </Suspense>
            </div>
        </section>
    }
}

#[component]
fn Switches(settings: InstanceSettings) -> impl IntoView {
    let pick = |switch: TeamSwitch| {
        view! {
            <Pick
                id=switch.as_str()
                label=switch.label()
                hint=switch.hint()
                options=Decision::ALL
                now=settings.enforced.decision(switch)
                save=Arc::new(move |decision| Box::pin(decide_for_teams(switch, decision)))
            />
        }
        .into_any()
    };
    let picks = TeamSwitch::ALL.iter().copied().map(pick).collect_view();
    view! {
        <Switch
            id="members-create-teams"
            label="Every member may create teams"
            hint="Whoever creates a team is its first admin. Otherwise only admins of the organization create teams."
            on=settings.members_create_teams
            save=Arc::new(|on| Box::pin(let_members_create_teams(on)))
        />
        {picks}
    }
}
