//! What members may do beyond their role, and what others may know.

use std::sync::Arc;

use domain::setting::{DECIDED, TeamSwitch};
use domain::team::Team;
use leptos::prelude::*;

use crate::api::teams::set_team_switch;
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
    let switch = |switch: TeamSwitch| {
        let decided = team.enforced.get(switch).map(|_| DECIDED.to_owned());
        view! {
            <Switch
                id=switch.as_str()
                label=switch.label()
                hint=switch.hint()
                on=team.settings.is_on(switch)
                reason=decided.unwrap_or_default()
                save=Arc::new(move |on| Box::pin(set_team_switch(id, switch, on)))
            />
        }
        .into_any()
    };
    let switches = TeamSwitch::ALL.iter().copied().map(switch).collect_view();
    view! {
        <SettingsFrame team=team.name>
            <section class="card section">
                <header class="section__head"><h2>"Privacy"</h2><p>"A change holds at once."</p></header>
                <div class="section__body">
                    {switches}
                </div>
            </section>
        </SettingsFrame>
    }
}
