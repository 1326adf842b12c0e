//! What nobody should send to the API: refused in its one form, and never an error of the server.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use crate::described::{Operation, errors};
use crate::rest_keys::{bearer, key_of};
use crate::rest_routes::{ROUTES, Scene};
use crate::support::{Answer, Browser};

/// As they stand in an address.
const IN_ADDRESSES: &[&str] = &[
    "%00",
    "a%00b",
    "%ff%fe",
    "%ED%A0%80",
    "%F0%9F%92%A9",
    "%2e%2e%2f%2e%2e",
    "%25",
    "'%20OR%201=1--",
    "%22",
    "%5C",
    "-1",
    "99999999999999999999",
    "1e400",
    "null",
    "018f0000-0000-7000-8000-000000000000",
    "%E2%80%AE",
];

/// What no body is read for.
const NO_BODIES: &[(&str, &[u8])] = &[
    ("application/json", b""),
    ("application/json", b"{"),
    ("application/json", b"\x00"),
    ("application/json", b"\xff\xfe"),
    ("application/json", b"\"\\ud800\""),
    ("application/json", b"{\"name\":\"\\ud800\"}"),
    ("application/json", b"{\"name\":\"\xed\xa0\x80\"}"),
    ("application/json", b"{\"name\":1e400}"),
    ("application/json", b"{}{}"),
    ("text/plain", b"{}"),
    ("application/x-www-form-urlencoded", b"name=a"),
    ("multipart/form-data", b"{}"),
    ("", b"{}"),
];

/// What stands in place of a field, whatever is to stand there.
fn in_fields() -> Vec<Value> {
    let long = "x".repeat(60_000);
    let texts = ["", " ", "\0", "a\0b", "\u{202e}", "💩", "018f0000-0000-7000-8000-000000000000", &long];
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1.5e300),
        json!([]),
        json!(["\0"]),
        json!([[[[]]]]),
        json!({}),
        json!({ "\0": "\0" }),
    ];
    texts.iter().map(|it| json!(it)).chain(others).collect()
}

/// `body` with each of its fields replaced, left out, and with one too many; and what is no object at all.
fn spoiled(body: &Value) -> Vec<Value> {
    let mut all = vec![json!(null), json!([]), json!("x"), json!(7), json!({}), json!({ "unknown": 1 })];
    let mut more = body.clone();
    more["unknown"] = json!(1);
    all.push(more);
    for name in body.as_object().into_iter().flat_map(|it| it.keys()) {
        let mut less = body.clone();
        less.as_object_mut().unwrap().remove(name);
        all.push(less);
        for value in in_fields() {
            let mut other = body.clone();
            other[name] = value;
            all.push(other);
        }
    }
    all
}

/// What is deep, or long, as text: no value of ours could be made of it.
fn monstrous() -> Vec<String> {
    let many = (0..5_000).map(|it| format!("\"f{it}\":0")).collect::<Vec<_>>().join(",");
    vec![format!("{}{}", "[".repeat(10_000), "]".repeat(10_000)), format!("{{{many}}}"), "9".repeat(60_000)]
}

/// An admin's program, and one request for each operation that its rows do.
struct Attacker {
    scene: Scene,
    browser: Browser,
    authorization: String,
}

impl Attacker {
    async fn new() -> Self {
        let scene = Scene::new().await;
        let (browser, authorization) = (scene.server.browser(), bearer(&key_of(&scene.ada).await));
        Self { scene, browser, authorization }
    }

    async fn sends(&self, method: &Method, address: &str, kind: &str, body: impl Into<axum::body::Body>) -> Answer {
        let mut headers = vec![("authorization", self.authorization.as_str())];
        headers.extend((!kind.is_empty()).then_some(("content-type", kind)));
        let answer = self.browser.send(method.clone(), address, &headers, body).await;
        assert!(answer.code() < 500, "{method} {address}: {} {}", answer.status, answer.text);
        answer
    }

    async fn sends_json(&self, method: &Method, address: &str, body: &Value) -> Answer {
        self.sends(method, address, "application/json", body.to_string()).await
    }

    /// An address and a body with which the operation is done, or was before others came by.
    async fn right(&mut self, operation: &Operation) -> (String, Value) {
        let described = self.scene.server.described().await;
        let is_of = |(method, path): (&str, &str)| {
            let path = path.split('?').next().unwrap_or_default();
            described.operation(&method.parse().unwrap(), path).is_some_and(|it| it.path == operation.path)
                && method == operation.method.as_str()
        };
        let row = ROUTES.iter().filter(|row| is_of((row.0, row.1))).min_by_key(|row| row.3[2]);
        let (_, path, body, _) = row.unwrap_or_else(|| panic!("no row for {}", operation.path));
        let filled = self.scene.fill(&format!("/api/v1{path} {body}")).await;
        let (address, body) = filled.split_once(' ').unwrap();
        (address.split('?').next().unwrap().to_owned(), serde_json::from_str(body).unwrap_or_default())
    }
}

