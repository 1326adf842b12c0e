//! A report as whoever has a link reads it, without signing in.

use domain::report::LinkedReport;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use crate::api::ApiError;
use crate::api::reports::read_report_by_link;
use crate::ui::{Empty, Icon, Logo, Notice, TimeAgo, Tone, part, wait};

part!(pub linked_report in public => view! { <LinkedReportPage /> });

#[component]
fn LinkedReportPage() -> impl IntoView {
    let params = use_params_map();
    let report = Resource::new_blocking(move || params.read().get("token").unwrap_or_default(), read_report_by_link);
    view! {
        <main class="public">
            <Suspense>
                {move || wait(async move {
                    match report.await {
                        Ok(report) => view! { <Reading report /> }.into_any(),
                        Err(ApiError::Domain(domain::Error::NotFound(_))) => view! { <NothingThere /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
}

#[component]
fn Reading(report: LinkedReport) -> impl IntoView {
    view! {
        <Title text=report.title.clone() />
        <article class="report">
            <header class="report__head">
                <p class="public__brand"><Logo /> {report.organization}</p>
                <h1>{report.title}</h1>
                <p class="report__about">
                    <span>{report.author}</span>
                    <span>"edited " <TimeAgo at=report.edited /></span>
                </p>
            </header>
            <div class="markdown" inner_html=report.html.into_string()></div>
        </article>
    }
}

/// The same where there never was a link and where it was taken back.
#[component]
fn NothingThere() -> impl IntoView {
    view! {
        <Title text="Not found" />
        <h1 class="hidden">"Not found"</h1>
        <Empty icon=Icon::Search title="This link opens nothing" sentence="It was taken back or replaced, or it is not whole. Ask whoever sent it for another one."></Empty>
    }
}
