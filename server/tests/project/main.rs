//! What must stay true of the whole project, read from its files.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

mod leptos_settings;
mod permissions;
mod text_areas;
mod versions;

use std::path::{Path, PathBuf};

/// The top of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}
