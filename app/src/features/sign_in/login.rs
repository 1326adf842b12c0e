//! Signing in.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::gate::{Gate, GateHead, Refused};
use crate::api::accounts::{SignIn, SignUpDoor, get_sign_up_door};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, wait};

#[component]
pub fn LoginPage() -> impl IntoView {
    view! { <Gate title="Log in"><LoginForm /></Gate> }
}

/// Where nobody has an account yet, the way to the first one.
#[component]
fn FirstRun() -> impl IntoView {
    let door = Resource::new_blocking(|| (), |()| get_sign_up_door());
    view! {
        <Suspense>
            {move || wait(async move {
                matches!(door.await, Ok(SignUpDoor::First)).then(|| {
                    view! {
                        <Notice>
                            "Nobody has an account here yet. " <a class="link" href="/signup">"Create the first account"</a>
                        </Notice>
                    }
                })
                .into_any()
            })}
        </Suspense>
    }
}

#[component]
fn LoginForm() -> impl IntoView {
    let sign_in = FormCall::new::<SignIn>();
    go_on(sign_in);
    let refusal = Refusal::new("sign_in", sign_in);
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_default();
    view! {
        <GateHead title="Log in" />
        <FirstRun />
        <CallForm call=sign_in class="gate__form">
            <Refused words=refusal.in_general() />
            <Field label="E-mail or username" name="login" value=refusal.typed("login") autocomplete="username" required=true autofocus=true error=refusal.on("login") />
            <Field label="Password" name="password" kind="password" autocomplete="current-password" required=true error=refusal.on("password") />
            <input type="hidden" name="next" value=next />
            <Button kind=ButtonKind::Primary submit=true busy=sign_in.pending()>"Log in"</Button>
        </CallForm>
        <p class="gate__more">
            <a class="link" href="/forgot">"Forgot your password?"</a>
            <a class="link" href="/signup">"Sign up"</a>
        </p>
    }
}
