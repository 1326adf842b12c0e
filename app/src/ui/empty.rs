//! What stands where there is nothing to list.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// Says in a sentence why there is nothing, and offers the one action that helps.
#[component]
pub fn Empty(
    icon: Icon,
    #[prop(into)] title: String,
    #[prop(into)] sentence: String,
    /// The action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Glyph icon />
            <h2>{title}</h2>
            <p>{sentence}</p>
            {children.map(|children| children())}
        </div>
    }
}
