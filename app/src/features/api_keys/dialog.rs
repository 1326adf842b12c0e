//! What is asked before a key is made, replaced or revoked, and the key that came of it.

use domain::api_key::{ApiKey, Expiry, NewKey, Overlap};
use leptos::prelude::*;

use super::list::{Asked, Keys};
use crate::api::api_keys::{make_api_key, rename_api_key, revoke_api_key, rotate_api_key};
use crate::features::deed::{DeedForm, PasswordStep, take_focus};
use crate::ui::{Button, ButtonKind, ChoiceField, CopyField, Dialog, Field};

#[component]
pub fn KeyDialog() -> impl IntoView {
    let keys = Keys::expect();
    let id = keys.account.map_or_else(|| "api-key".to_owned(), |account| format!("api-key-{account}"));
    let title = Signal::derive(move || keys.asked.with(|asked| asked.as_ref().map(title).unwrap_or_default()));
    let shows = Memo::new(move |_| keys.asked.with(|asked| matches!(asked, Some(Asked::Show(_)))));
    let step = move || match keys.asked.get() {
        _ if keys.deed.asks_password() => view! { <PasswordStep deed=keys.deed /> }.into_any(),
        None => ().into_any(),
        Some(Asked::Make) => view! { <Make /> }.into_any(),
        Some(Asked::Rename(key)) => view! { <Rename key /> }.into_any(),
        Some(Asked::Replace(key)) => view! { <Replace key /> }.into_any(),
        Some(Asked::Revoke(key)) => view! { <Revoke key /> }.into_any(),
        Some(Asked::Show(new)) => view! { <Show new /> }.into_any(),
    };
    view! { <Dialog id title open=keys.open held=shows>{step}</Dialog> }
}

fn title(asked: &Asked) -> String {
    match asked {
        Asked::Make => "New API key".to_owned(),
        Asked::Rename(_) => "Rename API key".to_owned(),
        Asked::Replace(key) => format!("Replace {}?", key.name),
        Asked::Revoke(key) => format!("Revoke {}?", key.name),
        Asked::Show(_) => "Copy your API key".to_owned(),
    }
}

#[component]
fn Make() -> impl IntoView {
    let keys = Keys::expect();
    let (name, expiry) = (RwSignal::new(String::new()), RwSignal::new(Expiry::Never));
    let make = move |()| {
        let (name, expiry) = (name.get_untracked(), expiry.get_untracked());
        keys.deed.make(move || {
            let name = name.clone();
            async move { make_api_key(keys.account, name, expiry).await.map(|new| keys.done(Some(new))) }
        });
    };
    view! {
        <DeedForm deed=keys.deed open=keys.open button="Make API key" on_submit=make>
            <Field
                label="Name"
                name="key_name"
                hint="What it is for, say “laptop” or “nightly run”."
                required=true
                autofocus=true
                error=keys.deed.on("name")
                on_input=move |text| name.set(text)
            />
            <ChoiceField label="Expires after" name="expiry" options=Expiry::ALL selected=Expiry::Never on_change=move |picked| expiry.set(picked) />
        </DeedForm>
    }
}

#[component]
fn Rename(key: ApiKey) -> impl IntoView {
    let keys = Keys::expect();
    let (id, name) = (key.id, RwSignal::new(key.name.clone()));
    let rename = move |()| {
        let name = name.get_untracked();
        keys.deed.make(move || {
            let name = name.clone();
            async move { rename_api_key(id, name).await.map(|()| keys.done(None)) }
        });
    };
    view! {
        <DeedForm deed=keys.deed open=keys.open button="Rename" on_submit=rename>
            <Field
                label="Name"
                name="key_name"
                value=Signal::stored(key.name)
                required=true
                autofocus=true
                error=keys.deed.on("name")
                on_input=move |text| name.set(text)
            />
        </DeedForm>
    }
}

#[component]
fn Replace(key: ApiKey) -> impl IntoView {
    let keys = Keys::expect();
    let (id, overlap) = (key.id, RwSignal::new(Overlap::Day));
    let replace = move |()| {
        let overlap = overlap.get_untracked();
        keys.deed.make(move || async move { rotate_api_key(id, overlap).await.map(|new| keys.done(Some(new))) });
    };
    view! {
        <DeedForm deed=keys.deed open=keys.open button="Replace" on_submit=replace>
            <p>"A new key of the same name is made. Meanwhile programs can be moved over to it."</p>
            <ChoiceField label="The old key" name="overlap" options=Overlap::ALL selected=Overlap::Day on_change=move |picked| overlap.set(picked) />
        </DeedForm>
    }
}

#[component]
fn Revoke(key: ApiKey) -> impl IntoView {
    let keys = Keys::expect();
    let id = key.id;
    let revoke = move |()| keys.deed.make(move || async move { revoke_api_key(id).await.map(|()| keys.done(None)) });
    view! {
        <DeedForm deed=keys.deed open=keys.open button="Revoke" kind=ButtonKind::Danger on_submit=revoke>
            <p>"Programs that use it are refused from the next request on. This cannot be undone."</p>
        </DeedForm>
    }
}

#[component]
fn Show(new: NewKey) -> impl IntoView {
    take_focus();
    let keys = Keys::expect();
    view! {
        <div class="dialog__body">
            <p>"This is the only time the key is shown. Keep it like a password: whoever has it can do what it can do."</p>
            <CopyField id="new-key" label="API key" text=Signal::stored(new.secret) />
        </div>
        <footer class="dialog__foot">
            <Button kind=ButtonKind::Primary on_click=move |()| keys.open.set(false)>"Done"</Button>
        </footer>
    }
}
