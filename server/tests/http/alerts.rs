//! The alerts of a team, from the page to what arrives.

use domain::alert::{AddedDestination, Alerts, Delivery, DeliveryState};
use domain::policy::{OrgRole, TeamRole};
use http::Method;
use serde_json::{Value, json};
use service::instance::Settings;
use testkit::{Answer, Person, Receiver};

use crate::rest_keys::{bearer, key_of};
use crate::support::TestServer;

/// A server whose operator allows webhooks on this machine, and the admin of the team "vision".
async fn open_server() -> (TestServer, Person, String) {
    let settings = Settings { internal_webhooks: true, ..testkit::settings() };
    let server = TestServer::with(settings, &[("ROLLCALL_RATE_LIMIT", "0")]).await;
    let ada = server.world.first_admin().await;
    let team = server.world.team_of(&ada, "vision").await.to_string();
    (server, ada, team)
}

#[tokio::test]
async fn an_admin_adds_a_destination_and_a_test_arrives() {
    let ((server, ada, team), receiver) = (open_server().await, Receiver::start(Answer::Status(200)).await);
    let browser = server.browser_of(&ada);
    let url = receiver.url("/hooks/0123456789abcdef");
    let new = json!({ "kind": "webhook", "name": "Pager", "url": url, "events": ["failed"] });
    let add = json!({ "team": team, "destination": new }).to_string();

    let added = browser.call_with("add_alert_destination", "application/json", add).await;
    let AddedDestination { destination, secret } = added.json();
    let tested = browser.call("test_alert_destination", &[("destination", &destination.id.to_string())]).await;
    let page = browser.get("/vision/settings/alerts").await;
    let alerts: Alerts = browser.call("get_alerts", &[("team", "vision")]).await.json();

    assert_eq!(tested.json::<Delivery>().state, DeliveryState::Delivered);
    assert_eq!(receiver.received().len(), 1);
    assert_eq!((alerts.destinations.len(), alerts.deliveries.len()), (1, 1));
    for told in ["Pager", "Run failed", "Deliveries", "Delivered", "It answered 200.", "…cdef"] {
        assert!(page.text.contains(told), "{told}");
    }
    for secret in [secret.unwrap().as_str(), "/hooks/0123456789"] {
        assert!(!page.text.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn a_member_gets_no_page_of_alerts() {
    let (server, ada, _) = open_server().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let team = service::teams::open(&ada.ctx, "vision").await.unwrap().id;
    server.world.puts(&ada, team, &bob, TeamRole::Member).await;

    let page = server.browser_of(&bob).get("/vision/settings/alerts").await;

    assert_eq!(page.code(), 403);
    assert!(!page.text.contains("Destinations"));
}

#[tokio::test]
async fn a_program_adds_a_destination_and_is_shown_the_secret_once() {
    let (server, ada, _) = open_server().await;
    let key = bearer(&key_of(&ada).await);
    let headers = [("authorization", key.as_str()), ("content-type", "application/json"), ("idempotency-key", "one")];
    let (at, body) = (
        "/api/v1/teams/vision/alerts/destinations",
        r#"{"kind":"webhook","name":"Pager","url":"http://127.0.0.1:1/"}"#,
    );
    let browser = server.browser();

    let added = browser.send(Method::POST, at, &headers, body).await;
    let again = browser.send(Method::POST, at, &headers, body).await;
    let listed: Value = browser.send(Method::GET, at, &headers[..1], "").await.json();

    let added: Value = added.json();
    assert!(added["secret"].as_str().unwrap().starts_with("whsec_"));
    assert_eq!(added["destination"]["events"], json!(["failed", "crashed", "alert"]));
    assert_eq!(again.code(), 409, "{}", again.text);
    assert_eq!(listed["items"], json!([added["destination"]]));
}
