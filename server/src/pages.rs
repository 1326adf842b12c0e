//! The pages: rendered by Leptos, each with a nonce of its own in its policy.

use std::sync::LazyLock;

use app::{App, shell};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, header};
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::use_context;
use leptos_axum::{
    AxumRouteListing, LeptosRoutes, ResponseOptions, generate_route_list, handle_server_fns_with_context,
};
use tower::{ServiceBuilder, ServiceExt};
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::headers::content_security_policy;
use crate::router::Web;
use crate::session;

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const FOR_AN_HOUR: HeaderValue = HeaderValue::from_static("public, max-age=3600");

/// The addresses of the pages. Found once: while Leptos looks for them, no page in the whole process loads anything, so a
/// second server started beside one that answers would leave that one's pages waiting for ever.
static PAGES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| generate_route_list(App));

/// The pages and the calls that they make.
pub fn routes(web: &Web) -> Router<Web> {
    let options = web.options.clone();
    let pages = Router::new()
        .leptos_routes_with_context(web, PAGES.clone(), set_policy, move || shell(options.clone()))
        .route_layer(
            ServiceBuilder::new()
                .layer(from_fn_with_state(web.clone(), files_first))
                .layer(from_fn(session::gate))
                .layer(from_fn(session::with_teams)),
        );
    Router::new().route("/api/fn/{*call}", axum::routing::post(call)).merge(pages)
}

/// The page of a team or a person has an address like that of a file of the site, and no file may hide behind it.
async fn files_first(State(web): State<Web>, request: Request, next: Next) -> Response {
    if let Some((name, wanted)) = wanted_file(&request)
        && let Some(file) = file(&web.options, &name, wanted).await
    {
        return file;
    }
    next.run(request).await
}

async fn call(request: Request) -> impl IntoResponse {
    handle_server_fns_with_context(|| {}, request).await
}

/// The nonce exists where a page is rendered, not where a page makes a call.
fn set_policy() {
    let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
    if let Ok(policy) = HeaderValue::from_str(&content_security_policy(Some(&nonce))) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// Files with hashed names: kept for ever.
pub fn packages(options: &LeptosOptions) -> Router<Web> {
    let folder = format!("{}/{}", options.site_root, options.site_pkg_dir);
    let files = ServeDir::new(folder).precompressed_br().precompressed_gzip();
    let kept = SetResponseHeaderLayer::if_not_present(header::CACHE_CONTROL, |response: &http::Response<_>| {
        response.status().is_success().then_some(FOR_EVER)
    });
    Router::new().nest_service(&format!("/{}", options.site_pkg_dir), ServiceBuilder::new().layer(kept).service(files))
}

/// A file of the site if there is one by this name, else the page that says that there is nothing.
pub async fn anything_else(State(web): State<Web>, request: Request) -> Response {
    if let Some((name, wanted)) = wanted_file(&request)
        && let Some(file) = file(&web.options, &name, wanted).await
    {
        return file;
    }
    if let Some(answer) = session::turned_away(&request) {
        return answer;
    }
    let options = web.options.clone();
    leptos_axum::render_app_async_with_context(set_policy, move || shell(options.clone()))(request).await
}

/// The name of the file that a request may be for, and the request without what does not matter for files.
fn wanted_file(request: &Request) -> Option<(String, Request)> {
    let name =
        request.uri().path().strip_prefix('/').filter(|it| it.contains('.') && !it.contains(['/', '\\', '%']))?;
    let bare = Request::builder().uri(request.uri()).method(request.method());
    let headers = request.headers().iter().filter(|(name, _)| is_about_files(name));
    let wanted = headers.fold(bare, |it, (name, value)| it.header(name, value)).body(Body::empty()).ok()?;
    Some((name.to_owned(), wanted))
}

async fn file(options: &LeptosOptions, name: &str, wanted: Request) -> Option<Response> {
    let served = ServeFile::new(format!("{}/{name}", options.site_root)).precompressed_br().precompressed_gzip();
    let mut response = served.oneshot(wanted).await.ok()?.map(Body::new);
    if response.status() == http::StatusCode::NOT_FOUND {
        return None;
    }
    let kept = if name.starts_with("echarts-") { FOR_EVER } else { FOR_AN_HOUR };
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Some(response)
}

fn is_about_files(name: &HeaderName) -> bool {
    [header::ACCEPT_ENCODING, header::IF_MODIFIED_SINCE, header::IF_NONE_MATCH, header::RANGE].contains(name)
}
