//! The layers around the routes, in the one order that works.

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use tokio::sync::Semaphore;
use tower::ServiceBuilder;

use crate::client::{self, Cidr};
use crate::config::Config;
use crate::headers::{self, Site};
use crate::hosts::{self, Hosts};
use crate::limits::{self, RequestLimits};
use crate::{csrf, metrics, request_id, telemetry, words};

/// Wraps `router` so that a request passes, from outside in: request id, client address, trace, count, security
/// headers, words as problems, panics, host name, load, time and size, origin. The headers are outside of the panics, so that the
/// answer to a panic has them too.
///
/// `config` must hold the bound address: see [`Config::bound_to`].
pub fn wrap(router: Router, config: &Config, limits: RequestLimits) -> Router {
    let trusted: Arc<[Cidr]> = config.trusted_proxies.as_slice().into();
    let hosts = Arc::new(Hosts::new(config));
    let site = Site { hosts: Arc::clone(&hosts), is_https: config.base_url.is_https() };
    let places = Arc::new(Semaphore::new(limits.concurrent));

    // One layer for the router: each middleware copies all that is inside of it for each request, and each layer of a
    // router is one more box.
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(Arc::clone(&trusted), request_id::assign))
        .layer(from_fn_with_state(trusted, client::identify))
        .layer(from_fn(telemetry::trace))
        .layer(from_fn(metrics::count))
        .layer(from_fn_with_state(site, headers::secure))
        .layer(from_fn(words::as_problem))
        .layer(from_fn(limits::catch_panic))
        .layer(from_fn_with_state(Arc::clone(&hosts), hosts::check))
        .layer(from_fn_with_state(places, limits::shed))
        .layer(from_fn_with_state(Arc::new(limits), limits::confine))
        .layer(DefaultBodyLimit::disable())
        .layer(from_fn_with_state(hosts, csrf::check))
        .layer(csrf::layer());
    router.layer(layers)
}
