//! The list that the address asks for: fetched, followed, gone through, and found again on the way back.

use domain::page::Page;
use domain::user::User;
use leptos::prelude::*;
use leptos::reactive::actions::ActionAbortHandle;
use leptos::reactive::computed::ScopedFuture;

use super::kept::{Kept, Snapshot};
use super::shown::Shown;
use super::url::{Place, Wanted};
use crate::api::ApiResult;
use crate::api::users::list_users;

/// Most rows in the page; beyond it the list goes on from the next one.
const MOST: usize = 500;

#[derive(Clone, Copy)]
pub struct List {
    place: Place,
    kept: Kept,
    wanted: Memo<Wanted>,
    /// The first rows, which come with the page. Later ones are asked for in the browser only.
    first: Resource<ApiResult<Page<User>>>,
    shown: Shown,
    ask: Action<Ask, ()>,
    pending: Memo<bool>,
    under_way: StoredValue<Option<ActionAbortHandle>>,
    /// Whether other rows are on their way in place of those on show.
    pub stale: Memo<bool>,
    /// Why the rows on show are not those that were asked for.
    pub refused: RwSignal<Option<String>>,
    /// Why there are no more rows.
    pub failed: RwSignal<Option<String>>,
}

/// A question.
#[derive(Clone)]
struct Ask {
    wanted: Wanted,
    /// Where to go on; else the rows take the place of those on show.
    more: Option<String>,
    /// How many rows to fetch at least, if the list has as many.
    rows: usize,
}

impl List {
    pub fn ask(place: Place, shown: Shown) -> Self {
        let (wanted, kept) = (place.wanted(), Kept::expect());
        let first = Resource::new(
            || (),
            move |()| {
                let wanted = wanted.get_untracked();
                let again = kept.find(&wanted).filter(|_| place.is_back());
                async move {
                    match again {
                        Some(again) => Ok(again.page),
                        None => list_users(wanted.query, wanted.after).await,
                    }
                }
            },
        );
        let (refused, failed) = (RwSignal::new(None), RwSignal::new(None));
        let ask = Action::new(move |ask: &Ask| {
            let ask = ask.clone();
            async move {
                match (fetch(&ask).await, ask.more) {
                    (Ok(page), None) if ask.rows == 0 => {
                        let rest = shown.begin(ask.wanted, page);
                        refused.set(None);
                        failed.set(None);
                        shown.go_to_start();
                        shown.add(rest).await;
                    }
                    (Ok(page), None) => {
                        shown.replace(ask.wanted, page);
                        refused.set(None);
                        failed.set(None);
                    }
                    (Ok(page), Some(_)) => {
                        shown.add(page.rows).await;
                        shown.next.set(page.next);
                        failed.set(None);
                    }
                    (Err(error), None) => refused.set(Some(error.to_string())),
                    (Err(error), Some(_)) => failed.set(Some(error.to_string())),
                }
            }
        });
        let (pending, input) = (ask.pending(), ask.input());
        let stale =
            Memo::new(move |_| pending.get() && input.with(|ask| ask.as_ref().is_some_and(|it| it.more.is_none())));
        let list = Self {
            place,
            kept,
            wanted,
            first,
            shown,
            ask,
            pending,
            under_way: StoredValue::new(None),
            stale,
            refused,
            failed,
        };
        list.follow();
        list
    }

    /// Waits for the first rows, which are shown before anything of the page is built.
    pub fn first_rows(self) -> impl Future<Output = ()> {
        ScopedFuture::new_untracked(async move {
            let wanted = self.wanted.get_untracked();
            match self.first.await {
                Ok(page) => self.shown.replace(wanted.clone(), page),
                Err(error) => self.refused.set(Some(error.to_string())),
            }
            if let Some(again) = self.kept(&wanted) {
                again.scroll.restore(self.shown.table);
            }
        })
    }

    /// Fetches the list again, as many rows of it as are on show.
    pub fn refresh(self) {
        let rows = self.shown.rows.with_untracked(Vec::len);
        self.put(Ask { wanted: self.wanted.get_untracked(), more: None, rows });
    }

    /// Fetches the next rows, if there are any, there is room, and nothing else is under way.
    pub fn more(self) {
        if self.pending.get_untracked() || self.is_full_untracked() {
            return;
        }
        if self.shown.is_partial() {
            self.refresh();
        } else if let Some(more) = self.shown.next.get_untracked() {
            self.put(Ask { wanted: self.wanted.get_untracked(), more: Some(more), rows: 0 });
        }
    }

    /// Whether the page holds as many rows as it may.
    pub fn is_full(self) -> bool {
        self.shown.len() >= MOST
    }

    fn is_full_untracked(self) -> bool {
        self.shown.rows.with_untracked(Vec::len) >= MOST
    }

    /// A new address is a new question. What was on show is kept for the way back when one leaves it by a link.
    fn follow(self) {
        let keep = move || {
            if let Some(snapshot) = self.shown.snapshot() {
                self.kept.keep(snapshot);
            }
        };
        Effect::new(move || on_cleanup(keep));
        Effect::new(move |before: Option<Wanted>| {
            let wanted = self.wanted.get();
            if let Some(before) = before.filter(|before| *before != wanted) {
                if before.after != wanted.after {
                    keep();
                }
                self.go_to(wanted.clone());
            }
            wanted
        });
    }

    /// What was on show when one went away from this list, for whoever comes back to it.
    fn kept(self, wanted: &Wanted) -> Option<Snapshot> {
        self.kept.find(wanted).filter(|_| self.place.is_back())
    }

    fn go_to(self, wanted: Wanted) {
        match self.kept(&wanted) {
            Some(again) => {
                self.take_back();
                self.shown.replace(wanted, again.page);
                again.scroll.restore(self.shown.table);
            }
            None => self.put(Ask { wanted, more: None, rows: 0 }),
        }
    }

    /// The last question wins: the one before is taken back.
    fn put(self, ask: Ask) {
        self.take_back();
        self.under_way.set_value(Some(self.ask.dispatch(ask)));
    }

    fn take_back(self) {
        if let Some(under_way) = self.under_way.try_update_value(Option::take).flatten() {
            under_way.abort();
        }
    }
}

/// One page, or as many as it takes to have the rows.
async fn fetch(ask: &Ask) -> ApiResult<Page<User>> {
    let query = &ask.wanted.query;
    let mut page = list_users(query.clone(), ask.more.clone().or_else(|| ask.wanted.after.clone())).await?;
    while page.rows.len() < ask.rows
        && let Some(next) = page.next.take()
    {
        let rest = list_users(query.clone(), Some(next)).await?;
        page.rows.extend(rest.rows);
        page.next = rest.next;
    }
    Ok(page)
}
