//! Creating a project.

use domain::project::{NewProject, Visibility, private_because};
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use crate::api::projects::create_project;
use crate::ui::{Button, ButtonKind, ChoiceField, Dialog, Field, Notice, TextArea, Tone};

#[component]
pub fn NewProjectDialog(team: Team, open: RwSignal<bool>) -> impl IntoView {
    let team = StoredValue::new(team);
    view! {
        <Dialog id="new-project-dialog" title="New project" open firm=true>
            <Form team=team.get_value() open />
        </Dialog>
    }
}

#[component]
fn Form(team: Team, open: RwSignal<bool>) -> impl IntoView {
    let (name, description) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let visibility = RwSignal::new(Visibility::Team);
    let offered = Visibility::open_to(&team.settings);
    let because = private_because(&team.settings, &team.enforced);
    let (id, path) = (team.id, team.name);
    let navigate = use_navigate();
    let create = Action::new(move |(): &()| {
        create_project(NewProject {
            team: id,
            name: name.get_untracked(),
            description: description.get_untracked(),
            visibility: visibility.get_untracked(),
        })
    });
    Effect::new(move || {
        if let Some(Ok(name)) = create.value().get() {
            open.set(false);
            navigate(&format!("/{path}/{name}"), leptos_router::NavigateOptions::default());
        }
    });
    let error = move |field: &'static str| {
        Signal::derive(move || create.value().get().and_then(Result::err).and_then(|error| error.on_field(field)))
    };
    let refused = move || create.value().get().and_then(Result::err).filter(|error| !error.is_on_fields());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        create.dispatch(());
    };
    view! {
        <form class="dialog__form" on:submit=submit>
            <div class="dialog__body">
                {move || refused().map(|error| view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> })}
                <Field
                    label="Name"
                    name="name"
                    hint="Letters, digits, dashes, underscores and dots. It stands in the address."
                    autofocus=true
                    error=error("name")
                    on_input=move |text| name.set(text)
                />
                <TextArea
                    label="Description"
                    name="description"
                    hint="In Markdown. What is the question?"
                    error=error("description")
                    on_input=move |text| description.set(text)
                />
                <ChoiceField
                    label="Visibility"
                    name="visibility"
                    options=offered
                    selected=Visibility::Team
                    on_change=move |picked| visibility.set(picked)
                />
                <p class="field__hint">{move || visibility.get().words()}</p>
                {because.map(|words| view! { <p class="field__hint">{words}</p> })}
            </div>
            <footer class="dialog__foot">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button kind=ButtonKind::Primary submit=true busy=create.pending()>"Create project"</Button>
            </footer>
        </form>
    }
}
