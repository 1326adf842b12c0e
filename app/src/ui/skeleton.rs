//! What stands in for something on its way, at the size it will have.

use leptos::prelude::*;
use maud::html;

use super::Markup;

/// Rows of a table that are being fetched. Read out once, as "Loading".
#[component]
pub fn SkeletonRows(rows: usize, columns: usize) -> impl IntoView {
    let row = |row| {
        Markup(html! {
            tr.skeleton-row aria-hidden=[(row > 0).then_some("true")] {
                @for column in 0..columns {
                    td {
                        @if row == 0 && column == 0 { span.hidden { "Loading" } }
                        span.skeleton aria-hidden="true" {}
                    }
                }
            }
        })
    };
    (0..rows).map(row).collect_view()
}
