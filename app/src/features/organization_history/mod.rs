//! The history of the organization: who did what to whom, when, through which door.

mod cells;
mod rows;
mod table;
mod tools;
mod url;

use domain::history::Entry;
use domain::page::Page;
use domain::policy::Permission;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::ApiResult;
use crate::api::history::list_history;
use crate::ui::part;
use crate::viewer::viewer;

use table::HistoryTable;
use tools::Tools;
use url::Place;

/// The first page of the list that the address asks for.
#[derive(Clone, Copy)]
struct List(Resource<ApiResult<Page<Entry>>>);

impl List {
    fn provide(place: Place) {
        let (query, after) = (place.query(), place.after());
        let list = Resource::new(move || (query.get(), after.get()), |(query, after)| list_history(query, after));
        provide_context(Self(list));
    }

    fn expect() -> Self {
        expect_context()
    }

    /// The page as it is known now.
    fn known(self) -> Option<Page<Entry>> {
        self.0.get().and_then(Result::ok)
    }
}

part!(pub history in history => view! { <OrganizationHistoryPage /> });

#[component]
fn OrganizationHistoryPage() -> impl IntoView {
    List::provide(Place::provide());
    let viewer = viewer();
    let may_view = viewer.as_ref().is_some_and(|it| it.role.allows(Permission::ViewHistory));
    view! {
        <Title text="History" />
        <header class="page__head">
            <h1>"History"</h1>
            <span class="page__sub">{viewer.map(|it| it.organization)}</span>
        </header>
        {may_view.then(|| view! { <Tools /> })}
        <HistoryTable />
    }
}
