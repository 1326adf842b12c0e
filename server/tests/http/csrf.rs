//! A change that another site's page asks for is not made.

use domain::policy::OrgRole;
use http::Method;

use crate::support::{TestServer, form};

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");
const ACTIVE: &str = "SELECT count(*) FROM \"user\" WHERE status = 'active'";

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (browser, id) = (server.browser_of(&ada), bob.id.to_string());
    let body = form(&[("user", &id)]);

    for headers in [
        vec![FORM, ("sec-fetch-site", "cross-site")],
        vec![FORM, ("sec-fetch-site", "cross-site"), ("origin", &browser.origin)],
        vec![FORM, ("sec-fetch-site", "same-site"), ("origin", &browser.origin)],
        vec![FORM, ("sec-fetch-site", "same-origin"), ("origin", "https://evil.example")],
        vec![FORM, ("origin", "https://evil.example")],
        vec![FORM, ("origin", "http://127.0.0.1:3000.evil.example")],
        vec![FORM, ("origin", "null")],
        vec![FORM, ("origin", "null"), ("sec-fetch-site", "cross-site")],
        vec![FORM],
        vec![("content-type", "text/plain"), ("sec-fetch-site", "same-origin")],
    ] {
        for call in ["deactivate_user", "remove_user"] {
            let answer = browser.send(Method::POST, &format!("/api/fn/{call}"), &headers, body.clone()).await;
            assert_eq!(answer.code(), 403, "{call} {headers:?}");
        }
    }

    assert_eq!(server.world.number(ACTIVE).await, 2);
    assert_eq!(server.browser_of(&bob).call("list_sessions", &[]).await.code(), 200);
}

#[tokio::test]
async fn a_read_method_changes_nothing() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let browser = server.browser_of(&ada);
    let (id, here) =
        (bob.id.to_string(), [("sec-fetch-site", "same-origin"), FORM, ("x-http-method-override", "POST")]);
    let body = form(&[("user", &id), ("_method", "POST")]);

    for method in [Method::GET, Method::HEAD, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS] {
        let path = format!("/api/fn/deactivate_user?{body}");
        let answer = browser.send(method.clone(), &path, &here, body.clone()).await;
        assert!(answer.code() >= 400, "{method} {}", answer.status);
    }

    assert_eq!(server.world.number(ACTIVE).await, 2);
}

#[tokio::test]
async fn our_own_page_changes_it() {
    for headers in [
        vec![FORM, ("sec-fetch-site", "same-origin"), ("origin", "http://127.0.0.1:3000")],
        vec![FORM, ("sec-fetch-site", "same-origin"), ("origin", "null")],
        vec![FORM, ("origin", "http://127.0.0.1:3000")],
    ] {
        let server = TestServer::new().await;
        let ada = server.world.first_admin().await;
        let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;

        let body = form(&[("user", &bob.id.to_string())]);
        let answer = server.browser_of(&ada).send(Method::POST, "/api/fn/deactivate_user", &headers, body).await;

        assert_eq!(answer.code(), 200, "{headers:?}");
        assert_eq!(server.world.number(ACTIVE).await, 1);
    }
}

#[tokio::test]
async fn signing_in_for_somebody_else_is_refused_too() {
    let server = TestServer::new().await;
    server.world.first_admin().await;
    let body = form(&[("login", "ada"), ("password", testkit::PASSWORD)]);
    let headers = [FORM, ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];

    let answer = server.browser().send(Method::POST, "/api/fn/sign_in", &headers, body).await;

    assert_eq!((answer.code(), answer.sets_cookie("rollcall").as_str()), (403, ""));
}
