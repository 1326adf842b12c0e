//! Signing up: the first becomes admin, others need the door open.

use domain::Error;
use domain::policy::Denied;
use service::instance::Settings;
use testkit::PASSWORD;

use crate::support::TestServer;

fn typed<'a>(username: &'a str, email: &'a str) -> [(&'a str, &'a str); 4] {
    [("name", "Ada"), ("username", username), ("email", email), ("password", PASSWORD)]
}

async fn open() -> TestServer {
    let settings = Settings { open_signup: true, ..testkit::settings() };
    TestServer::with(settings, &[("ROLLCALL_RATE_LIMIT", "0")]).await
}

#[tokio::test]
async fn the_first_becomes_admin_and_is_in() {
    let server = TestServer::new().await;
    let browser = server.browser();

    let answer = browser.call("sign_up", &typed("ada", "ada@example.com")).await;

    assert_eq!((answer.code(), answer.json::<String>().as_str()), (200, "/organization"));
    assert_eq!(browser.get("/organization").await.code(), 200);
    assert_eq!(server.world.number("SELECT admins * 10 + users FROM instance").await, 11);
}

#[tokio::test]
async fn who_comes_in_is_active_in_their_first_page_however_late_the_worker_is() {
    let mut server = TestServer::new().await;
    let browser = server.browser();
    browser.call("sign_up", &typed("ada", "ada@example.com")).await;

    let page = browser.get("/organization").await;

    assert!(page.text.contains("Active now"), "{}", page.text);
    server.world.notes.flush(&server.world.instance).await.unwrap();
    let requests = "SELECT requests FROM activity_day WHERE door = 'page'";
    assert_eq!(server.world.number(requests).await, 2, "to come in counts as activity, once");
}

#[tokio::test]
async fn every_rule_that_the_form_breaks_is_named() {
    let server = TestServer::new().await;

    let wrong = [("name", " "), ("username", "Ada Lovelace"), ("email", "nobody"), ("password", "short")];
    let answer = server.browser().call("sign_up", &wrong).await;

    assert_eq!(answer.code(), 422);
    assert_eq!(answer.fields(), ["name", "username", "email", "password"]);
    assert_eq!(answer.sets_cookie("rollcall"), "");
    assert_eq!(server.world.number("SELECT users FROM instance").await, 0);
}

#[tokio::test]
async fn a_form_without_a_field_is_malformed() {
    let server = TestServer::new().await;

    let answer = server.browser().call("sign_up", &[("name", "Ada"), ("username", "ada")]).await;

    assert_eq!(answer.code(), 422);
    assert!(answer.text.contains("Malformed") && answer.text.contains("email"), "{}", answer.text);
}

#[tokio::test]
async fn after_the_first_the_door_is_closed() {
    let server = TestServer::new().await;
    server.world.first_admin().await;

    let answer = server.browser().call("sign_up", &typed("eve", "eve@example.com")).await;

    assert_eq!((answer.code(), answer.error()), (403, Error::Denied(Denied::SignUpClosed)));
    assert_eq!(server.world.number("SELECT users FROM instance").await, 1);
    assert!(server.browser().get("/signup").await.text.contains("Ask an admin for an invitation"));
}

#[tokio::test]
async fn where_the_door_is_open_later_ones_are_members() {
    let server = open().await;
    server.world.first_admin().await;

    let browser = server.browser();
    let answer = browser.call("sign_up", &[&typed("bob", "bob@example.com")[..], &[("role", "admin")]].concat()).await;

    assert_eq!(answer.code(), 200);
    assert_eq!(server.world.number("SELECT admins * 10 + users FROM instance").await, 12);
}

#[tokio::test]
async fn what_is_taken_is_named() {
    let server = open().await;
    server.world.first_admin().await;

    let address = server.browser().call("sign_up", &typed("eve", "ADA@example.com")).await;
    let username = server.browser().call("sign_up", &typed("ada", "eve@example.com")).await;

    assert_eq!((address.code(), address.fields()), (422, vec!["email".to_owned()]));
    assert_eq!((username.code(), username.fields()), (422, vec!["username".to_owned()]));
}

#[tokio::test]
async fn a_browser_without_javascript_is_sent_on() {
    let server = TestServer::new().await;
    let browser = server.browser();

    let answer = browser.submit("/signup", "sign_up", &typed("ada", "ada@example.com")).await;

    assert_eq!((answer.code(), answer.header("location")), (303, "/organization"));
    assert_eq!(browser.get("/organization").await.code(), 200);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed() {
    let server = TestServer::new().await;
    let browser = server.browser();
    let typed = [("name", "Ada <b>"), ("username", "ada"), ("email", "nobody"), ("password", "s3cret-and-short")];

    let answer = browser.submit("/signup", "sign_up", &typed).await;
    assert_eq!((answer.code(), answer.header("location")), (303, "/signup"));
    let flash = answer.sets_cookie("rollcall-flash");
    assert!(flash.ends_with("; Path=/; Max-Age=60; HttpOnly; SameSite=Lax"), "{flash}");

    let page = browser.get("/signup").await;
    assert_eq!(page.code(), 422);
    assert!(page.text.contains("Ada &lt;b") && page.text.contains("value=\"nobody\""), "{}", page.text);
    assert!(page.text.contains("aria-invalid=\"true\"") && !page.text.contains("s3cret"));
    assert_eq!(browser.cookie("rollcall-flash"), None);
    assert_eq!(browser.get("/signup").await.code(), 200);
}

#[tokio::test]
async fn a_forged_message_is_not_shown() {
    let server = TestServer::new().await;
    let browser = server.browser();

    for forged in ["e30", "not base64 at all", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%00"] {
        browser.put_cookie("rollcall-flash", forged);
        assert_eq!(browser.get("/signup").await.code(), 200, "{forged}");
    }
}

#[tokio::test]
async fn of_many_first_ones_at_once_one_becomes_admin() {
    let server = TestServer::new().await;
    let names: Vec<(String, String)> = (0..64).map(|i| (format!("user{i}"), format!("user{i}@example.com"))).collect();

    let calls = names.iter().map(|(username, email)| {
        let browser = server.browser();
        async move { browser.call("sign_up", &typed(username, email)).await.code() }
    });
    let codes = futures::future::join_all(calls).await;

    assert_eq!(codes.iter().filter(|code| **code == 200).count(), 1, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| **code == 403).count(), 63, "{codes:?}");
    assert_eq!(server.world.number("SELECT admins * 100 + users FROM instance").await, 101);
    assert_eq!(server.world.number("SELECT count(*) FROM \"user\"").await, 1);
}

#[tokio::test]
async fn one_address_signs_up_twenty_times_an_hour() {
    let server = TestServer::limited().await;
    let wrong = [("name", ""), ("username", ""), ("email", ""), ("password", "")];

    for attempt in 0..20 {
        assert_eq!(server.browser().call("sign_up", &wrong).await.code(), 422, "{attempt}");
    }

    assert_eq!(server.browser().call("sign_up", &wrong).await.code(), 429);
    assert_eq!(server.browser().at("198.51.100.7").call("sign_up", &wrong).await.code(), 422);
}
