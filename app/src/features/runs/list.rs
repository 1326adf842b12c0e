//! Runs of a team or a project.

use domain::ids::{ProjectId, TeamId};
use domain::page::Page;
use domain::run::{Run, RunColumn, RunQuery, RunState};
use domain::team::Team;
use leptos::prelude::*;

use super::row::{HEADS, TeamName, item};
use crate::api::ApiResult;
use crate::api::runs::{list_project_runs, list_team_runs};
use crate::features::Fetch;
use crate::features::work::{Head, Place, Shown, Teach, heads};
use crate::ui::{Empty, Icon, SearchBox, Select, When};

/// Whose runs.
#[derive(Clone)]
pub enum Scope {
    Team { team: TeamId, name: String },
    Project { project: ProjectId, name: String, team: String },
}

impl Scope {
    fn path(&self) -> String {
        match self {
            Self::Team { name, .. } => format!("/{name}/runs"),
            Self::Project { name, team, .. } => format!("/{team}/{name}"),
        }
    }

    fn team(&self) -> &str {
        match self {
            Self::Team { name, .. } => name,
            Self::Project { team, .. } => team,
        }
    }

    fn project(&self) -> &str {
        match self {
            Self::Team { .. } => "my-project",
            Self::Project { name, .. } => name,
        }
    }

    async fn list(self, query: RunQuery, after: Option<String>) -> ApiResult<Page<Run>> {
        match self {
            Self::Team { team, .. } => list_team_runs(team, query, after).await,
            Self::Project { project, .. } => list_project_runs(project, query, after).await,
        }
    }
}

/// The runs of a team.
#[component]
pub fn RunsTab(team: Team) -> impl IntoView {
    view! { <RunList scope=Scope::Team { team: team.id, name: team.name } /> }
}

#[component]
pub fn RunList(scope: Scope) -> impl IntoView {
    let place = Place::of(scope.path());
    let (words, state, after) = (place.words(), place.state(), place.after());
    let query = Memo::new(move |_| RunQuery { search: words.get(), state: state.get(), sort: place.sort() });
    provide_context(TeamName(StoredValue::new(scope.team().to_owned())));
    let scope = StoredValue::new(scope);
    let list =
        Resource::new(move || (query.get(), after.get()), move |(query, after)| scope.get_value().list(query, after));
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("run"));
    let fetch = move |()| -> Fetch<Run> {
        let query = query.get_untracked();
        Box::new(move |after| Box::pin(scope.get_value().list(query.clone(), Some(after))))
    };
    let nothing = move |()| view! { <Nothing place scope=scope.get_value() query=query.get_untracked() /> }.into_any();
    let shown = Shown {
        label: "Runs",
        heads: heads(place, Signal::derive(move || query.get().sort), &HEADS.map(orders)),
        row: item,
        fetch: Callback::new(fetch),
        nothing: Callback::new(nothing),
    };
    view! {
        <div class="tools">
            <SearchBox label="Search runs" action=place.path() words on_search=move |words: String| place.look_for(&words) />
            <Select
                options=RunState::ALL
                label="State"
                none="Any state"
                selected=state
                on_change={move |state: Option<RunState>| place.narrow(state)}
            />
            <When so=move || query.with(RunQuery::is_filtered)>
                <button class="button button--quiet" type="button" on:click=move |_| place.clear()>"Clear"</button>
            </When>
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
        </div>
        {shown.table(list, place)}
    }
}

/// A head, and by what it orders the list.
fn orders(head: &'static str) -> Head<RunColumn> {
    (head, RunColumn::ALL.iter().copied().find(|column| column.label() == head))
}

#[component]
fn Nothing(place: Place, scope: Scope, query: RunQuery) -> impl IntoView {
    if query.is_filtered() {
        return view! {
            <Empty icon=Icon::Search title="No run matches" sentence="No run fits this search and this state.">
                <button class="button" type="button" on:click=move |_| place.clear()>"Clear search and filter"</button>
            </Empty>
        }
        .into_any();
    }
    view! { <Teach team=scope.team() project=scope.project() /> }.into_any()
}
