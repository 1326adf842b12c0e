//! The page that describes the API.

use crate::described::Operation;
use crate::support::TestServer;

#[tokio::test]
async fn the_page_shows_every_operation_and_every_link_in_it_leads_somewhere() {
    let server = TestServer::new().await;

    let page = server.browser().get("/api/docs").await;

    assert_eq!((page.code(), page.header("content-type")), (200, "text/html; charset=utf-8"));
    for Operation { method, path, told, .. } in &server.described().await.operations {
        let id = format!("id=\"{}/api/v1{path}\"", method.as_str().to_lowercase());
        assert_eq!(page.text.matches(&id).count(), 1, "{method} {path}");
        assert!(page.text.contains(told["summary"].as_str().unwrap()), "{method} {path}");
    }
    for name in page.text.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(page.text.contains(&format!("id=\"{name}\"")), "{name}");
    }
}

#[tokio::test]
async fn the_page_needs_no_script_and_takes_its_style_from_this_server() {
    let browser = TestServer::new().await.browser();

    let (page, style) = (browser.get("/api/docs").await, browser.get("/api/docs.css").await);

    assert!(!page.text.contains("<script") && !page.text.contains("style="), "{}", page.text);
    assert!(page.text.contains("href=\"/api/docs.css\""));
    assert_eq!((style.code(), style.header("content-type")), (200, "text/css; charset=utf-8"));
    assert!(style.text.contains("--n1: light-dark(") && style.text.contains("var(--n1)"));
}
