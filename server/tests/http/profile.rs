//! One's own name and address, also without JavaScript.

use domain::Error;
use domain::error::{Gone, Kind};
use testkit::{PASSWORD, Person};

use crate::support::{Browser, TestServer};

const NEW: &str = "augusta@northwind.example";

/// Takes the token out of the mail that goes to the new address.
async fn token(server: &TestServer) -> String {
    loop {
        let letter = service::outbox::take(&server.world.instance).await.unwrap().expect("a mail");
        if letter.recipient == NEW {
            let link = letter.text.body.split_whitespace().find(|it| it.contains("/settings/email/")).unwrap();
            return link.rsplit('/').next().unwrap().to_owned();
        }
    }
}

async fn ada() -> (TestServer, Person, Browser) {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    (server, ada, browser)
}

#[tokio::test]
async fn a_new_name_is_on_every_page_that_comes_next() {
    let (_server, _, browser) = ada().await;

    let answer =
        browser.submit("/settings", "change_profile", &[("display_name", "Augusta"), ("username", "augusta")]).await;

    assert_eq!((answer.code(), answer.header("location")), (303, "/settings?changed=profile"));
    assert!(browser.get("/settings?changed=profile").await.text.contains("Your profile is changed."));
    assert!(browser.get("/").await.text.contains("Welcome, Augusta"));
    assert_eq!(browser.get("/augusta").await.code(), 200);
    assert_eq!(browser.get("/ada").await.code(), 404);
}

#[tokio::test]
async fn a_form_comes_back_with_the_words_beside_the_field_and_what_was_typed() {
    let (server, ada, browser) = ada().await;
    server.world.joins(&ada, "bob", domain::policy::OrgRole::Member).await;

    let typed = [("display_name", "Augusta Byron"), ("username", "bob")];
    let answer = browser.submit("/settings", "change_profile", &typed).await;
    assert_eq!((answer.code(), answer.header("location")), (303, "/settings"));
    let page = browser.get("/settings").await;

    assert_eq!(page.code(), 422);
    for words in ["“bob” is taken. Choose another name.", "value=\"Augusta Byron\"", "value=\"bob\""] {
        assert!(page.text.contains(words), "{words}");
    }
}

#[tokio::test]
async fn an_old_sign_in_is_asked_for_the_password_in_the_same_form() {
    let (server, _, browser) = ada().await;
    server.world.pass(13 * 3_600_000);

    browser.submit("/settings", "ask_email_change", &[("email", NEW)]).await;
    let page = browser.get("/settings").await;
    assert_eq!(page.code(), 403);
    assert!(page.text.contains("Your sign-in is older than 12 hours.") && page.text.contains("Your password"));
    assert!(page.text.contains(&format!("value=\"{NEW}\"")));

    browser.submit("/settings", "ask_email_change", &[("email", NEW), ("password", "wrong")]).await;
    let page = browser.get("/settings").await;
    assert!(page.code() == 422 && page.text.contains("This is not your password."));

    let answer = browser.submit("/settings", "ask_email_change", &[("email", NEW), ("password", PASSWORD)]).await;
    assert_eq!((answer.code(), answer.header("location")), (303, "/settings?changed=email_asked"));
    assert!(browser.get("/settings").await.text.contains(NEW));
}

#[tokio::test]
async fn opening_the_link_changes_nothing_and_confirming_it_does_once() {
    let (server, _, browser) = ada().await;
    browser.call("ask_email_change", &[("email", NEW)]).await;
    let token = token(&server).await;
    let page = format!("/settings/email/{token}");

    for _ in 0..2 {
        let opened = browser.get(&page).await;
        assert_eq!((opened.code(), opened.header("referrer-policy")), (200, "no-referrer"));
        assert!(opened.text.contains(NEW) && opened.text.contains("ada@example.com"));
    }
    let stranger = server.browser().get(&page).await;
    assert_eq!((stranger.code(), stranger.header("location")), (303, format!("/login?next={page}").as_str()));
    let answer = browser.submit(&page, "confirm_email_change", &[("token", &token)]).await;

    assert_eq!((answer.code(), answer.header("location")), (303, "/settings?changed=email"));
    let again = browser.call("confirm_email_change", &[("token", &token)]).await;
    assert_eq!((again.code(), again.error()), (410, Error::Gone(Gone::EmailChangeUsed)));
    assert_eq!(browser.get(&page).await.code(), 410);
    let unknown = browser.call("confirm_email_change", &[("token", "unknown")]).await;
    assert_eq!((unknown.code(), unknown.error()), (404, Error::NotFound(Kind::Page)));
}

#[tokio::test]
async fn a_password_is_not_guessed_by_asking_for_another_address() {
    let server = TestServer::limited().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let mut codes = Vec::new();
    for _ in 0..11 {
        codes.push(browser.call("ask_email_change", &[("email", NEW), ("password", "guess")]).await.code());
    }

    assert_eq!(codes[..10], [422; 10]);
    assert_eq!(codes[10], 429);
}
