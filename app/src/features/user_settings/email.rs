//! My e-mail address. Another one is confirmed by a link that goes there. If the sign-in is old, the password is asked for.

use domain::email::{EmailChange, NO_MAIL};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::ApiError;
use crate::api::profile::{AskEmailChange, DropEmailChange, get_email_change};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Now, Tone, When, wait};
use crate::viewer::{flash, sends_mail, viewer};

#[component]
pub fn EmailSection() -> impl IntoView {
    let waits = Resource::new(|| (), |()| get_email_change());
    let email = viewer().map(|it| it.email);
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("email"));
    view! {
        <section class="card section" id="email">
            <header class="section__head"><h2>"E-mail"</h2><p>"You log in with it, and mails go there: " <b>{email}</b></p></header>
            {changed.then(|| view! { <div class="section__body"><Notice tone=Tone::Good>"Your e-mail address is changed."</Notice></div> })}
            <Suspense>
                {move || wait(async move {
                    match waits.await {
                        Ok(waits) => waits.map_or_else(|| ().into_any(), |waits| view! { <Waits waits /> }.into_any()),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Suspense>
            {if sends_mail() { view! { <AskForm /> }.into_any() } else { view! { <NoMail /> }.into_any() }}
        </section>
    }
}

#[component]
fn NoMail() -> impl IntoView {
    view! {
        <div class="section__body">
            <Notice tone=Tone::Neutral>{NO_MAIL}</Notice>
        </div>
    }
}

/// The address that is not confirmed yet.
#[component]
fn Waits(waits: EmailChange) -> impl IntoView {
    let keep = FormCall::new::<DropEmailChange>();
    go_on(keep);
    let now = Now::expect();
    let EmailChange { email, expires } = waits;
    view! {
        <div class="section__body">
            <Notice tone=Tone::Warn>
                "Open the link in the mail to " <b>{email}</b> " to confirm it. It expires " {move || expires.until(now.get())} "."
            </Notice>
            <CallForm call=keep><Button submit=true busy=keep.pending()>"Keep the address I have"</Button></CallForm>
        </div>
    }
}

#[component]
fn AskForm() -> impl IntoView {
    let ask = FormCall::new::<AskEmailChange>();
    go_on(ask);
    let refusal = Refusal::new("ask_email_change", ask);
    let needed =
        |error: &domain::Error| *error == domain::Error::PasswordNeeded || error.on_field("password").is_some();
    let asked_before = flash("ask_email_change").is_some_and(|it| needed(&it.error));
    let asks_password = move || match ask.answer() {
        Some(Err(ApiError::Domain(error))) => needed(&error),
        Some(_) => false,
        None => asked_before,
    };
    view! {
        <CallForm call=ask>
            <div class="section__body">
                {move || refusal.in_general().get().map(|words| view! { <Notice tone=Tone::Warn>{words}</Notice> })}
                <Field
                    label="New e-mail address"
                    name="email"
                    kind="email"
                    value=refusal.typed("email")
                    autocomplete="email"
                    hint="A link goes there that confirms it. Until then everything stays as it is."
                    required=true
                    error=refusal.on("email")
                />
                <When so=asks_password>
                    <Field label="Your password" name="password" kind="password" autocomplete="current-password" required=true error=refusal.on("password") />
                </When>
            </div>
            <footer class="section__foot">
                <Button kind=ButtonKind::Primary submit=true busy=ask.pending()>"Send the link"</Button>
            </footer>
        </CallForm>
    }
}
