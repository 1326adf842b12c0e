//! The link by which a report is read without signing in: made, and taken back.

use domain::ids::ReportId;
use domain::report::{ReportLink, ReportPage};
use leptos::prelude::*;

use crate::api::reports::{make_report_link, take_report_link_back};
use crate::features::deed::{Deed, Refused, take_focus};
use crate::ui::{Badge, Button, ButtonKind, CopyField, Dialog, Notice, TimeAgo, Toasts, Tone, When};

/// Says that whoever has the link reads it.
#[component]
pub fn Shared(by_link: bool) -> impl IntoView {
    by_link.then(|| view! { <Badge>"Public link"</Badge> })
}

/// How it stands with the link of one report.
#[derive(Clone)]
struct Link {
    report: ReportId,
    there: Option<ReportLink>,
    /// Why none can be made now.
    denied: Option<String>,
}

/// Opens the dialog, for whoever may change the report.
#[component]
pub fn ShareButton(shown: ReportPage, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let (open, deed) = (RwSignal::new(false), Deed::new());
    // The address, in the one answer that makes it.
    let made = RwSignal::new(None::<String>);
    // What the page says is asked for anew once the address was read: until then it stands in the dialog.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now {
            deed.forget();
            if made.with_untracked(Option::is_some) {
                made.set(None);
                changed.run(());
            }
        }
        now
    });
    let link = Link { report: shown.report.id, denied: shown.no_link(), there: shown.link };
    // A link that is there can be taken back, also where none could be made.
    let reason = link.denied.clone().filter(|_| link.there.is_none());
    let link = StoredValue::new(link);
    view! {
        <Button id="share" reason=Signal::stored(reason) on_click=move |()| open.set(true)>"Share"</Button>
        <Dialog id="share-report" title=Signal::stored("Share this report".to_owned()) open firm=true held=deed.pending()>
            {move || match made.get() {
                Some(url) => view! { <Made url open /> }.into_any(),
                None => view! { <Standing link=link.get_value() deed made open changed /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Made(url: String, open: RwSignal<bool>) -> impl IntoView {
    take_focus();
    view! {
        <div class="dialog__body">
            <p>"This is the only time the link is shown. The link before it, if there was one, opens nothing any more."</p>
            <CopyField id="link" label="Link" text=Signal::stored(url) />
        </div>
        <footer class="dialog__foot">
            <Button kind=ButtonKind::Primary on_click=move |()| open.set(false)>"Done"</Button>
        </footer>
    }
}

#[component]
fn Standing(
    link: Link,
    deed: Deed,
    made: RwSignal<Option<String>>,
    open: RwSignal<bool>,
    changed: Callback<()>,
) -> impl IntoView {
    let Link { report, there, denied } = link;
    let toasts = Toasts::expect();
    let make = move |()| {
        deed.make(move || async move {
            make_report_link(report).await.map(|url| {
                made.try_set(Some(url));
            })
        });
    };
    let take_back = move |()| {
        deed.make(move || async move {
            take_report_link_back(report).await.map(|()| {
                toasts.good("The link opens nothing any more.");
                open.try_set(false);
                changed.run(());
            })
        });
    };
    let is_there = there.is_some();
    view! {
        <div class="dialog__body">
            <Refused deed />
            {words(there, denied.clone())}
            <p class="muted">
                "Whoever has the link reads the report without signing in: its text as it is at the time, its title, and its author's name. It holds as long as whoever made it may change the report."
            </p>
        </div>
        <footer class="dialog__foot">
            <When so=move || is_there>
                <Button kind=ButtonKind::Danger busy=deed.pending() on_click=take_back>"Take the link back"</Button>
            </When>
            <Button kind=ButtonKind::Primary id="make-link" reason=Signal::stored(denied) busy=deed.pending() on_click=make>
                {if is_there { "Make a new link" } else { "Make a link" }}
            </Button>
        </footer>
    }
}

/// How it stands, and why a link that is there opens nothing.
fn words(link: Option<ReportLink>, denied: Option<String>) -> AnyView {
    let Some(ReportLink { made, by, opens }) = link else {
        return view! { <p>"There is no link yet."</p> }.into_any();
    };
    let why = (!opens).then(|| {
        let because = denied.unwrap_or_else(|| format!("{by} may not change the report any more."));
        view! { <Notice tone=Tone::Warn>{format!("The link opens nothing now. {because}")}</Notice> }
    });
    view! {
        <p>{by.clone()} " made a link " <TimeAgo at=made /> ". A new one takes its place."</p>
        {why}
    }
    .into_any()
}
