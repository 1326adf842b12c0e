//! Reports: listed, read, written.

mod across;
mod editor;
mod linked;
mod page;
mod preview;
mod share;
mod tab;
mod write;

pub use across::{TEAM_REPORT_HEADS, TeamReports, team_report_item};
pub use linked::linked_report;
pub use page::ReportPage;
pub use tab::ReportsTab;
pub use write::NewReport;
