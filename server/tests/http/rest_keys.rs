//! Programs that show a key, and those that show none that works.

use std::collections::BTreeSet;

use domain::api_key::Expiry;
use domain::policy::OrgRole;
use domain::storage::StorageType;
use domain::team::NewTeam;
use http::Method;
use serde_json::Value;
use service::{api_keys, service_accounts, teams, users};
use testkit::Person;

use crate::support::{Answer, Browser, TestServer};

const VIEWER: &str = "/api/v1/viewer";

pub async fn key_of(person: &Person) -> String {
    api_keys::make_own(&person.ctx, "test", Expiry::Never).await.unwrap().secret
}

pub fn bearer(key: &str) -> String {
    format!("Bearer {key}")
}

/// `user:password` as `Basic` carries it.
fn basic(pair: &str) -> String {
    use base64::Engine;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair))
}

pub async fn get(program: &Browser, path: &str, authorization: &str) -> Answer {
    program.send(Method::GET, path, &[("authorization", authorization)], "").await
}

#[tokio::test]
async fn a_key_is_taken_by_either_scheme_under_any_user_name() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = key_of(&ada).await;

    for line in [
        bearer(&key),
        format!("bearer {key}"),
        basic(&format!("api:{key}")),
        basic(&format!("ada:{key}")),
        basic(&format!(":{key}")),
    ] {
        let answer = get(&server.browser(), VIEWER, &line).await;
        assert_eq!(answer.code(), 200, "{line} {}", answer.text);
        let told: Value = answer.json();
        assert_eq!((&told["kind"], &told["username"], &told["role"]), (&"user".into(), &"ada".into(), &"admin".into()));
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn whoever_shows_no_key_that_works_is_told_so_in_one_form() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (key, program) = (key_of(&ada).await, server.browser());
    let cut = &key[..key.len() - 1];

    let none = program.send(Method::GET, VIEWER, &[], "").await;
    assert_eq!((none.code(), none.header("www-authenticate")), (401, "Bearer realm=\"Rollcall\""));
    for line in
        [bearer(cut), bearer("x"), basic(&format!("api:{cut}")), bearer(&domain::api_key::make(&[7; 64]).unwrap())]
    {
        let wrong = get(&program, VIEWER, &line).await;
        assert_eq!((wrong.code(), wrong.header("content-type")), (401, "application/problem+json"), "{line}");
        assert_eq!(wrong.header("www-authenticate"), "Bearer realm=\"Rollcall\", error=\"invalid_token\"");
        let problem: Value = wrong.json();
        assert_eq!(
            (&problem["type"], &problem["title"], &problem["status"]),
            (&"about:blank".into(), &"Unauthorized".into(), &401.into())
        );
        assert!(!wrong.text.contains(cut), "a refusal does not repeat the key");
    }
}

#[tokio::test]
async fn a_cookie_is_no_key_and_a_key_is_no_cookie() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = key_of(&ada).await;

    let with_cookie = server.browser_of(&ada).send(Method::GET, VIEWER, &[("sec-fetch-site", "same-origin")], "").await;
    let page = get(&server.browser(), "/settings", &bearer(&key)).await;
    let call = server
        .browser()
        .send(
            Method::POST,
            "/api/fn/list_api_keys",
            &[("authorization", &bearer(&key)), ("content-type", "application/json")],
            r#"{"account":null}"#,
        )
        .await;

    assert_eq!((with_cookie.code(), page.code(), call.code()), (401, 303, 401));
}

#[tokio::test]
async fn a_key_stops_with_the_next_request() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (program, of_bob) = (server.browser(), bearer(&key_of(&bob).await));
    let mine = api_keys::make_own(&ada.ctx, "mine", Expiry::Month).await.unwrap();
    assert_eq!(get(&program, VIEWER, &of_bob).await.code(), 200);

    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    assert_eq!(get(&program, VIEWER, &of_bob).await.code(), 401);

    let of_ada = bearer(&mine.secret);
    assert_eq!(get(&program, VIEWER, &of_ada).await.code(), 200);
    server.world.pass_days(30);
    assert_eq!(get(&program, VIEWER, &of_ada).await.code(), 401);
}

#[tokio::test]
async fn wrong_keys_are_limited_and_right_ones_go_on() {
    let server = TestServer::limited().await;
    let ada = server.world.first_admin().await;
    let (program, right) = (server.browser(), bearer(&key_of(&ada).await));

    let mut codes = Vec::new();
    for _ in 0..21 {
        codes.push(get(&program, VIEWER, "Bearer wrong").await);
    }

    assert!(codes[..20].iter().all(|answer| answer.code() == 401));
    let refused = &codes[20];
    assert_eq!((refused.code(), refused.header("content-type")), (429, "application/problem+json"));
    assert!(refused.header("retry-after").parse::<u32>().unwrap() > 0);
    assert_eq!(get(&program, VIEWER, &right).await.code(), 200, "one broken script locks nobody out");
    assert_eq!(get(&server.browser().at("192.0.2.9"), VIEWER, "Bearer wrong").await.code(), 401);
}

