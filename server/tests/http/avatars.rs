//! Pictures on their way in and out.

use domain::policy::OrgRole;
use domain::storage::StorageType;
use domain::team::NewTeam;
use http::Method;
use service::teams;
use testkit::picture;

use crate::support::{Answer, Browser, TestServer};

const BOUNDARY: &str = "a-line-that-is-nowhere-else";

/// Sends a file as the form on `page` does, by a browser itself or by a script.
async fn send(browser: &Browser, path: &str, file: &[u8], accept: &str) -> Answer {
    send_with(browser, path, (file, &[]), accept).await
}

/// The same with more fields in the form.
async fn send_with(browser: &Browser, path: &str, (file, fields): (&[u8], &[(&str, &str)]), accept: &str) -> Answer {
    let head = format!(
        "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"me.png\"\r\n\
         Content-Type: image/png\r\n\r\n"
    );
    let field = |(name, value): &(&str, &str)| {
        format!("\r\n--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
    };
    let fields: String = fields.iter().map(field).collect();
    let body = [head.as_bytes(), file, fields.as_bytes(), format!("\r\n--{BOUNDARY}--\r\n").as_bytes()].concat();
    let (origin, referer) = (browser.origin.clone(), format!("{}/settings", browser.origin));
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let headers = [
        ("accept", accept),
        ("content-type", kind.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("origin", &origin),
        ("referer", &referer),
    ];
    browser.send(Method::POST, path, &headers, body).await
}

/// The address of the picture in a page.
fn shown(page: &Answer) -> String {
    let at = page.text.find("\"/avatars/").expect("a picture") + 1;
    page.text[at..].split('"').next().unwrap().to_owned()
}

/// A PNG that says that it is this large, and is not.
fn bomb(side: u32) -> Vec<u8> {
    let mut bytes = picture(1, 1);
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    bytes
}

#[tokio::test]
async fn a_picture_that_is_sent_is_shown_to_whoever_is_signed_in() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let browser = server.browser_of(&ada);

    let sent = send(&browser, "/avatars/mine", &picture(300, 200), "text/html").await;
    let page = browser.get(sent.header("location")).await;
    let path = shown(&server.browser_of(&bob).get("/ada").await);
    let seen = server.browser_of(&bob).get(&path).await;
    let outsider = server.browser().get(&path).await;

    assert_eq!((sent.code(), sent.header("location")), (303, "/settings?changed=picture"));
    assert!(page.text.contains("The picture is changed.") && page.text.contains(&path));
    assert_eq!((seen.code(), seen.header("content-type")), (200, "image/png"));
    assert_eq!(seen.header("x-content-type-options"), "nosniff");
    assert_eq!(seen.header("content-security-policy"), "default-src 'none'; sandbox");
    assert_eq!(seen.header("content-disposition"), "inline; filename=\"avatar.png\"");
    assert_eq!(seen.header("cache-control"), "private, max-age=31536000, immutable");
    assert_eq!((outsider.code(), outsider.header("cache-control")), (404, "no-store"));
}

#[tokio::test]
async fn a_picture_that_is_not_there_looks_alike_to_everybody() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;

    for path in ["/avatars/018f0000-0000-4000-8000-000000000000", "/avatars/me.png"] {
        for browser in [server.browser(), server.browser_of(&ada)] {
            assert_eq!(browser.get(path).await.code(), 404, "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_no_picture_is_refused_on_its_field() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let polyglot = [picture(9, 9), b"<script>alert(1)</script>".to_vec()].concat();

    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    for file in
        [svg, b"GIF89a/*".to_vec(), b"<!doctype html>".to_vec(), polyglot, bomb(60_000), bomb(5_000), Vec::new()]
    {
        let answer = send(&browser, "/avatars/mine", &file, "application/json").await;
        assert_eq!((answer.code(), answer.fields()), (422, vec!["picture".to_owned()]));
    }
    let back = send(&browser, "/avatars/mine", b"GIF89a", "text/html").await;
    let page = browser.get(back.header("location")).await;
    assert_eq!((back.code(), back.header("location"), page.code()), (303, "/settings", 422));
    assert!(page.text.contains("A picture is a PNG, a JPEG or a WebP."));
}

#[tokio::test]
async fn a_file_that_is_too_large_is_not_read() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;

    let answer = send(&server.browser_of(&ada), "/avatars/mine", &vec![0; 2 * 1024 * 1024 + 1], "text/html").await;

    assert_eq!(answer.code(), 413);
}

#[tokio::test]
async fn a_team_gets_its_picture_from_its_admins_only() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    let team = teams::create(&ada.ctx, &new).await.unwrap().id;
    let path = format!("/avatars/teams/{team}");

    let stranger = send(&server.browser(), &path, &picture(9, 9), "text/html").await;
    let outsider = send(&server.browser_of(&bob), &path, &picture(9, 9), "application/json").await;
    let admin = send(&server.browser_of(&ada), &path, &picture(9, 9), "text/html").await;
    let page = server.browser_of(&ada).get("/vision").await;

    assert_eq!((stranger.code(), outsider.code()), (401, 404));
    assert_eq!((admin.code(), admin.header("location")), (303, "/vision/settings?changed=picture"));
    assert_eq!(server.browser_of(&ada).get(&shown(&page)).await.code(), 200);
}

#[tokio::test]
async fn a_page_of_another_site_sends_no_picture() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let headers = [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    let answer = browser.send(Method::POST, "/avatars/mine", &headers, picture(9, 9)).await;

    assert_eq!(answer.code(), 403);
    assert!(!browser.get("/ada").await.text.contains("/avatars/"));
}

#[tokio::test]
async fn the_numbers_that_come_along_say_what_is_kept() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let file = picture(300, 200);
    let sent = async |x: &str, y: &str, size: &str| {
        let fields = [("x", x), ("y", y), ("size", size)];
        send_with(&browser, "/avatars/mine", (&file, &fields), "application/json").await
    };

    assert_eq!(sent("100", "0", "200").await.code(), 303);
    assert_eq!(sent("", "", "").await.code(), 303, "as where nobody chose");
    for (x, y, size) in [
        ("101", "0", "200"),
        ("0", "1", "200"),
        ("0", "0", "0"),
        ("0", "0", "201"),
        ("-1", "0", "10"),
        ("0.5", "0", "10"),
        ("4294967296", "0", "10"),
        ("4294967295", "0", "10"),
        ("0", "0", ""),
        ("0x10", "0", "10"),
    ] {
        let answer = sent(x, y, size).await;
        assert_eq!((answer.code(), answer.fields()), (422, vec!["picture".to_owned()]), "{x} {y} {size}");
    }
    let back = send_with(&browser, "/avatars/mine", (&file, &[("x", "9")]), "text/html").await;
    let page = browser.get(back.header("location")).await;
    assert_eq!((back.code(), page.code()), (303, 422));
    assert!(page.text.contains("three whole numbers"), "{}", page.text);
}

#[tokio::test]
async fn faces_stand_in_the_pages_as_plain_images_beside_the_names() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let team = server.world.team_of(&ada, "vision").await;
    let browser = server.browser_of(&ada);
    send(&browser, "/avatars/mine", &picture(9, 9), "text/html").await;
    let mine = shown(&browser.get("/ada").await);
    send(&browser, &format!("/avatars/teams/{team}"), &picture(9, 9), "text/html").await;
    let faces = |page: &Answer, of: &str| {
        let image = format!(r#"<img src="{of}" width="28" height="28" alt="" loading="lazy">"#);
        page.text.matches(&image).count()
    };
    let home = browser.get("/").await;
    let all: Vec<&str> = home.text.split("<img src=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
    let theirs = all.iter().find(|it| **it != mine).expect("the team's");

    assert_eq!((faces(&home, theirs), faces(&home, &mine)), (2, 1), "in the navigation and among my teams");
    assert_eq!(faces(&browser.get("/organization").await, &mine), 2, "at the top and in the table");
    assert_eq!(faces(&browser.get("/vision/members").await, &mine), 2);
    assert!(faces(&browser.get("/vision").await, theirs) >= 2);
}
