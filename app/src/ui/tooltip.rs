//! What explains something to whoever rests on it or focuses it, and holds nothing that cannot be had elsewhere.

use std::time::Duration;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::{Fetching, Part, When, place};

const OPENS_AFTER: Duration = Duration::from_millis(150);
const CLOSES_AFTER: Duration = Duration::from_millis(120);

/// Explains `children` in a sentence, which is in the page as long as there is one: tie them to it by
/// `aria-describedby=id`.
#[component]
pub fn Tooltip(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What to say. With `None` the children stand alone.
    #[prop(into)]
    text: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let rest = Rest::new(move || text.read_untracked().is_some());
    let says = Memo::new(move |_| text.read().is_some());
    view! {
        <span
            class="tooltip"
            node_ref=rest.around
            on:pointerenter:target=move |_| rest.turn(true)
            on:pointerleave:target=move |_| rest.turn(false)
            on:focusin:target=move |_| rest.turn(true)
            on:focusout:target=move |_| rest.turn(false)
            on:keydown:target=move |event| rest.escape(&event)
        >
            {children()}
            <When so=move || says.get()>
                <span class="tooltip__text" role="tooltip" popover="manual" id=id.clone() node_ref=rest.text>
                    {text}
                </span>
            </When>
        </span>
    }
}

/// Explains `children` with more than a sentence: headings, figures, a small plot.
///
/// The wrapper takes the focus. The explanation is built when somebody comes to it, and tied to the wrapper then.
#[component]
pub fn RichTooltip(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    /// What to show.
    #[prop(into)]
    tip: ViewFn,
    /// What the explanation needs: it is not built before that is there.
    needs: Part,
    children: Children,
) -> impl IntoView {
    let (rest, needs) = (Rest::new(|| true), Fetching::new(needs, None));
    let built = RwSignal::new(false);
    let described_by = id.clone();
    let come = move || {
        needs.then(move |_| {
            built.try_set(true);
        });
        rest.turn(true);
    };
    view! {
        <span
            class="tooltip"
            tabindex="0"
            aria-describedby=move || built.get().then(|| described_by.clone())
            node_ref=rest.around
            on:pointerenter:target=move |_| come()
            on:pointerleave:target=move |_| rest.turn(false)
            on:focusin:target=move |_| come()
            on:focusout:target=move |_| rest.turn(false)
            on:keydown:target=move |event| rest.escape(&event)
        >
            {children()}
            <When so=move || built.get()>
                <span class="tooltip__text tooltip__text--rich" role="tooltip" popover="manual" id=id.clone() node_ref=rest.text>
                    {tip.run()}
                </span>
            </When>
        </span>
    }
}

/// Opens and closes after a moment's rest, so that crossing a row of triggers does not flicker.
#[derive(Clone, Copy)]
struct Rest {
    around: NodeRef<html::Span>,
    text: NodeRef<html::Span>,
    pending: StoredValue<Option<TimeoutHandle>>,
    may_open: Callback<(), bool>,
}

impl Rest {
    fn new(may_open: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        let rest = Self {
            around: NodeRef::new(),
            text: NodeRef::new(),
            pending: StoredValue::new(None),
            may_open: Callback::new(move |()| may_open()),
        };
        on_cleanup(move || rest.forget());
        rest
    }

    fn turn(self, open: bool) {
        self.forget();
        let (after, then) =
            if open { (OPENS_AFTER, Self::show as fn(Self)) } else { (CLOSES_AFTER, Self::hide as fn(Self)) };
        let timeout = set_timeout_with_handle(move || then(self), after).ok();
        self.pending.try_set_value(timeout);
    }

    fn forget(self) {
        if let Some(Some(timeout)) = self.pending.try_get_value() {
            timeout.clear();
        }
    }

    fn show(self) {
        if !self.may_open.try_run(()).unwrap_or(false) {
            return;
        }
        let nodes = (self.around.try_get_untracked().flatten(), self.text.try_get_untracked().flatten());
        if let (Some(around), Some(text)) = nodes
            && text.show_popover().is_ok()
        {
            place::beside(&text, &around);
        }
    }

    fn hide(self) {
        if let Some(text) = self.text.try_get_untracked().flatten() {
            text.hide_popover().ok();
        }
    }

    fn escape(self, event: &KeyboardEvent) {
        if event.key() == "Escape" {
            self.forget();
            self.hide();
        }
    }
}