#[tokio::test]
async fn a_database_that_is_gone_makes_no_key_a_wrong_one() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = bearer(&key_of(&ada).await);
    server.world.execute("ALTER TABLE api_key RENAME TO lost").await;

    let answer = get(&server.browser(), VIEWER, &key).await;

    assert_eq!((answer.code(), answer.header("content-type")), (503, "application/problem+json"));
    assert!(!answer.header("retry-after").is_empty());
    server.world.execute("ALTER TABLE lost RENAME TO api_key").await;
    assert_eq!(get(&server.browser(), VIEWER, &key).await.code(), 200);
}

#[tokio::test]
async fn it_shows_when_a_key_was_used_and_that_its_owner_was_active() {
    let mut server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let key = key_of(&ada).await;

    get(&server.browser(), VIEWER, &bearer(&key)).await;

    let mut used = None;
    for _ in 0..100 {
        used = api_keys::list_own(&ada.ctx).await.unwrap()[0].last_used;
        if used.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(used, Some(testkit::NOON));
    server.world.notes.flush(&server.world.instance).await.unwrap();
    assert_eq!(server.world.number("SELECT count(*) FROM activity_day WHERE door = 'rest'").await, 1);
}

#[tokio::test]
async fn a_program_makes_lists_and_revokes_the_keys_of_whose_it_is() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (program, own) = (server.browser(), bearer(&key_of(&ada).await));
    let headers = [("authorization", own.as_str()), ("content-type", "application/json")];

    let made = program.send(Method::POST, "/api/v1/api-keys", &headers, r#"{"name":"nightly","expiry":"30d"}"#).await;
    let made: Value = made.json();
    let key = bearer(made["key"].as_str().unwrap());
    assert_eq!((&made["name"], &made["expires"]), (&"nightly".into(), &"2026-12-23T12:00:00.000Z".into()));
    assert_eq!(get(&program, VIEWER, &key).await.code(), 200);

    let listed = get(&program, "/api/v1/api-keys", &own).await;
    let list: Value = listed.json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["id"]), (2, &made["id"]));
    assert!(!listed.text.contains("\"key\"") && list["next"].is_null());

    let gone = format!("/api/v1/api-keys/{}", made["id"].as_str().unwrap());
    assert_eq!(program.send(Method::DELETE, &gone, &headers[..1], "").await.code(), 204);
    assert_eq!(program.send(Method::DELETE, &gone, &headers[..1], "").await.code(), 404);
    assert_eq!(get(&program, VIEWER, &key).await.code(), 401);
}

#[tokio::test]
async fn members_of_a_team_come_page_by_page() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    let team = teams::create(&ada.ctx, &new).await.unwrap().id;
    let emails = (0..60).map(|i| format!("p{i:02}@example.com")).collect::<Vec<_>>().join(" ");
    let everybody = domain::invitation::NewUsers { emails, role: OrgRole::Member, teams: vec![team] };
    service::invitations::add(&ada.ctx, &everybody).await.unwrap();
    let (program, key) = (server.browser(), bearer(&key_of(&ada).await));
    let path = "/api/v1/teams/vision/members";

    let (mut seen, mut next) = (BTreeSet::new(), Some(String::new()));
    while let Some(after) = next {
        let query = if after.is_empty() { String::new() } else { format!("?after={after}") };
        let page: Value = get(&program, &format!("{path}{query}"), &key).await.json();
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|it| it["email"].as_str().unwrap().to_owned()));
        next = page["next"].as_str().map(str::to_owned);
    }
    let some: Value = get(&program, &format!("{path}?search=p1"), &key).await.json();
    let first: Value = get(&program, path, &key).await.json();

    assert_eq!((seen.len(), some["items"].as_array().unwrap().len()), (61, 10));
    let ada = &first["items"][0];
    assert_eq!(
        (&ada["role"], &ada["status"], &ada["joined"]),
        (&"admin".into(), &"active".into(), &"2026-11-23T12:00:00.000Z".into())
    );
}

#[tokio::test]
async fn a_service_account_is_told_what_it_is() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    let team = teams::create(&ada.ctx, &new).await.unwrap().id;
    let account = service_accounts::create_in_organization(&ada.ctx, team, "everywhere").await.unwrap().id;
    let key = api_keys::make_for(&ada.ctx, account, "job", Expiry::Never).await.unwrap().secret;

    let told: Value = get(&server.browser(), VIEWER, &bearer(&key)).await.json();

    assert_eq!((&told["kind"], &told["name"]), (&"service_account".into(), &"everywhere".into()));
    assert_eq!((&told["scope"], &told["team"]["name"]), (&"organization".into(), &"vision".into()));
}
