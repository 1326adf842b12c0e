//! The state of the page in its address: a link shows the same list to somebody else.

use domain::activity::{Period, Span};
use domain::columns::Columns;
use domain::user::UserQuery;
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider};
use leptos_router::params::ParamsMap;

use crate::features::address::{Address, from_start, order, value};
pub use crate::features::address::{Step, filter, search};

/// The address of the page, read and changed.
#[derive(Clone, Copy)]
pub struct Place {
    pub address: Address,
    params: Memo<ParamsMap>,
    back: Option<ReadSignal<bool>>,
}

/// The list that an address asks for.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    pub query: UserQuery,
    /// Where the list begins, for those who walk it by links.
    pub after: Option<String>,
    /// How many rows come before that.
    pub before: i64,
}

impl Place {
    pub fn provide() -> Self {
        let address = Address::of("/organization");
        let back = use_context::<BrowserUrl>().map(|url| url.is_back());
        let place = Self { address, params: address.params, back };
        provide_context(place);
        place
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Which users, in which order. What cannot be read counts as not there.
    pub fn query(self) -> Memo<UserQuery> {
        Memo::new(move |_| self.params.with(read_query))
    }

    pub fn period(self) -> Memo<Period> {
        let params = self.params;
        Memo::new(move |_| {
            params.with(|params| Period {
                span: value(params, "span").unwrap_or_default(),
                long: params.get_str("long").is_some(),
            })
        })
    }

    pub fn wanted(self) -> Memo<Wanted> {
        Memo::new(move |_| {
            self.params.with(|params| Wanted {
                query: read_query(params),
                after: params.get("after"),
                before: params.get("after").and_then(|_| value(params, "before")).unwrap_or_default(),
            })
        })
    }

    /// Which columns are on show.
    pub fn columns(self) -> Memo<Columns> {
        Memo::new(move |_| self.params.with(|params| params.get_str("columns").map_or(Columns::ALL, Columns::read)))
    }

    /// Whether one came here by the browser's Back.
    pub fn is_back(self) -> bool {
        self.back.is_some_and(|back| back.get_untracked())
    }

    /// Whether a link from elsewhere asks for the dialog "Add user".
    pub fn adds(self) -> Memo<bool> {
        let params = self.params;
        Memo::new(move |_| params.with(|params| params.get_str("add").is_some()))
    }

    /// The address after a step, for links.
    pub fn link(self, step: Step) -> String {
        self.address.link(step)
    }

    /// Takes a step; the browser's Back skips it.
    pub fn go(self, step: Step) {
        self.address.go(step);
    }
}

fn read_query(params: &ParamsMap) -> UserQuery {
    UserQuery {
        search: params.get("q").unwrap_or_default(),
        status: value(params, "status"),
        role: value(params, "role"),
        team: params.get("team"),
        last_active: value(params, "active"),
        sort: order(params),
    }
}

pub fn columns(columns: Columns) -> Step {
    vec![("columns", (!columns.is_all()).then(|| columns.to_string()))]
}

/// Without search and filters.
pub fn clear() -> Step {
    from_start([("q", None), ("status", None), ("role", None), ("team", None), ("active", None)])
}

pub fn start() -> Step {
    from_start([])
}

/// The page after the one that ended at `cursor`, with so many rows before it.
pub fn after(cursor: String, before: i64) -> Step {
    vec![("after", Some(cursor)), ("before", Some(before.to_string()))]
}

pub fn span(span: Span) -> Step {
    vec![("span", (span != Span::default()).then(|| span.to_string())), ("long", None)]
}

pub fn long(long: bool) -> Step {
    vec![("long", long.then(|| "1".to_owned()))]
}
