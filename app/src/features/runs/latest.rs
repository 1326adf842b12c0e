//! The newest runs of a team, for its overview.

use domain::run::Run;
use leptos::prelude::*;
use leptos_router::components::A;

use super::row::{HEADS, Row, TeamName};
use crate::features::work::Teach;
use crate::ui::Heads;

#[component]
pub fn LatestRuns(team: String, runs: Vec<Run>) -> impl IntoView {
    if runs.is_empty() {
        return view! { <section class="card" aria-label="Latest runs"><Teach team project="my-project" /></section> }
            .into_any();
    }
    let href = format!("/{team}/runs");
    provide_context(TeamName(StoredValue::new(team)));
    let rows = runs.into_iter().map(|run| view! { <Row run /> }.into_any()).collect_view();
    view! {
        <section class="card made">
            <header class="section__head"><h2>"Latest runs"</h2> <A href=href attr:class="link">"All runs"</A></header>
            <table class="table">
                <Heads names=&HEADS />
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}
