//! The rows on show, each changing by itself, and what is known of the list that they are from.

use std::collections::BTreeSet;

use domain::ids::UserId;
use domain::page::{Page, Total};
use domain::user::{User, UserSort};
use js_sys::Promise;
use leptos::ev::scroll;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::kept::{Scroll, Snapshot};
use super::selection::length;
use super::url::Wanted;

/// How many rows are made in a frame: all fifty hold up whoever types or scrolls.
const AT_ONCE: usize = 10;
/// How many rows one sees at once.
const SCREEN: usize = 20;

#[derive(Clone, Copy)]
pub struct Shown {
    pub rows: RwSignal<Vec<(UserId, ArcRwSignal<User>)>>,
    /// How many they are, as it is told: once for all that come in pieces.
    told: RwSignal<usize>,
    pub next: RwSignal<Option<String>>,
    pub total: RwSignal<Total>,
    /// How many rows of the list come before.
    pub before: RwSignal<i64>,
    /// The order that the rows are in.
    pub sort: RwSignal<UserSort>,
    /// What was asked for.
    wanted: StoredValue<Option<Wanted>>,
    /// The table, which scrolls by itself where the page is narrow.
    pub table: NodeRef<html::Div>,
    scroll: StoredValue<Scroll>,
}

impl Shown {
    pub fn new() -> Self {
        let shown = Self {
            rows: RwSignal::default(),
            told: RwSignal::new(0),
            next: RwSignal::default(),
            total: RwSignal::new(Total { rows: 0, more: false }),
            before: RwSignal::new(0),
            sort: RwSignal::default(),
            wanted: StoredValue::new(None),
            table: NodeRef::new(),
            scroll: StoredValue::new(Scroll::default()),
        };
        Effect::new(move || {
            let listener = window_event_listener(scroll, move |_| shown.scrolled());
            on_cleanup(move || listener.remove());
        });
        shown
    }

    /// How many rows are on show, with those that come a few at a time.
    pub fn len(self) -> usize {
        self.told.get()
    }

    fn tell(self) {
        self.told.set(self.rows.with_untracked(Vec::len));
    }

    /// The users on show, in order.
    pub fn ids(self) -> Vec<UserId> {
        self.rows.with(|rows| rows.iter().map(|(id, _)| *id).collect())
    }

    pub fn ids_now(self) -> Vec<UserId> {
        untrack(move || self.ids())
    }

    /// Somebody's row, if it is on show.
    pub fn row(self, user: UserId) -> Option<ArcRwSignal<User>> {
        self.rows.with_untracked(|rows| rows.iter().find(|(id, _)| *id == user).map(|(_, row)| row.clone()))
    }

    /// Changes a row in place, if it is on show.
    pub fn change(self, row: User) {
        if let Some(signal) = self.row(row.id) {
            signal.set(row);
        }
    }

    /// Shows these and no others. A row that was there before stays the same row, with what is new in it.
    pub fn replace(self, wanted: Wanted, page: Page<User>) {
        let before = self.rows.get_untracked();
        let again = |user: &User| before.iter().find(|(id, _)| *id == user.id).map(|(_, row)| row.clone());
        let rows = page.rows.into_iter().map(|user| match again(&user) {
            Some(row) => {
                let id = user.id;
                if *row.read_untracked() != user {
                    row.set(user);
                }
                (id, row)
            }
            None => new(user),
        });
        self.rows.set(rows.collect());
        self.tell();
        self.next.set(page.next);
        self.total.set(page.total);
        self.before.set(wanted.before);
        self.sort.set(wanted.query.sort);
        self.wanted.set_value(Some(wanted));
    }

    /// As [`replace`](Self::replace) with as many rows as one sees, and returns those that are to be [added](Self::add).
    pub fn begin(self, wanted: Wanted, mut page: Page<User>) -> Vec<User> {
        let rest = page.rows.split_off(page.rows.len().min(SCREEN));
        self.replace(wanted, page);
        self.told.update(|told| *told += rest.len());
        rest
    }

    /// Adds rows, a few in each frame. Somebody who moved down the list meanwhile stays where they are, with what is new.
    pub async fn add(self, users: Vec<User>) {
        let mut users = users.into_iter();
        while users.len() > 0 {
            next_frame().await;
            self.rows.update(|rows| {
                for user in users.by_ref().take(AT_ONCE) {
                    match rows.iter().find(|(id, _)| *id == user.id) {
                        Some((_, row)) => row.set(user),
                        None => rows.push(new(user)),
                    }
                }
            });
        }
        self.tell();
    }

    /// Whether rows are missing because something else was asked while they were added.
    pub fn is_partial(self) -> bool {
        self.told.get_untracked() != self.rows.with_untracked(Vec::len)
    }

    /// Takes a row out, and puts the focus on its neighbour.
    pub fn take_out(self, user: UserId) {
        let Some(neighbour) = self.take_out_all(&[user]) else { return };
        // The dialog that asked closes in the first frame; before that it lets nothing else have the focus.
        request_animation_frame(move || request_animation_frame(move || focus(neighbour)));
    }

    /// Takes rows out, and says which one is next to them.
    pub fn take_out_all(self, users: &[UserId]) -> Option<UserId> {
        if users.is_empty() {
            return None;
        }
        let gone: BTreeSet<UserId> = users.iter().copied().collect();
        let neighbour = self.rows.with_untracked(|rows| {
            let first = rows.iter().position(|(id, _)| gone.contains(id))?;
            let stays = |(id, _): &&(UserId, ArcRwSignal<User>)| !gone.contains(id);
            rows[first..].iter().find(stays).or_else(|| rows[..first].last()).map(|(id, _)| *id)
        });
        self.rows.update(|rows| rows.retain(|(id, _)| !gone.contains(id)));
        self.tell();
        self.total.update(|total| total.rows -= if total.more { 0 } else { length(gone.len()) });
        neighbour
    }

    /// Brings the first rows into view, where one is beyond them.
    pub fn go_to_start(self) {
        let Some(table) = self.table.get_untracked() else { return };
        table.set_scroll_top(0);
        if table.get_bounding_client_rect().top() < 0.0 {
            table.scroll_into_view();
        }
    }

    /// Notes how far the page is scrolled: when one leaves it, it is too late to ask.
    pub fn scrolled(self) {
        if let Some(table) = self.table.get_untracked() {
            self.scroll.set_value(Scroll::now(&table));
        }
    }

    /// All of it, for the way back.
    pub fn snapshot(self) -> Option<Snapshot> {
        let rows = self.rows.with_untracked(|rows| rows.iter().map(|(_, row)| row.get_untracked()).collect());
        let page = Page { rows, next: self.next.get_untracked(), total: self.total.get_untracked() };
        Some(Snapshot { wanted: self.wanted.get_value()?, page, scroll: self.scroll.get_value() })
    }
}

fn new(user: User) -> (UserId, ArcRwSignal<User>) {
    (user.id, ArcRwSignal::new(user))
}

/// Waits until the browser is about to paint again.
fn next_frame() -> impl Future<Output = ()> + Send {
    SendWrapper::new(async {
        let frame = Promise::new(&mut |done, _| drop(window().request_animation_frame(&done)));
        JsFuture::from(frame).await.ok();
    })
}

pub fn focus(user: UserId) {
    let row = document().get_element_by_id(&format!("user-{user}"));
    if let Some(row) = row.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        row.focus().ok();
    }
}
