//! The first version: what it answers changes by additions only.

mod alerts;
mod api_keys;
mod history;
mod listed;
mod members;
mod organization;
mod projects;
mod reports;
mod runs;
mod service_accounts;
mod shape;
mod team_settings;
mod teams;
mod usage;
mod users;
mod viewer;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::router::Web;

/// Each with what the document says of it, so that neither is there without the other.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(viewer::show))
        .merge(organization())
        .merge(teams())
        .merge(keys())
        .merge(work())
        .merge(told())
        .routes(routes!(history::list))
}

fn organization() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(organization::open))
        .routes(routes!(organization::rename))
        .routes(routes!(organization::settings, organization::decide))
        .routes(routes!(users::list, users::invite))
        .routes(routes!(users::open, users::remove))
        .routes(routes!(users::set_role))
        .routes(routes!(users::deactivate))
        .routes(routes!(users::reactivate))
        .routes(routes!(users::resend))
}

fn teams() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(teams::list, teams::create))
        .routes(routes!(teams::open))
        .routes(routes!(teams::describe))
        .routes(routes!(team_settings::show, team_settings::set))
        .routes(routes!(team_settings::set_bucket_key))
        .routes(routes!(usage::of_team))
        .routes(routes!(members::list, members::add))
        .routes(routes!(members::leave))
        .routes(routes!(members::remove))
        .routes(routes!(members::set_role))
}

fn keys() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(api_keys::list, api_keys::make))
        .routes(routes!(api_keys::revoke))
        .routes(routes!(api_keys::rename))
        .routes(routes!(api_keys::rotate))
        .routes(routes!(service_accounts::list, service_accounts::create))
        .routes(routes!(service_accounts::list_of_team, service_accounts::create_in_team))
        .routes(routes!(service_accounts::remove))
        .routes(routes!(service_accounts::rename))
        .routes(routes!(service_accounts::list_keys, service_accounts::make_key))
}

fn told() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(alerts::destinations, alerts::add))
        .routes(routes!(alerts::remove))
        .routes(routes!(alerts::deliveries))
}

fn work() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(projects::list, projects::create))
        .routes(routes!(projects::open, projects::delete))
        .routes(routes!(projects::describe))
        .routes(routes!(projects::set_visibility))
        .merge(runs::routes())
        .routes(routes!(reports::list))
        .routes(routes!(reports::create))
        .routes(routes!(reports::open, reports::save, reports::delete))
        .routes(routes!(reports::publish))
        .routes(routes!(reports::make_link, reports::take_link_back))
}
