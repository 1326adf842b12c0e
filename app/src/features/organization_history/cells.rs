//! Who, whom, and what changed.

use domain::history::{Actor, ActorKind, FieldChange, Target};
use leptos::prelude::*;

use super::url::{self, Place};

/// A name leads to everything that its bearer did; what kind of actor it was stands with it where it was no user.
#[component]
pub fn Who(actor: Actor) -> impl IntoView {
    let kind = (actor.kind != ActorKind::User).then(|| view! { <small class="muted">{actor.kind.label()}</small> });
    let link = actor.id.map(|id| Place::expect().link(url::filter("actor", Some(id.to_string()))));
    view! { <span class="party">{name(actor.name, link, "Only changes by")} {kind}</span> }
}

/// A name leads to everything that was done to its bearer.
#[component]
pub fn Whom(target: Target) -> impl IntoView {
    let link = target.id.map(|id| Place::expect().link(url::filter("target", Some(id.to_string()))));
    let words = target.words().to_owned();
    view! { <span class="party">{name(words, link, "Only changes to")}</span> }
}

fn name(name: String, link: Option<String>, leads_to: &str) -> AnyView {
    match link {
        Some(href) => {
            let title = format!("{leads_to} {name}");
            view! { <a class="party__name" href=href rel="nofollow" title=title>{name}</a> }.into_any()
        }
        None => view! { <span class="party__name" title=name.clone()>{name.clone()}</span> }.into_any(),
    }
}

/// As in "Role: Member → Admin", each beside the other.
#[component]
pub fn Changes(changes: Vec<FieldChange>) -> impl IntoView {
    let told = changes.into_iter().map(|FieldChange { field, before, after }| {
        let before = before.map(|before| view! { <span class="change__before">{before}</span> " → " });
        view! {
            <li class="change">
                {field} ": " {before} <b class="change__after">{after.unwrap_or_else(|| "none".to_owned())}</b>
            </li>
        }
    });
    let told = told.collect_view();
    if told.is_empty() { ().into_any() } else { view! { <ul class="changes">{told}</ul> }.into_any() }
}
