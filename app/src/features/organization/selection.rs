//! Which users are selected, so that something is done to many.

use std::collections::BTreeSet;

use domain::ids::UserId;
use domain::text::number;
use domain::user::{UserQuery, UserSort};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};
use wasm_bindgen::JsCast;

use super::shown::{Shown, focus};
use super::url::Place;

/// The boxes of the rows; they are plain HTML, and ticked from here.
const BOXES: &str = ".users tbody .tick input";
const BOX_OF_ALL: &str = ".users thead .tick input";

/// The users that are selected, on show or not.
///
/// It lasts while one scrolls and sorts. Another search or filter shows other people: that ends it.
#[derive(Clone, Copy, Default)]
pub struct Selection {
    chosen: RwSignal<BTreeSet<UserId>>,
    /// Whose box was ticked last: a range goes from there.
    anchor: StoredValue<Option<UserId>>,
    /// Where one was last: the focus comes back there.
    here: StoredValue<Option<UserId>>,
    /// What screen readers are told.
    news: RwSignal<String>,
}

impl Selection {
    pub fn provide() {
        provide_context(Self::default());
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn is_any(self) -> bool {
        self.chosen.with(|chosen| !chosen.is_empty())
    }

    pub fn ids(self) -> Vec<UserId> {
        self.chosen.with_untracked(|chosen| chosen.iter().copied().collect())
    }

    pub fn count(self) -> i64 {
        self.chosen.with(|chosen| length(chosen.len()))
    }

    pub fn holds_all(self, users: &[UserId]) -> bool {
        self.chosen.with(|chosen| users.iter().all(|user| chosen.contains(user)))
    }

    pub fn here(self) -> Option<UserId> {
        self.here.get_value()
    }

    pub fn stand_at(self, user: Option<UserId>) {
        self.here.set_value(user);
    }

    pub fn news(self) -> RwSignal<String> {
        self.news
    }

    /// As in "1,204 selected, 1,154 of them not on show".
    pub fn words(self, shown: &[UserId]) -> String {
        let hidden =
            self.count() - self.chosen.with(|chosen| length(shown.iter().filter(|it| chosen.contains(it)).count()));
        let words = format!("{} selected", number(self.count()));
        if hidden > 0 { format!("{words}, {} of them not on show", number(hidden)) } else { words }
    }

    pub fn set(self, users: impl IntoIterator<Item = UserId>, selected: bool) {
        self.chosen.update(|chosen| {
            for user in users {
                if selected {
                    chosen.insert(user)
                } else {
                    chosen.remove(&user)
                };
            }
        });
        let count = self.chosen.with_untracked(|chosen| length(chosen.len()));
        self.news.set(format!("{} selected", number(count)));
    }

    /// Turns a row round; with `extend` every row from the one before gets what this one gets.
    pub fn toggle(self, user: UserId, extend: bool, shown: &[UserId]) {
        let selected = !self.chosen.with_untracked(|chosen| chosen.contains(&user));
        let place = |wanted: UserId| shown.iter().position(|id| *id == wanted);
        let range = if extend { self.anchor.get_value().and_then(place).zip(place(user)) } else { None };
        match range {
            Some((from, to)) => self.set(shown[from.min(to)..=from.max(to)].iter().copied(), selected),
            None => self.set([user], selected),
        }
        self.anchor.set_value(Some(user));
        self.here.set_value(Some(user));
    }

    /// Drops somebody who was just removed; that is said elsewhere.
    pub fn forget(self, user: UserId) {
        if self.chosen.with_untracked(|chosen| chosen.contains(&user)) {
            self.set([user], false);
        }
    }

    pub fn clear(self, why: &str) {
        if self.chosen.with_untracked(BTreeSet::is_empty) {
            return;
        }
        self.chosen.set(BTreeSet::new());
        self.news.set(why.to_owned());
    }

    /// A click somewhere in the table, which may be on a box.
    pub fn clicked(self, event: &MouseEvent, shown: &[UserId]) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(cell) = target.and_then(|target| target.closest(".tick").ok().flatten()) else { return };
        match user_of(&cell) {
            Some(user) => self.toggle(user, event.shift_key(), shown),
            None => self
                .set(shown.iter().copied(), !self.chosen.with_untracked(|it| shown.iter().all(|id| it.contains(id)))),
        }
    }

    /// Ticks the boxes as the selection changes, and ends it when other people are listed.
    pub fn keep_up(self, shown: Shown) {
        Effect::new(move |before: Option<()>| {
            if before.is_none() {
                // What was ticked before the page came alive.
                self.chosen.update(|chosen| {
                    chosen.extend(boxes().iter().filter(|it| it.checked()).filter_map(|it| user_of(it)));
                });
            }
            let (chosen, ids) = (self.chosen.get(), shown.ids());
            // New rows are drawn first.
            request_animation_frame(move || tick(&chosen, &ids));
        });
        let query = Place::expect().query();
        let filter = Memo::new(move |_| query.with(|query| UserQuery { sort: UserSort::default(), ..query.clone() }));
        Effect::watch(
            move || filter.get(),
            move |_, _, _| self.clear("Selection cleared: the list shows other users now."),
            false,
        );
    }

    /// Gives the focus to the row where one was, or near it, if nothing has it.
    pub fn take_focus(self, shown: Shown) {
        request_animation_frame(move || {
            request_animation_frame(move || {
                let is_lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
                if is_lost {
                    self.focus_here(shown);
                }
            });
        });
    }

    fn focus_here(self, shown: Shown) {
        let ids = shown.ids_now();
        if let Some(user) = self.here().filter(|here| ids.contains(here)).or_else(|| ids.first().copied()) {
            focus(user);
        } else if let Some(page) = document().get_element_by_id("content") {
            page.unchecked_into::<HtmlElement>().focus().ok();
        }
    }
}

fn boxes() -> Vec<HtmlInputElement> {
    let Ok(found) = document().query_selector_all(BOXES) else { return Vec::new() };
    (0..found.length()).filter_map(|i| found.get(i)?.dyn_into().ok()).collect()
}

fn tick(chosen: &BTreeSet<UserId>, shown: &[UserId]) {
    for input in boxes() {
        input.set_checked(user_of(&input).is_some_and(|user| chosen.contains(&user)));
    }
    let ticked = shown.iter().filter(|id| chosen.contains(id)).count();
    let of_all = document().query_selector(BOX_OF_ALL).ok().flatten();
    if let Some(input) = of_all.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) {
        input.set_checked(ticked > 0 && ticked == shown.len());
        input.set_indeterminate(ticked > 0 && ticked < shown.len());
    }
}

/// Whose row an element is in.
pub fn user_of(element: &Element) -> Option<UserId> {
    element.closest("tr[id]").ok()??.id().strip_prefix("user-")?.parse().ok()
}

pub fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
