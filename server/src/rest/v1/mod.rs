//! The first version: what it answers changes by additions only.

mod alerts;
mod api_keys;
mod history;
mod listed;
mod projects;
mod reports;
mod runs;
mod service_accounts;
mod shape;
mod teams;
mod users;
mod viewer;

use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::router::Web;

/// Each with what the document says of it, so that neither is there without the other.
pub fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(viewer::show))
        .merge(people())
        .merge(keys())
        .merge(work())
        .merge(told())
        .routes(routes!(history::list))
}

fn people() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(users::list, users::invite))
        .routes(routes!(users::open, users::remove))
        .routes(routes!(users::set_role))
        .routes(routes!(users::deactivate))
        .routes(routes!(users::reactivate))
        .routes(routes!(users::resend))
        .routes(routes!(teams::list))
        .routes(routes!(teams::members))
}

fn keys() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(api_keys::list, api_keys::make))
        .routes(routes!(api_keys::revoke))
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
}
