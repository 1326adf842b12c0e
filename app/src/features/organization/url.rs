//! The state of the page in its address: a link shows the same list to somebody else.

use std::str::FromStr;
use std::sync::Arc;

use domain::activity::{Period, Span};
use domain::columns::Columns;
use domain::page::Direction;
use domain::user::{UserColumn, UserQuery, UserSort};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};
use leptos_router::params::ParamsMap;

/// A change of the address: parameters and what they become; nothing takes one out.
pub type Step = Vec<(&'static str, Option<String>)>;

type Navigate = dyn Fn(&str, NavigateOptions) + Send + Sync;

/// The address of the page, read and changed.
#[derive(Clone, Copy)]
pub struct Place {
    params: Memo<ParamsMap>,
    navigate: StoredValue<Arc<Navigate>>,
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
        let navigate: Arc<Navigate> = Arc::new(use_navigate());
        let location = use_location();
        let here = location.pathname.get_untracked();
        // The next page's parameters are not for this one, which is still there for a moment.
        let params = Memo::new(move |before: Option<&ParamsMap>| match before {
            Some(before) if location.pathname.get() != here => before.clone(),
            _ => location.query.get(),
        });
        let back = use_context::<BrowserUrl>().map(|url| url.is_back());
        let place = Self { params, navigate: StoredValue::new(navigate), back };
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

    /// The address after a step, for links.
    pub fn link(self, step: Step) -> String {
        address(self.params.get(), step)
    }

    /// Takes a step; the browser's Back skips it.
    pub fn go(self, step: Step) {
        let options = NavigateOptions { replace: true, scroll: false, resolve: true, ..NavigateOptions::default() };
        let link = address(self.params.get_untracked(), step);
        self.navigate.with_value(|navigate| navigate(&link, options));
    }
}

fn address(mut params: ParamsMap, step: Step) -> String {
    for (name, value) in step {
        params.remove(name);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            params.insert(name, value);
        }
    }
    format!("/organization{}", params.to_query_string())
}

fn read_query(params: &ParamsMap) -> UserQuery {
    let default = UserSort::default();
    UserQuery {
        search: params.get("q").unwrap_or_default(),
        status: value(params, "status"),
        role: value(params, "role"),
        team: params.get("team"),
        last_active: value(params, "active"),
        sort: UserSort {
            column: value(params, "sort").unwrap_or(default.column),
            direction: value(params, "dir").unwrap_or(default.direction),
        },
    }
}

fn value<T: FromStr>(params: &ParamsMap, name: &str) -> Option<T> {
    params.get_str(name)?.parse().ok()
}

/// The list from its beginning on.
const START: [(&str, Option<String>); 2] = [("after", None), ("before", None)];

fn from_start<const N: usize>(changes: [(&'static str, Option<String>); N]) -> Step {
    changes.into_iter().chain(START).collect()
}

pub fn search(words: &str) -> Step {
    from_start([("q", Some(words.to_owned()))])
}

pub fn filter(name: &'static str, value: Option<String>) -> Step {
    from_start([(name, value)])
}

pub fn columns(columns: Columns) -> Step {
    vec![("columns", (!columns.is_all()).then(|| columns.to_string()))]
}

pub fn sort(sort: UserSort) -> Step {
    let is_default = sort == UserSort::default();
    let word = |value: &str| (!is_default).then(|| value.to_owned());
    from_start([("sort", word(UserColumn::as_str(sort.column))), ("dir", word(Direction::as_str(sort.direction)))])
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
