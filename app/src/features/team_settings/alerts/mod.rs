//! Who is told of what happens to the runs of the team.

mod add;
mod deliveries;
mod destinations;
mod dialog;
mod mails;
mod page;

use domain::team::Team;
use leptos::prelude::*;

use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};
use page::{AlertSections, Alerting};

#[component]
pub fn AlertsPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    Alerting::provide(team.name);
    let content =
        move |team: Team| view! { <SettingsFrame team=team.name><AlertSections /></SettingsFrame> }.into_any();
    view! { <TeamFrame team tab=Tab::Settings content /> }
}
