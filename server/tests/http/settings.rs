//! One's own password and browsers.

use domain::Error;
use domain::error::Kind;
use domain::session::Session;
use testkit::PASSWORD;

use crate::support::TestServer;

const NEW: &str = "seven bright foxes cross the river";

#[tokio::test]
async fn a_new_password_keeps_this_browser_and_ends_the_others() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let other = server.world.signs_in("ada").await.unwrap();
    let browser = server.browser_of(&ada);

    let changed = browser.call("change_password", &[("current_password", PASSWORD), ("new_password", NEW)]).await;

    assert_eq!(changed.code(), 200, "{}", changed.text);
    assert_eq!(browser.call("list_sessions", &[]).await.code(), 200);
    assert_eq!(server.browser_of(&other).call("list_sessions", &[]).await.code(), 401);
}

#[tokio::test]
async fn what_is_wrong_with_a_new_password_is_named() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for (current, new, field) in [("wrong", NEW, "current_password"), (PASSWORD, "short", "new_password")] {
        let answer = browser.call("change_password", &[("current_password", current), ("new_password", new)]).await;
        assert_eq!((answer.code(), answer.fields()), (422, vec![field.to_owned()]));
    }
}

#[tokio::test]
async fn one_ends_ones_own_sessions_only() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", domain::policy::OrgRole::Member).await;
    let sessions: Vec<Session> = server.browser_of(&bob).call("list_sessions", &[]).await.json();
    let id = sessions[0].id.to_string();

    let foreign = server.browser_of(&ada).call("revoke_session", &[("session", &id)]).await;
    assert_eq!((foreign.code(), foreign.error()), (404, Error::NotFound(Kind::Session)));

    assert_eq!(server.browser_of(&bob).call("revoke_session", &[("session", &id)]).await.code(), 200);
    assert_eq!(server.browser_of(&bob).call("list_sessions", &[]).await.code(), 401);
}
