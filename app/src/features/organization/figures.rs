//! The head of the dashboard: figures, seats, plot.

use domain::text::{count, number};
use domain::user::Figures;
use leptos::prelude::*;

use super::Dashboard;
use super::plot::ActiveUsersPlot;
use crate::ui::Meter;

#[component]
pub fn Head() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let latest = RwSignal::new(None::<Figures>);
    let figures = Memo::new(move |_| dashboard.known(Figures::clone).or_else(|| latest.get_untracked()));
    Effect::new(move || latest.set(figures.get()));
    let show = move |say: fn(&Figures) -> String| figures.get().as_ref().map(say);
    let limit = move || figures.get().and_then(|it| it.seats.limit);
    view! {
        <div class="head">
            <section class="card figures" aria-label="Figures">
                <div class="figure">
                    <b class="figure__number">{move || show(|it| number(it.users))}</b>
                    <span class="figure__words">{move || show(|it| format!("{} in {}", if it.users == 1 { "user" } else { "users" }, count(it.teams, "team")))}</span>
                </div>
                <div class="figure">
                    <b class="figure__number">{move || show(seats)}</b>
                    <span class="figure__words">{move || show(|it| format!("in use, {} of them pending", number(it.pending)))}</span>
                    {move || limit().map(|limit| view! { <Meter label="Seats in use" used=move || figures.get().map_or(0, |it| it.seats.used) limit=move || limit /> })}
                </div>
                <div class="figure">
                    <b class="figure__number">{move || show(|it| number(it.active_7_days))}</b>
                    <span class="figure__words">"active in the last 7 days"</span>
                </div>
                <div class="figure">
                    <b class="figure__number">{move || show(|it| number(it.active_30_days))}</b>
                    <span class="figure__words">"active in the last 30 days"</span>
                </div>
            </section>
            <ActiveUsersPlot />
        </div>
    }
}

/// As in "18 of 25 seats".
fn seats(figures: &Figures) -> String {
    match figures.seats.limit {
        Some(limit) => format!("{} of {}", number(figures.seats.used), count(limit, "seat")),
        None => count(figures.seats.used, "seat"),
    }
}
