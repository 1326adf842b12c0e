//! What is asked before a destination is added, changed or removed, and the secret that came of it.

use domain::alert::Destination;
use domain::ids::TeamId;
use leptos::prelude::*;

use super::add::{Add, EventChecks};
use super::page::{Alerting, Asked};
use crate::api::alerts::{change_alert_destination, remove_alert_destination, rotate_alert_secret};
use crate::features::deed::{DeedForm, take_focus};
use crate::ui::{Button, ButtonKind, CopyField, Dialog, Field};

#[component]
pub fn DestinationDialog() -> impl IntoView {
    let alerting = Alerting::expect();
    let title = Signal::derive(move || alerting.asked.with(|asked| asked.as_ref().map(title).unwrap_or_default()));
    let shows = Memo::new(move |_| alerting.asked.with(|asked| matches!(asked, Some(Asked::Show(_)))));
    let team = move || -> Option<TeamId> { Some(alerting.all.get_untracked()?.ok()?.team) };
    let step = move || match alerting.asked.get() {
        None => ().into_any(),
        Some(Asked::Add) => team().map(|team| view! { <Add team /> }).into_any(),
        Some(Asked::Change(destination)) => view! { <Change destination /> }.into_any(),
        Some(Asked::Rotate(destination)) => view! { <Rotate destination /> }.into_any(),
        Some(Asked::Remove(destination)) => view! { <Remove destination /> }.into_any(),
        Some(Asked::Show(secret)) => view! { <Show secret /> }.into_any(),
    };
    view! { <Dialog id="alert-destination" title open=alerting.open held=shows>{step}</Dialog> }
}

fn title(asked: &Asked) -> String {
    match asked {
        Asked::Add => "Add destination".to_owned(),
        Asked::Change(it) => format!("Change {}", it.name),
        Asked::Rotate(it) => format!("Replace the signing secret of {}?", it.name),
        Asked::Remove(it) => format!("Remove {}?", it.name),
        Asked::Show(_) => "Copy the signing secret".to_owned(),
    }
}

#[component]
fn Change(destination: Destination) -> impl IntoView {
    let alerting = Alerting::expect();
    let Destination { id, name: now, place, events, .. } = destination;
    let (name, url, events) = (RwSignal::new(now.clone()), RwSignal::new(String::new()), RwSignal::new(events));
    let change = move |()| {
        let (name, url, events) = (name.get_untracked(), url.get_untracked(), events.get_untracked());
        alerting.deed.make(move || {
            let changing = change_alert_destination(id, name.clone(), url.clone(), events.clone());
            async move { changing.await.map(|()| alerting.done(None)) }
        });
    };
    view! {
        <DeedForm deed=alerting.deed open=alerting.open button="Save" on_submit=change>
            <Field
                label="Name"
                name="destination_name"
                value=Signal::stored(now)
                required=true
                autofocus=true
                autocomplete="off"
                error=alerting.deed.on("name")
                on_input=move |text| name.set(text)
            />
            <Field
                label="New address"
                name="destination_url"
                kind="url"
                hint=format!("Left empty, it stays {place}. You answer for the address that you type.")
                autocomplete="off"
                error=alerting.deed.on("url")
                on_input=move |text| url.set(text)
            />
            <EventChecks events />
        </DeedForm>
    }
}

#[component]
fn Rotate(destination: Destination) -> impl IntoView {
    let alerting = Alerting::expect();
    let id = destination.id;
    let rotate = move |()| {
        alerting.deed.make(move || async move { rotate_alert_secret(id).await.map(|it| alerting.done(Some(it))) });
    };
    view! {
        <DeedForm deed=alerting.deed open=alerting.open button="Replace" on_submit=rotate>
            <p>"For a day webhooks are signed with both secrets, so that the program can be moved over to the new one."</p>
        </DeedForm>
    }
}

#[component]
fn Remove(destination: Destination) -> impl IntoView {
    let alerting = Alerting::expect();
    let id = destination.id;
    let remove = move |()| {
        alerting.deed.make(move || async move { remove_alert_destination(id).await.map(|()| alerting.done(None)) });
    };
    view! {
        <DeedForm deed=alerting.deed open=alerting.open button="Remove destination" kind=ButtonKind::Danger on_submit=remove>
            <p>"What waits for it is not sent any more. What was sent stays in the list of deliveries. This cannot be undone."</p>
        </DeedForm>
    }
}

#[component]
fn Show(secret: String) -> impl IntoView {
    take_focus();
    let alerting = Alerting::expect();
    view! {
        <div class="dialog__body">
            <p>"This is the only time the secret is shown. With it the program verifies that a webhook comes from here."</p>
            <CopyField id="signing-secret" label="Signing secret" text=Signal::stored(secret) />
        </div>
        <footer class="dialog__foot">
            <Button kind=ButtonKind::Primary on_click=move |()| alerting.open.set(false)>"Done"</Button>
        </footer>
    }
}
