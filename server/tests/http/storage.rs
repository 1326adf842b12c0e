//! A bucket of a team's own, from the form to the page that shows it.

use service::instance::Settings;
use testkit::S3Server;

use crate::support::TestServer;

/// A server whose operator allows buckets on this machine.
async fn open_server() -> TestServer {
    let settings = Settings { internal_buckets: true, ..testkit::settings() };
    TestServer::with(settings, &[("ROLLCALL_RATE_LIMIT", "0")]).await
}

#[tokio::test]
async fn a_form_creates_a_team_with_a_bucket_and_a_page_shows_it_without_the_secret() {
    let server = open_server().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let typed = S3Server::running().typed("rollcall/vision");
    let fields = |secret| {
        [
            ("name", "vision"),
            ("storage", "s3"),
            ("bucket[endpoint]", typed.endpoint.as_str()),
            ("bucket[region]", typed.region.as_str()),
            ("bucket[name]", typed.name.as_str()),
            ("bucket[prefix]", typed.prefix.as_str()),
            ("bucket[access_key_id]", typed.access_key_id.as_str()),
            ("bucket[secret_access_key]", secret),
        ]
    };

    let refused = browser.call("create_team", &fields("wrong")).await;
    let created = browser.call("create_team", &fields(&typed.secret_access_key)).await;
    let page = browser.get("/vision/settings/storage").await;

    assert_eq!((refused.code(), refused.fields()), (422, vec!["secret_access_key".to_owned()]));
    assert_eq!((created.code(), created.json::<String>().as_str()), (200, "/vision"));
    for told in ["S3-compatible bucket", &typed.endpoint, "rollcall/vision", &typed.access_key_id, "Test connection"] {
        assert!(page.text.contains(told), "{told}");
    }
    assert!(!page.text.contains(&typed.secret_access_key));
}

#[tokio::test]
async fn without_javascript_a_key_that_opens_nothing_comes_back_with_the_page() {
    let server = open_server().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let typed = S3Server::running().typed("forms");
    let team = service::teams::create_in_bucket(&ada.ctx, "vision", &typed).await.unwrap().id.to_string();
    let page = "/vision/settings/storage";

    let tested = browser.submit(page, "test_team_bucket", &[("team", &team)]).await;
    let key = |secret| {
        [("team", team.as_str()), ("access_key_id", typed.access_key_id.as_str()), ("secret_access_key", secret)]
    };
    let refused = browser.submit(page, "set_bucket_key", &key("wrong")).await;
    let shown = browser.get(refused.header("location")).await;
    let saved = browser.submit(page, "set_bucket_key", &key(&typed.secret_access_key)).await;

    assert_eq!((tested.code(), tested.header("location")), (303, "/vision/settings/storage?changed=tested"));
    assert_eq!((refused.code(), shown.code()), (303, 422));
    assert!(shown.text.contains("This is not the secret of the access key ID.") && !shown.text.contains("\"wrong\""));
    assert_eq!(saved.header("location"), "/vision/settings/storage?changed=key");
}
