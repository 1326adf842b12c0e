//! The pages of Rollcall and the calls they make. Compiled for the server (`ssr`) and for the browser (`hydrate`).

#![recursion_limit = "512"]
#![expect(
    clippy::redundant_closure,
    reason = "`view!` boxes a closure that stands in it; any other is a type to compile for"
)]

pub mod api;
mod app;
mod arrive;
mod features;
mod layout;
mod nav_link;
#[cfg(feature = "ssr")]
mod shell;
mod ui;
mod viewer;

pub use app::App;
pub use arrive::arrive;
#[cfg(feature = "ssr")]
pub use shell::shell;
