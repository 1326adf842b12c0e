//! What a run was, and what people say of it.

use domain::ids::RunId;
use domain::run::RunPage as Shown;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;

use super::row::{Lasted, State};
use crate::api::ApiResult;
use crate::api::runs::{delete_run, set_run_notes, set_run_tags};
use crate::features::work::{By, ConfirmDelete};
use crate::ui::{Button, ButtonKind, Chip, Field, Notice, TextArea, TimeAgo, Toasts, Tone, When};
use crate::viewer::viewer;

#[component]
pub fn Overview(shown: Shown, changed: Callback<()>) -> impl IntoView {
    let denied = shown.edit(viewer().map(|it| it.id)).err();
    let may_edit = denied.is_none();
    let shown = StoredValue::new(shown);
    view! {
        <div class="run">
            <section class="card section" aria-label="Facts">
                <div class="section__body"><Facts shown=shown.get_value() /></div>
            </section>
            <Said shown=shown.get_value() may_edit changed />
            <When so=move || may_edit><Delete shown=shown.get_value() /></When>
        </div>
    }
}

#[component]
fn Facts(shown: Shown) -> impl IntoView {
    let run = shown.run;
    let by = shown.service_account.map(|name| format!("Service account {name}"));
    let lasting = run.clone();
    view! {
        <dl class="facts run__facts">
            <dt>"State"</dt><dd><State state=run.state /></dd>
            <dt>"Run"</dt><dd><code>{run.name}</code></dd>
            <dt>"Author"</dt><dd><By author=run.author /></dd>
            {by.map(|by| view! { <dt>"Logged by"</dt><dd>{by}</dd> })}
            <dt>"Created"</dt><dd><TimeAgo at=run.created /></dd>
            <dt>"Duration"</dt><dd><Lasted run=lasting /></dd>
            <dt>"Last heard of"</dt><dd><TimeAgo at=run.heartbeat /></dd>
        </dl>
    }
}

/// Tags and notes, which whoever may changes here.
#[component]
fn Said(shown: Shown, may_edit: bool, changed: Callback<()>) -> impl IntoView {
    let editing = RwSignal::new(false);
    let shown = StoredValue::new(shown);
    view! {
        <section class="card section" aria-label="Tags and notes">
            <When so=move || !editing.get()>
                <div class="section__body"><Read shown=shown.get_value() /></div>
                <When so=move || may_edit>
                    <footer class="section__foot"><Button on_click=move |()| editing.set(true)>"Edit tags and notes"</Button></footer>
                </When>
            </When>
            <When so=move || editing.get()><Edit shown=shown.get_value() editing changed /></When>
        </section>
    }
}

#[component]
fn Read(shown: Shown) -> impl IntoView {
    let tags = shown.run.tags.into_iter().map(|tag| view! { <Chip>{tag}</Chip> }.into_any()).collect_view();
    let tags = if tags.is_empty() { view! { <span class="muted">"None"</span> }.into_any() } else { tags.into_any() };
    let notes =
        if shown.notes.is_empty() { "Nobody has said anything about this run.".to_owned() } else { shown.notes };
    view! {
        <dl class="facts run__facts">
            <dt>"Tags"</dt><dd><span class="chips run__tags">{tags}</span></dd>
            <dt>"Notes"</dt><dd class="run__notes">{notes}</dd>
        </dl>
    }
}

#[component]
fn Edit(shown: Shown, editing: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let run: RunId = shown.run.id;
    let before = shown.run.tags.join(", ");
    let (tags, notes) = (RwSignal::new(before.clone()), RwSignal::new(shown.notes.clone()));
    let toasts = Toasts::expect();
    let save = Action::new(move |(): &()| async move {
        set_run_tags(run, tags.get_untracked()).await?;
        set_run_notes(run, notes.get_untracked()).await
    });
    Effect::new(move || {
        if let Some(Ok(())) = save.value().get() {
            toasts.good("Saved.");
            editing.set(false);
            changed.run(());
        }
    });
    let error = move |field: &'static str| {
        Signal::derive(move || save.value().get().and_then(Result::err).and_then(|error| error.on_field(field)))
    };
    let refused = move || save.value().get().and_then(Result::err).filter(|error| !error.is_on_fields());
    view! {
        <div class="section__body">
            {move || refused().map(|error| view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> })}
            <Field label="Tags" name="tags" hint="With commas between them." value=before error=error("tags") on_input=move |text| tags.set(text) />
            <TextArea label="Notes" name="notes" rows=5 value=shown.notes error=error("notes") on_input=move |text| notes.set(text) />
        </div>
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
    }
}

#[component]
fn Delete(shown: Shown) -> impl IntoView {
    let (open, run) = (RwSignal::new(false), shown.run);
    let then = format!("/{}/{}", shown.team.name, run.project);
    let id = run.id;
    let delete: Action<(), ApiResult<()>> = Action::new(move |(): &()| delete_run(id));
    let navigate = use_navigate();
    Effect::new(move || {
        if let Some(Ok(())) = delete.value().get() {
            navigate(&then, leptos_router::NavigateOptions::default());
        }
    });
    view! {
        <div class="run__delete"><Button kind=ButtonKind::Danger on_click=move |()| open.set(true)>"Delete run"</Button></div>
        <ConfirmDelete
            open
            title=format!("Delete {}?", run.display_name)
            sentence="Its metrics, lines and files go with it. This cannot be undone."
            button="Delete run"
            delete
        />
    }
}
