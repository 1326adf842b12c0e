//! Accepting an invitation. Opening the page changes nothing: mail scanners open links.

use domain::invitation::OpenInvitation;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::gate::{Gate, GateHead, Refused};
use super::sign_up::{NameFields, NewPasswordField};
use crate::api::invitations::{AcceptInvitation, view_invitation};
use crate::features::{CallForm, FormCall, Refusal, go_on};
use crate::ui::{Button, ButtonKind, Now, wait};

#[component]
pub fn InvitePage() -> impl IntoView {
    view! { <Gate title="Invitation"><InviteCard /></Gate> }
}

#[component]
fn InviteCard() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let invitation = Resource::new_blocking(
        {
            let token = token.clone();
            move || token.clone()
        },
        view_invitation,
    );
    view! {
        <Suspense>
            {move || {
                let token = token.clone();
                wait(async move {
                    match invitation.await {
                        Ok(invitation) => view! { <InviteForm invitation token /> }.into_any(),
                        Err(error) => view! { <GateHead title="Invitation" sub=error.to_string() /> }.into_any(),
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn InviteForm(invitation: OpenInvitation, token: String) -> impl IntoView {
    let accept = FormCall::new::<AcceptInvitation>();
    go_on(accept);
    let refusal = Refusal::new("accept_invitation", accept);
    let now = Now::expect();
    let expires = invitation.expires;
    view! {
        <GateHead
            title=format!("Join {}", invitation.organization)
            sub=format!("{} invited {} as {}.", invitation.invited_by, invitation.email, invitation.role.label())
        />
        <CallForm call=accept class="gate__form">
            <Refused words=refusal.in_general() />
            <input type="hidden" name="token" value=token />
            <NameFields refusal />
            <NewPasswordField refusal />
            <Button kind=ButtonKind::Primary submit=true busy=accept.pending()>"Accept invitation"</Button>
        </CallForm>
        <p class="gate__more">
            <span title=expires.exact()>"The invitation expires " {move || expires.until(now.get())} "."</span>
        </p>
    }
}
