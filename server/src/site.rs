//! Where the browser's half of the application lies.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use leptos::config::{LeptosOptions, get_configuration};

/// Why the site cannot be served, in a line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    #[error("Leptos.toml cannot be read: {0}")]
    Settings(String),
    #[error(
        "the site is missing: {0} holds no pkg folder. Build it with `make build`, or put `site` beside the program"
    )]
    Missing(PathBuf),
    #[error("{0} is missing: it belongs beside the program, and names the files of the site")]
    Hashes(PathBuf),
}

/// Finds the site beside the program, else where `LEPTOS_SITE_ROOT` says, else in `target/site`.
///
/// # Errors
///
/// When there is none, or its list of hashed names is missing.
pub fn find(addr: SocketAddr) -> Result<LeptosOptions, SiteError> {
    let home = std::env::current_exe().ok().and_then(|exe| exe.parent().map(Path::to_path_buf)).unwrap_or_default();
    let settings = [home.join("Leptos.toml"), PathBuf::from("Leptos.toml")].into_iter().find(|file| file.exists());
    let path = settings.as_ref().and_then(|file| file.to_str());
    let mut options = get_configuration(path).map_err(|error| SiteError::Settings(error.to_string()))?.leptos_options;
    options.site_addr = addr;
    let beside = home.join("site");
    if beside.join("pkg").is_dir() {
        options.site_root = beside.to_string_lossy().as_ref().into();
    }
    let pkg = Path::new(&*options.site_root).join(&*options.site_pkg_dir);
    if !pkg.is_dir() {
        return Err(SiteError::Missing(PathBuf::from(&*options.site_root)));
    }
    let hashes = home.join(&*options.hash_file);
    if options.hash_files && !hashes.exists() {
        return Err(SiteError::Hashes(hashes));
    }
    Ok(options)
}
