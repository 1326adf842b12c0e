//! The projects of a team.

use domain::policy::TeamPermission;
use domain::project::{Project, ProjectColumn};
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::components::A;

use super::create::NewProjectDialog;
use crate::api::projects::list_projects;
use crate::features::Fetch;
use crate::features::work::{Ago, By, Head, Place, Shown, heads};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Icon, Item, SearchBox};

const HEADS: &[Head<ProjectColumn>] = &[
    ("Name", Some(ProjectColumn::Name)),
    ("Visibility", None),
    ("Runs", None),
    ("Last run", Some(ProjectColumn::LastRun)),
    ("Created by", None),
];

#[component]
pub fn ProjectsTab(team: Team) -> impl IntoView {
    let place = Place::of(format!("/{}/projects", team.name));
    let (query, after, id) = (place.query(), place.after(), team.id);
    let list = Resource::new(move || (query.get(), after.get()), move |(query, after)| list_projects(id, query, after));
    let creating = RwSignal::new(false);
    let reason = team.viewer.check(TeamPermission::Contribute).err().map(|denied| denied.to_string());
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("project"));
    let fetch = move |()| -> Fetch<Project> {
        let query = query.get_untracked();
        Box::new(move |after| Box::pin(list_projects(id, query.clone(), Some(after))))
    };
    let shown = Shown {
        label: "Projects",
        heads: heads(place, Signal::derive(move || query.get().sort), HEADS),
        row: item,
        fetch: Callback::new(fetch),
        nothing: Callback::new(move |()| nothing(place)),
    };
    provide_context(TeamName(StoredValue::new(team.name.clone())));
    view! {
        <div class="tools">
            <SearchBox label="Search projects" action=place.path() words=place.words() on_search=move |words: String| place.look_for(&words) />
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <div class="tools__end">
                <Button id="new-project" kind=ButtonKind::Primary reason=Signal::stored(reason) on_click=move |()| creating.set(true)>
                    <Glyph icon=Icon::Plus />
                    "New project"
                </Button>
            </div>
        </div>
        {shown.table(list, place)}
        <NewProjectDialog team open=creating />
    }
}

/// The team whose list this is.
#[derive(Clone, Copy)]
struct TeamName(StoredValue<String>);

fn item(project: Project) -> Item {
    Item::new(project.id.uuid().as_u128(), || view! { <Row project /> }.into_any())
}

#[component]
fn Row(project: Project) -> impl IntoView {
    let href = format!("/{}/{}", expect_context::<TeamName>().0.get_value(), project.name);
    let summary = project.description.lines().next().unwrap_or_default().to_owned();
    view! {
        <tr>
            <td class="made__main"><A href=href attr:class="made__name">{project.name}</A> <small class="made__sub">{summary}</small></td>
            <td class="made__state"><Badge>{project.visibility.label()}</Badge></td>
            <td>{project.runs.words("run")}</td>
            <td><Ago at=project.last_run /></td>
            <td>{project.creator.map(|author| view! { <By author /> })}</td>
        </tr>
    }
}

fn nothing(place: Place) -> AnyView {
    if place.words().get_untracked().is_empty() {
        return view! {
            <Empty icon=Icon::Columns title="No project yet" sentence="A project holds the runs of one question, and the reports about them. Create one, or log a run: its project is created with it." />
        }
        .into_any();
    }
    view! {
        <Empty icon=Icon::Search title="No project matches" sentence="No name of a project has these letters in it.">
            <button class="button" type="button" on:click=move |_| place.clear()>"Clear the search"</button>
        </Empty>
    }
    .into_any()
}
