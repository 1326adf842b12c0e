//! What is asked before an account is created, renamed or removed.

use domain::ids::TeamId;
use domain::service_account::{Scope, ServiceAccount};
use domain::text::count;
use leptos::prelude::*;

use super::list::{Accounts, Asked};
use crate::api::organization::list_teams;
use crate::api::service_accounts::{create_service_account, remove_service_account, rename_service_account};
use crate::features::deed::{DeedForm, PasswordStep};
use crate::ui::{ButtonKind, Dialog, Field, FieldFrame, When};

#[component]
pub fn AccountDialog() -> impl IntoView {
    let accounts = Accounts::expect();
    let title = Signal::derive(move || accounts.asked.with(|asked| asked.as_ref().map(title).unwrap_or_default()));
    let step = move || match accounts.asked.get() {
        _ if accounts.deed.asks_password() => view! { <PasswordStep deed=accounts.deed /> }.into_any(),
        None => ().into_any(),
        Some(Asked::Create) => view! { <Create /> }.into_any(),
        Some(Asked::Rename(account)) => view! { <Rename account /> }.into_any(),
        Some(Asked::Remove(account)) => view! { <Remove account /> }.into_any(),
    };
    view! { <Dialog id="service-account" title open=accounts.open>{step}</Dialog> }
}

fn title(asked: &Asked) -> String {
    match asked {
        Asked::Create => "New service account".to_owned(),
        Asked::Rename(_) => "Rename service account".to_owned(),
        Asked::Remove(account) => format!("Remove {}?", account.name),
    }
}

#[component]
fn Create() -> impl IntoView {
    let accounts = Accounts::expect();
    let scope = if accounts.team.is_some() { Scope::Team } else { Scope::Organization };
    let (name, team) = (RwSignal::new(String::new()), RwSignal::new(accounts.team));
    let missing = RwSignal::new(None::<String>);
    let create = move |()| {
        let Some(team) = team.get_untracked() else {
            missing.set(Some("Choose a team.".to_owned()));
            return;
        };
        let name = name.get_untracked();
        accounts.deed.make(move || {
            let name = name.clone();
            async move { create_service_account(scope, team, name).await.map(|_| accounts.done()) }
        });
    };
    view! {
        <DeedForm deed=accounts.deed open=accounts.open button="Create service account" on_submit=create>
            <Field
                label="Name"
                name="account_name"
                required=true
                autofocus=true
                error=accounts.deed.on("name")
                on_input=move |text| name.set(text)
            />
            <When so=move || scope == Scope::Organization><DefaultTeam team missing /></When>
        </DeedForm>
    }
}

#[component]
fn DefaultTeam(team: RwSignal<Option<TeamId>>, missing: RwSignal<Option<String>>) -> impl IntoView {
    let teams = LocalResource::new(|| list_teams());
    let pick = move |picked: String| {
        missing.set(None);
        team.set(picked.parse().ok());
    };
    let options = move || {
        let teams = teams.get().and_then(Result::ok).unwrap_or_default();
        teams.into_iter().map(|it| view! { <option value=it.id.to_string()>{it.name}</option> }).collect_view()
    };
    view! {
        <FieldFrame label="Default team" id="field-default_team" hint="Where its runs go if nothing else is said.".to_owned() error=missing>
            <select
                class="select select--field"
                id="field-default_team"
                aria-describedby="field-default_team-hint field-default_team-error"
                on:change:target=move |event| pick(event.target().value())
            >
                <option value="">"Choose a team"</option>
                {options}
            </select>
        </FieldFrame>
    }
}

#[component]
fn Rename(account: ServiceAccount) -> impl IntoView {
    let accounts = Accounts::expect();
    let (id, name) = (account.id, RwSignal::new(account.name.clone()));
    let rename = move |()| {
        let name = name.get_untracked();
        accounts.deed.make(move || {
            let name = name.clone();
            async move { rename_service_account(id, name).await.map(|()| accounts.done()) }
        });
    };
    view! {
        <DeedForm deed=accounts.deed open=accounts.open button="Rename" on_submit=rename>
            <Field
                label="Name"
                name="account_name"
                value=Signal::stored(account.name)
                required=true
                autofocus=true
                error=accounts.deed.on("name")
                on_input=move |text| name.set(text)
            />
        </DeedForm>
    }
}

#[component]
fn Remove(account: ServiceAccount) -> impl IntoView {
    let accounts = Accounts::expect();
    let id = account.id;
    let remove =
        move |()| accounts.deed.make(move || async move { remove_service_account(id).await.map(|()| accounts.done()) });
    let verb = if account.keys == 1 { "stops" } else { "stop" };
    view! {
        <DeedForm deed=accounts.deed open=accounts.open button="Remove service account" kind=ButtonKind::Danger on_submit=remove>
            <p>{format!("{} {verb} working at once. This cannot be undone.", count(account.keys, "API key"))}</p>
        </DeedForm>
    }
}
