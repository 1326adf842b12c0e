//! Putting something on its team's home page.

use domain::pin::Pinned;
use domain::policy::{InTeam, TeamPermission};
use leptos::prelude::*;

use crate::api::teams::set_pinned;
use crate::ui::{Button, Toasts};

/// Pins it and unpins it, for the admins of its team; for others there is nothing.
#[component]
pub fn PinButton(what: Pinned, viewer: InTeam, pinned: bool) -> impl IntoView {
    if viewer.check(TeamPermission::ManageTeam).is_err() {
        return ().into_any();
    }
    let (pinned, toasts) = (RwSignal::new(pinned), Toasts::expect());
    let set = Action::new(move |wanted: &bool| {
        let wanted = *wanted;
        async move {
            match set_pinned(what, wanted).await {
                Ok(()) => {
                    pinned.try_set(wanted);
                    toasts.good(if wanted {
                        "It is on the team's home page now."
                    } else {
                        "It is not on the team's home page any more."
                    });
                }
                Err(error) => toasts.bad(error.to_string()),
            }
        }
    });
    view! {
        <Button
            busy=set.pending()
            on_click=move |()| {
                set.dispatch(!pinned.get_untracked());
            }
        >
            {move || if pinned.get() { "Unpin" } else { "Pin to team home" }}
        </Button>
    }
    .into_any()
}
