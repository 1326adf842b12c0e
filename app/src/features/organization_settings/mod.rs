//! The settings of the organization: its name, who may create teams, and its mails.

mod general;
mod mails;
mod teams;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::features::team_settings::service_accounts::ServiceAccounts;
use crate::ui::part;

use general::GeneralSection;
use mails::MailSection;
use teams::TeamsSection;

part!(pub organization_settings in forms => view! { <OrganizationSettingsPage /> });

#[component]
fn OrganizationSettingsPage() -> impl IntoView {
    view! {
        <Title text="Organization settings" />
        <header class="page__head"><h1>"Organization settings"</h1></header>
        <div class="settings">
            <nav class="side" aria-label="Settings">
                <a class="side__link" href="#general">"General"</a>
                <a class="side__link" href="#teams">"Teams"</a>
                <a class="side__link" href="#service-accounts">"Service accounts"</a>
                <a class="side__link" href="#mail">"Mail"</a>
            </nav>
            <div class="sections">
                <GeneralSection />
                <TeamsSection />
                <ServiceAccounts />
                <MailSection />
            </div>
        </div>
    }
}
