//! The only `<textarea>` of the application.

use leptos::prelude::*;

use super::FieldFrame;
use super::field::described_by;

/// A text of several lines that works in a plain HTML form.
///
/// Leptos 0.8 writes the children of a `<textarea>` unescaped on the server, so the text goes in as escaped HTML.
#[component]
pub fn TextArea(
    #[prop(into)] label: String,
    /// The name in the form, and the end of the input's id: `field-{name}`.
    name: &'static str,
    #[prop(optional, into)] value: Signal<String>,
    #[prop(default = 3)] rows: u32,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
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
            <textarea
                class="input input--area"
                id=id
                name=name
                rows=rows
                autofocus=autofocus
                aria-describedby=described_by
                aria-invalid=move || error.read().is_some().then_some("true")
                inner_html=escape(&value.get_untracked())
                prop:value=value
                on:input:target=move |event| input(event.target().value())
            ></textarea>
        </FieldFrame>
    }
}

/// A parser drops the first line break after the opening tag, hence one more.
fn escape(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_element() {
        assert_eq!(escape("</textarea><script>&lt;"), "\n&lt;/textarea>&lt;script>&amp;lt;");
    }
}
