//! Signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::gate::{Gate, GateHead, Refused};
use crate::api::accounts::SignIn;
use crate::features::{Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field};

#[component]
pub fn LoginPage() -> impl IntoView {
    view! { <Gate title="Log in"><LoginForm /></Gate> }
}

#[component]
fn LoginForm() -> impl IntoView {
    let sign_in = ServerAction::<SignIn>::new();
    go_on(sign_in);
    let refusal = Refusal::new("sign_in", sign_in);
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    view! {
        <GateHead title="Log in" />
        <ActionForm action=sign_in attr:class="gate__form">
            <Refused words=refusal.in_general() />
            <Field label="E-mail or username" name="login" value=refusal.typed("login") autocomplete="username" required=true autofocus=true error=refusal.on("login") />
            <Field label="Password" name="password" kind="password" autocomplete="current-password" required=true error=refusal.on("password") />
            <input type="hidden" name="next" value=next />
            <Button kind=ButtonKind::Primary submit=true busy=sign_in.pending()>"Log in"</Button>
        </ActionForm>
        <p class="gate__more">
            <a class="link" href="/forgot">"Forgot your password?"</a>
            <a class="link" href="/signup">"Sign up"</a>
        </p>
    }
}
