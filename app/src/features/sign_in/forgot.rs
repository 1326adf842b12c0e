//! Asking for a link to replace a forgotten password.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::gate::{Gate, GateHead, Refused};
use crate::api::accounts::RequestPasswordReset;
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field};
use crate::viewer::sends_mail;

#[component]
pub fn ForgotPage() -> impl IntoView {
    view! { <Gate title="Forgot your password?"><ForgotCard /></Gate> }
}

#[component]
fn ForgotCard() -> impl IntoView {
    let sent = use_query_map().with_untracked(|query| query.get("sent").is_some());
    let card = if !sends_mail() {
        view! {
            <GateHead
                title="Forgot your password?"
                sub="This server sends no mail. Ask whoever runs it for a link: they make one with “rollcall admin reset-link”."
            />
        }
        .into_any()
    } else if sent {
        view! {
            <GateHead
                title="Look at your mail"
                sub="If there is an account with this address, a link to choose a new password is on its way. It works once, for 30 minutes."
            />
        }
        .into_any()
    } else {
        view! { <ForgotForm /> }.into_any()
    };
    view! {
        {card}
        <p class="gate__more"><a class="link" href="/login">"Back to log in"</a></p>
    }
}

#[component]
fn ForgotForm() -> impl IntoView {
    let ask = FormCall::new::<RequestPasswordReset>();
    go_on(ask);
    let refusal = Refusal::new("request_password_reset", ask);
    view! {
        <GateHead title="Forgot your password?" sub="Type your e-mail address. We send you a link to choose a new one." />
        <CallForm call=ask class="gate__form">
            <Refused words=refusal.in_general() />
            <Field label="E-mail" name="email" kind="email" value=refusal.typed("email") autocomplete="email" required=true autofocus=true error=refusal.on("email") />
            <Button kind=ButtonKind::Primary submit=true busy=ask.pending()>"Send link"</Button>
        </CallForm>
    }
}
