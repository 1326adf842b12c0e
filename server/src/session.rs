//! Who makes a request: found by the session cookie, noted as active, and turned away from pages that need a sign-in.

use app::api::request::{Cookies, Request as AppRequest};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use domain::activity::Door;
use domain::ids::SessionId;
use domain::team::MyTeams;
use http::{HeaderMap, Method, StatusCode, header};
use service::sessions::{self, Browser};
use service::teams;
use service::{Ctx, Instance};

use crate::client::ClientIp;
use crate::request_id::RequestId;
use crate::router::Web;
use crate::throttle;

/// Puts into the request who makes it.
pub async fn attach(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let seen = Seen::of(&web, &request);
    match identify(&web, seen).await {
        Ok(identified) => {
            request.extensions_mut().insert(identified);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(?error, "a session could not be looked up");
            crate::words::busy("The database does not answer. Try again in a moment.")
        }
    }
}

/// What a request says of who makes it.
struct Seen {
    request_id: String,
    browser: Browser,
    token: Option<String>,
    flash: Option<String>,
}

impl Seen {
    fn of(web: &Web, request: &Request) -> Self {
        let (extensions, headers) = (request.extensions(), request.headers());
        let user_agent = headers.get(header::USER_AGENT).and_then(|it| it.to_str().ok()).unwrap_or_default();
        Self {
            request_id: extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
            browser: Browser {
                user_agent: user_agent.chars().take(300).collect(),
                address: extensions.get::<ClientIp>().map(|ip| ip.0.to_string()).unwrap_or_default(),
            },
            token: cookie(headers, web.cookies.session()),
            flash: cookie(headers, web.cookies.flash()),
        }
    }
}

async fn identify(web: &Web, seen: Seen) -> service::Result<AppRequest> {
    let found = match &seen.token {
        Some(token) => sessions::find(&web.instance, token).await?,
        None => None,
    };
    let ctx = match &found {
        Some(found) => signed_in(&web.instance, found, &seen.request_id),
        None => web.instance.anonymous(&seen.request_id),
    };
    Ok(AppRequest {
        teams: MyTeams::default(),
        may_invite: throttle::invitations(web, ctx.user()),
        ctx,
        viewer: found.map(|it| it.viewer),
        browser: seen.browser,
        cookies: web.cookies,
        flash: seen.flash,
    })
}

fn signed_in(instance: &Instance, found: &sessions::Found, request_id: &str) -> Ctx {
    instance.activity.note(found.user, instance.clock.now(), Door::Page);
    if !found.is_noted {
        note_use(instance.clone(), found.session);
    }
    Ctx::of_request(instance.clone(), found, request_id)
}

fn note_use(instance: Instance, session: SessionId) {
    tokio::spawn(async move {
        if let Err(error) = sessions::note_use(&instance, session).await {
            tracing::warn!(?error, "it could not be noted that a session was used");
        }
    });
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut cookies = lines.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned()).filter(|it| !it.is_empty())
}

/// What is there for everybody. Calls prove by themselves what they need.
fn is_open(path: &str) -> bool {
    let has_token = ["/invite/", "/reset/", "/public/"].iter().any(|page| path.starts_with(page));
    has_token || matches!(path, "/signup" | "/login" | "/forgot") || path.starts_with("/api/fn/")
}

/// Sends whoever is not signed in to the sign-in page, and from there back to where they wanted to go.
pub async fn gate(request: Request, next: Next) -> Response {
    match turned_away(&request) {
        Some(answer) => answer,
        None => next.run(request).await,
    }
}

/// Puts into the request which teams its maker is in: the navigation of every page lists them.
pub async fn with_teams(mut request: Request, next: Next) -> Response {
    let known = request.extensions().get::<AppRequest>().filter(|it| it.viewer.is_some()).cloned();
    if let Some(known) = known {
        match teams::mine(&known.ctx).await {
            Ok(teams) => {
                request.extensions_mut().insert(AppRequest { teams, ..known });
            }
            Err(error) => {
                tracing::error!(?error, "somebody's teams could not be looked up");
                return crate::words::busy("The database does not answer. Try again in a moment.");
            }
        }
    }
    next.run(request).await
}

/// What whoever is not signed in is told instead of a page.
pub fn turned_away(request: &Request) -> Option<Response> {
    let is_known = request.extensions().get::<AppRequest>().is_some_and(|it| it.viewer.is_some());
    if is_known || is_open(request.uri().path()) {
        return None;
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return Some(StatusCode::UNAUTHORIZED.into_response());
    }
    let wanted = request.uri().path_and_query().map_or("/", |it| it.as_str());
    Some(Redirect::to(&format!("/login?next={}", form_escape(wanted))).into_response())
}

fn form_escape(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// How this instance's cookies are called.
pub const fn cookies(is_https: bool) -> Cookies {
    Cookies { secure: is_https }
}
