//! Choosing a new password by a link.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::gate::{Gate, GateHead, Refused};
use super::sign_up::NewPasswordField;
use crate::api::accounts::{ResetPassword, open_password_reset};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, wait};

#[component]
pub fn ResetPage() -> impl IntoView {
    view! { <Gate title="New password"><ResetCard /></Gate> }
}

#[component]
fn ResetCard() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let link = Resource::new_blocking(
        {
            let token = token.clone();
            move || token.clone()
        },
        open_password_reset,
    );
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                wait(async move {
                    match link.await {
                        Ok(()) => view! { <ResetForm token /> }.into_any(),
                        Err(error) => {
                            view! {
                                <GateHead title="New password" sub=error.to_string() />
                                <p class="gate__more"><a class="link" href="/forgot">"Ask for a new link"</a></p>
                            }
                            .into_any()
                        }
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn ResetForm(token: String) -> impl IntoView {
    let reset = FormCall::new::<ResetPassword>();
    go_on(reset);
    let refusal = Refusal::new("reset_password", reset);
    view! {
        <GateHead title="Choose a new password" sub="All your other sign-ins end." />
        <CallForm call=reset class="gate__form">
            <Refused words=refusal.in_general() />
            <input type="hidden" name="token" value=token />
            <NewPasswordField refusal />
            <Button kind=ButtonKind::Primary submit=true busy=reset.pending()>"Save and log in"</Button>
        </CallForm>
    }
}
