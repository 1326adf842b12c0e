//! Who may create teams.

use std::sync::Arc;

use domain::setting::InstanceSettings;
use leptos::prelude::*;

use crate::api::organization::{get_instance_settings, save_instance_settings};
use crate::features::switch::Switch;
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
    view! {
        <Switch
            id="members-create-teams"
            label="Every member may create teams"
            hint="Whoever creates a team is its first admin. Otherwise only admins of the organization create teams."
            on=settings.members_create_teams
            save=Arc::new(|on| Box::pin(save_instance_settings(InstanceSettings { members_create_teams: on })))
        />
    }
}
