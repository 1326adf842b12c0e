//! Forms that work before the page is alive: a browser alone is redirected, and what went wrong comes back with the page.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::{ContentType, ServerFn};
use leptos::web_sys::{FormData, HtmlFormElement, UrlSearchParams};
use wasm_bindgen::{JsCast, JsValue};

use crate::api::{ApiError, ApiResult, post, read};
use crate::viewer::flash;

/// A call that is made by a form. It takes the form's fields as they are, so that one kind of it does for all forms.
#[derive(Clone, Copy)]
pub struct FormCall {
    path: &'static str,
    send: Action<String, ApiResult<Option<String>>>,
    /// The fields of the last call, which the action itself forgets with its answer.
    last: StoredValue<String>,
}

impl FormCall {
    pub fn new<S: ServerFn>() -> Self {
        Self::to(S::PATH)
    }

    fn to(path: &'static str) -> Self {
        let send = Action::new(move |fields: &String| {
            let answer = post(path, PostUrl::CONTENT_TYPE, fields);
            async move { read(&answer.await?) }
        });
        Self { path, send, last: StoredValue::new(String::new()) }
    }

    /// Where the last call said to go next, if anywhere, or why it was refused.
    pub fn answer(self) -> Option<ApiResult<Option<String>>> {
        self.send.value().get()
    }

    pub fn pending(self) -> Memo<bool> {
        self.send.pending()
    }

    /// Changes with every answer.
    pub fn version(self) -> usize {
        self.send.version().get()
    }

    /// Makes the call without a form, and without fields.
    pub fn make(self) {
        self.send.dispatch(String::new());
    }

    /// Submits once more what was submitted last.
    pub fn again(self) {
        self.send.dispatch(self.last.get_value());
    }

    fn submit(self, event: &SubmitEvent) {
        event.prevent_default();
        if let Ok(fields) = fields(event) {
            self.last.set_value(fields.clone());
            self.send.dispatch(fields);
        }
    }
}

/// What was typed, as a browser alone would send it.
fn fields(event: &SubmitEvent) -> Result<String, JsValue> {
    let form: HtmlFormElement = event.target().ok_or(JsValue::NULL)?.unchecked_into();
    let typed = UrlSearchParams::new_with_str_sequence_sequence(&FormData::new_with_form(&form)?.into())?;
    Ok(String::from(typed.to_string()))
}

/// The form of a call.
#[component]
pub fn CallForm(call: FormCall, #[prop(optional)] class: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <form class=class action=call.path method="post" on:submit=move |event| call.submit(&event)>
            {children()}
        </form>
    }
}

/// Goes where the call says once it is done, with a fresh page: somebody else may be signed in by then.
pub fn go_on(call: FormCall) {
    Effect::new(move || {
        if let Some(Ok(Some(next))) = call.answer() {
            window().location().set_href(&next).ok();
        }
    });
}

/// Why a form was refused: by the call just made, or by the one before this page came back.
#[derive(Clone, Copy)]
pub struct Refusal {
    error: Signal<Option<ApiError>>,
    typed: StoredValue<Vec<(String, String)>>,
}

impl Refusal {
    pub fn new(form: &'static str, call: FormCall) -> Self {
        let (before, typed) =
            flash(form).map_or_else(Default::default, |it| (Some(ApiError::Domain(it.error)), it.typed));
        let error = Signal::derive(move || match call.answer() {
            Some(Err(error)) => Some(error),
            Some(Ok(_)) => None,
            None => before.clone(),
        });
        Self { error, typed: StoredValue::new(typed) }
    }

    /// What is wrong with a field.
    pub fn on(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || self.error.get().and_then(|error| error.on_field(field)))
    }

    /// What is wrong with the whole.
    pub fn in_general(self) -> Signal<Option<String>> {
        Signal::derive(move || self.error.get().filter(|error| !error.is_on_fields()).map(|error| error.to_string()))
    }

    /// All that is wrong, for a form without fields to say it beside.
    pub fn words(self) -> Option<String> {
        self.error.get().map(|error| error.to_string())
    }

    /// What was typed before the page came back.
    pub fn typed(self, field: &str) -> String {
        self.typed
            .with_value(|typed| typed.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()))
            .unwrap_or_default()
    }
}
