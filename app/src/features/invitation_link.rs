//! An invitation link, shown in the one answer that makes it.

use domain::invitation::Link;
use leptos::prelude::*;

use crate::ui::{Button, CopyField, Dialog, open_while};

/// Comes up while there is a link; closing it forgets the link.
#[component]
pub fn InvitationLink(link: RwSignal<Option<Link>>) -> impl IntoView {
    let open = open_while(link);
    view! {
        <Dialog id="invitation-link" title=Signal::stored("Invitation link".to_owned()) open firm=true>
            {move || {
                link.get().map(|link| {
                    view! {
                        <div class="dialog__body">
                            <p>"This is the only time the link is shown. The link before it does not work any more."</p>
                            <CopyField id="link" label="Link" text=Signal::stored(link.url) />
                        </div>
                        <footer class="dialog__foot">
                            <span class="dialog__note">{format!("Works once, until {}", link.expires.exact())}</span>
                            <Button on_click=move |()| open.set(false)>"Done"</Button>
                        </footer>
                    }
                })
            }}
        </Dialog>
    }
}
