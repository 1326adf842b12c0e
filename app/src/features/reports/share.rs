//! The link by which a report is read without signing in: made, and taken back.

use domain::report::{ReportLink, ReportPage};
use leptos::prelude::*;

use crate::api::ApiResult;
use crate::api::reports::{make_report_link, take_report_link_back};
use crate::ui::{Badge, Button, ButtonKind, CopyField, Dialog, Notice, TimeAgo, Toasts, Tone, When};

/// Says that whoever has the link reads it.
#[component]
pub fn Shared(by_link: bool) -> impl IntoView {
    by_link.then(|| view! { <Badge>"Public link"</Badge> })
}

/// Opens the dialog, for whoever may change the report.
#[component]
pub fn ShareButton(shown: ReportPage, #[prop(into)] changed: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(false);
    let made = RwSignal::new(None::<String>);
    // What the page says is asked for anew once the address was read: until then it stands in the dialog.
    Effect::new(move |before: Option<bool>| {
        let now = open.get();
        if before == Some(true) && !now && made.with_untracked(Option::is_some) {
            made.set(None);
            changed.run(());
        }
        now
    });
    // A link that is there can be taken back, also where none could be made.
    let reason = shown.no_link().filter(|_| shown.link.is_none());
    let shown = StoredValue::new(shown);
    view! {
        <Button id="share" reason=Signal::stored(reason) on_click=move |()| open.set(true)>"Share"</Button>
        <Dialog id="share-report" title=Signal::stored("Share this report".to_owned()) open>
            <Sharing shown=shown.get_value() made open changed />
        </Dialog>
    }
}

#[component]
fn Sharing(
    shown: ReportPage,
    /// The address, in the one answer that makes it.
    made: RwSignal<Option<String>>,
    open: RwSignal<bool>,
    changed: Callback<()>,
) -> impl IntoView {
    let (id, toasts) = (shown.report.id, Toasts::expect());
    let refused = RwSignal::new(None::<String>);
    let make = Action::new(move |(): &()| async move {
        match make_report_link(id).await {
            Ok(url) => made.set(Some(url)),
            Err(error) => refused.set(Some(error.to_string())),
        }
    });
    let take_back: Action<(), ApiResult<()>> = Action::new(move |(): &()| async move {
        let outcome = take_report_link_back(id).await;
        match &outcome {
            Ok(()) => {
                toasts.good("The link opens nothing any more.");
                open.set(false);
                changed.run(());
            }
            Err(error) => refused.set(Some(error.to_string())),
        }
        outcome
    });
    let there = shown.link.is_some();
    view! {
        <div class="dialog__body">
            {move || refused.get().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
            {move || match made.get() {
                Some(url) => view! { <Made url /> }.into_any(),
                None => view! { <Standing link=shown.link.clone() /> }.into_any(),
            }}
        </div>
        <footer class="dialog__foot">
            <When so=move || there && made.with(Option::is_none)>
                <Button
                    kind=ButtonKind::Danger
                    busy=take_back.pending()
                    on_click=move |()| {
                        take_back.dispatch(());
                    }
                >
                    "Take the link back"
                </Button>
            </When>
            <When so=move || made.with(Option::is_none)>
                <Button
                    kind=ButtonKind::Primary
                    busy=make.pending()
                    on_click=move |()| {
                        make.dispatch(());
                    }
                >
                    {if there { "Make a new link" } else { "Make a link" }}
                </Button>
            </When>
            <When so=move || made.with(Option::is_some)>
                <Button on_click=move |()| open.set(false)>"Done"</Button>
            </When>
        </footer>
    }
}

#[component]
fn Made(url: String) -> impl IntoView {
    view! {
        <p>"This is the only time the link is shown. The link before it, if there was one, opens nothing any more."</p>
        <CopyField id="link" label="Link" text=Signal::stored(url) />
    }
}

#[component]
fn Standing(link: Option<ReportLink>) -> impl IntoView {
    let words = match link {
        Some(ReportLink { made, by }) => {
            view! { <p>{by} " made a link " <TimeAgo at=made /> ". A new one takes its place."</p> }.into_any()
        }
        None => view! { <p>"There is no link yet."</p> }.into_any(),
    };
    view! {
        {words}
        <p class="muted">
            "Whoever has the link reads the report without signing in: its text as it is at the time, its title, and its author's name. It holds as long as whoever made it may change the report."
        </p>
    }
}
