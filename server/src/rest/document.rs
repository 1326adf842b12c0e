//! What the API says of itself, by OpenAPI. What no route has to say for itself is added here to each.

use axum::Router;
use axum::routing::{MethodRouter, get};
use bytes::Bytes;
use http::header;
use service::idempotency::KEY_MAX;
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn, PathItem};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{Components, ContentBuilder, InfoBuilder, OpenApi, Ref, RefOr, ResponseBuilder, ServerBuilder};
use utoipa::{PartialSchema, ToSchema};

use super::{docs, idempotency, problem};
use crate::router::Web;

/// Both ways to show a key.
const SCHEMES: [(&str, HttpAuthScheme); 2] = [("bearer", HttpAuthScheme::Bearer), ("basic", HttpAuthScheme::Basic)];

/// The document, and a page of it, for everybody: it tells what there is, and nothing of what is in it.
pub fn routes(described: OpenApi) -> Router<Web> {
    let document = serde_json::to_value(whole(described)).unwrap_or_default();
    Router::new()
        .route("/api/openapi.json", told("application/json", document.to_string()))
        .route("/api/docs", told("text/html; charset=utf-8", docs::page(&document)))
        .route("/api/docs.css", told("text/css; charset=utf-8", docs::STYLE.to_owned()))
}

/// What is the same for everybody for as long as the server runs.
fn told(kind: &'static str, text: String) -> MethodRouter<Web> {
    let text = Bytes::from(text);
    get(move || async move { ([(header::CONTENT_TYPE, kind)], text) })
}

/// The document with what holds for every route.
fn whole(mut described: OpenApi) -> OpenApi {
    described.info = InfoBuilder::new()
        .title("Rollcall")
        .version("1")
        .description(Some("What programs may call, each with an API key of whoever it acts for."))
        .build();
    described.servers = Some(vec![ServerBuilder::new().url("/api/v1").build()]);
    described.security = Some(SCHEMES.map(|(name, _)| SecurityRequirement::new(name, [""; 0])).into());
    let components = described.components.get_or_insert_with(Components::new);
    for (name, scheme) in SCHEMES {
        components.add_security_scheme(name, SecurityScheme::Http(Http::new(scheme)));
    }
    let mut refusal = vec![(problem::Body::name().into_owned(), problem::Body::schema())];
    problem::Body::schemas(&mut refusal);
    components.schemas.extend(refusal);
    let paths = std::mem::take(&mut described.paths.paths);
    described.paths.paths = paths.into_iter().map(|(path, item)| (path.replace("{*", "{"), item)).collect();
    for item in described.paths.paths.values_mut() {
        item.post.iter_mut().for_each(repeat);
        operations(item).for_each(tell);
        operations(item).for_each(refuse);
    }
    described
}

/// What it means that it is done, where the route says no more: OpenAPI wants a word of each answer.
fn tell(operation: &mut Operation) {
    for (status, answer) in &mut operation.responses.responses {
        let RefOr::T(answer) = answer else { continue };
        if answer.description.is_empty() {
            let words = match status.as_str() {
                "201" => "It was made.",
                "204" => "It was done.",
                _ => "It is answered.",
            };
            words.clone_into(&mut answer.description);
        }
    }
}

/// Every route refuses in the one form.
fn refuse(operation: &mut Operation) {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(problem::Body::name()))).build();
    let refusal = ResponseBuilder::new()
        .description("It was not done, for this reason.")
        .content("application/problem+json", content)
        .build();
    operation.responses.responses.insert("default".to_owned(), refusal.into());
}

/// What is posted may be sent again.
fn repeat(operation: &mut Operation) {
    let text = ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(KEY_MAX)).build();
    let key = ParameterBuilder::new()
        .name(idempotency::KEY)
        .parameter_in(ParameterIn::Header)
        .description(Some("What is sent again with the same key within a day is done once."))
        .schema(Some(text))
        .build();
    operation.parameters.get_or_insert_default().push(key.into());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().filter_map(Option::as_mut)
}
