//! What a run was started with, what came out of it, and what it left.

use domain::run::{Fact, RunFile, RunPage as Shown, file_address, size_words};
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

/// What a run left, to be saved. The demo lists files that it does not keep.
#[component]
pub fn Files(shown: Shown) -> impl IntoView {
    let Shown { team, run, files, .. } = shown;
    if files.is_empty() {
        return view! {
            <section class="card"><Empty icon=Icon::Copy title="No files" sentence="This run has not left any files." /></section>
        }
        .into_any();
    }
    let listed_only = files.iter().any(|file| !file.kept);
    let path = format!("/files/{}/{}/{}", team.name, run.project, run.name);
    let row = |file: RunFile| {
        let name = if file.kept {
            let href = format!("{path}/{}", file_address(&file.name));
            view! { <a class="link" href=href rel="external" download>{file.name}</a> }.into_any()
        } else {
            file.name.into_any()
        };
        view! { <tr><th scope="row">{name}</th><td>{size_words(file.size)}</td></tr> }.into_any()
    };
    let note = listed_only.then(|| view! { <p class="muted">"Files without a link are listed by the demo, which does not keep what is in them."</p> });
    view! {
        <section class="card section" aria-label="Files">
            <div class="section__body">
                {note}
                <table class="pairs run__files"><tbody>{files.into_iter().map(row).collect_view()}</tbody></table>
            </div>
        </section>
    }
    .into_any()
}