#[tokio::test]
async fn a_body_that_is_not_as_described_is_refused() {
    let mut attacker = Attacker::new().await;
    let described = attacker.scene.server.described().await;

    for operation in &described.operations {
        let Some(schema) = &operation.body else { continue };
        let (method, (address, right)) = (&operation.method, attacker.right(operation).await);
        assert_eq!(errors(schema, &right), [""; 0], "{method} {address}");
        for (kind, body) in NO_BODIES {
            let refused = attacker.sends(method, &address, kind, body.to_vec()).await;
            let expected = if *kind == "application/json" { [400, 422] } else { [415, 415] };
            assert!(expected.contains(&refused.code()), "{method} {address} {kind}: {refused:?}");
        }
        for body in spoiled(&right) {
            let answer = attacker.sends_json(method, &address, &body).await;
            let is_wrong = !errors(schema, &body).is_empty();
            assert!(!is_wrong || answer.code() == 422, "{method} {address} {body}: {answer:?}");
        }
        for body in monstrous().into_iter().filter(|_| !operation.takes_any_object()) {
            let refused = attacker.sends(method, &address, "application/json", body).await;
            assert!([400, 422].contains(&refused.code()), "{method} {address}: {refused:?}");
        }
    }
}

#[tokio::test]
async fn a_refusal_names_the_field_and_says_what_is_wrong_with_it() {
    let attacker = Attacker::new().await;
    let wrong = |name: &str, value: Value| json!({ "name": "a", name: value });

    for (method, address, body, field, word) in [
        (Method::POST, "/api-keys", wrong("name", json!(7)), "name", "expected a string"),
        (Method::POST, "/api-keys", wrong("expiry", json!("soon")), "expiry", "365d"),
        (Method::POST, "/api-keys", wrong("secret", json!("a")), "secret", "unknown field"),
        (Method::POST, "/teams", wrong("bucket", json!({ "region": 1 })), "bucket.region", "expected a string"),
        (Method::GET, "/teams?all=maybe", json!(null), "all", "was not `true`"),
        (Method::GET, "/teams?sort=name", json!(null), "sort", "unknown field"),
    ] {
        let refused = attacker.sends_json(&method, &format!("/api/v1{address}"), &body).await;
        let problem: Value = refused.json();
        assert_eq!((refused.code(), &problem["errors"][0]["field"]), (422, &field.into()), "{address} {problem}");
        assert!(problem["errors"][0]["message"].as_str().unwrap().contains(word), "{address} {problem}");
    }
}

#[tokio::test]
async fn a_body_that_is_too_long_is_refused_and_one_where_none_belongs_is_nothing() {
    let mut attacker = Attacker::new().await;
    let described = attacker.scene.server.described().await;

    for operation in described.operations.iter().filter(|it| it.method != Method::GET) {
        let (method, (address, _)) = (&operation.method, attacker.right(operation).await);
        if operation.body.is_some() {
            let long = attacker.sends(method, &address, "application/json", "x".repeat((1 << 20) + 1)).await;
            assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE, "{method} {address}");
        } else {
            let answer = attacker.sends(method, &address, "application/json", "{").await;
            assert!(answer.status.is_success(), "{method} {address}: {answer:?}");
        }
    }
}

#[tokio::test]
async fn an_address_that_nobody_should_ask_for_leads_nowhere() {
    let mut attacker = Attacker::new().await;
    let described = attacker.scene.server.described().await;
    let long = "x".repeat(5_000);

    for operation in &described.operations {
        let (method, (address, body)) = (&operation.method, attacker.right(operation).await);
        let varying = operation.path.split('/').enumerate().filter(|(_, part)| part.starts_with('{'));
        for (at, name) in varying {
            for hostile in IN_ADDRESSES.iter().copied().chain([long.as_str()]) {
                let mut parts: Vec<&str> = address.trim_start_matches("/api/v1").split('/').collect();
                parts[at] = hostile;
                let answer = attacker.sends_json(method, &format!("/api/v1{}", parts.join("/")), &body).await;
                // A file may be called like this, and so may a project, which its first run creates.
                let is_fine = answer.status.is_success() && ["{name}", "{project}"].contains(&name);
                assert!(
                    is_fine || [400, 404, 409, 422].contains(&answer.code()),
                    "{method} {} {hostile}: {answer:?}",
                    operation.path
                );
            }
        }
    }
}

#[tokio::test]
async fn a_parameter_that_nobody_should_send_is_refused_or_finds_nothing() {
    let mut attacker = Attacker::new().await;
    let described = attacker.scene.server.described().await;
    let long = "x".repeat(5_000);

    for operation in &described.operations {
        let names: Vec<&str> = operation.parameters("query").filter_map(|it| it["name"].as_str()).collect();
        if names.is_empty() {
            continue;
        }
        let (method, (address, body)) = (&operation.method, attacker.right(operation).await);
        for name in &names {
            for hostile in IN_ADDRESSES.iter().copied().chain(["", long.as_str()]) {
                let address = format!("{address}?{name}={hostile}");
                let answer = attacker.sends_json(method, &address, &body).await;
                assert!([200, 204, 404, 422].contains(&answer.code()), "{method} {address}: {answer:?}");
            }
        }
        let twice = format!("{address}?{0}=a&{0}=a", names[0]);
        for unknown in [format!("{address}?unknown=1"), twice, format!("{address}?%00=1"), format!("{address}?%ff")] {
            let refused = attacker.sends_json(method, &unknown, &body).await;
            assert_eq!(refused.code(), 422, "{method} {unknown}: {refused:?}");
        }
    }
}
