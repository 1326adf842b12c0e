//! The page of a project: what it is, and its runs.

use domain::pin::Pinned;
use domain::project::ProjectPage as Shown;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use super::edit::EditProject;
use crate::api::projects::get_project;
use crate::features::runs::{RunList, Scope};
use crate::features::team_home::refused;
use crate::features::work::PinButton;
use crate::ui::{Badge, Button, When, wait};
use crate::viewer::viewer as me;

#[component]
pub fn ProjectPage(#[prop(into)] team: String, #[prop(into)] project: String) -> impl IntoView {
    let page = Resource::new_blocking(|| (), move |()| get_project(team.clone(), project.clone()));
    view! {
        <Transition>
            {move || wait(async move {
                match page.await {
                    Ok(shown) => view! { <Filled shown changed=move |()| page.refetch() /> }.into_any(),
                    Err(error) => refused(&error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Filled(shown: Shown, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let may_edit = shown.edit(me().map(|it| it.id)).is_ok();
    let editing = RwSignal::new(false);
    let (team, project) = (shown.team.name.clone(), shown.project.clone());
    let (description, viewer, pinned) = (shown.description.clone(), shown.viewer, shown.pinned);
    let scope = Scope::Project { project: project.id, name: project.name.clone(), team: team.clone() };
    let shown = StoredValue::new(shown);
    view! {
        <Title text=project.name.clone() />
        <header class="page__head">
            <A href=format!("/{team}/projects") attr:class="link">{team}</A>
            <span class="page__sub" aria-hidden="true">"/"</span>
            <h1>{project.name}</h1>
            <Badge>{project.visibility.label()}</Badge>
            <When so=move || may_edit && !editing.get()>
                <Button on_click=move |()| editing.set(true)>"Edit"</Button>
            </When>
            <PinButton what=Pinned::Project(project.id) viewer pinned />
        </header>
        <When so=move || editing.get()><EditProject shown=shown.get_value() editing changed /></When>
        {(!description.is_empty()).then(|| view! { <div class="markdown" inner_html=description.into_string()></div> })}
        <RunList scope />
    }
}
