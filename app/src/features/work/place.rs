//! The state of a list in its address: a link shows the same to somebody else.

use std::str::FromStr;

use domain::run::RunState;
use domain::sort::{ListQuery, Sort, SortColumn};
use leptos::prelude::*;

use crate::features::address::{Address, Step, after, filter, from_start, order, search, value};

/// The address of a list, read and changed.
#[derive(Clone, Copy)]
pub struct Place {
    address: Address,
    path: StoredValue<String>,
}

impl Place {
    pub fn of(path: String) -> Self {
        Self { address: Address::of(path.clone()), path: StoredValue::new(path) }
    }

    pub fn path(self) -> String {
        self.path.get_value()
    }

    pub fn words(self) -> Memo<String> {
        Memo::new(move |_| self.address.params.with(|params| params.get("q").unwrap_or_default()))
    }

    pub fn address(self) -> Address {
        self.address
    }

    pub fn sort<C: SortColumn + FromStr>(self) -> Sort<C> {
        self.address.params.with(order)
    }

    /// Which of the list, in which order.
    pub fn query<C>(self) -> Memo<ListQuery<C>>
    where
        C: SortColumn + FromStr + Send + Sync + 'static,
    {
        let words = self.words();
        Memo::new(move |_| ListQuery { search: words.get(), sort: self.sort() })
    }

    /// What cannot be read counts as not there.
    pub fn state(self) -> Memo<Option<RunState>> {
        Memo::new(move |_| self.address.params.with(|params| value(params, "state")))
    }

    /// Where the page of the list begins, for those who walk it by links.
    pub fn after(self) -> Memo<Option<String>> {
        self.address.after()
    }

    pub fn next(self, cursor: String) -> String {
        self.address.link(after(cursor))
    }

    pub fn look_for(self, words: &str) {
        self.address.go(search(words));
    }

    pub fn narrow(self, state: Option<RunState>) {
        self.address.go(filter("state", state.map(|it| it.to_string())));
    }

    pub fn clear(self) {
        let step: Step = from_start([("q", None), ("state", None)]);
        self.address.go(step);
    }
}
