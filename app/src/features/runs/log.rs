//! What a run wrote, from its last lines back.

use domain::ids::RunId;
use domain::run::LogLine;
use domain::text::count;
use leptos::prelude::*;

use crate::api::ApiResult;
use crate::api::runs::list_run_lines;
use crate::ui::{Button, Each, Empty, Icon, Item, Notice, Tone, When, wait};

#[component]
pub fn Log(run: RunId, lines: i64) -> impl IntoView {
    let last = Resource::new(|| (), move |()| list_run_lines(run, None));
    view! {
        <Transition fallback=|| view! { <p class="muted">"Loading the lines"</p> }>
            {move || wait(async move {
                match last.await {
                    Ok(known) => view! { <Lines run known total=lines /> }.into_any(),
                    Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Lines(run: RunId, known: Vec<LogLine>, total: i64) -> impl IntoView {
    if known.is_empty() {
        return view! {
            <section class="card"><Empty icon=Icon::Menu title="No lines" sentence="What the run writes to its terminal appears here." /></section>
        }
        .into_any();
    }
    let lines = RwSignal::new(known);
    let first = move || lines.with(|lines| lines.first().map_or(0, |line| line.number));
    let earlier: Action<i64, ApiResult<()>> = Action::new(move |before: &i64| {
        let before = *before;
        async move {
            let more = list_run_lines(run, Some(before)).await?;
            lines.update(|lines| {
                lines.splice(0..0, more);
            });
            Ok(())
        }
    });
    let is_cut = move || first() > 1;
    let refused = move || earlier.value().get().and_then(Result::err).map(|error| error.to_string());
    view! {
        <section class="card log" aria-label="Log">
            <header class="log__head">
                <span class="muted">{count(total, "line")}</span>
                <When so=is_cut>
                    <Button
                        busy=earlier.pending()
                        on_click=move |()| {
                            earlier.dispatch(first());
                        }
                    >
                        "Show earlier lines"
                    </Button>
                </When>
            </header>
            {move || refused().map(|words| view! { <Notice tone=Tone::Bad>{words}</Notice> })}
            <ol class="log__lines" tabindex="0">
                <Each items=move || lines.get().into_iter().map(item).collect() />
            </ol>
        </section>
    }
    .into_any()
}

fn item(line: LogLine) -> Item {
    let class = if line.is_error { "log__line log__line--error" } else { "log__line" };
    Item::new(line.number.unsigned_abs().into(), move || {
        view! { <li class=class><span class="log__number" aria-hidden="true">{line.number}</span><code>{line.text}</code></li> }
            .into_any()
    })
}
