//! What the API says of itself, and whether an answer is as it says. [`Browser::send`](crate::support::Browser::send) asks
//! this of every answer that any test gets.

use std::collections::HashMap;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::{Method, Request};
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::support::Answer;

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

static DESCRIBED: OnceCell<Described> = OnceCell::const_new();

/// The same for every server of this program.
pub async fn described(router: &Router) -> &'static Described {
    DESCRIBED.get_or_init(|| read(router.clone())).await
}

async fn read(router: Router) -> Described {
    let request = Request::builder().uri("/api/openapi.json").header("host", "127.0.0.1:3000");
    let answer = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let text = to_bytes(answer.into_body(), 8 << 20).await.unwrap();
    Described::of(serde_json::from_slice(&text).unwrap())
}

pub struct Described {
    pub document: Value,
    pub operations: Vec<Operation>,
    refusal: Validator,
}

/// A method at an address.
pub struct Operation {
    pub method: Method,
    /// As in `/teams/{team}`.
    pub path: String,
    pub told: Value,
    /// What the body has to be, if there is one.
    pub body: Option<Validator>,
    /// What it answers when it is done, by status.
    answers: HashMap<u16, Answered>,
}

/// What is in the body of an answer.
enum Answered {
    Nothing,
    Json(Validator),
    /// Whatever was kept, of this type.
    File(String),
}

impl Described {
    fn of(document: Value) -> Self {
        let all = entries(&document["paths"]).flat_map(|(path, item)| entries(item).map(move |it| (path, it)));
        let operations = all.map(|(path, (method, told))| Operation::of(&document, method, path, told)).collect();
        let refusal = validator(&document, &json!({ "$ref": "#/components/schemas/Problem" }));
        Self { document, operations, refusal }
    }

    /// What is asked for; words win over what varies.
    pub fn operation(&self, method: &Method, path: &str) -> Option<&Operation> {
        let fits = |it: &&Operation| it.method == *method && it.fits(path);
        self.operations.iter().filter(fits).min_by_key(|it| it.path.matches('{').count())
    }

    /// Panics where the answer is not what the document says, or what was done was not asked for as it says.
    pub fn check(&self, method: &Method, address: &str, body: &[u8], answer: &Answer) {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        let wrong = match self.operation(method, path) {
            Some(operation) if answer.status.is_success() => operation.wrong(query, body, answer),
            None if answer.status.is_success() => vec!["it is not described".to_owned()],
            _ => self.wrong_refusal(answer),
        };
        let shown = String::from_utf8_lossy(&body[..body.len().min(500)]);
        assert!(wrong.is_empty(), "{method} {address} {shown}: {} {}: {wrong:#?}", answer.status, answer.text);
    }

    fn wrong_refusal(&self, answer: &Answer) -> Vec<String> {
        let mut wrong = Vec::new();
        if answer.header("content-type") != PROBLEM {
            wrong.push("it is no problem".to_owned());
            return wrong;
        }
        let problem: Value = answer.json();
        wrong.extend(errors(&self.refusal, &problem));
        if problem["status"] != answer.code() {
            wrong.push("it has another status than it says".to_owned());
        }
        for (statuses, header) in [(&[401][..], "www-authenticate"), (&[429, 503], "retry-after")] {
            if statuses.contains(&answer.code()) && answer.header(header).is_empty() {
                wrong.push(format!("{header} is missing"));
            }
        }
        wrong
    }
}

impl Operation {
    fn of(document: &Value, method: &str, path: &str, told: &Value) -> Self {
        let done = entries(&told["responses"]).filter_map(|(status, it)| Some((status.parse().ok()?, it)));
        let schema = |of: &Value| of["content"][JSON].get("schema").map(|it| validator(document, it));
        Self {
            method: method.to_uppercase().parse().unwrap(),
            path: path.to_owned(),
            body: told.get("requestBody").and_then(schema),
            answers: done.map(|(status, it)| (status, Answered::of(document, it))).collect(),
            told: told.clone(),
        }
    }

    /// The name of a file is as many words as it likes.
    fn fits(&self, path: &str) -> bool {
        let (own, path) = (self.path.split('/'), path.split('/'));
        let (length, longest) = (own.clone().count(), path.clone().count());
        let is_long_enough = length == longest || length < longest && self.path.ends_with("/files/{name}");
        is_long_enough && own.zip(path).all(|(own, it)| own.starts_with('{') || own == it)
    }

    /// Whether it takes any object for a body, as it merges what is in it.
    pub fn takes_any_object(&self) -> bool {
        self.path.ends_with("/config") || self.path.ends_with("/summary")
    }

    /// What varies: in the path, or behind the question mark.
    pub fn parameters(&self, place: &str) -> impl Iterator<Item = &Value> {
        self.told["parameters"].as_array().into_iter().flatten().filter(move |it| it["in"] == *place)
    }

    /// What of a request that was done, or of its answer, is not as it is described.
    fn wrong(&self, query: &str, body: &[u8], answer: &Answer) -> Vec<String> {
        let mut wrong = match (self.answers.get(&answer.code()), answer.header("content-type")) {
            (Some(Answered::Json(schema)), JSON) => errors(schema, &answer.json()),
            (Some(Answered::Nothing), "") if answer.text.is_empty() => Vec::new(),
            (Some(Answered::File(told)), kind) if told == kind => Vec::new(),
            _ => vec!["it answers otherwise".to_owned()],
        };
        if let Some(schema) = &self.body {
            let sent = serde_json::from_slice(body).map_or_else(|it| vec![it.to_string()], |it| errors(schema, &it));
            wrong.extend(sent.into_iter().map(|it| format!("what was sent: {it}")));
        }
        let names = query.split('&').filter(|it| !it.is_empty()).map(|it| it.split('=').next().unwrap_or_default());
        let unknown = names.filter(|name| !self.parameters("query").any(|it| it["name"] == **name));
        wrong.extend(unknown.map(|name| format!("there is no parameter {name}")));
        wrong
    }
}

impl Answered {
    fn of(document: &Value, told: &Value) -> Self {
        match entries(&told["content"]).next() {
            None => Self::Nothing,
            Some((kind, it)) if kind == JSON => Self::Json(validator(document, &it["schema"])),
            Some((kind, _)) => Self::File(kind.clone()),
        }
    }
}

fn entries(object: &Value) -> impl Iterator<Item = (&String, &Value)> {
    object.as_object().into_iter().flat_map(Map::iter)
}

/// Of a schema in the document, with all that it refers to.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

pub fn errors(schema: &Validator, it: &Value) -> Vec<String> {
    schema.iter_errors(it).map(|error| format!("{}: {error}", error.instance_path())).collect()
}
