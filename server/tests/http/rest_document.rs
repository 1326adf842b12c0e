//! What the API says of itself is what it does.

use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::report::NewReport;
use domain::run::{RunEvent, RunState};
use http::Method;
use serde_json::{Value, json};
use service::{reports, service_accounts};
use testkit::NOON;

use crate::rest_keys::{bearer, get, key_of};
use crate::support::TestServer;
use crate::work;

async fn document(server: &TestServer) -> Value {
    let answer = server.browser().get("/api/openapi.json").await;
    assert_eq!((answer.code(), answer.header("content-type")), (200, "application/json"));
    answer.json()
}

/// Method, path and description of each operation.
pub async fn operations(server: &TestServer) -> Vec<(String, String, Value)> {
    let document = document(server).await;
    let paths = document["paths"].as_object().unwrap();
    let of = |(path, item): (&String, &Value)| {
        let item = item.as_object().unwrap().clone();
        let path = path.clone();
        item.into_iter().map(move |(method, told)| (method.to_uppercase(), path.clone(), told))
    };
    paths.iter().flat_map(of).collect()
}

/// The schema of an answer, with all that it refers to.
fn schema(document: &Value, told: &Value, status: &str, kind: &str) -> Value {
    let mut schema = told["responses"][status]["content"][kind]["schema"].clone();
    assert!(schema.is_object(), "no schema for {status} {kind}: {told}");
    schema["components"] = document["components"].clone();
    schema
}

fn errors(schema: &Value, answer: &Value) -> Vec<String> {
    let validator = jsonschema::options().should_validate_formats(true).build(schema).unwrap();
    validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[tokio::test]
async fn every_reference_leads_somewhere_and_every_operation_says_what_it_is() {
    let server = TestServer::new().await;
    let document = document(&server).await;

    assert_eq!((&document["openapi"], &document["servers"][0]["url"]), (&"3.1.0".into(), &"/api/v1".into()));
    let text = document.to_string();
    for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(reference).is_some(), "{reference}");
    }
    for (method, path, told) in operations(&server).await {
        assert!(told["summary"].as_str().is_some_and(|it| it.ends_with('.')), "{method} {path}");
        assert!(told["responses"]["default"]["content"]["application/problem+json"].is_object(), "{method} {path}");
        let varying = path.matches('{').count();
        let parameters = told["parameters"].as_array().cloned().unwrap_or_default();
        assert_eq!(parameters.iter().filter(|it| it["in"] == "path").count(), varying, "{method} {path}");
        if ["PUT", "PATCH"].contains(&method.as_str()) {
            assert!(told["requestBody"].is_object(), "{method} {path}");
        }
    }
}

#[tokio::test]
async fn what_is_not_described_is_not_answered() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = bearer(&key_of(&ada).await);
    let described = operations(&server).await;

    for (_, path, _) in &described {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if described.iter().any(|it| it.0 == method.as_str() && it.1 == *path) {
                continue;
            }
            let address = format!("/api/v1{}", path.replace(['{', '}'], ""));
            let answer = server.browser().send(method.clone(), &address, &[("authorization", &key)], "").await;
            assert_eq!(answer.code(), 405, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn every_answer_that_reads_is_as_it_is_described() {
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
    let (document, key) = (document(&server).await, bearer(&key_of(&ada).await));

    for (_, path, told) in operations(&server).await.into_iter().filter(|(method, ..)| method == "GET") {
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
        let kind = answer.header("content-type").to_owned();
        let told = schema(&document, &told, answer.status.as_str(), &kind);
        if kind != "application/json" {
            assert_eq!(answer.text, "one", "{path}");
            continue;
        }
        let answer: Value = answer.json();
        assert_eq!(errors(&told, &answer), [""; 0], "{path}: {answer}");
        if let Some(items) = answer["items"].as_array() {
            assert!(!items.is_empty(), "{path} answered nothing that could be wrong");
        }
        assert!(!errors(&told, &json!({})).is_empty(), "{path}: its description lets everything pass");
    }
}

#[tokio::test]
async fn a_refusal_is_as_it_is_described() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = bearer(&key_of(&ada).await);
    let document = document(&server).await;
    let told = &document["paths"]["/api-keys"]["post"];
    let schema = schema(&document, told, "default", "application/problem+json");
    let headers = [("authorization", key.as_str()), ("content-type", "application/json")];

    for body in [r#"{"name":" "}"#, "{"] {
        let refused: Value = server.browser().send(Method::POST, "/api/v1/api-keys", &headers, body).await.json();
        assert_eq!(errors(&schema, &refused), [""; 0], "{refused}");
    }
}
