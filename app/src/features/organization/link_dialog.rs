//! An invitation link, shown in the one answer that makes it.

use leptos::prelude::*;

use super::Dashboard;
use super::dialogs::open_while;
use crate::ui::{Button, CopyField, Dialog};

#[component]
pub fn LinkDialog() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let open = open_while(dashboard.link);
    view! {
        <Dialog id="invitation-link" title=Signal::stored("Invitation link".to_owned()) open>
            {move || {
                dashboard.link.get().map(|link| {
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
