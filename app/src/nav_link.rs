//! A link of the navigation, which says where one is.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The router's own link does more, resolving what is relative for one, and is a larger part of the WASM that everybody
/// loads than all else in the navigation.
#[component]
pub fn NavLink(
    #[prop(into)] href: String,
    /// Pages below the address are others.
    #[prop(optional)]
    exact: bool,
    children: Children,
) -> impl IntoView {
    let (path, at) = (use_location().pathname, href.clone());
    let current = move || path.with(|path| is_at(path, &at, exact)).then_some("page");
    view! { <a class="nav__link" href=href aria-current=current>{children()}</a> }
}

fn is_at(path: &str, href: &str, exact: bool) -> bool {
    let below = path.trim_end_matches('/').strip_prefix(href.trim_end_matches('/'));
    below.is_some_and(|below| below.is_empty() || (!exact && below.starts_with('/')))
}

#[cfg(test)]
mod tests {
    use super::is_at;

    #[test]
    fn a_link_is_current_at_its_page_and_that_of_a_team_below_it_as_well() {
        for (path, href, exact, current) in [
            ("/", "/", true, true),
            ("/organization", "/", true, false),
            ("/organization/", "/organization", true, true),
            ("/organization/history", "/organization", true, false),
            ("/vision/members", "/vision", false, true),
            ("/vision-2", "/vision", false, false),
        ] {
            assert_eq!(is_at(path, href, exact), current, "{path} {href}");
        }
    }
}
