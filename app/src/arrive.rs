//! What has to be there before a page comes alive.

use leptos::wasm_split::SplitLoaderError;

use crate::features::home::home;
use crate::features::organization_history::history;
use crate::features::organization_settings::organization_settings;
use crate::features::sign_in::{forgot, invite, login, reset, sign_up};
use crate::features::user_settings::user_settings;
use crate::ui::Part;

/// Fetches the page at `path`, if it is in a file of its own.
///
/// # Errors
///
/// When it cannot be fetched. The page can be used as the server rendered it.
pub async fn arrive(path: &str) -> Result<(), SplitLoaderError> {
    let part: Part = match path.trim_end_matches('/') {
        "" => home,
        "/signup" => sign_up,
        "/login" => login,
        "/forgot" => forgot,
        "/organization/history" => history,
        "/organization/settings" => organization_settings,
        "/settings" => user_settings,
        path if path.starts_with("/reset/") => reset,
        path if path.starts_with("/invite/") => invite,
        _ => return Ok(()),
    };
    part().await.map(drop)
}
