//! A question or a form in front of the page; a sheet on phones.

use leptos::html;
use leptos::prelude::*;

use super::{ButtonKind, Icon, IconButton, When};

/// A modal dialog. What is in it is built each time it opens, so a form starts afresh.
///
/// Escape, the cross and a press beside it close it; the browser then gives the focus back to what opened it.
/// Put `autofocus` on the control that comes first. A form that spans body and footer is written as
/// `<form class="dialog__form"><div class="dialog__body"/><footer class="dialog__foot"/></form>`, without `footer`.
#[component]
pub fn Dialog(
    /// Unique on the page.
    #[prop(into)]
    id: String,
    #[prop(into)] title: Signal<String>,
    open: RwSignal<bool>,
    /// Without the head: the title is read out, and Escape or a press beside it closes the dialog.
    #[prop(optional)]
    bare: bool,
    /// The row of buttons.
    #[prop(optional, into)]
    footer: Option<ViewFn>,
    /// A press beside it does not close it: there is something to be read.
    #[prop(optional)]
    firm: bool,
    /// Nothing closes it for now: work is under way in it.
    #[prop(optional, into)]
    held: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    // The browser tells of a closing a little later. By then the dialog may be wanted again, and must not close for good.
    let closed_here = StoredValue::new(false);
    Effect::new(move || {
        let open = open.get();
        request_animation_frame(move || {
            if show(dialog, open) && !open {
                closed_here.try_set_value(true);
            }
        });
    });
    let title_id = format!("{id}-title");
    let labelled_by = title_id.clone();
    let top = if bare {
        view! { <h2 class="hidden" id=title_id>{title}</h2> }.into_any()
    } else {
        view! {
            <header class="dialog__head">
                <h2 id=title_id>{title}</h2>
                <When so=move || !held.get()>
                    <IconButton icon=Icon::Close label="Close" kind=ButtonKind::Quiet on_click=move |()| open.set(false) />
                </When>
            </header>
        }
        .into_any()
    };
    let footer = StoredValue::new(footer);
    let content = StoredValue::new(children);
    view! {
        <dialog
            class="dialog"
            id=id
            aria-labelledby=labelled_by
            node_ref=dialog
            on:cancel=move |event: leptos::web_sys::Event| {
                if held.get_untracked() {
                    event.prevent_default();
                }
            }
            on:close=move |_| {
                if closed_here.try_update_value(std::mem::take).unwrap_or_default() {
                    return;
                }
                if held.get_untracked() {
                    show(dialog, true);
                } else {
                    open.set(false);
                }
            }
            on:pointerdown=move |event| {
                if !firm && event.target() == event.current_target() {
                    open.set(false);
                }
            }
        >
            <div class="dialog__panel">
                {top}
                <When so=move || open.get()>
                    {match footer.get_value() {
                        None => content.read_value()(),
                        Some(footer) => {
                            view! {
                                <div class="dialog__body">{content.read_value()()}</div>
                                <footer class="dialog__foot">{footer.run()}</footer>
                            }
                                .into_any()
                        }
                    }}
                </When>
            </div>
        </dialog>
    }
}

/// Opens or closes it, and returns whether it was not so before.
fn show(dialog: NodeRef<html::Dialog>, open: bool) -> bool {
    let Some(dialog) = dialog.try_get_untracked().flatten() else { return false };
    let changes = open != dialog.open();
    if changes && open {
        dialog.show_modal().ok();
    } else if changes {
        dialog.close();
    }
    changes
}

/// Whether a dialog is open: while there is something to show in it. Closing it puts that away.
pub fn open_while<T: Send + Sync + 'static>(shown: RwSignal<Option<T>>) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || {
        let is_some = shown.with(Option::is_some);
        if open.get_untracked() != is_some {
            open.set(is_some);
        }
    });
    Effect::new(move || {
        if !open.get() && shown.with_untracked(Option::is_some) {
            shown.set(None);
        }
    });
    open
}
