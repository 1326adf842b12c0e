//! A label, a control, a hint and what is wrong, tied together for eyes and screen readers.

use leptos::prelude::*;

/// A one-line input that works in a plain HTML form.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    /// The name in the form, and the end of the input's id: `field-{name}`.
    name: &'static str,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What it holds at first. What was typed before the page came alive is kept.
    #[prop(optional, into)]
    value: Signal<String>,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] required: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = format!("field-{name}");
    let described_by = described_by(&id, hint.is_some());
    let input = move |text| {
        if let Some(on_input) = on_input {
            on_input.run(text);
        }
    };
    view! {
        <FieldFrame label id=id.clone() hint error>
            <input
                class="input"
                type=kind
                id=id
                name=name
                value=value
                autocomplete=autocomplete
                required=required
                autofocus=autofocus
                aria-describedby=described_by
                aria-invalid=move || error.read().is_some().then_some("true")
                on:input:target=move |event| input(event.target().value())
            />
        </FieldFrame>
    }
}

/// The same frame around a control of your own, which carries `id`, `aria-describedby="{id}-hint {id}-error"` and
/// `aria-invalid`.
#[component]
pub fn FieldFrame(
    #[prop(into)] label: String,
    #[prop(into)] id: String,
    #[prop(optional_no_strip, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let hint = hint.map(|hint| view! { <p class="field__hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            {children()}
            {hint}
            <p class="field__error" role="alert" id=format!("{id}-error")>{error}</p>
        </div>
    }
}

pub(super) fn described_by(id: &str, hint: bool) -> String {
    if hint { format!("{id}-hint {id}-error") } else { format!("{id}-error") }
}
