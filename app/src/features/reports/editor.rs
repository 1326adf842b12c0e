//! Title and body, with what the body looks like beside it.

use domain::project::Html;
use leptos::prelude::*;

use super::preview::{Preview, PreviewPane};
use crate::api::ApiError;
use crate::ui::{Field, Notice, TextArea, Tone};

/// What is being written.
#[derive(Clone, Copy)]
pub struct Draft {
    pub title: RwSignal<String>,
    pub body: RwSignal<String>,
}

impl Draft {
    pub fn new(title: String, body: String) -> Self {
        Self { title: RwSignal::new(title), body: RwSignal::new(body) }
    }
}

#[component]
pub fn Editor(
    draft: Draft,
    /// What the body looks like now.
    html: Html,
    /// Why it was not saved.
    #[prop(into)]
    refusal: Signal<Option<ApiError>>,
    /// What else is asked for, beside the title.
    #[prop(optional, into)]
    more: Option<ViewFn>,
) -> impl IntoView {
    let preview = Preview::new(html);
    let on = move |field: &'static str| Signal::derive(move || refusal.get().and_then(|error| error.on_field(field)));
    let refused = move || refusal.get().filter(|error| !error.is_on_fields()).map(|error| error.to_string());
    view! {
        {move || refused().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
        <div class="fields fields--two">
            <Field label="Title" name="title" value=draft.title.get_untracked() required=true error=on("title") on_input=move |text| draft.title.set(text) />
            {more.map(|more| more.run())}
        </div>
        <div class="editor">
            <TextArea
                label="Body"
                name="body"
                rows=20
                hint="In Markdown: # heading, **bold**, - list, | table |, ``` code"
                value=draft.body.get_untracked()
                error=on("body")
                on_input=move |text: String| {
                    draft.body.set(text.clone());
                    preview.follow(text);
                }
            />
            <PreviewPane preview />
        </div>
    }
}
