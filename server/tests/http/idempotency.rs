//! A request that is sent again is not done again.

use std::time::Duration;

use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::report::NewReport;
use http::Method;
use serde_json::Value;
use service::instance::Settings;
use service::{projects, reports, users};
use testkit::Person;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

use crate::rest_keys::{bearer, key_of};
use crate::support::{Answer, Browser, TestServer};

const PROJECTS: &str = "/api/v1/teams/vision/projects";
const ONE: &str = r#"{"name":"one"}"#;
const TWO: &str = r#"{"name":"two"}"#;
const MADE: &str = "SELECT count(*) FROM project";
const KEPT: &str = "SELECT count(*) FROM idempotent_request";

struct Program {
    browser: Browser,
    authorization: String,
}

impl Program {
    async fn of(server: &TestServer, person: &Person) -> Self {
        Self { browser: server.browser(), authorization: bearer(&key_of(person).await) }
    }

    async fn posts(&self, path: &str, key: &str, body: &str) -> Answer {
        let line = self.authorization.as_str();
        let headers = [("authorization", line), ("content-type", "application/json"), ("idempotency-key", key)];
        self.browser.send(Method::POST, path, &headers, body.to_owned()).await
    }
}

async fn scene() -> (TestServer, Person, Program) {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.team_of(&ada, "vision").await;
    let program = Program::of(&server, &ada).await;
    (server, ada, program)
}

#[tokio::test]
async fn the_same_request_with_the_same_key_is_done_once_and_answered_alike() {
    let (server, _ada, program) = scene().await;

    let (first, again) = (program.posts(PROJECTS, "a", ONE).await, program.posts(PROJECTS, "a", ONE).await);

    assert_eq!((first.code(), again.code()), (201, 201));
    assert_eq!(first.text, again.text);
    assert_eq!(again.header("content-type"), "application/json");
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(server.world.number(MADE).await, 1);
    assert_eq!(server.world.number("SELECT count(*) FROM history WHERE action = 'project.created'").await, 1);
}

#[tokio::test]
async fn a_key_is_for_one_request_of_one_owner() {
    let (server, ada, program) = scene().await;
    let eve = server.world.joins(&ada, "eve", OrgRole::Admin).await;
    let other = Program::of(&server, &eve).await;

    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 201);
    for (path, body) in [(PROJECTS, TWO), ("/api/v1/teams/vision/service-accounts", ONE)] {
        let refused = program.posts(path, "a", body).await;
        assert_eq!((refused.code(), refused.header("content-type")), (422, "application/problem+json"));
        assert_eq!(refused.json::<Value>()["errors"][0]["field"], "Idempotency-Key");
    }
    assert_eq!(other.posts(PROJECTS, "a", TWO).await.code(), 201);
    assert_eq!(server.world.number(MADE).await, 2);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let (server, _ada, program) = scene().await;

    for wrong in ["", " ", "a b", "é", &"a".repeat(256)] {
        assert_eq!(program.posts(PROJECTS, wrong, ONE).await.code(), 422, "{wrong}");
    }

    assert_eq!(server.world.number(MADE).await, 0);
}

#[tokio::test]
async fn what_was_refused_may_be_tried_again_with_the_same_key() {
    let (_server, ada, program) = scene().await;
    assert_eq!(program.posts(PROJECTS, "first", ONE).await.code(), 201);

    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 422, "the name is taken");
    let project = projects::open(&ada.ctx, "vision", "one").await.unwrap().project.id;
    projects::delete(&ada.ctx, project).await.unwrap();

    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 201);
}

