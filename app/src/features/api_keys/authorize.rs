//! The page that `wandb login` sends people to: it makes a key, to be pasted where the program waits for it.

use domain::api_key::Expiry;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::api_keys::make_api_key;
use crate::features::deed::{Deed, PasswordStep, Refused};
use crate::ui::{Button, ButtonKind, CopyField, part};

/// How the keys are called that are made here.
const NAME: &str = "wandb login";

part!(pub authorize in keys => view! { <AuthorizePage /> });

#[component]
fn AuthorizePage() -> impl IntoView {
    let (deed, made) = (Deed::new(), RwSignal::new(None::<String>));
    let make = move |()| {
        deed.make(move || async move {
            let new = make_api_key(None, NAME.to_owned(), Expiry::Never).await?;
            made.set(Some(new.secret));
            Ok(())
        });
    };
    let step = move || {
        match made.get() {
        Some(key) => view! { <Made key /> }.into_any(),
        None if deed.asks_password() => view! { <PasswordStep deed /> }.into_any(),
        None => view! {
            <div class="section__body">
                <p>"A program on your machine wants to do what you may do. Make an API key and paste it where the program asks for it."</p>
                <Refused deed />
            </div>
            <footer class="section__foot">
                <a class="button button--quiet" href="/settings#api-keys">"My API keys"</a>
                <Button kind=ButtonKind::Primary busy=deed.pending() on_click=make>"Make API key"</Button>
            </footer>
        }
        .into_any(),
    }
    };
    view! {
        <Title text="Authorize" />
        <header class="page__head"><h1>"Authorize"</h1></header>
        <section class="card section" aria-label="New API key">{step}</section>
    }
}

#[component]
fn Made(key: String) -> impl IntoView {
    view! {
        <div class="section__body">
            <p>"This is the only time the key is shown. Paste it where the program waits, and close this page."</p>
            <CopyField id="new-key" label="API key" text=Signal::stored(key) />
        </div>
    }
}
