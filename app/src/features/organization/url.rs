//! The state of the page in its address: a link shows the same list to somebody else.

use std::str::FromStr;
use std::sync::Arc;

use domain::activity::{Period, Span};
use domain::page::Direction;
use domain::user::{UserColumn, UserQuery, UserSort};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use leptos_router::params::ParamsMap;

/// A change of the address: parameters and what they become; nothing takes one out.
pub type Step = Vec<(&'static str, Option<String>)>;

type Navigate = dyn Fn(&str, NavigateOptions) + Send + Sync;

/// The address of the page, read and changed.
#[derive(Clone, Copy)]
pub struct Place {
    params: Memo<ParamsMap>,
    navigate: StoredValue<Arc<Navigate>>,
}

impl Place {
    pub fn provide() -> Self {
        let navigate: Arc<Navigate> = Arc::new(use_navigate());
        let place = Self { params: use_query_map(), navigate: StoredValue::new(navigate) };
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

    /// Where the page of the list begins, for those who walk it by links.
    pub fn after(self) -> Memo<Option<String>> {
        let params = self.params;
        Memo::new(move |_| params.with(|params| params.get("after")))
    }

    /// The address after a step, for links.
    pub fn link(self, step: Step) -> String {
        let mut params = self.params.get_untracked();
        for (name, value) in step {
            params.remove(name);
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                params.insert(name, value);
            }
        }
        format!("/organization{}", params.to_query_string())
    }

    /// Takes a step; the browser's Back skips it.
    pub fn go(self, step: Step) {
        let options = NavigateOptions { replace: true, scroll: false, resolve: true, ..NavigateOptions::default() };
        let link = self.link(step);
        self.navigate.with_value(|navigate| navigate(&link, options));
    }
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
const START: (&str, Option<String>) = ("after", None);

pub fn search(words: &str) -> Step {
    vec![("q", Some(words.to_owned())), START]
}

pub fn filter<T: ToString>(name: &'static str, value: Option<T>) -> Step {
    vec![(name, value.map(|value| value.to_string())), START]
}

pub fn sort(sort: UserSort) -> Step {
    let is_default = sort == UserSort::default();
    let word = |value: &str| (!is_default).then(|| value.to_owned());
    vec![("sort", word(UserColumn::as_str(sort.column))), ("dir", word(Direction::as_str(sort.direction))), START]
}

pub fn clear() -> Step {
    vec![("q", None), ("status", None), ("role", None), ("team", None), ("active", None), START]
}

pub fn after(cursor: String) -> Step {
    vec![("after", Some(cursor))]
}

pub fn span(span: Span) -> Step {
    vec![("span", (span != Span::default()).then(|| span.to_string())), ("long", None)]
}

pub fn long(long: bool) -> Step {
    vec![("long", long.then(|| "1".to_owned()))]
}