#[tokio::test]
async fn a_secret_that_was_shown_is_not_kept() {
    let (server, ada, program) = scene().await;
    let invited = r#"{"emails":["new@example.com"],"role":"member"}"#;
    let project = server.world.project(&ada, "shared", Visibility::Team).await.project.id;
    let new = NewReport { project, title: "Findings".to_owned(), body: String::new(), published: true };
    let report = reports::create(&ada.ctx, &new).await.expect("a report");
    let link = format!("/api/v1/teams/vision/reports/{report}/link");

    for (path, body, done) in
        [("/api/v1/api-keys", ONE, 201), ("/api/v1/users", invited, 200), (link.as_str(), "", 201)]
    {
        assert_eq!(program.posts(path, path, body).await.code(), done);
        let again = program.posts(path, path, body).await;
        assert_eq!(again.code(), 409, "{path}");
        assert!(again.text.contains("shown once"), "{}", again.text);
    }

    assert_eq!(server.world.number("SELECT count(*) FROM api_key").await, 2);
    assert_eq!(server.world.number(&format!("{KEPT} WHERE body IS NULL")).await, 3);
}

#[tokio::test]
async fn what_is_under_way_is_not_begun_again_until_it_cannot_be() {
    let (server, _ada, program) = scene().await;
    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 201);
    server.world.execute("DELETE FROM project").await;

    server.world.execute("UPDATE idempotent_request SET done = false, status = NULL, body = NULL").await;
    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 409, "another is at work");
    server.world.pass(120_000);
    assert_eq!(program.posts(PROJECTS, "a", ONE).await.code(), 201, "it never came back");

    assert_eq!(server.world.number(MADE).await, 1);
}

#[tokio::test]
async fn a_key_does_not_wait_for_a_request_that_was_dropped() {
    let settings = Settings { internal_buckets: true, ..testkit::settings() };
    let server = TestServer::with(settings, &[("ROLLCALL_RATE_LIMIT", "0")]).await;
    let program = Program::of(&server, &server.world.first_admin().await).await;
    // Whoever connects waits for an answer that never comes.
    let deaf = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let body = format!(
        r#"{{"name":"vision","bucket":{{"endpoint":"http://{}","region":"x","name":"runs","access_key_id":"A","secret_access_key":"B"}}}}"#,
        deaf.local_addr().unwrap()
    );
    let patience = Duration::from_millis(300);

    for _ in 0..2 {
        let dropped = timeout(patience, program.posts("/api/v1/teams", "a", &body)).await;
        assert!(dropped.is_err(), "it was not begun, or had an end: {dropped:?}");
        let gone = async {
            while server.world.number(KEPT).await > 0 {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(5), gone).await.expect("it is given up");
    }
    assert_eq!(program.posts("/api/v1/teams", "a", ONE).await.code(), 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_at_once_one_is_done() {
    let (server, _ada, program) = scene().await;
    let post = || program.posts(PROJECTS, "a", ONE);

    let answers: [Answer; 6] = tokio::join!(post(), post(), post(), post(), post(), post()).into();

    assert!(answers.iter().any(|it| it.code() == 201));
    assert!(answers.iter().all(|it| [201, 409].contains(&it.code())), "{answers:?}");
    assert_eq!(server.world.number(MADE).await, 1);
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    let (server, ada, program) = scene().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let path = format!("/api/v1/users/{}/deactivate", bob.id);

    assert_eq!(program.posts(&path, "a", "").await.code(), 200);
    users::reactivate(&ada.ctx, bob.id).await.unwrap();
    assert_eq!(program.posts(&path, "a", "").await.header("idempotency-replayed"), "true");
    server.world.pass_days(1);
    assert_eq!(program.posts(&path, "a", "").await.header("idempotency-replayed"), "", "it is another by now");

    assert_eq!(server.world.number(KEPT).await, 1);
    server.world.pass_days(1);
    service::idempotency::sweep(&server.world.instance).await.unwrap();
    assert_eq!(server.world.number(KEPT).await, 0);
}

#[tokio::test]
async fn what_is_only_read_needs_no_key() {
    let (server, _ada, program) = scene().await;
    let headers = [("authorization", program.authorization.as_str()), ("idempotency-key", "a")];

    assert_eq!(program.browser.send(Method::GET, "/api/v1/viewer", &headers, "").await.code(), 200);
    assert_eq!(server.world.number(KEPT).await, 0);
}
