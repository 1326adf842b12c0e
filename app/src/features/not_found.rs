//! What stands where there is nothing, or nothing that one may know of.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::{Empty, Icon};

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <main class="gate">
            <section class="card gate__card"><Nothing /></section>
        </main>
    }
}

/// The same within the frame, where the address could be that of something.
#[component]
pub fn Nothing() -> impl IntoView {
    #[cfg(feature = "ssr")]
    crate::api::request::not_found();
    view! {
        <Title text="Not found" />
        <h1 class="hidden">"Not found"</h1>
        <Empty icon=Icon::Search title="This page does not exist" sentence="Or you cannot see it. Check the address, or start from your home page.">
            <a class="button button--primary" href="/" rel="external">"Go to your home page"</a>
        </Empty>
    }
}
