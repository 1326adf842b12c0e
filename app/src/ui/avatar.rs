//! The face of a person or a team: their picture, or their initials.

use domain::ids::{AvatarId, TargetId};
use leptos::prelude::*;
use maud::html;

use super::Markup;

/// The picture, else initials on a colour. Says nothing to a screen reader: the name stands beside it. The initials lie
/// under the picture as well, for when it cannot be loaded: `public/theme.js` takes it off then.
#[component]
pub fn Avatar(
    /// Of the person or the team.
    #[prop(into)]
    id: TargetId,
    #[prop(into)] name: String,
    /// Of a team.
    #[prop(optional)]
    square: bool,
    #[prop(optional_no_strip)] picture: Option<AvatarId>,
) -> impl IntoView {
    Markup(face(id, &name, square, picture))
}

/// The same as part of other markup.
pub fn face(id: TargetId, name: &str, square: bool, picture: Option<AvatarId>) -> maud::Markup {
    let shape = if square { "square" } else { "medium" };
    html! {
        span class={ "avatar avatar--" (shape) " avatar--h" (hue(id)) } aria-hidden="true" {
            (initials(name))
            @if let Some(id) = picture {
                img src={ "/avatars/" (id) } width="28" height="28" alt="" loading="lazy";
            }
        }
    }
}

/// What gives somebody their colour, the same on every page: from 0 to 7.
fn hue(id: TargetId) -> u8 {
    id.uuid().as_bytes().iter().fold(0, |sum, byte| sum ^ byte ^ (byte >> 4)) % 8
}

/// Two letters of a name of several words, one of an address, of a single word and of a name in a script without words.
fn initials(name: &str) -> String {
    // A sign is no initial, and none gets into the markup.
    let first = |word: &str| {
        word.chars().find(|letter| !letter.is_ascii_punctuation()).map(|letter| letter.to_uppercase().to_string())
    };
    let words = || name.split_whitespace().filter_map(first);
    let spaced = name.chars().next().is_some_and(|letter| letter < '\u{2E80}');
    let count = if name.contains('@') || !spaced { 1 } else { 2 };
    words().take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_fit_every_script() {
        for (name, letters) in [
            ("Ada Okafor", "AO"),
            ("e.novak@northwind.ai", "E"),
            ("陈思远", "陈"),
            ("vision", "V"),
            ("", ""),
            ("Ana María de Sá", "AM"),
            ("<b> (ada) \"& &lt;", "BA"),
            ("<>", ""),
        ] {
            assert_eq!(initials(name), letters);
        }
    }
}
