//! The state of a page in its address: a link shows the same to somebody else.

use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use domain::sort::{Sort, SortColumn};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::params::ParamsMap;

/// A change of the address: parameters and what they become; nothing takes one out.
pub type Step = Vec<(&'static str, Option<String>)>;

type Navigate = dyn Fn(&str, NavigateOptions) + Send + Sync;

/// The parameters of a page's address, read and changed.
#[derive(Clone, Copy)]
pub struct Address {
    path: StoredValue<String>,
    pub params: Memo<ParamsMap>,
    navigate: StoredValue<Arc<Navigate>>,
}

impl Address {
    /// Of the page that is on show, whatever its path.
    pub fn here() -> Self {
        Self::of(use_location().pathname.get_untracked())
    }

    /// Of the page that is at `path`.
    pub fn of(path: impl Into<String>) -> Self {
        let navigate: Arc<Navigate> = Arc::new(use_navigate());
        let location = use_location();
        let here = location.pathname.get_untracked();
        // The next page's parameters are not for this one, which is still there for a moment.
        let params = Memo::new(move |before: Option<&ParamsMap>| match before {
            Some(before) if location.pathname.get() != here => before.clone(),
            _ => location.query.get(),
        });
        Self { path: StoredValue::new(path.into()), params, navigate: StoredValue::new(navigate) }
    }

    /// Where the page of the list begins, for those who walk it by links.
    pub fn after(self) -> Memo<Option<String>> {
        Memo::new(move |_| self.params.with(|params| params.get("after")))
    }

    /// The address after a step, for links.
    pub fn link(self, step: Step) -> String {
        format!("{}{}", self.path.read_value(), self.query_string(step))
    }

    /// The parameters after a step, for another address that takes the same.
    pub fn query_string(self, step: Step) -> String {
        stepped(self.params.get(), step)
    }

    /// Takes a step; the browser's Back skips it.
    pub fn go(self, step: Step) {
        let options = NavigateOptions { replace: true, scroll: false, resolve: true, ..NavigateOptions::default() };
        let link = format!("{}{}", self.path.read_value(), stepped(self.params.get_untracked(), step));
        self.navigate.with_value(|navigate| navigate(&link, options));
    }
}

fn stepped(mut params: ParamsMap, step: Step) -> String {
    for (name, value) in step {
        params.remove(name);
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            params.insert(name, value);
        }
    }
    params.to_query_string()
}

/// What a parameter says. What cannot be read counts as not there.
pub fn value<T: FromStr>(params: &ParamsMap, name: &str) -> Option<T> {
    params.get_str(name)?.parse().ok()
}

/// The list from its beginning on, with these changes.
pub fn from_start<const N: usize>(changes: [(&'static str, Option<String>); N]) -> Step {
    changes.into_iter().chain([("after", None), ("before", None)]).collect()
}

pub fn search(words: &str) -> Step {
    from_start([("q", Some(words.to_owned()))])
}

pub fn filter(name: &'static str, value: Option<String>) -> Step {
    from_start([(name, value)])
}

/// The order that an address asks for. What cannot be read counts as not there.
pub fn order<C: SortColumn + FromStr>(params: &ParamsMap) -> Sort<C> {
    Sort::asked(value(params, "sort"), value(params, "dir"))
}

/// The list in this order, from its beginning on.
pub fn sorted<C: SortColumn + Display>(sort: Sort<C>) -> Step {
    let other = sort != Sort::default();
    from_start([("sort", other.then(|| sort.column.to_string())), ("dir", other.then(|| sort.direction.to_string()))])
}

pub fn after(cursor: String) -> Step {
    vec![("after", Some(cursor))]
}
