//! Reports: listed, read, written.

mod across;
mod editor;
mod page;
mod preview;
mod tab;
mod write;

pub use across::{TeamReportHeads, TeamReports, team_report_item};
pub use page::ReportPage;
pub use tab::ReportsTab;
pub use write::NewReport;
