//! Every route of the server, one line a part.

use std::sync::Arc;

use app::api::request::Cookies;
use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use http::Method;
use leptos::config::LeptosOptions;
use service::Instance;
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

use crate::config::Config;
use crate::limits::{RequestLimits, RouteLimits};
use crate::rate_limit::RateLimits;
use crate::{avatars, download, health, history_csv, pages, rest, session, stack, throttle, usage_csv, users_csv};

/// What the routes share.
#[derive(Clone)]
pub struct Web {
    pub instance: Instance,
    pub options: LeptosOptions,
    pub limits: Arc<RateLimits>,
    pub cookies: Cookies,
}

impl Web {
    pub fn new(instance: Instance, options: LeptosOptions, config: &Config) -> Self {
        let limits = Arc::new(RateLimits::new(config.rate_limit));
        Self { instance, options, limits, cookies: session::cookies(config.base_url.is_https()) }
    }
}

impl FromRef<Web> for LeptosOptions {
    fn from_ref(web: &Web) -> Self {
        web.options.clone()
    }
}

/// The whole application. `metrics` is what answers `/metrics`; `config` holds the bound address.
pub fn router(web: Web, config: &Config, metrics: Router) -> Router {
    let csv = Router::new()
        .route("/organization/history.csv", get(history_csv::download))
        .route("/organization/users.csv", get(users_csv::download))
        .route("/{team}/usage.csv", get(usage_csv::download))
        .route_layer(axum::middleware::from_fn(session::gate));
    let pictures = Router::new()
        .route("/avatars/mine", post(avatars::set_own))
        .route("/avatars/teams/{team}", post(avatars::set_of_team))
        .route_layer(axum::middleware::from_fn(session::gate))
        .route("/avatars/{id}", get(avatars::show));
    let files = Router::new()
        .route("/files/{team}/{project}/{run}/{*name}", get(download::file))
        .route_layer(axum::middleware::from_fn(session::gate));
    let people = Router::new()
        .merge(pages::routes(&web))
        .merge(csv)
        .merge(pictures)
        .merge(files)
        .fallback(pages::anything_else)
        .layer(
            ServiceBuilder::new()
                .layer(CompressionLayer::new().compress_when(compressible()))
                .layer(from_fn_with_state(web.clone(), session::attach))
                .layer(from_fn_with_state(web.clone(), throttle::calls)),
        );
    let programs = rest::routes(&web).layer(CompressionLayer::new().compress_when(compressible()));
    let all = Router::new().merge(health::routes()).merge(pages::packages(&web.options)).merge(programs).merge(people);
    stack::wrap(all.with_state(web).merge(metrics), config, request_limits())
}

/// Files of runs go out as they are: they are large, mostly compressed already, and say how long they are.
fn compressible() -> impl Predicate {
    DefaultPredicate::new().and(NotForContentType::const_new("application/octet-stream"))
}

/// What differs from the limits of all other routes.
fn request_limits() -> RequestLimits {
    let large = [
        (Method::POST, "/api/fn/add_users"),
        (Method::POST, "/api/fn/create_report"),
        (Method::POST, "/api/fn/preview_bulk"),
        (Method::POST, "/api/fn/preview_markdown"),
        (Method::POST, "/api/fn/run_bulk"),
        (Method::POST, "/api/fn/save_report"),
        (Method::POST, "/api/v1/teams/*/projects/*/reports"),
        (Method::POST, "/api/v1/teams/*/projects/*/runs"),
        (Method::POST, "/api/v1/teams/*/projects/*/runs/*/lines"),
        (Method::POST, "/api/v1/teams/*/projects/*/runs/*/points"),
        (Method::PUT, "/api/v1/teams/*/projects/*/runs/*/config"),
        (Method::PUT, "/api/v1/teams/*/projects/*/runs/*/summary"),
        (Method::PUT, "/api/v1/teams/*/reports/*"),
    ];
    let files = RequestLimits::default().route(Method::POST, "/avatars/**", RouteLimits::AVATAR).route(
        Method::PUT,
        "/api/v1/teams/*/projects/*/runs/*/files/**",
        RouteLimits::FILE,
    );
    large.into_iter().fold(files, |limits, (method, path)| limits.route(method, path, RouteLimits::BULK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_runs_are_of_any_size_and_what_is_logged_is_of_a_megabyte() {
        let (limits, run) = (request_limits(), "/api/v1/teams/vision/projects/sweep/runs/a");

        assert_eq!(limits.of(&Method::PUT, &format!("{run}/files/model/weights.bin")), RouteLimits::FILE);
        for (method, path) in [(Method::POST, "points"), (Method::POST, "lines"), (Method::PUT, "config")] {
            assert_eq!(limits.of(&method, &format!("{run}/{path}")), RouteLimits::BULK, "{path}");
        }
        assert_eq!(limits.of(&Method::PUT, &format!("{run}/state")), RouteLimits::DEFAULT);
        assert_eq!(limits.of(&Method::GET, &format!("{run}/files/a")), RouteLimits::DEFAULT);
    }
}
