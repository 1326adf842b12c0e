//! API keys: a list of them wherever somebody manages some, and the page that `wandb login` opens.

mod authorize;
mod dialog;
mod list;
mod row;

use leptos::prelude::*;

use crate::ui::part;

pub use authorize::authorize;
pub use list::KeyList;

part!(pub own_keys in keys => view! { <OwnKeys /> });

/// My own keys, on the page of my settings.
#[component]
fn OwnKeys() -> impl IntoView {
    view! {
        <section class="card section" id="api-keys">
            <header class="section__head">
                <h2>"API keys"</h2>
                <p>"With a key a program does what you may do, until the key is revoked or you lose access."</p>
            </header>
            <KeyList account=None />
        </section>
    }
}
