//! Describing a project, showing it to more people or fewer, deleting it.

use domain::project::{ProjectPage, private_because};
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::api::projects::{delete_project, describe_project, set_project_visibility};
use crate::features::work::ConfirmDelete;
use crate::ui::{Button, ButtonKind, ChoiceField, Notice, TextArea, Tone};

#[component]
pub fn EditProject(shown: ProjectPage, editing: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let project = shown.project;
    let (id, name) = (project.id, project.name.clone());
    let (description, visibility) = (RwSignal::new(project.description.clone()), RwSignal::new(project.visibility));
    let before = project.visibility;
    let because = private_because(&shown.settings, &shown.enforced);
    let save = Action::new(move |(): &()| async move {
        describe_project(id, description.get_untracked()).await?;
        let picked = visibility.get_untracked();
        if picked == before { Ok(()) } else { set_project_visibility(id, picked).await }
    });
    Effect::new(move || {
        if let Some(Ok(())) = save.value().get() {
            editing.set(false);
            changed.run(());
        }
    });
    let deleting = RwSignal::new(false);
    let delete = deletion(id, format!("/{}/projects", shown.team.name));
    let refused = move || save.value().get().and_then(Result::err).map(|error| error.to_string());
    view! {
        <section class="card section" aria-label="Edit the project">
            <div class="section__body">
                {move || refused().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
                <TextArea label="Description" name="description" hint="In Markdown." value=project.description on_input=move |text| description.set(text) />
                <ChoiceField
                    label="Visibility"
                    name="visibility"
                    options=project.visibility.or_open_to(&shown.settings)
                    selected=project.visibility
                    on_change=move |picked| visibility.set(picked)
                />
                <p class="field__hint">{move || visibility.get().words()}</p>
                {because.map(|words| view! { <p class="field__hint">{words}</p> })}
            </div>
            <footer class="section__foot">
                <Button kind=ButtonKind::Danger on_click=move |()| deleting.set(true)>"Delete"</Button>
                <Button on_click=move |()| editing.set(false)>"Cancel"</Button>
                <Button
                    kind=ButtonKind::Primary
                    busy=save.pending()
                    on_click=move |()| {
                        save.dispatch(());
                    }
                >
                    "Save"
                </Button>
            </footer>
        </section>
        <ConfirmDelete
            open=deleting
            title=format!("Delete {name}?")
            sentence="A project is deleted while nothing is in it: its runs and reports are deleted first, by whoever made them or an admin of the team."
            button="Delete project"
            delete
        />
    }
}

fn deletion(id: domain::ids::ProjectId, then: String) -> Action<(), crate::api::ApiResult<()>> {
    let delete = Action::new(move |(): &()| delete_project(id));
    let navigate = use_navigate();
    Effect::new(move || {
        if let Some(Ok(())) = delete.value().get() {
            navigate(&then, leptos_router::NavigateOptions::default());
        }
    });
    delete
}
