//! What can be done about somebody who was invited and has not come yet.

use domain::invitation::Link;
use domain::policy::{self, OrgRole};
use domain::team::Member;
use leptos::prelude::*;

use super::remove::Removing;
use crate::api::invitations::resend_invitation;
use crate::ui::{Button, ButtonKind, Toasts};

/// The invitation goes out again, by an admin of the organization; the person is taken out of the team.
#[component]
pub fn PendingActions(
    member: Member,
    viewer: OrgRole,
    /// Where a link is put that no mail brings.
    link: RwSignal<Option<Link>>,
) -> impl IntoView {
    let (user, removing, toasts) = (member.id, expect_context::<Removing>(), Toasts::expect());
    let resend = Action::new(move |(): &()| async move {
        match resend_invitation(user).await {
            Ok(sent) if sent.mailed => {
                toasts.good("The invitation is on its way again. The old link does not work any more.");
            }
            Ok(sent) => link.set(Some(sent)),
            Err(error) => toasts.bad(error.to_string()),
        }
    });
    let reason = policy::resend(viewer).err().map(|denied| denied.to_string());
    let whose = format!(" the invitation of {}", member.name);
    let whose_too = whose.clone();
    let ask = move |()| removing.ask(member.clone());
    view! {
        <Button
            kind=ButtonKind::Quiet
            id=format!("resend-{user}")
            reason=Signal::stored(reason)
            busy=resend.pending()
            on_click=move |()| {
                resend.dispatch(());
            }
        >
            "Resend"
            <span class="hidden">{whose}</span>
        </Button>
        <Button kind=ButtonKind::Quiet on_click=ask>
            "Cancel"
            <span class="hidden">{whose_too}</span>
        </Button>
    }
}
