//! The picture of a person or a team, sent as a file by the browser itself.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::crop::{Chosen, crop};
use super::{FormCall, Refusal};
use crate::ui::{Button, ButtonKind, FieldFrame, Later, Notice, Tone};

const HINT: &str = "A PNG, JPEG or WebP of up to 2 MB and 4096 pixels a side. A square of it is shown: its middle, or what you choose here.";

/// `children` show what there is now, and take it away.
#[component]
pub fn Picture(
    /// Where the file goes.
    action: String,
    /// Takes away what there is.
    remove: FormCall,
    /// Whether it is shown round, as people are.
    #[prop(optional)]
    round: bool,
    children: Children,
) -> impl IntoView {
    let chosen = Chosen::provide(round);
    // Why a file was refused only the page that comes back knows: no call sends it.
    let refusal = Refusal::new("picture", remove);
    let error = refusal.on("picture");
    let in_general = move || refusal.in_general().get().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> });
    let changed = use_query_map().with_untracked(|query| query.get("changed").as_deref() == Some("picture"));
    view! {
        <section class="card section" id="picture">
            <header class="section__head"><h2>"Picture"</h2></header>
            <div class="section__body picture">{children()}</div>
            <form action=action method="post" enctype="multipart/form-data">
                <div class="section__body">
                    {(changed && error.read_untracked().is_none()).then(|| view! { <Notice tone=Tone::Good>"The picture is changed."</Notice> })}
                    {in_general}
                    <FieldFrame label="New picture" id="field-picture" hint=Some(HINT.to_owned()) error>
                        <input class="input" type="file" id="field-picture" name="picture" accept="image/png,image/jpeg,image/webp" required=true aria-describedby="field-picture-hint field-picture-error" aria-invalid=move || error.read().is_some().then_some("true") on:change:target=move |event| chosen.pick(&event.target()) />
                    </FieldFrame>
                    <Later part=crop when=chosen.is_any() />
                </div>
                <footer class="section__foot"><Button kind=ButtonKind::Primary submit=true>"Upload"</Button></footer>
            </form>
        </section>
    }
}
