//! The users table. Its first rows come with the page.

use domain::page::Page;
use domain::user::{User, UserColumn};
use leptos::either::Either;
use leptos::prelude::*;

use super::Dashboard;
use super::rows::Rows;
use super::url::{self, Place};
use crate::ui::{Empty, Glyph, Icon, Notice, SkeletonRows, Tone};

#[component]
pub fn UsersTable() -> impl IntoView {
    let dashboard = Dashboard::expect();
    view! {
        <section class="card users" aria-label="Users">
            <div class="users__scroll">
                <Transition fallback=|| view! { <table class="table"><tbody><SkeletonRows rows=10 columns=6 /></tbody></table> }>
                    {move || Suspend::new(async move {
                        match dashboard.list.await {
                            Ok(page) => Either::Left(view! { <Filled page /> }),
                            Err(error) => Either::Right(view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }),
                        }
                    })}
                </Transition>
            </div>
        </section>
    }
}

#[component]
fn Filled(page: Page<User>) -> impl IntoView {
    let place = Place::expect();
    if page.rows.is_empty() {
        return view! {
            <Empty icon=Icon::Search title="Nobody matches" sentence="No user fits this search and these filters.">
                <button class="button" type="button" on:click=move |_| place.go(url::clear())>"Clear search and filters"</button>
            </Empty>
        }
        .into_any();
    }
    let count = page.total.rows + 1;
    view! {
        <table class="table" aria-rowcount=count>
            <thead>
                <tr>
                    {UserColumn::ALL.iter().map(|&column| view! { <SortHeader column /> }).collect_view()}
                    <th scope="col" class="act"><span class="hidden">"Actions"</span></th>
                </tr>
            </thead>
            <Rows page />
        </table>
    }
    .into_any()
}

/// A header that sorts. A link, so that it works before the page is alive.
#[component]
fn SortHeader(column: UserColumn) -> impl IntoView {
    let place = Place::expect();
    let query = place.query();
    let sort = query.with_untracked(|it| it.sort);
    let active = sort.column == column;
    let next = sort.clicked(column);
    let icon = if active && sort.direction == domain::page::Direction::Ascending {
        Icon::ChevronUp
    } else {
        Icon::ChevronDown
    };
    let click = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        place.go(url::sort(next));
    };
    view! {
        <th scope="col" aria-sort=active.then_some(if sort.direction == domain::page::Direction::Ascending { "ascending" } else { "descending" })>
            <a class="sort" href=place.link(url::sort(next)) rel="nofollow" on:click=click>
                {column.label()}
                <Glyph icon />
            </a>
        </th>
    }
}
