//! Reports: listed, read, written.

mod editor;
mod page;
mod preview;
mod tab;
mod write;

pub use page::ReportPage;
pub use tab::ReportsTab;
pub use write::NewReport;
