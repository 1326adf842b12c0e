//! What cannot be undone is asked first.

use leptos::prelude::*;

use crate::api::ApiResult;
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone};

/// Asks whether to delete something, and says why it was refused.
#[component]
pub fn ConfirmDelete(
    open: RwSignal<bool>,
    #[prop(into)] title: String,
    /// What goes with it.
    #[prop(into)]
    sentence: String,
    #[prop(into)] button: String,
    /// Deletes it; what comes after is done there.
    delete: Action<(), ApiResult<()>>,
) -> impl IntoView {
    let refused = move || delete.value().get().and_then(Result::err).map(|error| error.to_string());
    let button = StoredValue::new(button);
    view! {
        <Dialog id="delete" title open>
            <div class="dialog__body">
                <p>{sentence.clone()}</p>
                {move || refused().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
            </div>
            <footer class="dialog__foot">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button
                    kind=ButtonKind::Danger
                    busy=delete.pending()
                    on_click=move |()| {
                        delete.dispatch(());
                    }
                >
                    {button.get_value()}
                </Button>
            </footer>
        </Dialog>
    }
}
