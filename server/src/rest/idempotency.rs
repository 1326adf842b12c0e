//! A `POST` with an `Idempotency-Key` is done once, however often it is sent.

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use service::idempotency::{self, Attempt, KEY_MAX, Verdict};
use tokio::runtime::Handle;

use super::key::Caller;
use super::problem::{Answer, Problem};
use crate::router::Web;

/// As it is called in the document, and where it is refused.
pub const KEY: &str = "Idempotency-Key";
/// On an answer that was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Lies as an extension in an answer that holds a secret, which is not kept.
#[derive(Clone)]
pub struct ShownOnce;

/// Middleware, inside of that which knows the caller.
pub async fn once(State(web): State<Web>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    match try_once(&web, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn try_once(web: &Web, request: Request, next: Next) -> Answer<Response> {
    let key = key(request.headers())?;
    let (parts, body) = request.into_parts();
    let broken = |_| Problem::new(StatusCode::BAD_REQUEST, "The body broke off.");
    // What is longer than the route accepts breaks off here, and is answered by the layer that counts.
    let body = to_bytes(body, usize::MAX).await.map_err(broken)?;
    let Some(Caller { ctx, owner }) = parts.extensions.get::<Caller>().cloned() else {
        return Err(domain::Error::Unauthenticated.into());
    };
    let asked = idempotency::Request {
        owner: &owner,
        key: &key,
        method: parts.method.as_str(),
        address: parts.uri.path_and_query().map_or("", |it| it.as_str()),
        body: &body,
    };
    let attempt = match idempotency::begin(&web.instance, &asked).await? {
        Verdict::Do(attempt) => attempt,
        Verdict::Done { status, body } => return Ok(again(status, body)),
    };
    let mut request = Request::from_parts(parts, body.into());
    request.extensions_mut().insert(Caller { ctx: ctx.once(attempt.clone()), owner });
    let mut under_way = UnderWay { web, attempt: &attempt, is_settled: false };
    let answer = settle(web, &attempt, next.run(request).await).await;
    under_way.is_settled = true;
    Ok(answer)
}

/// An attempt whose request may be dropped before its end: its time is up, or its program has gone away. Then it is given
/// up, and its key waits for nothing. What it did until then is not forgotten.
struct UnderWay<'a> {
    web: &'a Web,
    attempt: &'a Attempt,
    is_settled: bool,
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        let Some(runtime) = Handle::try_current().ok().filter(|_| !self.is_settled) else { return };
        let (instance, attempt) = (self.web.instance.clone(), self.attempt.clone());
        runtime.spawn(async move {
            if let Err(error) = attempt.give_up(&instance).await {
                tracing::warn!(?error, "a request that was dropped could not be given up");
            }
        });
    }
}

/// The key: one, of characters that can be seen.
fn key(headers: &HeaderMap) -> Answer<String> {
    let mut lines = headers.get_all(KEY).iter();
    let key = lines.next().filter(|_| lines.next().is_none()).and_then(|line| line.to_str().ok()).unwrap_or_default();
    if (1..=KEY_MAX).contains(&key.len()) && key.bytes().all(|it| it.is_ascii_graphic()) {
        return Ok(key.to_owned());
    }
    let words = format!("An {KEY} is made of 1 to {KEY_MAX} letters, digits and signs, without spaces.");
    Err(domain::Error::invalid(KEY, words).into())
}

fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let json = HeaderValue::from_static("application/json");
    let told = [(REPLAYED, HeaderValue::from_static("true")), (header::CONTENT_TYPE, json)];
    (status, told, body).into_response()
}

/// Keeps the answer of what was done, and forgets what was refused. The answer goes out either way: of what could not be
/// kept it is known all the same that it is done.
async fn settle(web: &Web, attempt: &Attempt, response: Response) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Problem::from(domain::Error::Internal).into_response();
    };
    let settled = if parts.status.is_success() {
        let is_secret = parts.extensions.get::<ShownOnce>().is_some();
        let kept = std::str::from_utf8(&body).ok().filter(|_| !is_secret);
        attempt.keep(&web.instance, parts.status.as_u16(), kept).await
    } else {
        attempt.give_up(&web.instance).await
    };
    if let Err(error) = settled {
        tracing::warn!(?error, "what became of a request could not be kept");
    }
    Response::from_parts(parts, Body::from(body))
}
