//! A run as a program logs it, from its beginning to its files.

use axum::body::Body;
use bytes::Bytes;
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use futures::stream;
use http::Method;
use serde_json::{Value, json};
use testkit::Person;

use crate::rest_keys::{bearer, key_of};
use crate::support::{Answer, Browser, TestServer};

const RUNS: &str = "/api/v1/teams/vision/projects/sweep/runs";
const ONE: &str = "/api/v1/teams/vision/projects/sweep/runs/one";

struct Program {
    browser: Browser,
    authorization: String,
}

impl Program {
    async fn of(server: &TestServer, person: &Person) -> Self {
        Self { browser: server.browser(), authorization: bearer(&key_of(person).await) }
    }

    async fn send(&self, method: Method, path: &str, body: &Value) -> Answer {
        self.send_as(method, path, &[], body.to_string()).await
    }

    async fn send_as(&self, method: Method, path: &str, also: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut headers = vec![("authorization", self.authorization.as_str()), ("content-type", "application/json")];
        headers.extend(also);
        self.browser.send(method, path, &headers, body).await
    }

    async fn get(&self, path: &str) -> Value {
        let answer = self.send_as(Method::GET, path, &[], "").await;
        assert_eq!(answer.code(), 200, "{path} {}", answer.text);
        answer.json()
    }
}

async fn scene() -> (TestServer, Person, Program) {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.team_of(&ada, "vision").await;
    server.world.project(&ada, "sweep", Visibility::Team).await;
    let program = Program::of(&server, &ada).await;
    (server, ada, program)
}

#[tokio::test]
async fn a_run_is_logged_from_its_beginning_to_its_end() {
    let (_server, _ada, program) = scene().await;
    let new = json!({ "name": "one", "config": { "optimizer": { "lr": 0.1 } }, "tags": ["best"] });

    let begun = program.send(Method::POST, RUNS, &new).await;
    assert_eq!(begun.code(), 201, "{}", begun.text);
    assert_eq!(program.send(Method::POST, RUNS, &new).await.code(), 422, "the name is taken");
    let again = json!({ "name": "one", "resume": true });
    assert_eq!(program.send(Method::POST, RUNS, &again).await.code(), 200);
    for (method, path, body, code) in [
        (Method::POST, "points", json!({ "points": [{ "metric": "loss", "step": 0, "value": 0.5 }] }), 200),
        (Method::POST, "points", json!({ "points": [] }), 200),
        (Method::POST, "points", json!({ "points": [{ "metric": "loss", "step": 0.5, "value": 0.5 }] }), 422),
        (Method::POST, "lines", json!({ "lines": [{ "text": "one" }, { "text": "two", "is_error": true }] }), 200),
        (Method::POST, "lines", json!({ "lines": [{ "text": "zwei" }], "first": 2 }), 200),
        (Method::POST, "alerts", json!({ "title": "Loss is NaN", "level": "error" }), 204),
        (Method::POST, "alerts", json!({ "title": " " }), 422),
        (Method::PUT, "config", json!({ "seed": 7 }), 204),
        (Method::PUT, "summary", json!({ "loss": 0.5 }), 204),
        (Method::PUT, "summary", json!([1]), 422),
        (Method::PUT, "display-name", json!({ "display_name": "The best" }), 204),
        (Method::PUT, "state", json!({ "state": "finished" }), 204),
        (Method::PUT, "state", json!({ "state": "failed" }), 409),
        (Method::POST, "points", json!({ "points": [] }), 409),
    ] {
        let answer = program.send(method, &format!("{ONE}/{path}"), &body).await;
        assert_eq!(answer.code(), code, "{path} {body}: {}", answer.text);
    }

    let told = program.get(ONE).await;
    assert_eq!(
        (&told["state"], &told["display_name"], &told["lines"]),
        (&"finished".into(), &"The best".into(), &2.into())
    );
    let names = |facts: &Value| facts.as_array().unwrap().iter().map(|it| it["name"].clone()).collect::<Vec<_>>();
    assert_eq!(names(&told["config"]), ["optimizer.lr", "seed"]);
    assert_eq!(names(&told["summary"]), ["loss"]);
    let lines = program.get(&format!("{ONE}/lines")).await;
    assert_eq!(lines["items"][1], json!({ "number": 2, "text": "zwei", "is_error": false }));
    assert_eq!(program.get(&format!("{ONE}/metrics")).await["items"][0]["points"][0]["value"], 0.5);
}

#[tokio::test]
async fn what_is_posted_twice_with_one_key_is_logged_once() {
    let (server, _ada, program) = scene().await;
    let (new, lines) = (json!({ "name": "one" }), json!({ "lines": [{ "text": "one" }] }));
    let post = async |path: &str, key: &str, body: &Value| {
        program.send_as(Method::POST, path, &[("idempotency-key", key)], body.to_string()).await
    };

    for replayed in ["", "true"] {
        let begun = post(RUNS, "a", &new).await;
        assert_eq!((begun.code(), begun.header("idempotency-replayed")), (201, replayed));
        let written = post(&format!("{ONE}/lines"), "b", &lines).await;
        assert_eq!((written.code(), written.header("idempotency-replayed")), (200, replayed), "{}", written.text);
    }

    assert_eq!(server.world.number("SELECT count(*) FROM run").await, 1);
    assert_eq!(server.world.number("SELECT count(*) FROM run_log").await, 1);
}

