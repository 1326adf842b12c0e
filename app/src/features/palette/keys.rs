//! The dialog "Keyboard shortcuts".

use leptos::prelude::*;

use crate::ui::Dialog;

/// Keys of one place, each with what it does. Where there are several keys, any does.
type Keys = &'static [(&'static [&'static str], &'static str)];

const EVERYWHERE: Keys = &[
    (&["Ctrl K", "⌘ K"], "Jump to a page, a person or a team, or run a command"),
    (&["?"], "Show this list"),
    (&["Esc"], "Close what is open"),
];
const LISTS: Keys = &[(&["/"], "Search")];
const USERS: Keys = &[
    (&["j"], "Next row"),
    (&["k"], "Previous row"),
    (&["x"], "Select the row, or take it out of the selection"),
    (&["e"], "Edit the role"),
];

#[component]
pub fn KeysDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog id="keys" title=Signal::stored("Keyboard shortcuts".to_owned()) open>
            <div class="dialog__body">
                <Group title="Everywhere" keys=EVERYWHERE />
                <Group title="Lists" keys=LISTS />
                <Group title="Users table" keys=USERS />
                <p class="muted">"While you type in a field, letters are letters."</p>
            </div>
        </Dialog>
    }
}

#[component]
fn Group(title: &'static str, keys: Keys) -> impl IntoView {
    let lines = keys.iter().map(|(keys, words)| {
        let keys = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " });
        view! { <div class="keys__line"><dt>{*words}</dt><dd>{keys.collect_view()}</dd></div> }
    });
    view! {
        <section class="keys">
            <h3>{title}</h3>
            <dl>{lines.collect_view()}</dl>
        </section>
    }
}
