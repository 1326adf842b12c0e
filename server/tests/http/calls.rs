//! Calls that are none, or not as they are meant.

use axum::body::Body;
use http::Method;

use crate::support::TestServer;

#[tokio::test]
async fn an_unknown_call_is_refused_in_words_of_a_type() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;

    for name in ["none", "../../etc/passwd", "set_user_role/x", "<b>", "SET_USER_ROLE"] {
        let name = name.replace('<', "%3C").replace('>', "%3E");
        let answer = server.browser_of(&ada).call(&name, &[]).await;
        assert!((400..500).contains(&answer.code()), "{name} {}", answer.status);
        assert!(!answer.header("content-type").is_empty(), "{name}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
        assert!(!answer.text.contains("<b>"));
    }
}

#[tokio::test]
async fn arguments_that_cannot_be_read_are_malformed() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for body in
        ["", "{", "null", "[]", "{\"users\":1}", "{\"users\":{}}", "\u{feff}{}", "{\"users\":{\"emails\":[\"a\"]}}"]
    {
        let answer = browser.call_with("add_users", "application/json", body).await;
        assert!(matches!(answer.code(), 415 | 422), "{body} {}", answer.status);
        assert!(answer.text.contains("Malformed"), "{}", answer.text);
    }
    let bytes = browser.call_with("sign_in", "application/x-www-form-urlencoded", Body::from(vec![0xff, 0xfe])).await;
    assert_eq!(bytes.code(), 422);
}

#[tokio::test]
async fn arguments_travel_as_json_from_a_page_and_as_fields_from_a_form() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let fields = [("span", "months"), ("long", "false")];

    let form = browser.call("plot_active_users", &fields).await;
    let json = browser
        .call_with("plot_active_users", "application/json; charset=utf-8", r#"{"span":"months","long":false}"#)
        .await;

    assert_eq!((form.code(), json.code()), (200, 200));
    assert_eq!(form.text, json.text);
}

#[tokio::test]
async fn a_deep_nest_does_not_end_the_server() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (open, close) = ("[".repeat(30_000), "]".repeat(30_000));
    let body = format!("{{\"query\":{open}{close}}}");

    let answer = server.browser_of(&ada).call_with("list_users", "application/json", body).await;

    assert_eq!(answer.code(), 422);
}

#[tokio::test]
async fn a_body_has_room_by_its_call() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let form = |size: usize| format!("name={}", "a".repeat(size - 5));
    let json = |size: usize| format!("{{\"users\":{{\"emails\":\"{}\",\"role\":\"member\"}}}}", "a".repeat(size - 43));
    let (kind, bulk) = ("application/x-www-form-urlencoded", "application/json");

    assert_eq!(browser.call_with("rename_organization", kind, form(64 * 1024)).await.code(), 422);
    assert_eq!(browser.call_with("rename_organization", kind, form(65 * 1024)).await.code(), 413);
    assert_eq!(browser.call_with("sign_in", kind, form(65 * 1024)).await.code(), 413);
    assert_eq!(browser.call_with("list_users", bulk, json(65 * 1024)).await.code(), 413);
    assert_eq!(browser.call_with("add_users", bulk, json(1000 * 1024)).await.code(), 422);
    assert_eq!(browser.call_with("add_users", bulk, json((1 << 20) + 1024)).await.code(), 413);
}

#[tokio::test]
async fn a_call_is_posted() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for path in ["/api/fn/sign_out", "/api/fn/get_figures", "/api/fn/revoke_other_sessions"] {
        for method in [Method::GET, Method::PUT, Method::DELETE] {
            let answer = browser.send(method, path, &[("sec-fetch-site", "same-origin")], Body::empty()).await;
            assert_eq!(answer.code(), 405, "{path}");
        }
    }
    assert_eq!(browser.call("get_figures", &[]).await.code(), 200);
}
