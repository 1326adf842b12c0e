//! What was on show when one went away, for the way back.

use domain::page::Page;
use domain::user::User;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{HtmlDivElement, HtmlElement};

use super::url::Wanted;

/// How many lists are kept: those of the pages that one walked through last.
const MOST: usize = 4;

/// Where rows are looked for, in pixels from the top of the table.
const BELOW_HEADER: f64 = 60.0;

/// How long rows that come into view may take to be as high as they are.
const FRAMES: u8 = 20;

/// A list as it was on show.
#[derive(Clone)]
pub struct Snapshot {
    pub wanted: Wanted,
    pub page: Page<User>,
    pub scroll: Scroll,
}

/// The lists that were on show. In context around the pages of somebody signed in, and gone with them.
#[derive(Clone, Copy)]
pub struct Kept(StoredValue<Vec<Snapshot>>);

impl Kept {
    pub fn provide() {
        provide_context(Self(StoredValue::new(Vec::new())));
    }

    pub fn expect() -> Self {
        expect_context()
    }

    pub fn keep(self, snapshot: Snapshot) {
        self.0.try_update_value(|all| {
            all.retain(|it| it.wanted != snapshot.wanted);
            all.push(snapshot);
            let old = all.len().saturating_sub(MOST);
            all.drain(..old);
        });
    }

    /// The list that was asked for by the same address.
    pub fn find(self, wanted: &Wanted) -> Option<Snapshot> {
        self.0.with_value(|all| all.iter().find(|it| it.wanted == *wanted).cloned())
    }
}

/// How far the page is scrolled, and the table in it.
#[derive(Debug, Clone, Default)]
pub struct Scroll {
    page: f64,
    table: i32,
    /// The first row in view, and how far below the top. Heights of rows that were never drawn are guesses, so that the
    /// page alone may be off.
    row: Option<(String, f64)>,
}

impl Scroll {
    pub fn now(table: &HtmlElement) -> Self {
        let page = window().scroll_y().unwrap_or_default();
        Self { page, table: table.scroll_top(), row: first_in_view(table) }
    }

    /// Scrolls there, once the rows are laid out, and again while those in view get their heights.
    pub fn restore(self, table: NodeRef<html::Div>) {
        request_animation_frame(move || {
            let Some(table) = table.try_get_untracked().flatten() else { return };
            window().scroll_to_with_x_and_y(0.0, self.page);
            table.set_scroll_top(self.table);
            self.settle(table, FRAMES);
        });
    }

    fn settle(self, table: HtmlDivElement, frames: u8) {
        self.align(&table);
        if let Some(frames) = frames.checked_sub(1) {
            request_animation_frame(move || self.settle(table, frames));
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
    fn align(&self, table: &HtmlElement) {
        let Some((id, top)) = &self.row else { return };
        let Some(row) = document().get_element_by_id(id) else { return };
        let off = row.get_bounding_client_rect().top() - top;
        if table.scroll_height() > table.client_height() {
            table.set_scroll_top(table.scroll_top() + off.round() as i32);
        } else {
            window().scroll_by_with_x_and_y(0.0, off);
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a page")]
fn first_in_view(table: &HtmlElement) -> Option<(String, f64)> {
    let around = table.get_bounding_client_rect();
    let is_begun = around.top() < 0.0 || table.scroll_top() > 0;
    let (x, y) = (around.left() + around.width() / 2.0, around.top().max(0.0) + BELOW_HEADER);
    let found = document().element_from_point(x as f32, y as f32).filter(|_| is_begun)?;
    let row = found.closest("tbody tr").ok().flatten()?;
    Some((row.id(), row.get_bounding_client_rect().top()))
}
