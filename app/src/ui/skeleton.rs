//! What stands in for something on its way, at the size it will have.

use leptos::prelude::*;

/// Rows of a table that are being fetched. Read out once, as "Loading".
#[component]
pub fn SkeletonRows(rows: usize, columns: usize) -> impl IntoView {
    (0..rows)
        .map(|row| {
            view! {
                <tr class="skeleton-row" aria-hidden=(row > 0).then_some("true")>
                    {(0..columns)
                        .map(|column| {
                            let words = (row == 0 && column == 0).then(|| view! { <span class="hidden">"Loading"</span> }.into_any());
                            view! { <td>{words}<span class="skeleton" aria-hidden="true"></span></td> }.into_any()
                        })
                        .collect_view()}
                </tr>
            }
            .into_any()
        })
        .collect_view()
}
