//! The organization dashboard: who belongs here, what they may do, who is really active.

mod active_filters;
mod activity_dialog;
mod add_user;
mod bulk_bar;
mod bulk_dialog;
mod bulk_report;
mod columns_menu;
mod confirm;
mod dialogs;
mod export;
mod figures;
mod filters;
mod kept;
mod keys;
mod last_active_cell;
mod list;
mod on_rows;
mod plot;
mod role_cell;
mod row;
mod row_menu;
mod rows;
mod selection;
mod shown;
mod table;
mod tools;
mod url;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos_meta::Title;

use crate::api::ApiResult;
use crate::api::organization::{get_figures, plot_active_users};
use crate::ui::{Notice, Settled, SkeletonRows, Tone, wait};
use domain::activity::Series;
use domain::user::Figures;

use activity_dialog::Watched;
use bulk_dialog::Job;
use confirm::Question;
use dialogs::Dialogs;
use figures::Head;
use list::List;
use selection::Selection;
use shown::Shown;
use table::UsersTable;
use tools::Tools;
use url::Place;

pub use kept::Kept;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Dashboard {
    /// The figures of the head, from which it also follows what may be done.
    pub figures: Resource<ApiResult<Figures>>,
    /// The list that the address asks for.
    pub list: List,
    /// The rows on show.
    pub rows: Shown,
    /// The numbers of the plot.
    pub series: Resource<ApiResult<Series>>,
    /// What is about to be done to somebody, and waits for a yes.
    pub question: RwSignal<Option<Question>>,
    /// A link just made, which is shown once.
    pub link: RwSignal<Option<domain::invitation::Link>>,
    pub adding: RwSignal<bool>,
    /// What is about to be done to many.
    pub job: RwSignal<Option<Job>>,
    /// Whose activity is looked at.
    pub watched: RwSignal<Option<Watched>>,
}

impl Dashboard {
    /// Everything is asked for here, before anything waits: server and browser must count their requests alike.
    fn provide() -> Self {
        let (place, rows) = (Place::provide(), Shown::new());
        let list = List::ask(place, rows);
        let period = place.period();
        let series = Resource::new(move || period.get(), |period| plot_active_users(period.span, period.long));
        let dashboard = Self {
            figures: Resource::new(|| (), |()| get_figures()),
            list,
            series,
            rows,
            question: RwSignal::new(None),
            link: RwSignal::new(None),
            adding: RwSignal::new(false),
            job: RwSignal::new(None),
            watched: RwSignal::new(None),
        };
        provide_context(dashboard);
        dashboard
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// Fetches list and figures again.
    pub fn refresh(self) {
        self.list.refresh();
        self.figures.refetch();
    }

    /// The figures that the page starts from. Newer ones do not build the page anew: what they change, changes in place.
    fn first_figures(self) -> impl Future<Output = ApiResult<Figures>> {
        ScopedFuture::new_untracked(self.figures.into_future())
    }

    /// What `say` says of the figures as they are known now.
    pub fn known<T>(self, say: impl FnOnce(&Figures) -> T) -> Option<T> {
        self.figures.with(|figures| figures.as_ref()?.as_ref().ok().map(say))
    }
}

#[component]
pub fn OrganizationPage() -> impl IntoView {
    let dashboard = Dashboard::provide();
    Selection::provide();
    view! {
        <Title text="Organization dashboard" />
        <Transition fallback=Coming>
            {move || wait(async move {
                let figures = dashboard.first_figures().await;
                dashboard.list.first_rows().await;
                match figures {
                    Ok(figures) => Settled::new(move || view! { <Content organization=figures.organization /> }.into_any()).into_any(),
                    Err(error) => {
                        view! {
                            <header class="page__head"><h1>"Organization dashboard"</h1></header>
                            <Notice tone=Tone::Bad>{error.to_string()}</Notice>
                        }
                        .into_any()
                    }
                }
            })}
        </Transition>
    }
}

/// What stands in for the page while one comes to it from another.
#[component]
fn Coming() -> impl IntoView {
    view! {
        <div class="card users">
            <table class="table"><tbody><SkeletonRows rows=10 columns=6 /></tbody></table>
        </div>
    }
}

#[component]
fn Content(organization: String) -> impl IntoView {
    view! {
        <header class="page__head">
            <h1>{organization}</h1>
            <span class="page__sub">"Organization dashboard"</span>
        </header>
        <Head />
        <Tools />
        <UsersTable />
        <Dialogs />
    }
}
