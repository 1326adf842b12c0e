//! The runs of one person, of all teams.

use domain::run::TeamRun;
use leptos::prelude::*;
use leptos_router::components::A;

use super::row::{Lasted, State, name_cell};
use crate::ui::{Heads, Item, TimeAgo};

/// A table of a few.
#[component]
pub fn TeamRuns(runs: Vec<TeamRun>) -> impl IntoView {
    let rows = runs.into_iter().map(row).collect_view();
    view! {
        <table class="table">
            <Heads names=TEAM_RUN_HEADS />
            <tbody>{rows}</tbody>
        </table>
    }
}

pub const TEAM_RUN_HEADS: &[&str] = &["Name", "State", "Project", "Created", "Duration"];

pub fn team_run_item(run: TeamRun) -> Item {
    Item::new(run.run.id.uuid().as_u128(), || row(run))
}

fn row(it: TeamRun) -> AnyView {
    let TeamRun { team, run } = it;
    let project = format!("/{team}/{}", run.project);
    let place = format!("{team} / {}", run.project);
    let (state, created, lasting) = (run.state, run.created, run.clone());
    view! {
        <tr>
            {name_cell(run, &project)}
            <td class="made__state"><State state /></td>
            <td><A href=project attr:class="made__link">{place}</A></td>
            <td><TimeAgo at=created /></td>
            <td><Lasted run=lasting /></td>
        </tr>
    }
    .into_any()
}
