//! A year of days at a glance: a column a week, stronger where there was more.

use domain::calendar::{Calendar, LEVELS};
use domain::text::count;
use domain::time::Day;
use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlElement};
use wasm_bindgen::JsCast;

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// A grid of days that is walked by arrow keys. Each day says its count in words: to a mouse that rests, to a screen
/// reader, and in the line below.
#[component]
pub fn YearCalendar(
    calendar: Calendar,
    /// What is counted, one of it: "request".
    one: &'static str,
    /// Names the grid.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    let summary = calendar.summary(one);
    let line = RwSignal::new(summary.clone());
    let (scroll, table) = (NodeRef::<html::Div>::new(), NodeRef::<html::Table>::new());
    // What was last is seen first, also where the year is wider than the page.
    Effect::new(move || {
        if let Some(scroll) = scroll.get() {
            request_animation_frame(move || scroll.set_scroll_left(scroll.scroll_width()));
        }
    });
    let tell = move |target: Option<leptos::web_sys::EventTarget>| {
        let day =
            target.and_then(|it| it.dyn_into::<Element>().ok()).and_then(|it| it.closest("td[title]").ok().flatten());
        line.set(day.and_then(|day| day.get_attribute("title")).unwrap_or_else(|| summary.clone()));
    };
    let tell_focus = tell.clone();
    let last = calendar.from.plus(i32::try_from(calendar.counts.len()).unwrap_or_default() - 1);
    view! {
        <div class="calendar">
            <div class="calendar__scroll" node_ref=scroll>
                <table
                    class="calendar__grid"
                    role="grid"
                    aria-label=label
                    node_ref=table
                    on:keydown=move |event| walk(table, &event)
                    on:focusin=move |event| tell_focus(event.target())
                    on:pointerover=move |event| tell(event.target())
                >
                    <thead>{months(&calendar)}</thead>
                    <tbody>{(0..).zip(WEEKDAYS).map(|(weekday, name)| week_of(&calendar, weekday, name, one, last)).collect_view()}</tbody>
                </table>
            </div>
            <div class="calendar__foot">
                <p class="calendar__line" aria-hidden="true">{line}</p>
                <p class="calendar__key" aria-hidden="true">
                    "Less " {(0..=LEVELS).map(|level| view! { <i class=format!("calendar__day calendar__day--{level}")></i> }).collect_view()} " More"
                </p>
            </div>
        </div>
    }
}

fn months(calendar: &Calendar) -> impl IntoView + use<> {
    let heads = calendar.months().into_iter().map(|month| {
        // Above a week or two there is no room for a word: it is read out, and not drawn.
        let short = (month.weeks > 2).then(|| month.words.chars().take(3).collect::<String>());
        view! {
            <th colspan=month.weeks.to_string() scope="colgroup">
                <span class="hidden">{month.words}</span>
                <span aria-hidden="true">{short}</span>
            </th>
        }
    });
    view! { <tr><td></td>{heads.collect_view()}</tr> }
}

fn week_of(
    calendar: &Calendar,
    weekday: i32,
    name: &'static str,
    one: &'static str,
    last: Day,
) -> impl IntoView + use<> {
    let days = calendar.weekday(weekday).map(|(day, n)| {
        let words = format!("{}: {}", day.words(), count(n, one));
        let class = format!("calendar__day calendar__day--{}", calendar.level(n));
        let stop = if day == last { "0" } else { "-1" };
        view! { <td class=class tabindex=stop title=words.clone()><span class="hidden">{words.clone()}</span></td> }
    });
    // Every other name is read out, and not drawn: the rows are low.
    let class = if weekday % 2 == 0 { "" } else { "hidden" };
    view! { <tr><th scope="row"><span class=class>{name}</span></th>{days.collect_view()}</tr> }
}

/// Moves the focus by a day up or down, or by a week left or right; it is on one day only, so Tab goes past the rest.
fn walk(table: NodeRef<html::Table>, event: &KeyboardEvent) {
    let Some((table, now)) = table.get_untracked().zip(document().active_element()) else { return };
    let (Some(row), Ok(days)) = (now.parent_element(), table.query_selector_all("td[title]")) else { return };
    let all = |row: &Element| row.query_selector_all("td[title]").ok();
    let Some(at) = all(&row)
        .and_then(|cells| (0..cells.length()).find(|i| cells.get(*i).is_some_and(|it| it.is_same_node(Some(&now)))))
    else {
        return;
    };
    let cell = |row: Option<Element>, at: u32| row.and_then(|row| all(&row)?.get(at));
    let next = match event.key().as_str() {
        "ArrowLeft" => at.checked_sub(1).and_then(|at| cell(Some(row), at)),
        "ArrowRight" => cell(Some(row), at + 1),
        "ArrowUp" => cell(row.previous_element_sibling(), at),
        "ArrowDown" => cell(row.next_element_sibling(), at),
        "Home" => cell(Some(row), 0),
        "End" => all(&row).and_then(|cells| cells.get(cells.length().saturating_sub(1))),
        _ => return,
    };
    event.prevent_default();
    let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) else { return };
    for day in (0..days.length()).filter_map(|i| days.get(i)?.dyn_into::<HtmlElement>().ok()) {
        day.set_tab_index(-1);
    }
    next.set_tab_index(0);
    next.focus().ok();
}
