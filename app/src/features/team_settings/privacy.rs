//! What members may do beyond their role.

use std::sync::Arc;

use domain::setting::TeamSettings;
use domain::team::Team;
use leptos::prelude::*;

use crate::api::teams::save_team_settings;
use crate::features::switch::Switch;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};

#[component]
pub fn PrivacyPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    view! { <TeamFrame team tab=Tab::Settings content=move |team| view! { <Privacy team /> }.into_any() /> }
}

#[component]
fn Privacy(team: Team) -> impl IntoView {
    let id = team.id;
    view! {
        <SettingsFrame team=team.name>
            <section class="card section">
                <header class="section__head"><h2>"Privacy"</h2><p>"A change holds at once."</p></header>
                <div class="section__body">
                    <Switch
                        id="members-invite"
                        label="Any member may invite"
                        hint="Members put people of the instance into the team, as members or view-only members. Otherwise only admins do."
                        on=team.settings.members_invite
                        save=Arc::new(move |on| Box::pin(save_team_settings(id, TeamSettings { members_invite: on })))
                    />
                </div>
            </section>
        </SettingsFrame>
    }
}
