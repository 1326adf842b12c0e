//! The state of the page in its address: a link shows the same changes to somebody else.

use domain::history::HistoryQuery;
use domain::page::Direction;
use leptos::prelude::*;
use leptos_router::params::ParamsMap;

use crate::features::address::{Address, from_start, value};
pub use crate::features::address::{Step, after, filter, search};

/// The address of the page, read and changed.
#[derive(Clone, Copy)]
pub struct Place(pub Address);

impl Place {
    pub fn provide() -> Self {
        let place = Self(Address::of("/organization/history"));
        provide_context(place);
        place
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Which changes, in which order. What cannot be read counts as not there.
    pub fn query(self) -> Memo<HistoryQuery> {
        Memo::new(move |_| self.0.params.with(read_query))
    }

    /// Where the page of the list begins, for those who walk it by links.
    pub fn after(self) -> Memo<Option<String>> {
        self.0.after()
    }

    /// The address after a step, for links.
    pub fn link(self, step: Step) -> String {
        self.0.link(step)
    }

    /// The file with the same changes.
    pub fn file(self) -> String {
        format!("/organization/history.csv{}", self.0.query_string(from_start([])))
    }

    /// Takes a step; the browser's Back skips it.
    pub fn go(self, step: Step) {
        self.0.go(step);
    }
}

fn read_query(params: &ParamsMap) -> HistoryQuery {
    HistoryQuery {
        search: params.get("q").unwrap_or_default(),
        action: value(params, "action"),
        door: value(params, "door"),
        actor: value(params, "actor"),
        target: value(params, "target"),
        from: value(params, "from"),
        to: value(params, "to"),
        direction: value(params, "dir").unwrap_or(Direction::Descending),
    }
}

/// The newest first goes without saying.
pub fn order(direction: Direction) -> Step {
    from_start([("dir", (direction == Direction::Ascending).then(|| direction.to_string()))])
}

pub fn clear() -> Step {
    from_start(["q", "action", "door", "actor", "target", "from", "to"].map(|name| (name, None)))
}
