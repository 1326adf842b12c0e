//! Runs: logged, read, and what people say of them.

mod files;
mod log;
mod read;
mod say;
mod shape;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::router::Web;

pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(read::list_of_team))
        .routes(routes!(read::list_of_project, log::start))
        .routes(routes!(read::open, say::delete))
        .routes(routes!(read::metrics))
        .routes(routes!(log::add_points))
        .routes(routes!(read::lines, log::add_lines))
        .routes(routes!(log::set_state))
        .routes(routes!(log::merge_config))
        .routes(routes!(log::merge_summary))
        .routes(routes!(log::alert))
        .routes(routes!(say::set_display_name))
        .routes(routes!(say::set_notes))
        .routes(routes!(say::set_tags))
        .routes(routes!(files::get, files::put, files::delete))
}
