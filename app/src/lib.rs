//! The pages of Rollcall and the calls they make. Compiled for the server (`ssr`) and for the browser (`hydrate`).

#![recursion_limit = "512"]

pub mod api;
mod app;
mod features;
mod layout;
#[cfg(feature = "ssr")]
mod shell;
mod ui;
mod viewer;

pub use app::App;
#[cfg(feature = "ssr")]
pub use shell::shell;
