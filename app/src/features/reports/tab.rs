//! The reports of a team.

use domain::policy::TeamPermission;
use domain::report::{Report, ReportColumn};
use domain::team::Team;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;

use crate::api::reports::list_reports;
use crate::features::Fetch;
use crate::features::work::{By, Head, Place, Shown, heads};
use crate::ui::{Badge, Button, ButtonKind, Empty, Glyph, Icon, Item, SearchBox, TimeAgo, Tone};

/// The team whose list this is.
#[derive(Clone, Copy)]
struct TeamName(StoredValue<String>);

const HEADS: &[Head<ReportColumn>] = &[
    ("Title", Some(ReportColumn::Title)),
    ("State", None),
    ("Project", None),
    ("Author", None),
    ("Edited", Some(ReportColumn::Edited)),
];

#[component]
pub fn ReportsTab(team: Team) -> impl IntoView {
    let place = Place::of(format!("/{}/reports", team.name));
    let (query, after, id) = (place.query(), place.after(), team.id);
    let list = Resource::new(move || (query.get(), after.get()), move |(query, after)| list_reports(id, query, after));
    let reason = team.viewer.check(TeamPermission::Contribute).err().map(|denied| denied.to_string());
    let count = move || list.get().and_then(Result::ok).map(|page| page.total.words("report"));
    let (navigate, new) = (use_navigate(), format!("/{}/reports/new", team.name));
    let fetch = move |()| -> Fetch<Report> {
        let query = query.get_untracked();
        Box::new(move |after| Box::pin(list_reports(id, query.clone(), Some(after))))
    };
    let shown = Shown {
        label: "Reports",
        heads: heads(place, Signal::derive(move || query.get().sort), HEADS),
        row: item,
        fetch: Callback::new(fetch),
        nothing: Callback::new(move |()| nothing(place)),
    };
    provide_context(TeamName(StoredValue::new(team.name)));
    view! {
        <div class="tools">
            <SearchBox label="Search reports" action=place.path() words=place.words() on_search=move |words: String| place.look_for(&words) />
            <span class="tools__count" role="status"><Transition>{count}</Transition></span>
            <div class="tools__end">
                <Button
                    id="new-report"
                    kind=ButtonKind::Primary
                    reason=Signal::stored(reason)
                    on_click=move |()| navigate(&new, leptos_router::NavigateOptions::default())
                >
                    <Glyph icon=Icon::Plus />
                    "Write a report"
                </Button>
            </div>
        </div>
        {shown.table(list, place)}
    }
}

fn item(report: Report) -> Item {
    Item::new(report.id.uuid().as_u128(), || view! { <Row report /> }.into_any())
}

#[component]
fn Row(report: Report) -> impl IntoView {
    let team = expect_context::<TeamName>().0.get_value();
    view! {
        <tr>
            <td class="made__main"><A href=format!("/{team}/reports/{}", report.id) attr:class="made__name">{report.title}</A></td>
            <td class="made__state"><Published published=report.published /></td>
            <td><A href=format!("/{team}/{}", report.project) attr:class="made__link">{report.project}</A></td>
            <td><By author=report.author /></td>
            <td><TimeAgo at=report.edited /></td>
        </tr>
    }
}

#[component]
pub fn Published(published: bool) -> impl IntoView {
    if published {
        view! { <Badge tone=Tone::Good>"Published"</Badge> }.into_any()
    } else {
        view! { <Badge>"Draft"</Badge> }.into_any()
    }
}

fn nothing(place: Place) -> AnyView {
    if place.words().get_untracked().is_empty() {
        return view! {
            <Empty icon=Icon::Pencil title="No report yet" sentence="A report tells the others what the runs showed: text, tables and links, in Markdown. It stays a draft of yours until you publish it." />
        }
        .into_any();
    }
    view! {
        <Empty icon=Icon::Search title="No report matches" sentence="No title has these letters in it.">
            <button class="button" type="button" on:click=move |_| place.clear()>"Clear the search"</button>
        </Empty>
    }
    .into_any()
}
