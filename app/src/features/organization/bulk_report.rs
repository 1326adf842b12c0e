//! What became of each, once something was done to many.

use domain::bulk::{KeptUser, by_reason};
use domain::invitation::Link;
use domain::text::{count, number};
use leptos::prelude::*;

use super::bulk_dialog::Work;
use super::selection::length;
use crate::ui::{Button, ButtonKind, CopyButton, Notice, Tone};

/// More names than these are folded away.
const NAMES: usize = 10;

/// Those who are left as they are, by reason.
#[component]
pub fn KeptList(kept: Vec<KeptUser>) -> impl IntoView {
    let groups = by_reason(&kept).into_iter().map(|(why, names)| {
        let all = length(names.len());
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let line = names.join(", ");
        if names.is_empty() {
            view! { <li><b>{count(all, "user")}</b> ": " {why.to_string()}</li> }.into_any()
        } else if names.len() <= NAMES {
            view! { <li><b>{line}</b> ": " {why.to_string()}</li> }.into_any()
        } else {
            view! {
                <li>
                    <details>
                        <summary><b>{count(all, "user")}</b> ": " {why.to_string()}</summary>
                        <p>{line}</p>
                    </details>
                </li>
            }
            .into_any()
        }
    });
    view! { <ul class="kept">{groups.collect_view()}</ul> }
}

/// Stays until it was read.
#[component]
pub fn Report(work: Work, open: RwSignal<bool>, go_on: Callback<()>) -> impl IntoView {
    let (changed, kept) = (work.changed.get_untracked(), work.kept.get_untracked());
    let untried = work.all - work.tried.get_untracked();
    let left = (!kept.is_empty()).then(|| format!(" {} left as they were:", number(length(kept.len()))));
    let tone = if changed > 0 { Tone::Good } else { Tone::Neutral };
    let rest = (untried > 0).then(|| format!("{} not tried; they stay selected.", were(untried)));
    view! {
        <div class="dialog__body">
            {work.failed.get_untracked().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
            <Notice tone>{work.deed.done(changed)} {left}</Notice>
            <KeptList kept />
            {rest.map(|rest| view! { <p>{rest}</p> })}
            <Links links=work.links.get_untracked() />
        </div>
        <footer class="dialog__foot">
            {(untried > 0).then(|| view! { <Button on_click=go_on>"Go on"</Button> })}
            <Button kind=ButtonKind::Primary id="bulk-done" on_click=move |()| open.set(false)>"Done"</Button>
        </footer>
    }
}

fn were(users: i64) -> String {
    format!("{} {}", count(users, "user"), if users == 1 { "was" } else { "were" })
}

/// The links to hand over, a line each.
#[component]
fn Links(links: Vec<(String, Link)>) -> impl IntoView {
    let lines: Vec<String> = links.iter().map(|(email, link)| format!("{email} {}", link.url)).collect();
    let text = lines.join("\n");
    let copied = Signal::stored(text.clone());
    (!links.is_empty()).then(|| {
        view! {
            <div class="field">
                <p class="field__label" id="bulk-links">"Links to hand over. They are shown only here, only now."</p>
                <pre class="links" role="region" aria-labelledby="bulk-links" tabindex="0">{text}</pre>
                <CopyButton text=copied />
            </div>
        }
    })
}
