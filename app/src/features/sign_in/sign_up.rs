//! Creating an account: the first one, or any where sign-up is open.

use leptos::prelude::*;

use super::gate::{Gate, GateHead, Refused};
use crate::api::accounts::{SignUp, SignUpDoor, get_sign_up_door};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone, wait};

#[component]
pub fn SignUpPage() -> impl IntoView {
    view! { <Gate title="Sign up"><SignUpCard /></Gate> }
}

#[component]
fn SignUpCard() -> impl IntoView {
    let door = Resource::new_blocking(|| (), |()| get_sign_up_door());
    view! {
        <Suspense>
            {move || wait(async move {
                match door.await {
                    Ok(SignUpDoor::Closed) => view! { <Closed /> }.into_any(),
                    Ok(door) => view! { <SignUpForm door /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Closed() -> impl IntoView {
    view! {
        <GateHead title="Sign up" sub="Ask an admin for an invitation" />
        <p class="gate__more"><span>"You have an account?"</span> <a class="link" href="/login">"Log in"</a></p>
    }
}

#[component]
fn SignUpForm(door: SignUpDoor) -> impl IntoView {
    let sign_up = FormCall::new::<SignUp>();
    go_on(sign_up);
    let refusal = Refusal::new("sign_up", sign_up);
    let sub = match door {
        SignUpDoor::First => "Create the first account. You will be the instance admin.",
        _ => "Create your account.",
    };
    view! {
        <GateHead title="Sign up" sub=sub />
        <CallForm call=sign_up class="gate__form">
            <Refused words=refusal.in_general() />
            <NameFields refusal />
            <Field label="E-mail" name="email" kind="email" value=refusal.typed("email") autocomplete="email" required=true error=refusal.on("email") />
            <NewPasswordField refusal />
            <Button kind=ButtonKind::Primary submit=true busy=sign_up.pending()>"Create account"</Button>
        </CallForm>
        <p class="gate__more"><span>"You have an account?"</span> <a class="link" href="/login">"Log in"</a></p>
    }
}

/// Name and username, as everybody who comes in types them.
#[component]
pub fn NameFields(refusal: Refusal) -> impl IntoView {
    view! {
        <Field label="Name" name="name" value=refusal.typed("name") autocomplete="name" required=true autofocus=true error=refusal.on("name") />
        <Field
            label="Username"
            name="username"
            value=refusal.typed("username")
            autocomplete="username"
            hint="Part of your address: letters a-z, digits, dots, dashes."
            required=true
            error=refusal.on("username")
        />
    }
}

/// A password to be chosen, with the rule.
#[component]
pub fn NewPasswordField(refusal: Refusal) -> impl IntoView {
    view! {
        <Field
            label="Password"
            name="password"
            kind="password"
            autocomplete="new-password"
            hint="At least 15 characters. Four or five unrelated words make a good one."
            required=true
            error=refusal.on("password")
        />
    }
}
