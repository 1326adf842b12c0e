//! Who makes a request, by the key that it shows.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::activity::Door;
use domain::error::Outage;
use domain::ids::ApiKeyId;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use service::api_keys::{self, FoundKey, KeyOwner};
use service::{Ctx, Instance};

use super::problem::Problem;
use crate::client::ClientIp;
use crate::rate_limit::Action;
use crate::request_id::RequestId;
use crate::router::Web;

/// Who makes a request, and what proves what they may.
#[derive(Clone)]
pub struct Caller {
    pub ctx: Ctx,
    pub owner: KeyOwner,
}

/// Middleware that puts the [`Caller`] into the request, and turns away whoever shows no key that works.
pub async fn require(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let Some(key) = shown(request.headers()) else {
        return unknown("Send an API key: Authorization: Bearer rollcall-…", "Bearer realm=\"Rollcall\"");
    };
    match api_keys::find(&web.instance, key.expose_secret()).await {
        Ok(Some(found)) => {
            let caller = caller(&web.instance, found, &request);
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Ok(None) => wrong(&web, &request),
        Err(error) => {
            tracing::error!(?error, "a key could not be looked up");
            Problem::from(domain::Error::Unavailable(Outage::Database)).into_response()
        }
    }
}

/// The key, by either scheme: with `Basic` it is the password, and the user name may be anything.
fn shown(headers: &HeaderMap) -> Option<SecretString> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let (scheme, rest) = lines.next()?.to_str().ok()?.split_once(' ')?;
    if lines.next().is_some() {
        return None;
    }
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.trim().to_owned().into());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest.trim()).ok()?).ok()?;
    pair.split_once(':').map(|(_, key)| key.to_owned().into())
}

fn caller(instance: &Instance, found: FoundKey, request: &Request) -> Caller {
    if let KeyOwner::User(viewer) = &found.owner {
        instance.activity.note(viewer.id, instance.clock.now(), Door::Rest);
    }
    if !found.is_noted {
        note_use(instance.clone(), found.key);
    }
    let request_id = request.extensions().get::<RequestId>().map(|id| id.0.as_str()).unwrap_or_default();
    let owner = found.owner.clone();
    Caller { ctx: Ctx::of_key(instance.clone(), found, Door::Rest, request_id), owner }
}

fn note_use(instance: Instance, key: ApiKeyId) {
    tokio::spawn(async move {
        if let Err(error) = api_keys::note_use(&instance, key).await {
            tracing::warn!(?error, "it could not be noted that a key was used");
        }
    });
}

/// The same words whether there never was such a key, or it does not work any more. Only wrong keys are limited: one
/// broken script does not lock out what else comes from its address.
fn wrong(web: &Web, request: &Request) -> Response {
    let ip = request.extensions().get::<ClientIp>();
    if let Some(Err(wait)) = ip.map(|ip| web.limits.check_address(Action::WrongKey, ip.0)) {
        return Problem::from(domain::Error::TooMany(wait.0)).into_response();
    }
    unknown(
        "This API key does not work. It was revoked, has expired, or is not complete.",
        "Bearer realm=\"Rollcall\", error=\"invalid_token\"",
    )
}

/// Without `Basic` among what is asked for: a browser would ask the person for a password.
fn unknown(words: &str, challenge: &'static str) -> Response {
    let mut response = Problem::new(StatusCode::UNAUTHORIZED, words).into_response();
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(lines: &[&str]) -> Option<String> {
        let headers = lines.iter().map(|line| (header::AUTHORIZATION, line.parse().unwrap())).collect();
        shown(&headers).map(|key| key.expose_secret().to_owned())
    }

    #[test]
    fn a_key_is_shown_by_either_scheme() {
        let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));

        assert_eq!(key(&["Bearer rollcall-1"]).as_deref(), Some("rollcall-1"));
        assert_eq!(key(&["bearer  rollcall-1 "]).as_deref(), Some("rollcall-1"));
        assert_eq!(key(&[&basic("api:rollcall-1")]).as_deref(), Some("rollcall-1"));
        assert_eq!(key(&[&basic(":rollcall-1")]).as_deref(), Some("rollcall-1"));
        assert_eq!(key(&[&basic("anybody at all:a:b")]).as_deref(), Some("a:b"));
    }

    #[test]
    fn what_shows_no_key_shows_nobody() {
        let no_pair = format!("Basic {}", STANDARD.encode("rollcall-1"));
        for lines in [
            &[][..],
            &["rollcall-1"],
            &["Basic %%%"],
            &[no_pair.as_str()],
            &["Digest rollcall-1"],
            &["Bearer rollcall-1", "Bearer rollcall-2"],
        ] {
            assert_eq!(key(lines), None, "{lines:?}");
        }
    }
}
