//! Writing a report: a new one, or one that is there.

use domain::ids::{ProjectId, TeamId};
use domain::policy::TeamPermission;
use domain::project::{Html, Project, ProjectQuery};
use domain::report::{NewReport as New, ReportPage as Shown};
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::editor::{Draft, Editor};
use crate::api::ApiResult;
use crate::api::projects::list_projects;
use crate::api::reports::{create_report, save_report};
use crate::ui::{Button, ButtonKind, Empty, FieldFrame, Icon, Notice, Toasts, Tone, wait};

/// How many pages of projects are offered.
const MOST_PAGES: usize = 20;

#[component]
pub fn NewReport(team: Team) -> impl IntoView {
    let id = team.id;
    let projects = Resource::new(|| (), move |()| all_projects(id));
    let team = StoredValue::new(team);
    view! {
        <Transition>
            {move || wait(async move {
                match projects.await {
                    Ok(projects) => view! { <Begin team=team.get_value() projects /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Those of the first pages: what a list to pick from can hold.
async fn all_projects(team: TeamId) -> ApiResult<Vec<Project>> {
    let (mut projects, mut after) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let page = list_projects(team, ProjectQuery::default(), after).await?;
        projects.extend(page.rows);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    Ok(projects)
}

#[component]
fn Begin(team: Team, projects: Vec<Project>) -> impl IntoView {
    if let Err(denied) = team.viewer.check(TeamPermission::Contribute) {
        return view! { <Notice tone=Tone::Warn>{denied.to_string()}</Notice> }.into_any();
    }
    if projects.is_empty() {
        return view! {
            <section class="card">
                <Empty icon=Icon::Columns title="First a project" sentence="A report is about the runs of a project, and whoever sees the project reads it.">
                    <A href=format!("/{}/projects", team.name) attr:class="button button--primary">"Create a project"</A>
                </Empty>
            </section>
        }
        .into_any();
    }
    view! { <NewForm team=team.name projects /> }.into_any()
}

#[component]
fn NewForm(team: String, projects: Vec<Project>) -> impl IntoView {
    let draft = Draft::new(String::new(), String::new());
    let project = RwSignal::new(projects.first().map(|it| it.id));
    let navigate = use_navigate();
    let create = Action::new(move |published: &bool| {
        let published = *published;
        async move {
            let project = project.get_untracked().ok_or_else(|| domain::Error::invalid("project", "Pick a project."));
            let project = project.map_err(crate::api::ApiError::Domain)?;
            let (title, body) = (draft.title.get_untracked(), draft.body.get_untracked());
            create_report(New { project, title, body, published }).await
        }
    });
    Effect::new(move || {
        if let Some(Ok(report)) = create.value().get() {
            navigate(&format!("/{team}/reports/{report}"), leptos_router::NavigateOptions::default());
        }
    });
    let projects = StoredValue::new(projects);
    let pick = move || view! { <PickProject projects=projects.get_value() picked=project /> };
    let refusal = Signal::derive(move || create.value().get().and_then(Result::err));
    let write = move |published: bool| {
        create.dispatch(published);
    };
    view! {
        <section class="card section" aria-label="Write a report">
            <div class="section__body section__body--wide"><Editor draft html=Html::default() refusal more=pick /></div>
            <footer class="section__foot">
                <Button busy=create.pending() on_click=move |()| write(false)>"Save as a draft"</Button>
                <Button kind=ButtonKind::Primary busy=create.pending() on_click=move |()| write(true)>"Publish"</Button>
            </footer>
        </section>
    }
}

#[component]
fn PickProject(projects: Vec<Project>, picked: RwSignal<Option<ProjectId>>) -> impl IntoView {
    let option = |project: Project| view! { <option value=project.id.to_string()>{project.name}</option> }.into_any();
    view! {
        <FieldFrame label="Project" id="field-project">
            <select class="select select--field" id="field-project" aria-describedby="field-project-error" on:change:target=move |event| picked.set(event.target().value().parse().ok())>
                {projects.into_iter().map(option).collect_view()}
            </select>
        </FieldFrame>
    }
}

#[component]
pub fn EditReport(shown: Shown, editing: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let (id, seen) = (shown.report.id, shown.report.edited);
    let draft = Draft::new(shown.report.title, shown.body);
    let toasts = Toasts::expect();
    let save =
        Action::new(move |(): &()| save_report(id, draft.title.get_untracked(), draft.body.get_untracked(), seen));
    Effect::new(move || {
        if let Some(Ok(_)) = save.value().get() {
            toasts.good("Saved.");
            editing.set(false);
            changed.run(());
        }
    });
    let refusal = Signal::derive(move || save.value().get().and_then(Result::err));
    view! {
        <h1 class="hidden">"Edit the report"</h1>
        <section class="card section" aria-label="Edit the report">
            <div class="section__body section__body--wide"><Editor draft html=shown.html refusal /></div>
            <footer class="section__foot">
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
    }
}
