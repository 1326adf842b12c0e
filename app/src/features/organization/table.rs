//! The users table. Its first rows come with the page.

use domain::columns::Columns;
use domain::page::position;
use domain::user::UserColumn;
use leptos::prelude::*;

use super::bulk_bar::BulkBar;
use super::on_rows::{AboveRows, OnRows};
use super::rows::Rows;
use super::selection::Selection;
use super::url::{self, Place};
use super::{Dashboard, keys};
use crate::features::SortHead;
use crate::features::address::sorted;
use crate::ui::{Empty, Icon, ListEnd, Notice, Tone, When};

#[component]
pub fn UsersTable() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let (list, shown) = (dashboard.list, dashboard.rows);
    let is_empty = Memo::new(move |_| shown.rows.with(Vec::is_empty));
    keys::listen(shown);
    let columns = place.columns();
    let class = move || classes(columns.get());
    view! {
        <section class=move || class() id="users" aria-label="Users">
            {move || list.refused.get().map(|reason| view! { <Refused reason /> })}
            <When so=move || shown.before.get() != 0>
                <p class="users__before">
                    "The list goes on from another page. "
                    <a class="link" href=move || place.link(url::start())>"First page"</a>
                </p>
            </When>
            {move || match (is_empty.get(), list.refused.read().is_some()) {
                (false, _) => view! { <Filled /> }.into_any(),
                (true, false) => view! { <Nobody /> }.into_any(),
                (true, true) => ().into_any(),
            }}
            <BulkBar />
        </section>
    }
}

/// A class for each column that is not on show: the rows need not know.
fn classes(columns: Columns) -> String {
    let mut classes = "card users".to_owned();
    for &column in UserColumn::ALL.iter().filter(|&&column| !columns.shows(column)) {
        classes.push_str(" users--without-");
        classes.push_str(class(column));
    }
    classes
}

const fn class(column: UserColumn) -> &'static str {
    match column {
        UserColumn::Name => "name",
        UserColumn::LastActive => "when",
        UserColumn::Role => "role",
        UserColumn::Email => "email",
        UserColumn::Team => "teams",
    }
}

#[component]
fn Refused(reason: String) -> impl IntoView {
    let dashboard = Dashboard::expect();
    view! {
        <div class="users__refused">
            <Notice tone=Tone::Bad>{reason}</Notice>
            <button class="button" type="button" on:click=move |_| dashboard.list.refresh()>"Try again"</button>
        </div>
    }
}

#[component]
fn Nobody() -> impl IntoView {
    let place = Place::expect();
    view! {
        <Empty icon=Icon::Search title="Nobody matches" sentence="No user fits this search and these filters.">
            <button class="button" type="button" on:click=move |_| place.go(url::clear())>"Clear search and filters"</button>
        </Empty>
    }
}

#[component]
fn Filled() -> impl IntoView {
    let (dashboard, place) = (Dashboard::expect(), Place::expect());
    let (list, shown) = (dashboard.list, dashboard.rows);
    let selection = Selection::expect();
    let on_rows = OnRows::provide();
    let click = move |event: leptos::ev::MouseEvent| {
        selection.clicked(&event, &shown.ids_now());
        on_rows.hear(&event);
    };
    let rows = move || i64::try_from(shown.len()).unwrap_or_default();
    // The header is a row as well. Of a list that is not counted to its end the number is unknown.
    let count = move || if shown.total.get().more { -1 } else { shown.total.get().rows + 1 };
    let link = move || {
        let next = shown.next.get()?;
        Some(format!("{}#users", place.link(url::after(next, shown.before.get() + rows()))))
    };
    let words = move || position(shown.before.get(), rows(), shown.total.get(), shown.next.read().is_none());
    view! {
        <div class="users__scroll" node_ref=shown.table on:scroll=move |_| shown.scrolled()>
            <table
                class="table"
                class:users__stale=list.stale
                aria-rowcount=move || count()
                aria-busy=move || list.stale.get().then_some("true")
                on:click=click
                on:pointerover=move |event| on_rows.hear(&event)
                on:pointerout=move |event| on_rows.hear(&event)
                on:focusin=move |event| on_rows.hear(&event)
                on:focusout=move |event| on_rows.hear(&event)
                on:keydown=move |event| on_rows.hear(&event)
            >
                <thead>
                    <tr aria-rowindex="1">
                        <th scope="col" class="tick"><input type="checkbox" autocomplete="off" aria-label="Select all rows on show" /></th>
                        {UserColumn::ALL.iter().map(|&column| view! { <UserHead column /> }).collect_view()}
                        <th scope="col" class="act"><span class="hidden">"Actions"</span></th>
                    </tr>
                </thead>
                <Rows />
            </table>
            <AboveRows />
            <ListEnd
                link=Signal::derive(link)
                fetch=move |()| list.more()
                failed=list.failed
                shown=Signal::derive(move || shown.len())
                position=Signal::derive(words)
                full=Signal::derive(move || list.is_full())
            />
        </div>
    }
}

#[component]
fn UserHead(column: UserColumn) -> impl IntoView {
    let (shown, place) = (Dashboard::expect().rows.sort, Place::expect());
    let query = place.query();
    let order = Signal::derive(move || Some(shown.get().direction).filter(|_| shown.get().column == column));
    let click = move |()| sorted(query.with(|it| it.sort).clicked(column));
    let class = format!("{}-cell", class(column));
    view! { <SortHead label=column.label() class order click address=place.address /> }
}
