//! Pictures of people and teams, as files that go both ways.

use app::api::ApiError;
use app::api::request::{Request as AppRequest, path_of_referer, refusal_line};
use axum::extract::multipart::MultipartRejection;
use axum::extract::rejection::PathRejection;
use axum::extract::{Extension, Multipart, Path};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Json, http::HeaderMap};
use domain::ids::{AvatarId, TeamId};
use domain::square::Square;
use http::{HeaderValue, StatusCode, header};
use service::avatars::Sent;

use crate::words::refusal;

/// What a form calls itself, so that its page knows what to show beside it.
const FORM: &str = "picture";

/// Fields that say what of the picture is kept.
const SQUARE: [&str; 3] = ["x", "y", "size"];

/// What is sent.
type Form = Result<Multipart, MultipartRejection>;

/// Shows a picture. For whoever is not signed in there is none.
pub async fn show(Extension(request): Extension<AppRequest>, id: Result<Path<AvatarId>, PathRejection>) -> Response {
    let missing = || refusal(&domain::Error::NotFound(domain::error::Kind::Page));
    let Ok(Path(id)) = id else { return missing() };
    match service::avatars::open(&request.ctx, id).await.map_err(service::Error::told) {
        Ok(picture) => {
            let headers = [
                (header::CONTENT_TYPE, "image/png"),
                (header::CONTENT_DISPOSITION, "inline; filename=\"avatar.png\""),
                (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
                (header::CACHE_CONTROL, "private, max-age=31536000, immutable"),
            ];
            (headers, picture).into_response()
        }
        Err(domain::Error::Unauthenticated) => missing(),
        Err(error) => refusal(&error),
    }
}

/// Gives whoever sends it the picture.
pub async fn set_own(Extension(request): Extension<AppRequest>, headers: HeaderMap, sent: Form) -> Response {
    let outcome = match picture(sent).await {
        Ok(picture) => service::avatars::set_own(&request.ctx, Some(picture)).await,
        Err(error) => Err(error.into()),
    };
    answer(&request, &headers, outcome.map(|()| "/settings".to_owned()))
}

/// Gives a team the picture.
pub async fn set_of_team(
    Extension(request): Extension<AppRequest>,
    Path(team): Path<TeamId>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let outcome = match picture(sent).await {
        Ok(picture) => service::avatars::set_of_team(&request.ctx, team, Some(picture)).await,
        Err(error) => Err(error.into()),
    };
    answer(&request, &headers, outcome.map(|name| format!("/{name}/settings")))
}

/// The file in the field `picture`, and the square of it that `x`, `y` and `size` say, if they do.
async fn picture(sent: Form) -> Result<Sent, domain::Error> {
    let missing = || domain::Error::invalid("picture", "Choose a picture.");
    let mut fields = sent.map_err(|_| missing())?;
    let (mut bytes, mut square) = (Vec::new(), [None; SQUARE.len()]);
    while let Some(field) = fields.next_field().await.map_err(|_| missing())? {
        let name = field.name().unwrap_or_default().to_owned();
        let value = field.bytes().await.map_err(|_| missing())?;
        if name == "picture" {
            bytes = value.into();
        } else if let Some(at) = SQUARE.iter().position(|it| *it == name) {
            square[at] = number(&value)?;
        }
    }
    if bytes.is_empty() { Err(missing()) } else { Ok(Sent { bytes, square: whole(square)? }) }
}

/// A field that was left empty says nothing.
fn number(value: &[u8]) -> Result<Option<u32>, domain::Error> {
    if value.is_empty() {
        return Ok(None);
    }
    std::str::from_utf8(value).ok().and_then(|it| it.parse().ok()).map(Some).ok_or_else(no_square)
}

fn whole(square: [Option<u32>; SQUARE.len()]) -> Result<Option<Square>, domain::Error> {
    match square {
        [None, None, None] => Ok(None),
        [Some(x), Some(y), Some(size)] => Ok(Some(Square { x, y, size })),
        _ => Err(no_square()),
    }
}

fn no_square() -> domain::Error {
    let words = "The square that is to be kept is three whole numbers: x, y and size, in pixels of the picture.";
    domain::Error::invalid("picture", words)
}

/// A browser goes on to the next page, or back to the form with the words beside it; others read what it is.
fn answer(request: &AppRequest, headers: &HeaderMap, outcome: service::Result<String>) -> Response {
    let accepts = headers.get(header::ACCEPT).and_then(|it| it.to_str().ok()).unwrap_or_default();
    match outcome.map_err(service::Error::told) {
        Ok(next) => Redirect::to(&format!("{next}?changed=picture")).into_response(),
        Err(error) if accepts.contains("text/html") => {
            let mut response = Redirect::to(&path_of_referer(headers)).into_response();
            if let Some(line) = refusal_line(request, FORM, error).and_then(|line| HeaderValue::from_str(&line).ok()) {
                response.headers_mut().append(header::SET_COOKIE, line);
            }
            response
        }
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            (status, Json(ApiError::Domain(error))).into_response()
        }
    }
}
