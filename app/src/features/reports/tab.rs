//! The reports of a team, the last edited first.

use domain::page::Page;
use domain::policy::TeamPermission;
use domain::report::Report;
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use crate::api::reports::list_reports;
use crate::features::work::{By, Place};
use crate::features::{Fetch, Paged};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Heads, Icon, Item, Notice, SearchBox, TimeAgo, Tone, wait};

/// The team whose list this is.
#[derive(Clone, Copy)]
struct TeamName(StoredValue<String>);

#[component]
pub fn ReportsTab(team: Team) -> impl IntoView {
    let place = Place::of(format!("/{}/reports", team.name));
    let (words, after, id) = (place.words(), place.after(), team.id);
    let list = Resource::new(move || (words.get(), after.get()), move |(words, after)| list_reports(id, words, after));
    let reason = team.viewer.check(TeamPermission::Contribute).err().map(|denied| denied.to_string());
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("report"));
    let (navigate, new) = (use_navigate(), format!("/{}/reports/new", team.name));
    provide_context(TeamName(StoredValue::new(team.name)));
    view! {
        <div class="tools">
            <SearchBox label="Search reports" action=place.path() words on_search=move |words: String| place.look_for(&words) />
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <div class="tools__end">
                <Button
                    id="new-report"
                    kind=ButtonKind::Primary
                    reason=Signal::stored(reason)
                    on_click=move |()| navigate(&new, leptos_router::NavigateOptions::default())
                >
                    <Glyph icon=Icon::Plus />
                    "Write a report"
                </Button>
            </div>
        </div>
        <section class="card made" aria-label="Reports">
            <Transition>
                {move || wait(async move {
                    match list.await {
                        Ok(page) => view! { <Filled page place id /> }.into_any(),
                        Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
}

#[component]
fn Filled(page: Page<Report>, place: Place, id: domain::ids::TeamId) -> impl IntoView {
    if page.rows.is_empty() {
        return nothing(place);
    }
    let words = place.words().get_untracked();
    let fetch: Fetch<Report> = Box::new(move |after| Box::pin(list_reports(id, words.clone(), Some(after))));
    view! {
        <table class="table">
            <Heads names=&["Title", "State", "Project", "Author", "Edited"] />
            <Paged page columns="5" row=item fetch link=move |cursor| place.next(cursor) />
        </table>
    }
    .into_any()
}

fn item(report: Report) -> Item {
    Item::new(report.id.uuid().as_u128(), || view! { <Row report /> }.into_any())
}

#[component]
fn Row(report: Report) -> impl IntoView {
    let team = expect_context::<TeamName>().0.get_value();
    view! {
        <tr>
            <td class="made__main"><A href=format!("/{team}/reports/{}", report.id) attr:class="made__name">{report.title}</A></td>
            <td class="made__state"><Published published=report.published /></td>
            <td><A href=format!("/{team}/{}", report.project) attr:class="made__link">{report.project}</A></td>
            <td><By author=report.author /></td>
            <td><TimeAgo at=report.edited /></td>
        </tr>
    }
}

#[component]
pub fn Published(published: bool) -> impl IntoView {
    if published {
        view! { <Badge tone=Tone::Good>"Published"</Badge> }.into_any()
    } else {
        view! { <Badge>"Draft"</Badge> }.into_any()
    }
}

fn nothing(place: Place) -> AnyView {
    if place.words().get_untracked().is_empty() {
        return view! {
            <Empty icon=Icon::Pencil title="No report yet" sentence="A report tells the others what the runs showed: text, tables and links, in Markdown. It stays a draft of yours until you publish it." />
        }
        .into_any();
    }
    view! {
        <Empty icon=Icon::Search title="No report matches" sentence="No title has these letters in it.">
            <button class="button" type="button" on:click=move |_| place.clear()>"Clear the search"</button>
        </Empty>
    }
    .into_any()
}
