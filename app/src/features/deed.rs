//! Something that the server does for a dialog or a switch. Where the sign-in is old it asks for the password and does it then.

use std::pin::Pin;
use std::sync::Arc;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use crate::api::sessions::confirm_password;
use crate::api::{ApiError, ApiResult};
use crate::ui::{Button, ButtonKind, Field, Notice, Tone};

type Doing = Pin<Box<dyn Future<Output = ApiResult<()>> + Send>>;
type Work = Arc<dyn Fn() -> Doing + Send + Sync>;

/// One thing at a time that may be refused.
#[derive(Clone, Copy)]
pub struct Deed {
    run: Action<Work, ()>,
    /// What was asked for last, to be done once more.
    last: StoredValue<Option<Work>>,
    refused: RwSignal<Option<ApiError>>,
}

impl Deed {
    pub fn new() -> Self {
        let refused = RwSignal::new(None);
        let run = Action::new(move |work: &Work| {
            let doing = work();
            async move {
                let outcome = doing.await;
                refused.try_set(outcome.err());
            }
        });
        Self { run, last: StoredValue::new(None), refused }
    }

    /// Does it. What it captures is kept until something else is done.
    pub fn make<F>(self, work: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = ApiResult<()>> + Send + 'static,
    {
        let work: Work = Arc::new(move || Box::pin(work()) as Doing);
        self.last.set_value(Some(work.clone()));
        self.run.dispatch(work);
    }

    fn again(self) {
        if let Some(work) = self.last.get_value() {
            self.run.dispatch(work);
        }
    }

    /// Forgets what was asked for before, and why it was refused.
    pub fn forget(self) {
        self.last.set_value(None);
        self.refused.set(None);
    }

    pub fn pending(self) -> Memo<bool> {
        self.run.pending()
    }

    pub fn asks_password(self) -> bool {
        self.refused.with(|it| matches!(it, Some(ApiError::Domain(domain::Error::PasswordNeeded))))
    }

    /// What is wrong with a field.
    pub fn on(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.refused.with(|it| it.as_ref().and_then(|error| error.on_field(field))))
    }

    /// What is wrong with the whole.
    pub fn in_general(self) -> Option<String> {
        self.refused.get().filter(|error| !error.is_on_fields()).map(|error| error.to_string())
    }
}

/// What takes the place of a form takes the focus that the form's button had.
pub fn take_focus() {
    Effect::new(|| request_animation_frame(|| request_animation_frame(focus_first)));
}

fn focus_first() {
    let input = document().query_selector(".dialog__body input").ok().flatten();
    if let Some(input) = input.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        input.focus().ok();
    }
}

/// Why it was refused, where no field says so.
#[component]
pub fn Refused(deed: Deed) -> impl IntoView {
    move || deed.in_general().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })
}

/// The form of a dialog: what is in it, and the button that does it.
#[component]
pub fn DeedForm(
    deed: Deed,
    open: RwSignal<bool>,
    button: &'static str,
    #[prop(default = ButtonKind::Primary)] kind: ButtonKind,
    #[prop(into)] on_submit: Callback<()>,
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <form class="dialog__form" on:submit=submit>
            <div class="dialog__body">
                {children()}
                <Refused deed />
            </div>
            <footer class="dialog__foot">
                <Button on_click=move |()| open.set(false)>"Cancel"</Button>
                <Button kind submit=true busy=deed.pending()>{button}</Button>
            </footer>
        </form>
    }
}

/// The body of a dialog in which the password is typed again, and then what was asked for is done.
#[component]
pub fn PasswordStep(deed: Deed) -> impl IntoView {
    take_focus();
    let (password, wrong) = (RwSignal::new(String::new()), RwSignal::new(None::<ApiError>));
    let confirm = Action::new(move |(): &()| {
        let typed = password.get_untracked();
        async move {
            match confirm_password(typed).await {
                Ok(()) => deed.again(),
                Err(error) => wrong.set(Some(error)),
            }
        }
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        confirm.dispatch(());
    };
    let error = Signal::derive(move || {
        wrong.get().map(|error| error.on_field("password").unwrap_or_else(|| error.to_string()))
    });
    let busy = Signal::derive(move || confirm.pending().get() || deed.pending().get());
    view! {
        <form class="dialog__form" on:submit=submit>
            <div class="dialog__body">
                <Notice tone=Tone::Warn>{domain::Error::PasswordNeeded.to_string()}</Notice>
                <Field
                    label="Your password"
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    required=true
                    error
                    on_input=move |text| password.set(text)
                />
            </div>
            <footer class="dialog__foot">
                <Button kind=ButtonKind::Primary submit=true busy>"Confirm and go on"</Button>
            </footer>
        </form>
    }
}
