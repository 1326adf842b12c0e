//! What the pages of projects, runs and reports have in common.

mod confirm;
mod pin;
mod place;
mod table;
mod teach;

pub use confirm::ConfirmDelete;
pub use pin::PinButton;
pub use place::Place;
pub use table::{Head, Shown, heads};
pub use teach::Teach;

use domain::project::Author;
use domain::time::Timestamp;
use leptos::prelude::*;

use crate::ui::{Avatar, TimeAgo};

/// As in "3 days ago", or a dash where it never was.
#[component]
pub fn Ago(at: Option<Timestamp>) -> impl IntoView {
    match at {
        Some(at) => view! { <TimeAgo at /> }.into_any(),
        None => view! { <span class="muted">"Never"</span> }.into_any(),
    }
}

/// Whoever made something, with their face.
#[component]
pub fn By(author: Author) -> impl IntoView {
    let Author { id, name, avatar } = author;
    view! { <span class="by"><Avatar id name=name.clone() picture=avatar /> {name}</span> }
}
