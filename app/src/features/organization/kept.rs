//! What was on show when one went away, for the way back.

use domain::page::Page;
use domain::user::User;
use leptos::html;
use leptos::prelude::*;

use super::url::Wanted;

/// How many lists are kept: those of the pages that one walked through last.
const MOST: usize = 4;

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
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scroll {
    pub page: f64,
    pub table: i32,
}

impl Scroll {
    /// Scrolls there, once the rows are laid out.
    pub fn restore(self, table: NodeRef<html::Div>) {
        request_animation_frame(move || {
            if let Some(table) = table.try_get_untracked().flatten() {
                table.set_scroll_top(self.table);
            }
            window().scroll_to_with_x_and_y(0.0, self.page);
        });
    }
}
