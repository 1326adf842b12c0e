//! The users table and what an admin does to its rows.

use domain::Error;
use domain::error::Kind;
use domain::page::Page;
use domain::policy::{Denied, OrgRole};
use domain::user::{Status, User};
use serde_json::{Value, json};

use crate::support::TestServer;

fn wanted(search: &str, after: Value) -> Value {
    json!({ "query": { "search": search }, "after": after })
}

#[tokio::test]
async fn an_admin_sees_everybody_and_a_member_reads_why_not() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;

    let page: Page<User> = server.browser_of(&ada).call_json("list_users", &wanted("", json!(null))).await.json();
    let member = server.browser_of(&bob).call_json("list_users", &wanted("", json!(null))).await;
    let stranger = server.browser().call_json("list_users", &wanted("", json!(null))).await;

    assert_eq!(page.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["Ada", "Bob"]);
    assert_eq!((member.code(), member.error()), (403, Error::Denied(Denied::AdminsOnly)));
    assert_eq!((stranger.code(), stranger.error()), (401, Error::Unauthenticated));
}

#[tokio::test]
async fn what_people_are_called_is_text_in_the_page() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let name = r#"<b title="x">Bob</b> '&amp;"#.replace('\'', "''");
    server.world.execute(&format!("UPDATE \"user\" SET name = '{name}' WHERE username = 'bob'")).await;

    let page = server.browser_of(&ada).get("/organization").await.text;

    let row = page.split_once(&format!("id=\"user-{}\"", bob.id)).expect("his row").1.split_once("</tr>").unwrap().0;
    assert!(!row.contains("<b ") && !row.contains("title=\"x\""), "{row}");
    assert!(row.contains("&lt;b title=&quot;x&quot;&gt;Bob&lt;/b&gt; '&amp;amp;</span>"), "{row}");
}

#[tokio::test]
async fn a_forged_place_is_refused() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for forged in ["", "x", "e30", "' OR 1=1--", "bnVsbA", "AAAA", "\u{0}", &"A".repeat(20_000)] {
        let answer = browser.call_json("list_users", &wanted("", json!(forged))).await;
        assert_eq!((answer.code(), answer.fields()), (422, vec!["after".to_owned()]), "{forged:.20}");
    }
    for kind in [json!(1), json!([]), json!({ "id": 1 })] {
        assert_eq!(browser.call_json("list_users", &wanted("", kind)).await.code(), 422);
    }
}

#[tokio::test]
async fn a_search_without_end_is_refused() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let answer = browser.call_json("list_users", &wanted(&"a".repeat(201), json!(null))).await;

    assert_eq!((answer.code(), answer.fields()), (422, vec!["search".to_owned()]));
    for odd in ["%", "_", "\"", "'", "*", "a\u{0}b", "NEAR(", "\\", "-", "😀"] {
        assert_eq!(browser.call_json("list_users", &wanted(odd, json!(null))).await.code(), 200, "{odd:?}");
    }
}

#[tokio::test]
async fn no_other_spelling_is_a_role() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await.id.to_string();
    let browser = server.browser_of(&ada);

    for role in ["Admin", "99", "", "admin ", "-1", "2147483648", "owner", "view_only", "null"] {
        let answer = browser.call("set_user_role", &[("user", &bob), ("role", role)]).await;
        assert_eq!(answer.code(), 422, "{role}");
    }
    for query in
        [json!({ "role": "Admin" }), json!({ "status": "99" }), json!({ "sort": { "column": "password_hash" } })]
    {
        let answer = browser.call_json("list_users", &json!({ "query": query, "after": null })).await;
        assert_eq!(answer.code(), 422, "{query}");
    }
    assert_eq!(server.world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn a_role_is_changed_and_shown() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await.id.to_string();

    let row: User = server.browser_of(&ada).call("set_user_role", &[("user", &bob), ("role", "admin")]).await.json();

    assert_eq!((row.name.as_str(), row.role), ("Bob", OrgRole::Admin));
}

#[tokio::test]
async fn the_last_admin_stays_and_reads_why() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let (browser, id) = (server.browser_of(&ada), ada.id.to_string());

    let calls: [(&str, &[(&str, &str)]); 3] = [
        ("set_user_role", &[("user", &id), ("role", "member")]),
        ("deactivate_user", &[("user", &id)]),
        ("remove_user", &[("user", &id)]),
    ];
    for (call, fields) in calls {
        let answer = browser.call(call, fields).await;
        assert_eq!((answer.code(), answer.error()), (403, Error::Denied(Denied::LastAdmin)), "{call}");
    }
    assert_eq!(server.world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn a_member_changes_nobody() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (browser, own) = (server.browser_of(&bob), bob.id.to_string());

    let answer = browser.call("set_user_role", &[("user", &own), ("role", "admin")]).await;

    assert_eq!((answer.code(), answer.error()), (403, Error::Denied(Denied::AdminsOnly)));
    assert_eq!(server.world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn what_does_not_fit_how_things_stand_is_a_conflict() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let (browser, bob) = (server.browser_of(&ada), link.user.to_string());

    for call in ["deactivate_user", "reactivate_user"] {
        let answer = browser.call(call, &[("user", &bob)]).await;
        assert_eq!(answer.code(), 409, "{call}");
        assert!(matches!(answer.error(), Error::Conflict(why) if why.contains("pending")));
    }
}

#[tokio::test]
async fn nobody_of_this_id_is_not_found_and_no_id_is_malformed() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for call in ["deactivate_user", "reactivate_user", "remove_user"] {
        let nobody = browser.call(call, &[("user", "018f0000-0000-7000-8000-000000000000")]).await;
        assert_eq!((nobody.code(), nobody.error()), (404, Error::NotFound(Kind::User)), "{call}");
        for wrong in ["", "1", "../1", "018f0000-0000-7000-8000-00000000000' OR 1=1"] {
            assert_eq!(browser.call(call, &[("user", wrong)]).await.code(), 422, "{call} {wrong}");
        }
        assert_eq!(browser.call(call, &[]).await.code(), 422, "{call}");
    }
}

#[tokio::test]
async fn somebody_deactivated_comes_back_by_an_admin_only() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (browser, id) = (server.browser_of(&ada), bob.id.to_string());

    let away: User = browser.call("deactivate_user", &[("user", &id)]).await.json();
    let back: User = browser.call("reactivate_user", &[("user", &id)]).await.json();

    assert_eq!((away.status, back.status), (Status::Deactivated, Status::Active));
    assert_eq!(server.browser_of(&bob).call("list_sessions", &[]).await.code(), 401);
    assert!(server.world.signs_in("bob").await.is_ok());
}

#[tokio::test]
async fn a_deactivated_admin_is_out_at_the_very_next_request_on_every_route() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let eve = server.world.joins(&ada, "eve", OrgRole::Admin).await;
    let (ada, browser) = (server.browser_of(&ada), server.browser_of(&eve));
    for path in crate::coverage::PAGES_OF_PEOPLE {
        assert_eq!(browser.get(path).await.code(), 200, "{path}");
    }

    assert_eq!(ada.call("deactivate_user", &[("user", &eve.id.to_string())]).await.code(), 200);

    for path in crate::coverage::PAGES_OF_PEOPLE {
        let answer = browser.get(path).await;
        assert!(answer.header("location").starts_with("/login?next="), "{path} {}", answer.status);
    }
    crate::coverage::is_an_outsider(&server, &browser).await;
}
