//! The projects of a team by name.

use domain::page::Page;
use domain::policy::TeamPermission;
use domain::project::Project;
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::components::A;

use super::create::NewProjectDialog;
use crate::api::projects::list_projects;
use crate::features::work::{Ago, By, Place};
use crate::features::{Fetch, Paged};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Heads, Icon, Item, Notice, SearchBox, Tone, wait};

#[component]
pub fn ProjectsTab(team: Team) -> impl IntoView {
    let place = Place::of(format!("/{}/projects", team.name));
    let (words, after, id) = (place.words(), place.after(), team.id);
    let list = Resource::new(move || (words.get(), after.get()), move |(words, after)| list_projects(id, words, after));
    let creating = RwSignal::new(false);
    let reason = team.viewer.check(TeamPermission::Contribute).err().map(|denied| denied.to_string());
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("project"));
    let team = StoredValue::new(team);
    view! {
        <div class="tools">
            <SearchBox label="Search projects" action=place.path() words on_search=move |words: String| place.look_for(&words) />
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <div class="tools__end">
                <Button id="new-project" kind=ButtonKind::Primary reason=Signal::stored(reason) on_click=move |()| creating.set(true)>
                    <Glyph icon=Icon::Plus />
                    "New project"
                </Button>
            </div>
        </div>
        <section class="card made" aria-label="Projects">
            <Transition>
                {move || wait(async move {
                    match list.await {
                        Ok(page) => view! { <Filled page place team=team.get_value() /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
        <NewProjectDialog team=team.get_value() open=creating />
    }
}

#[component]
fn Filled(page: Page<Project>, place: Place, team: Team) -> impl IntoView {
    if page.rows.is_empty() {
        return nothing(place);
    }
    let (id, words) = (team.id, place.words().get_untracked());
    let name = StoredValue::new(team.name);
    provide_context(TeamName(name));
    let fetch: Fetch<Project> = Box::new(move |after| Box::pin(list_projects(id, words.clone(), Some(after))));
    view! {
        <table class="table">
            <Heads names=&["Name", "Visibility", "Runs", "Last run", "Created by"] />
            <Paged page columns="5" row=item fetch link=move |cursor| place.next(cursor) />
        </table>
    }
    .into_any()
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
