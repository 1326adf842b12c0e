//! What a run was started with, what came out of it, and what it left.

use domain::run::{Fact, RunFile, RunPage as Shown, size_words};
use leptos::prelude::*;

use crate::ui::{Empty, Icon};

/// Config and summary, one beside the other.
#[component]
pub fn Config(shown: Shown) -> impl IntoView {
    view! {
        <div class="run__tables">
            <FactTable title="Config" facts=shown.config nothing="It was started without a config." />
            <FactTable title="Summary" facts=shown.summary nothing="Nothing was summed up yet." />
        </div>
    }
}

#[component]
fn FactTable(title: &'static str, facts: Vec<Fact>, nothing: &'static str) -> impl IntoView {
    let row = |fact: Fact| view! { <tr><th scope="row">{fact.name}</th><td>{fact.value}</td></tr> }.into_any();
    let rows = facts.into_iter().map(row).collect_view();
    let body = if rows.is_empty() {
        view! { <p class="muted">{nothing}</p> }.into_any()
    } else {
        view! { <div class="scroll" tabindex="0" role="region" aria-label=title><table class="pairs"><tbody>{rows}</tbody></table></div> }
            .into_any()
    };
    view! {
        <section class="card section">
            <header class="section__head"><h2>{title}</h2></header>
            <div class="section__body">{body}</div>
        </section>
    }
}

#[component]
pub fn Files(files: Vec<RunFile>) -> impl IntoView {
    if files.is_empty() {
        return view! {
            <section class="card"><Empty icon=Icon::Copy title="No files" sentence="This run has not left any files." /></section>
        }
        .into_any();
    }
    let row =
        |file: RunFile| view! { <tr><th scope="row">{file.name}</th><td>{size_words(file.size)}</td></tr> }.into_any();
    view! {
        <section class="card section" aria-label="Files">
            <div class="section__body"><table class="pairs"><tbody>{files.into_iter().map(row).collect_view()}</tbody></table></div>
        </section>
    }
    .into_any()
}
