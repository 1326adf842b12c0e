//! Signing in: the cookie, the refusals, where one goes on, and how often one may try.

use domain::Error;
use domain::policy::{Denied, OrgRole};
use service::users;
use testkit::PASSWORD;

use crate::support::{Browser, TestServer};

const ADA: [(&str, &str); 2] = [("login", "ada@example.com"), ("password", PASSWORD)];

#[tokio::test]
async fn the_session_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let server = TestServer::new().await;
    server.world.first_admin().await;

    let answer = server.browser().call("sign_in", &ADA).await;

    let line = answer.sets_cookie("rollcall");
    let (pair, attributes) = line.split_once("; ").unwrap();
    assert_eq!(pair.len(), "rollcall=".len() + 43);
    assert_eq!(attributes, "Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax");
    assert!(!answer.text.contains(pair.strip_prefix("rollcall=").unwrap()));
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn over_https_the_cookie_belongs_to_this_host_alone() {
    let server = TestServer::public().await;
    server.world.first_admin().await;
    let browser = server.browser();

    let line = browser.call("sign_in", &ADA).await.sets_cookie("__Host-rollcall");

    assert!(line.ends_with("; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax; Secure"), "{line}");
    assert_eq!(browser.get("/organization").await.code(), 200);
}

#[tokio::test]
async fn a_cookie_of_the_other_name_is_not_read() {
    let server = TestServer::public().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser();

    browser.put_cookie("rollcall", &ada.token);

    assert_eq!(browser.get("/organization").await.code(), 303);
}

#[tokio::test]
async fn each_sign_in_has_an_id_of_its_own() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let browser = server.browser();
    browser.put_cookie("rollcall", "chosen-by-an-attacker");

    browser.call("sign_in", &ADA).await;
    let first = browser.cookie("rollcall").unwrap();
    browser.call("sign_in", &ADA).await;
    let second = browser.cookie("rollcall").unwrap();

    assert!(first != "chosen-by-an-attacker" && first != second);
    browser.put_cookie("rollcall", "chosen-by-an-attacker");
    assert_eq!(browser.call("get_figures", &[]).await.code(), 401);
}

#[tokio::test]
async fn a_wrong_password_and_no_account_are_told_alike() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let long = "x".repeat(5000);

    let answers = [
        server.browser().call("sign_in", &[("login", "ada@example.com"), ("password", "wrong")]).await,
        server.browser().call("sign_in", &[("login", "nobody@example.com"), ("password", PASSWORD)]).await,
        server.browser().call("sign_in", &[("login", "nobody"), ("password", PASSWORD)]).await,
        server.browser().call("sign_in", &[("login", "' OR 1=1--"), ("password", PASSWORD)]).await,
        server.browser().call("sign_in", &[("login", ""), ("password", "")]).await,
        server.browser().call("sign_in", &[("login", "ada"), ("password", &long)]).await,
    ];

    for answer in &answers {
        assert_eq!((answer.code(), answer.error()), (401, Error::WrongCredentials));
        assert_eq!(answer.text, answers[0].text);
        assert_eq!(answer.sets_cookie("rollcall"), "");
    }
}

#[tokio::test]
async fn a_deactivated_person_is_told_so_for_the_right_password_only() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    users::deactivate(&ada.ctx, bob.id).await.unwrap();

    let right = server.browser().call("sign_in", &[("login", "bob"), ("password", PASSWORD)]).await;
    let wrong = server.browser().call("sign_in", &[("login", "bob"), ("password", "wrong")]).await;

    assert_eq!((right.code(), right.error()), (403, Error::Denied(Denied::Deactivated)));
    assert_eq!((wrong.code(), wrong.error()), (401, Error::WrongCredentials));
    assert_eq!(right.sets_cookie("rollcall"), "");
}

#[tokio::test]
async fn one_goes_on_to_where_one_wanted_to_go_but_never_to_another_site() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let [login, password] = ADA;

    for (next, path) in [
        ("/organization?sort=role", "/organization?sort=role"),
        ("", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
        ("/\t/evil.example", "/"),
        ("/ä", "/"),
    ] {
        let fields = [login, password, ("next", next)];
        assert_eq!(server.browser().call("sign_in", &fields).await.json::<String>(), path, "{next}");
        let plain = server.browser().submit("/login", "sign_in", &fields).await;
        assert_eq!((plain.code(), plain.header("location")), (303, path), "{next}");
        assert_eq!(plain.headers.get_all("set-cookie").iter().count(), 1);
    }
}

#[tokio::test]
async fn a_refused_form_comes_back_with_words_and_the_login() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let browser = server.browser();

    let typed = [("login", "ada@example.com"), ("password", "wrong-Pa55word")];
    let answer = browser.submit("/login?next=/settings", "sign_in", &typed).await;
    let page = browser.get(answer.header("location")).await;

    assert_eq!((answer.code(), answer.header("location")), (303, "/login?next=/settings"));
    assert_eq!(page.code(), 401);
    assert!(page.text.contains("The e-mail or the password is wrong."));
    assert!(page.text.contains("value=\"ada@example.com\"") && !page.text.contains("wrong-Pa55word"));
}

#[tokio::test]
async fn a_form_that_claims_to_stand_elsewhere_leads_home() {
    let server = TestServer::new().await;
    let browser = server.browser();
    let headers = [
        ("accept", "text/html"),
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
    ];

    for referer in ["https://evil.example//evil.example/", "//evil.example", "javascript:alert(1)", "%%%"] {
        let headers = [&headers[..], &[("referer", referer)]].concat();
        let answer = browser.send(http::Method::POST, "/api/fn/sign_in", &headers, "login=ada&password=x").await;
        assert_eq!((answer.code(), answer.header("location")), (303, "/"), "{referer}");
    }
}

async fn guess(browser: Browser) -> crate::support::Answer {
    browser.call("sign_in", &[("login", "ada"), ("password", "guess")]).await
}

#[tokio::test]
async fn the_eleventh_guess_in_a_minute_waits() {
    let server = TestServer::limited().await;
    server.world.first_admin().await;

    for attempt in 0..10 {
        assert_eq!(guess(server.browser()).await.code(), 401, "{attempt}");
    }
    let eleventh = server.browser().call("sign_in", &ADA).await;

    assert_eq!(eleventh.code(), 429);
    let wait: u32 = eleventh.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(eleventh.error(), Error::TooMany(wait));
    assert_eq!(eleventh.sets_cookie("rollcall"), "");
    let plain = server.browser().submit("/login", "sign_in", &ADA).await;
    assert_eq!((plain.code(), plain.header("content-type")), (429, "text/plain; charset=utf-8"));
    assert_eq!(guess(server.browser().at("198.51.100.7")).await.code(), 401);
    assert_eq!(server.browser().get("/login").await.code(), 200);
}

#[tokio::test]
async fn a_header_does_not_make_another_address() {
    let server = TestServer::limited().await;

    let mut codes = Vec::new();
    for attempt in 0..11 {
        let hop = format!("198.51.100.{attempt}");
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("x-forwarded-for", hop.as_str())];
        let sent = server.browser().send(http::Method::POST, "/api/fn/sign_in", &headers, "login=ada&password=x").await;
        codes.push(sent.code());
    }

    assert_eq!(codes.last(), Some(&429), "{codes:?}");
}
