//! The reports of one person, of all teams.

use domain::report::TeamReport;
use leptos::prelude::*;
use leptos_router::components::A;

use super::tab::Published;
use crate::ui::{Heads, Item, TimeAgo};

/// A table of a few.
#[component]
pub fn TeamReports(reports: Vec<TeamReport>) -> impl IntoView {
    let rows = reports.into_iter().map(row).collect_view();
    view! {
        <table class="table">
            <Heads names=TEAM_REPORT_HEADS />
            <tbody>{rows}</tbody>
        </table>
    }
}

pub const TEAM_REPORT_HEADS: &[&str] = &["Title", "State", "Project", "Edited"];

pub fn team_report_item(report: TeamReport) -> Item {
    Item::new(report.report.id.uuid().as_u128(), || row(report))
}

fn row(it: TeamReport) -> AnyView {
    let TeamReport { team, report } = it;
    let place = format!("{team} / {}", report.project);
    view! {
        <tr>
            <td class="made__main"><A href=format!("/{team}/reports/{}", report.id) attr:class="made__name">{report.title}</A></td>
            <td class="made__state"><Published published=report.published /></td>
            <td><A href=format!("/{team}/{}", report.project) attr:class="made__link">{place}</A></td>
            <td><TimeAgo at=report.edited /></td>
        </tr>
    }
    .into_any()
}
