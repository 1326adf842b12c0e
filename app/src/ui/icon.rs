//! The one set of icons, drawn on a grid of 16 pixels in the colour of the text.

use leptos::prelude::*;
use leptos::tachys::html::InertElement;

macro_rules! icons {
    ($($name:ident = $shapes:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon {
            $($name,)+
        }

        impl Icon {
            const fn svg(self) -> &'static str {
                match self {
                    $(Self::$name => concat!(r#"<svg class="glyph" viewBox="0 0 16 16" aria-hidden="true">"#, $shapes, "</svg>"),)+
                }
            }
        }
    };
}

icons! {
    Check = r#"<path d="m3.5 8.5 3 3 6-7"/>"#;
    ChevronDown = r#"<path d="m4 6 4 4 4-4"/>"#;
    ChevronUp = r#"<path d="m4 10 4-4 4 4"/>"#;
    Close = r#"<path d="m4 4 8 8m0-8-8 8"/>"#;
    Columns = r#"<path d="M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9"/>"#;
    Copy = r#"<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5"/>"#;
    Filter = r#"<path d="M2.5 4h11M4.5 8h7M6.5 12h3"/>"#;
    Exit = r#"<path d="M6.5 2.5h-2A1.5 1.5 0 0 0 3 4v8a1.5 1.5 0 0 0 1.5 1.5h2M10 5l3 3-3 3m2.5-3h-6"/>"#;
    History = r#"<path d="M2.7 8A5.5 5.5 0 1 0 4.5 4L2.5 5.8m0-3.3v3.3h3.3M8 5v3l2 1.5"/>"#;
    Home = r#"<path d="M2.5 7.5 8 3l5.5 4.5V13h-3.8V9.5H6.3V13H2.5z"/>"#;
    Info = r#"<circle cx="8" cy="8" r="5.7"/><path d="M8 7.5v3.3M8 5.2v.1"/>"#;
    Key = r#"<circle cx="5" cy="11" r="2.6"/><path d="m6.9 9.1 6.2-6.2m-2.8 2.8 1.9 1.9M12 4l1.2 1.2"/>"#;
    Keyboard = r#"<rect x="1.5" y="4" width="13" height="8" rx="1.5"/><path d="M4 6.7h.1m2.6 0h.1m2.5 0h.1m2.6 0h.1M5.5 9.5h5"/>"#;
    Mail = r#"<rect x="2" y="3.5" width="12" height="9" rx="1.5"/><path d="m2.5 4.7 5.5 4.3 5.5-4.3"/>"#;
    Menu = r#"<path d="M2.5 4.5h11m-11 3.5h11m-11 3.5h11"/>"#;
    Monitor = r#"<rect x="2" y="3" width="12" height="8" rx="1.5"/><path d="M5.5 13.5h5M8 11v2.5"/>"#;
    More = r#"<path stroke-width="2" d="M3.2 8h0M8 8h0m4.8 0h0"/>"#;
    Organization = r#"<circle cx="6" cy="5.8" r="2.5"/><path d="M1.5 13c.5-2.5 2-3.8 4.5-3.8s4 1.3 4.5 3.8M11 3.6a2.3 2.3 0 0 1 0 4.4m1.4 1.7c1.200.6 1.9 1.7 2.1 3.3"/>"#;
    Pencil = r#"<path d="m10.5 3 2.5 2.5-7 7-3 .5.5-3z"/>"#;
    Person = r#"<circle cx="8" cy="5.3" r="2.8"/><path d="M2.7 13.5c.6-2.9 2.4-4.3 5.3-4.3s4.7 1.4 5.3 4.3"/>"#;
    Plus = r#"<path d="M8 3v10M3 8h10"/>"#;
    Search = r#"<circle cx="7" cy="7" r="4.5"/><path d="m10.5 10.5 3 3"/>"#;
    Service = r#"<rect x="2.5" y="5" width="11" height="8" rx="1.5"/><path d="M8 2.5V5M5.8 8.2v1m4.4-1v1"/>"#;
    Settings = r#"<path d="M2.5 4.7h6m3.5 0h1.5m-11 6.6H4m3.5 0h6"/><circle cx="10.2" cy="4.7" r="1.7"/><circle cx="5.8" cy="11.3" r="1.7"/>"#;
    Theme = r#"<circle cx="8" cy="8" r="5.5"/><path fill="currentColor" d="M8 2.5a5.5 5.5 0 0 1 0 11z"/>"#;
    Warning = r#"<path d="M8 2.5 14 13H2zM8 6.5v3m0 1.8v.1"/>"#;
}

impl maud::Render for Icon {
    fn render_to(&self, markup: &mut String) {
        markup.push_str(self.svg());
    }
}

/// An icon that says nothing by itself: a word beside it, or the label of its button, does.
#[component]
pub fn Glyph(icon: Icon) -> impl IntoView {
    InertElement::new(icon.svg())
}

/// The sign of Rollcall.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <svg class="glyph logo" viewBox="0 0 16 16" aria-hidden="true">
            <rect x="1.5" y="1.5" width="13" height="13" rx="4"></rect>
            <path d="m5 8.2 2.1 2.1L11.2 6"></path>
        </svg>
    }
}
