//! Forgetting and replacing a password.

use domain::Error;
use domain::error::{Gone, Kind};
use domain::policy::OrgRole;
use service::password_resets;
use testkit::PASSWORD;

use crate::support::{Browser, TestServer};

const NEW: &str = "seven bright foxes cross the river";
const MAILS: &str = "SELECT count(*) FROM mail WHERE kind = 'password_reset'";

async fn token(server: &TestServer, email: &str) -> String {
    let url = password_resets::make_link(&server.world.instance.command_line(), email).await.unwrap();
    url.rsplit('/').next().unwrap().to_owned()
}

async fn reset(browser: &Browser, token: &str, password: &str) -> crate::support::Answer {
    browser.call("reset_password", &[("token", token), ("password", password)]).await
}

#[tokio::test]
async fn asking_tells_nothing_about_who_has_an_account() {
    let server = TestServer::new().await;
    server.world.first_admin().await;

    let known = server.browser().call("request_password_reset", &[("email", "ada@example.com")]).await;
    let unknown = server.browser().call("request_password_reset", &[("email", "eve@example.com")]).await;

    assert_eq!((known.code(), &known.text), (unknown.code(), &unknown.text));
    assert_eq!(known.code(), 200);
    assert_eq!(server.world.number(MAILS).await, 1);
}

#[tokio::test]
async fn a_mail_goes_to_one_address_however_it_is_spelled() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let browser = server.browser();
    let kind = "application/x-www-form-urlencoded";

    for body in [
        "email[]=ada@example.com&email[]=evil@example.org",
        "email[0]=ada@example.com&email[1]=evil@example.org",
        "email=ada@example.com&email=evil@example.org",
        "email=ada@example.com,evil@example.org",
        "email=ada@example.com;evil@example.org",
        "email=ada@example.com%0aBcc:evil@example.org",
        "email=ada@example.com%20evil@example.org",
        "email=",
        "",
    ] {
        let answer = browser.call_with("request_password_reset", kind, body).await;
        assert_eq!(answer.code(), 422, "{body} {}", answer.text);
    }
    let more = [("email", "ada@example.com"), ("to", "evil@example.org"), ("cc", "evil@example.org")];
    browser.call("request_password_reset", &more).await;

    assert_eq!(server.world.number(MAILS).await, 1);
    assert_eq!(server.world.number("SELECT count(*) FROM mail WHERE recipient <> 'ada@example.com'").await, 0);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (token, browser) = (token(&server, "ada@example.com").await, server.browser());

    let answer = reset(&browser, &token, NEW).await;

    assert_eq!((answer.code(), answer.json::<String>().as_str()), (200, "/"));
    assert_eq!(browser.call("get_figures", &[]).await.code(), 200);
    assert_eq!(server.browser_of(&ada).call("get_figures", &[]).await.code(), 401);
    let old = server.browser().call("sign_in", &[("login", "ada"), ("password", PASSWORD)]).await;
    assert_eq!(old.code(), 401);
}

#[tokio::test]
async fn a_link_works_once_for_half_an_hour_and_only_the_newest() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let browser = server.browser();

    let old = token(&server, "ada@example.com").await;
    let used = token(&server, "ada@example.com").await;
    assert_eq!(reset(&browser, &used, NEW).await.code(), 200);
    let late = token(&server, "ada@example.com").await;
    server.world.pass(31 * 60_000);

    for token in [&old, &used, &late] {
        let answer = reset(&browser, token, NEW).await;
        assert_eq!((answer.code(), answer.error()), (410, Error::Gone(Gone::ResetUsed)));
        assert_eq!(browser.get(&format!("/reset/{token}")).await.code(), 410);
    }
    let unknown = reset(&browser, "unknown", NEW).await;
    assert_eq!((unknown.code(), unknown.error()), (404, Error::NotFound(Kind::Page)));
}

#[tokio::test]
async fn a_weak_password_is_refused_and_the_link_stays_good() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let (token, browser) = (token(&server, "ada@example.com").await, server.browser());

    let answer = reset(&browser, &token, "short").await;

    assert_eq!((answer.code(), answer.fields()), (422, vec!["password".to_owned()]));
    assert_eq!(reset(&browser, &token, NEW).await.code(), 200);
}

#[tokio::test]
async fn a_link_does_not_bring_a_deactivated_person_back() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let token = token(&server, "bob@example.com").await;
    service::users::deactivate(&ada.ctx, bob.id).await.unwrap();

    let answer = reset(&server.browser(), &token, NEW).await;

    assert_eq!((answer.code(), answer.sets_cookie("rollcall").as_str()), (410, ""));
}

#[tokio::test]
async fn one_address_asks_three_times_an_hour() {
    let server = TestServer::limited().await;
    let ask = async || server.browser().call("request_password_reset", &[("email", "ada@example.com")]).await.code();

    let codes = [ask().await, ask().await, ask().await, ask().await];

    assert_eq!(codes, [200, 200, 200, 429]);
}
