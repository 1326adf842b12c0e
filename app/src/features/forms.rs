//! Forms that work before the page is alive: a browser alone is redirected, and what went wrong comes back with the page.

use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::api::ApiError;
use crate::viewer::flash;

/// Goes where the call says once it is done, with a fresh page: somebody else may be signed in by then.
pub fn go_on<S>(action: ServerAction<S>)
where
    S: ServerFn<Output = String, Error = ApiError> + Clone + Send + Sync + 'static,
{
    Effect::new(move || {
        if let Some(Ok(next)) = action.value().get() {
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
    pub fn new<S>(form: &'static str, action: ServerAction<S>) -> Self
    where
        S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let (before, typed) =
            flash(form).map_or_else(Default::default, |it| (Some(ApiError::Domain(it.error)), it.typed));
        let error = Signal::derive(move || match action.value().get() {
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

    /// What was typed before the page came back.
    pub fn typed(self, field: &str) -> String {
        self.typed
            .with_value(|typed| typed.iter().find(|(name, _)| name == field).map(|(_, text)| text.clone()))
            .unwrap_or_default()
    }
}
