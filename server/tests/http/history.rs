//! The history, as the page and as a file.

use domain::history::Entry;
use domain::page::Page;
use domain::policy::OrgRole;
use serde_json::json;

use crate::support::TestServer;

const PAGE: &str = "/organization/history";
const FILE: &str = "/organization/history.csv";

#[tokio::test]
async fn an_admin_reads_who_did_what_to_whom() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let browser = server.browser_of(&ada);
    browser.call("set_user_role", &[("user", &bob.id.to_string()), ("role", "admin")]).await;

    let page = browser.get(PAGE).await;
    let about_bob = browser.get(&format!("{PAGE}?target={}&action=user.role_changed", bob.id)).await;
    let nothing = browser.get(&format!("{PAGE}?action=user.removed")).await;

    assert_eq!(page.code(), 200);
    assert!(page.text.contains("Changed the role") && page.text.contains("Signed up"));
    assert!(about_bob.text.contains("1 change<") && about_bob.text.contains("To Bob"));
    assert!(nothing.text.contains("No change matches"));
}

#[tokio::test]
async fn a_page_of_the_list_is_asked_for_in_known_words_only() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let ask = async |query| browser.call_json("list_history", &json!({ "query": query, "after": null })).await;

    let page: Page<Entry> = ask(json!({ "door": "page", "direction": "asc" })).await.json();
    assert_eq!((page.total.rows, page.rows[0].actor.name.as_str()), (1, "Ada"));
    for query in [
        json!({ "action": "Removed" }),
        json!({ "door": "Page" }),
        json!({ "actor": "ada" }),
        json!({ "target": 7 }),
        json!({ "from": "2026-11-23" }),
        json!({ "direction": "up" }),
    ] {
        assert_eq!(ask(query.clone()).await.code(), 422, "{query}");
    }
    let backwards = ask(json!({ "from": 20_001, "to": 20_000 })).await;
    assert_eq!((backwards.code(), backwards.fields()), (422, vec!["to".to_owned()]));
    let forged = browser.call_json("list_history", &json!({ "query": {}, "after": "forged" })).await;
    assert_eq!((forged.code(), forged.fields()), (422, vec!["after".to_owned()]));
}

#[tokio::test]
async fn an_admin_downloads_what_the_filter_shows_and_that_is_noted() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.invites(&ada, "=bob@example.com", OrgRole::Member).await;
    let browser = server.browser_of(&ada);

    let invited = browser.get(&format!("{FILE}?action=user.invited&dir=asc&from=2026-11-23&to=2026-11-23&x=y")).await;
    let all = browser.get(FILE).await;

    assert_eq!((invited.code(), invited.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(invited.header("content-disposition"), "attachment; filename=\"history-2026-11-23.csv\"");
    assert_eq!((invited.header("cache-control"), invited.header("x-content-type-options")), ("no-store", "nosniff"));
    assert_eq!(
        invited.text,
        "\"Time\",\"Actor\",\"Actor kind\",\"Door\",\"Action\",\"Target\",\"Before\",\"After\",\"Request id\"\r\n\
         \"2026-11-23T12:00:00.000Z\",\"Ada\",\"User\",\"Page\",\"Invited\",\"'=bob@example.com\",\"\",\
         \"Role: Member; Status: Pending\",\"test\"\r\n"
    );
    let lines: Vec<&str> = all.text.split("\r\n").collect();
    assert!(lines[1].contains("Exported the history") && lines[2].contains("Exported the history"), "{}", all.text);
    assert!(lines[1].contains(&format!("\"{}\"", all.header("x-request-id"))));
    assert!(lines[2].contains("Filter: Action: Invited, From: 23 Nov 2026, To: 23 Nov 2026"));
    assert_eq!(lines.len(), 6);
}

#[tokio::test]
async fn an_unknown_word_in_the_address_of_the_file_is_refused_and_not_left_out() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let long = format!("q={}", "a".repeat(201));

    for query in [
        "action=Removed",
        "action=",
        "door=Page",
        "actor=ada",
        "target=1",
        "from=yesterday",
        "from=",
        "to=2026-02-30",
        "dir=up",
        "from=2026-11-24&to=2026-11-23",
        &long,
    ] {
        let answer = browser.get(&format!("{FILE}?{query}")).await;
        assert_eq!(answer.code(), 422, "{query}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    }
    assert_eq!(server.world.number("SELECT count(*) FROM history WHERE action = 'history.exported'").await, 0);
}

#[tokio::test]
async fn a_member_reads_why_not_and_a_stranger_signs_in_first() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let rule = "Only an admin of the organization can do this.";

    let (page, file) = (server.browser_of(&bob).get(PAGE).await, server.browser_of(&bob).get(FILE).await);
    let stranger = server.browser().get(&format!("{FILE}?dir=asc")).await;

    assert_eq!((file.code(), file.text.trim()), (403, rule));
    assert!(page.code() == 403 && page.text.contains(rule) && !page.text.contains("Signed up"));
    assert_eq!(stranger.code(), 303);
    assert_eq!(stranger.header("location"), "/login?next=/organization/history.csv%3Fdir%3Dasc");
}
