//! What has to be there before a page comes alive.

use leptos::wasm_split::SplitLoaderError;

use crate::features::api_keys::{authorize, own_keys};
use crate::features::home::home;
use crate::features::organization_history::history;
use crate::features::organization_settings::organization_settings;
use crate::features::reports::linked_report;
use crate::features::sign_in::{forgot, invite, login, reset, sign_up};
use crate::features::team_settings::service_accounts::accounts;
use crate::features::teams::of_team;
use crate::features::user_settings::user_settings;
use crate::ui::Part;

/// Fetches the page at `path`, if it is in a file of its own.
///
/// # Errors
///
/// When it cannot be fetched. The page can be used as the server rendered it.
pub async fn arrive(path: &str) -> Result<(), SplitLoaderError> {
    let path = path.trim_end_matches('/');
    let part: Part = match path {
        "" => home,
        "/signup" => sign_up,
        "/login" => login,
        "/forgot" => forgot,
        "/organization/history" => history,
        "/organization/settings" => organization_settings,
        "/authorize" => authorize,
        "/settings" => user_settings,
        path if path.starts_with("/reset/") => reset,
        path if path.starts_with("/invite/") => invite,
        path if path.starts_with("/public/") => linked_report,
        "/organization" => return Ok(()),
        _ => of_team,
    };
    if let Some(section) = section_of(path) {
        section().await?;
    }
    part().await.map(drop)
}

/// What is shown on a page and is in another file than the page.
fn section_of(path: &str) -> Option<Part> {
    match path {
        "/settings" => Some(own_keys),
        "/organization/settings" => Some(accounts),
        _ => None,
    }
}
