//! The service accounts of a team.

use leptos::prelude::*;

use super::service_accounts::ServiceAccounts;
use crate::features::team_home::{SettingsFrame, Tab, TeamFrame, TeamOf};

#[component]
pub fn AccountsPage() -> impl IntoView {
    let team = TeamOf::ask_settings();
    let content = move |team: domain::team::Team| {
        view! { <SettingsFrame team=team.name><ServiceAccounts team=team.id /></SettingsFrame> }.into_any()
    };
    view! { <TeamFrame team tab=Tab::Settings content /> }
}
