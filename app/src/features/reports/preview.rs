//! What is written, as it will be read, a moment after the last key.

use std::time::Duration;

use domain::project::Html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::reports::preview_markdown;

/// How long after the last key the server is asked.
const SETTLES_AFTER: Duration = Duration::from_millis(300);

#[derive(Clone, Copy)]
pub struct Preview {
    html: RwSignal<Html>,
    failed: RwSignal<Option<String>>,
    pending: StoredValue<Option<TimeoutHandle>>,
    /// The number of the last question: answers to earlier ones come too late.
    asked: StoredValue<u32>,
}

impl Preview {
    pub fn new(html: Html) -> Self {
        let preview = Self {
            html: RwSignal::new(html),
            failed: RwSignal::new(None),
            pending: StoredValue::new(None),
            asked: StoredValue::new(0),
        };
        on_cleanup(move || preview.forget());
        preview
    }

    /// Follows what is written.
    pub fn follow(self, text: String) {
        self.forget();
        let ask = move || self.ask(text);
        self.pending.set_value(set_timeout_with_handle(ask, SETTLES_AFTER).ok());
    }

    fn ask(self, text: String) {
        let Some(number) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        spawn_local(async move {
            let answer = preview_markdown(text).await;
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            match answer {
                Ok(html) => {
                    self.html.try_set(html);
                    self.failed.try_set(None);
                }
                Err(error) => {
                    self.failed.try_set(Some(error.to_string()));
                }
            }
        });
    }

    fn forget(self) {
        if let Some(timeout) = self.pending.try_update_value(Option::take).flatten() {
            timeout.clear();
        }
    }
}

#[component]
pub fn PreviewPane(preview: Preview) -> impl IntoView {
    let html = move || preview.html.get().into_string();
    let failed = move || preview.failed.get().map(|words| view! { <p class="field__error">{words}</p> });
    view! {
        <section class="editor__preview" aria-label="Preview">
            <h2 class="field__label">"Preview"</h2>
            {failed}
            <div class="markdown" inner_html=html></div>
        </section>
    }
}
