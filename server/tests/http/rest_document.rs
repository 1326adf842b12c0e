//! What the API says of itself: a document by the specification, of which nothing is left out. That the answers are as it
//! says is checked wherever a test gets one: see `described.rs`.

use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::report::NewReport;
use domain::run::{RunEvent, RunState};
use http::Method;
use serde_json::Value;
use service::{reports, service_accounts};
use testkit::NOON;

use crate::described::{Operation, errors};
use crate::rest_keys::{bearer, get, key_of};
use crate::support::TestServer;
use crate::work;

/// By the OpenAPI Initiative: see `openapi/README.md`.
const SPECIFICATION: &str = include_str!("openapi/schema.json");

#[tokio::test]
async fn the_document_is_one_by_the_specification() {
    let server = TestServer::new().await;
    let answer = server.browser().get("/api/openapi.json").await;
    let specification = serde_json::from_str(SPECIFICATION).unwrap();
    let specification = jsonschema::draft202012::options().should_validate_formats(true).build(&specification).unwrap();

    assert_eq!((answer.code(), answer.header("content-type")), (200, "application/json"));
    let document: Value = answer.json();
    assert_eq!(errors(&specification, &document), [""; 0]);
    let mut wrong = document.clone();
    wrong["paths"]["/viewer"]["get"]["responses"] = Value::Null;
    assert!(!errors(&specification, &wrong).is_empty(), "the specification lets everything pass");
}

/// Every schema that stands anywhere in it.
fn schemas<'a>(part: &'a Value, found: &mut Vec<&'a Value>) {
    match part {
        Value::Object(parts) => {
            found.extend(parts.get("schema"));
            parts.values().for_each(|it| schemas(it, found));
        }
        Value::Array(parts) => parts.iter().for_each(|it| schemas(it, found)),
        _ => {}
    }
}

#[tokio::test]
async fn every_schema_is_one_by_json_schema_and_every_reference_leads_somewhere() {
    let document = &TestServer::new().await.described().await.document;

    let mut found = document["components"]["schemas"].as_object().unwrap().values().collect();
    schemas(document, &mut found);
    for schema in found {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{schema}");
    }
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
}

#[tokio::test]
async fn every_operation_says_what_it_is_and_what_it_takes() {
    let described = TestServer::new().await.described().await;
    let document = &described.document;

    assert_eq!((&document["openapi"], &document["servers"][0]["url"]), (&"3.1.0".into(), &"/api/v1".into()));
    for operation in &described.operations {
        let Operation { method, path, told, body, .. } = operation;
        assert!(told["summary"].as_str().is_some_and(|it| it.ends_with('.')), "{method} {path}");
        assert!(told["responses"]["default"]["content"]["application/problem+json"].is_object(), "{method} {path}");
        assert_eq!(operation.parameters("path").count(), path.matches('{').count(), "{method} {path}");
        assert_eq!(operation.parameters("header").count(), usize::from(method == Method::POST), "{method} {path}");
        match body {
            Some(body) => {
                let refuses = !errors(body, &serde_json::json!({ "unknown": 1 })).is_empty();
                assert_ne!(refuses, operation.takes_any_object(), "{method} {path}");
            }
            None => assert!(*method != Method::PUT || told["requestBody"].is_object(), "{path} takes nothing"),
        }
    }
}

#[tokio::test]
async fn what_is_not_described_is_not_answered() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = bearer(&key_of(&ada).await);
    let described = &server.described().await.operations;

    for Operation { path, .. } in described {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if described.iter().any(|it| it.method == method && it.path == *path) {
                continue;
            }
            let address = format!("/api/v1{}", path.replace(['{', '}'], ""));
            let answer = server.browser().send(method.clone(), &address, &[("authorization", &key)], "").await;
            assert_eq!(answer.code(), 405, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn every_list_is_answered_with_something_in_it() {
    let server = TestServer::new().await;
    let (world, ada) = (&server.world, server.world.first_admin().await);
    let team = world.team_of(&ada, "vision").await;
    world.joins(&ada, "bob", OrgRole::Member).await;
    let pending = world.invites(&ada, "eve@example.com", OrgRole::Member).await.user.to_string();
    let page = world.project(&ada, "sweep", Visibility::Team).await;
    let run = world.logs(&ada, &page, "first", RunState::Finished, NOON.0).await;
    world.measures(run, 3).await;
    work::leave(&ada, run, "left.txt").await;
    let new = NewReport { project: page.project.id, title: "A".to_owned(), body: "B".to_owned(), published: true };
    let report = reports::create(&ada.ctx, &new).await.unwrap().to_string();
    let account = service_accounts::create_in_organization(&ada.ctx, team, "all").await.unwrap().id;
    service_accounts::create_in_team(&ada.ctx, team, "one").await.unwrap();
    service::api_keys::make_for(&ada.ctx, account, "job", domain::api_key::Expiry::Month).await.unwrap();
    let new = r#"{"kind":"webhook","name":"Pager","url":"https://pager.invalid/a","events":["failed"]}"#;
    service::alerts::add(&ada.ctx, team, &serde_json::from_str(new).unwrap()).await.unwrap();
    world.tells(run, &RunEvent::Failed).await;
    let key = bearer(&key_of(&ada).await);

    for Operation { path, .. } in server.described().await.operations.iter().filter(|it| it.method == Method::GET) {
        let of = if path.starts_with("/users") { &pending } else { &account.to_string() };
        let address = [
            ("team", "vision"),
            ("project", "sweep"),
            ("run", "first"),
            ("report", &report),
            ("id", of),
            ("name", "left.txt"),
        ]
        .iter()
        .fold(path.clone(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        let answer = get(&server.browser(), &format!("/api/v1{address}"), &key).await;
        assert_eq!(answer.code(), 200, "{path}");
        if answer.header("content-type") != "application/json" {
            assert_eq!(answer.text, "one", "{path}");
            continue;
        }
        if let Some(items) = answer.json::<Value>()["items"].as_array() {
            assert!(!items.is_empty(), "{path} answered nothing that could be wrong");
        }
    }
}