#[tokio::test]
async fn a_body_has_room_for_a_call_and_no_more() {
    let (_server, _ada, program) = scene().await;
    program.send(Method::POST, RUNS, &json!({ "name": "one" })).await;
    let lines = |length: usize| json!({ "lines": vec![json!({ "text": "a".repeat(9_000) }); length] });

    assert_eq!(program.send(Method::POST, &format!("{ONE}/lines"), &lines(100)).await.code(), 200);
    assert_eq!(program.send(Method::POST, &format!("{ONE}/lines"), &lines(120)).await.code(), 413);
}

#[tokio::test]
async fn a_file_goes_in_and_comes_out_and_does_not_act_in_a_page() {
    let (server, ada, program) = scene().await;
    program.send(Method::POST, RUNS, &json!({ "name": "one" })).await;
    let page = "<script>alert(1)</script>".repeat(5_000);
    let pieces: Vec<_> =
        page.as_bytes().chunks(1000).map(|it| Ok::<_, std::io::Error>(Bytes::copy_from_slice(it))).collect();
    let path = format!("{ONE}/files/media/a%20page.html");

    let put = program.send_as(Method::PUT, &path, &[], Body::from_stream(stream::iter(pieces))).await;
    assert_eq!(
        (put.code(), put.json::<Value>()),
        (200, json!({ "name": "media/a page.html", "size": 125_000, "kept": true }))
    );
    let by_key = program.send_as(Method::GET, &path, &[("accept-encoding", "br, gzip")], "").await;
    let browser = server.browser_of(&ada);
    let by_page = browser.get("/files/vision/sweep/one/media/a%20page.html").await;

    for answer in [by_key, by_page] {
        assert_eq!((answer.code(), answer.text.as_str()), (200, page.as_str()));
        for (header, value) in [
            ("content-type", "application/octet-stream"),
            ("content-length", "125000"),
            ("content-encoding", ""),
            ("content-disposition", "attachment; filename*=UTF-8''a%20page.html"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(answer.header(header), value);
        }
    }
    assert_eq!(program.send_as(Method::DELETE, &path, &[], "").await.code(), 204);
    assert_eq!(program.send_as(Method::GET, &path, &[], "").await.code(), 404);
    for wrong in ["..%2fa", "a%00b", "a/%2e%2e/b", "%5ca"] {
        let refused = program.send_as(Method::PUT, &format!("{ONE}/files/{wrong}"), &[], "").await;
        assert_eq!(refused.code(), 422, "{wrong} {}", refused.text);
    }
}

#[tokio::test]
async fn files_are_seen_by_whoever_sees_the_run_and_by_nobody_else() {
    let (server, ada, program) = scene().await;
    let team = service::teams::open(&ada.ctx, "vision").await.unwrap().id;
    let vic = server.world.joins(&ada, "vic", OrgRole::Member).await;
    server.world.puts(&ada, team, &vic, TeamRole::ViewOnly).await;
    let eve = server.world.joins(&ada, "eve", OrgRole::Member).await;
    program.send(Method::POST, RUNS, &json!({ "name": "one" })).await;
    program.send_as(Method::PUT, &format!("{ONE}/files/a.txt"), &[], "hello").await;
    let (viewer, outsider) = (Program::of(&server, &vic).await, Program::of(&server, &eve).await);

    let path = format!("{ONE}/files/a.txt");
    assert_eq!(viewer.send_as(Method::GET, &path, &[], "").await.text, "hello");
    assert_eq!(viewer.send_as(Method::PUT, &path, &[], "mine").await.code(), 403);
    assert_eq!(outsider.send_as(Method::GET, &path, &[], "").await.code(), 404);
    let (there, nothing) = ("/files/vision/sweep/one/a.txt", "/files/vision/sweep/two/a.txt");
    assert_eq!(server.browser_of(&vic).get(there).await.code(), 200);
    let veiled = [server.browser_of(&eve).get(there).await, server.browser_of(&eve).get(nothing).await];
    assert!(veiled.iter().all(|it| it.code() == 404) && veiled[0].text == veiled[1].text, "{veiled:?}");
    let stranger = server.browser().get(there).await;
    assert_eq!((stranger.code(), stranger.header("location")), (303, "/login?next=/files/vision/sweep/one/a.txt"));
}

#[tokio::test]
async fn code_is_saved_where_the_team_says_so_and_refused_where_no_team_may() {
    let (_server, _ada, program) = scene().await;
    let code = format!("{ONE}/files/code/train.py");
    let begin = async || -> Value {
        let begun = program.send(Method::POST, RUNS, &json!({ "name": "one", "resume": true })).await;
        assert!(begun.status.is_success(), "{}", begun.text);
        begun.json()
    };

    assert_eq!(begin().await["save_code"], false);
    let kept = program.send_as(Method::PUT, &code, &[], "print()").await;
    let on = json!({ "switches": { "save_code": true } });
    program.send(Method::PUT, "/api/v1/teams/vision/settings", &on).await;
    assert_eq!(begin().await["save_code"], true);
    let nowhere = json!({ "teams": { "save_code": "off" } });
    program.send(Method::PUT, "/api/v1/organization/settings", &nowhere).await;
    assert_eq!(begin().await["save_code"], false);
    let refused = program.send_as(Method::PUT, &code, &[], "print(1)").await;
    let log = program.send_as(Method::PUT, &format!("{ONE}/files/output.log"), &[], "a").await;

    assert_eq!((kept.code(), refused.code(), log.code()), (200, 403, 200), "{}", refused.text);
    assert!(refused.text.contains("No team saves code"), "{}", refused.text);
}
