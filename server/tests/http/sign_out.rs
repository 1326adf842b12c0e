//! Signing out.

use crate::support::TestServer;

#[tokio::test]
async fn a_session_that_ended_opens_nothing() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (browser, copy) = (server.browser_of(&ada), server.browser_of(&ada));

    let answer = browser.call("sign_out", &[]).await;

    assert_eq!((answer.code(), answer.json::<String>().as_str()), (200, "/login"));
    assert_eq!(answer.sets_cookie("rollcall"), "rollcall=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    assert_eq!(copy.call("get_figures", &[]).await.code(), 401);
    assert_eq!(copy.get("/organization").await.header("location"), "/login?next=/organization");
}

#[tokio::test]
async fn other_browsers_stay_signed_in() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let elsewhere = server.world.signs_in("ada").await.unwrap();

    server.browser_of(&ada).call("sign_out", &[]).await;

    assert_eq!(server.browser_of(&elsewhere).call("get_figures", &[]).await.code(), 200);
}

#[tokio::test]
async fn whoever_is_signed_out_may_sign_out() {
    let server = TestServer::new().await;

    assert_eq!(server.browser().call("sign_out", &[]).await.code(), 200);
}

#[tokio::test]
async fn a_browser_without_javascript_is_sent_to_the_sign_in_page() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let answer = browser.submit("/organization", "sign_out", &[]).await;

    assert_eq!((answer.code(), answer.header("location")), (303, "/login"));
    assert_eq!(browser.cookie("rollcall"), None);
}
