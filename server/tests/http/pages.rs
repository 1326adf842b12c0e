//! Pages: their headers, who may open them, and what stands where there is nothing.

use axum::body::Body;
use domain::policy::OrgRole;
use domain::storage::StorageType;
use domain::team::NewTeam;
use http::Method;
use service::teams;

use crate::support::{TestServer, masked};

#[tokio::test]
async fn a_page_names_the_nonce_of_its_scripts_and_no_other_answer_has_one() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let (one, two) = (browser.get("/organization").await, browser.get("/organization").await);
    let policy = one.header("content-security-policy").to_owned();
    let nonce = policy.split("script-src 'self' 'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
    assert!(nonce.len() >= 16 && one.text.contains(&format!("nonce=\"{nonce}\"")), "{policy}");
    assert!(policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"));
    assert!(!policy.contains("unsafe-inline") && !policy.contains("strict-dynamic"));
    assert_ne!(policy, two.header("content-security-policy"));

    for path in ["/healthz", "/robots.txt", "/organization/users.csv"] {
        assert!(!browser.get(path).await.header("content-security-policy").contains("nonce"), "{path}");
    }
    let call = browser.call("get_figures", &[]).await;
    assert!(!call.header("content-security-policy").contains("nonce"));
}

#[tokio::test]
async fn every_answer_tells_browsers_how_little_it_needs() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for answer in [
        browser.get("/organization").await,
        browser.get("/nothing-here").await,
        browser.get("/login").await,
        browser.get("/pkg/missing.js").await,
        browser.call("get_figures", &[]).await,
        browser.call("remove_user", &[]).await,
        server.browser().get("/organization").await,
    ] {
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert_eq!(answer.header("referrer-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(answer.header("cache-control"), "no-store");
        assert_eq!(answer.header("x-request-id").len(), 32);
        assert_eq!(answer.header("strict-transport-security"), "");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"));
    }
    let public = TestServer::public().await;
    let held = public.browser().get("/login").await;
    assert_eq!(held.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
}

#[tokio::test]
async fn a_stranger_signs_in_first_and_then_goes_on() {
    let server = TestServer::new().await;

    for (path, next) in [
        ("/", "/"),
        ("/organization", "/organization"),
        ("/organization?q=a%20b&sort=role", "/organization%3Fq%3Da%2520b%26sort%3Drole"),
        ("/settings", "/settings"),
        ("/nothing-here", "/nothing-here"),
        ("/nothing.txt", "/nothing.txt"),
    ] {
        let answer = server.browser().get(path).await;
        assert_eq!((answer.code(), answer.header("location")), (303, format!("/login?next={next}").as_str()));
    }
    for open in ["/login", "/signup", "/forgot", "/robots.txt"] {
        assert_eq!(server.browser().get(open).await.code(), 200, "{open}");
    }
}

#[tokio::test]
async fn a_cookie_that_means_nothing_is_no_sign_in() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let longer = format!("{}A", ada.token);

    for wrong in ["", "x", &ada.token[1..], &longer, &ada.token.to_lowercase(), "' OR 1=1--", &"A".repeat(4000)] {
        let browser = server.browser();
        browser.put_cookie("rollcall", wrong);
        assert_eq!(browser.get("/organization").await.code(), 303, "{wrong:.50}");
        assert_eq!(browser.call("get_figures", &[]).await.code(), 401);
    }
}

#[tokio::test]
async fn another_host_name_is_misdirected() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;

    for host in ["evil.example", "127.0.0.1:3001", "127.0.0.1:3000.evil.example"] {
        let answer = server.browser_of(&ada).send(Method::GET, "/organization", &[("host", host)], Body::empty()).await;
        assert_eq!(answer.code(), 421, "{host}");
        assert!(!answer.text.contains("Ada"));
    }
}

#[tokio::test]
async fn what_is_not_there_looks_the_same_everywhere() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    teams::create(&ada.ctx, &new).await.unwrap();
    let browser = server.browser_of(&bob);

    let places: [&[&str]; 8] = [
        &["/organization/none", "/api/users", "/vision/none"],
        &["/a/b/c/d", "/vision/b/c/d"],
        // Where a team could be, one of others is like none.
        &["/nothing-here", "/vision", "/nothing.txt", "/.env", "/..%2f..%2fCargo.toml"],
        &["/nothing-here/members", "/vision/members"],
        &["/nothing-here/settings", "/vision/settings"],
        &["/nothing-here/settings/members", "/vision/settings/members"],
        &["/nothing-here/none/runs/none", "/vision/none/runs/none"],
        &["/nothing-here/reports", "/vision/reports"],
    ];
    for paths in places {
        let first = browser.get(paths[0]).await;
        assert!(first.text.contains("This page does not exist"), "{}", paths[0]);
        for path in paths {
            let other = browser.get(path).await;
            assert_eq!(other.code(), 404, "{path}");
            assert_eq!(masked(&other), masked(&first), "{path}");
        }
    }
}

#[tokio::test]
async fn a_name_is_text_wherever_it_stands() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let hostile = "</script><img src=x>";
    server.world.execute(&format!("UPDATE \"user\" SET name = '{hostile}'")).await;

    for path in ["/", "/organization", "/settings"] {
        let page = server.browser_of(&ada).get(path).await;
        assert_eq!(page.code(), 200);
        assert!(!page.text.contains(hostile) && !page.text.contains("<img src=x"), "{path}");
    }
}

#[tokio::test]
async fn files_of_the_site_are_kept_and_those_outside_are_not_there() {
    let server = TestServer::new().await;

    let robots = server.browser().get("/robots.txt").await;
    assert_eq!((robots.code(), robots.header("cache-control")), (200, "public, max-age=3600"));
    for path in ["/pkg/../robots.txt", "/pkg/%2e%2e/robots.txt", "/%2e%2e/Cargo.toml"] {
        assert!(!server.browser().get(path).await.text.contains("User-agent"), "{path}");
    }
}
