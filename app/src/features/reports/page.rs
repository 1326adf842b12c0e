//! The page of a report: read by whoever sees its project, written by whoever may.

use domain::ids::ReportId;
use domain::pin::Pinned;
use domain::report::ReportPage as Shown;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use super::share::{ShareButton, Shared};
use super::tab::Published;
use super::write::EditReport;
use crate::api::ApiResult;
use crate::api::reports::{delete_report, get_report, publish_report};
use crate::features::team_home::refused;
use crate::features::work::{By, ConfirmDelete, PinButton};
use crate::ui::{Button, ButtonKind, TimeAgo, Toasts, When, wait};
use crate::viewer::viewer;

#[component]
pub fn ReportPage(#[prop(into)] team: String, report: ReportId) -> impl IntoView {
    let page = Resource::new_blocking(|| (), move |()| get_report(team.clone(), report));
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
    let editing = RwSignal::new(false);
    let title = shown.report.title.clone();
    let shown = StoredValue::new(shown);
    view! {
        <Title text=title />
        <When so=move || editing.get()><EditReport shown=shown.get_value() editing changed /></When>
        <When so=move || !editing.get()><Reading shown=shown.get_value() editing changed /></When>
    }
}

#[component]
fn Reading(shown: Shown, editing: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let may_edit = shown.edit(viewer().map(|it| it.id)).is_ok();
    let (team, report) = (shown.team.name.clone(), shown.report.clone());
    let (html, by_link) = (shown.html.clone(), shown.link.as_ref().is_some_and(|it| it.opens));
    let (reports, project) = (format!("/{team}/reports"), format!("/{team}/{}", report.project));
    let shown = StoredValue::new(shown);
    let body = if html.is_empty() {
        view! { <p class="muted">"Nothing is written yet."</p> }.into_any()
    } else {
        view! { <div class="markdown" inner_html=html.into_string()></div> }.into_any()
    };
    view! {
        <article class="report">
            <header class="report__head">
                <p class="report__about">
                    <A href=reports attr:class="link">{team}</A>
                    <span aria-hidden="true">"/"</span>
                    <A href=project attr:class="link">{report.project}</A>
                </p>
                <h1>{report.title}</h1>
                <p class="report__about">
                    <Published published=report.published />
                    <Shared by_link />
                    <By author=report.author />
                    <span>"edited " <TimeAgo at=report.edited /></span>
                </p>
                <When so=move || may_edit><Deeds shown=shown.get_value() editing changed /></When>
            </header>
            {body}
        </article>
    }
}

/// What whoever may does with a report.
#[component]
fn Deeds(shown: Shown, editing: RwSignal<bool>, changed: Callback<()>) -> impl IntoView {
    let (id, published) = (shown.report.id, shown.report.published);
    let (toasts, deleting) = (Toasts::expect(), RwSignal::new(false));
    let publish = Action::new(move |(): &()| async move {
        match publish_report(id, !published).await {
            Ok(()) => {
                toasts.good(if published { "It is a draft again." } else { "Published." });
                changed.run(());
            }
            Err(error) => toasts.bad(error.to_string()),
        }
    });
    let delete: Action<(), ApiResult<()>> = Action::new(move |(): &()| delete_report(id));
    let (navigate, then) = (use_navigate(), format!("/{}/reports", shown.team.name));
    Effect::new(move || {
        if let Some(Ok(())) = delete.value().get() {
            navigate(&then, leptos_router::NavigateOptions::default());
        }
    });
    let kind = if published { ButtonKind::Plain } else { ButtonKind::Primary };
    view! {
        <div class="report__deeds">
            <Button on_click=move |()| editing.set(true)>"Edit"</Button>
            <Button
                kind
                busy=publish.pending()
                on_click=move |()| {
                    publish.dispatch(());
                }
            >
                {if published { "Back to draft" } else { "Publish" }}
            </Button>
            <ShareButton shown=shown.clone() changed />
            <PinButton what=Pinned::Report(id) viewer=shown.viewer pinned=shown.pinned />
            <Button kind=ButtonKind::Danger on_click=move |()| deleting.set(true)>"Delete"</Button>
        </div>
        <ConfirmDelete
            open=deleting
            title="Delete this report?"
            sentence="Its text goes with it. This cannot be undone."
            button="Delete report"
            delete
        />
    }
}
