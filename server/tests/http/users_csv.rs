//! The users as a file.

use domain::policy::OrgRole;

use crate::support::TestServer;

const PATH: &str = "/organization/users.csv";

#[tokio::test]
async fn an_admin_downloads_what_the_filter_shows() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.joins(&ada, "bob", OrgRole::Member).await;
    server.world.invites(&ada, "=carl@example.com", OrgRole::Member).await;

    let all = server.browser_of(&ada).get(PATH).await;
    let admins = server.browser_of(&ada).get(&format!("{PATH}?role=admin&sort=name&dir=desc&unknown=x")).await;

    assert_eq!((all.code(), all.header("content-type")), (200, "text/csv; charset=utf-8"));
    assert_eq!(all.header("content-disposition"), "attachment; filename=\"users-2026-11-23.csv\"");
    assert_eq!((all.header("cache-control"), all.header("x-content-type-options")), ("no-store", "nosniff"));
    let lines: Vec<&str> = all.text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        "\"Name\",\"Username\",\"Last active\",\"Role\",\"Email\",\"Teams\",\"Status\",\"Number of Reports\",\"Number of Runs\",\"Number of active days\""
    );
    assert!(
        all.text.contains("\"Bob\",\"bob\"") && all.text.contains("\"Member\",\"bob@example.com\",\"\",\"active\"")
    );
    assert!(all.text.contains("\"'=carl@example.com\"") && !all.text.contains("\"=carl"));
    assert_eq!(lines.len(), 5);
    assert!(admins.text.contains("ada@example.com") && !admins.text.contains("bob@example.com"));
}

#[tokio::test]
async fn an_unknown_word_is_refused_and_not_left_out() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let long = format!("q={}", "a".repeat(201));

    for query in [
        "status=Active",
        "status=",
        "status=removed",
        "active=yesterday",
        "role=99",
        "sort=password_hash",
        "dir=up",
        &long,
    ] {
        let answer = server.browser_of(&ada).get(&format!("{PATH}?{query}")).await;
        assert_eq!(answer.code(), 422, "{query}");
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
    }
}

#[tokio::test]
async fn a_member_reads_why_not_and_a_stranger_signs_in_first() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;

    let member = server.browser_of(&bob).get(PATH).await;
    let stranger = server.browser().get(&format!("{PATH}?role=admin")).await;

    assert_eq!((member.code(), member.text.trim()), (403, "Only an admin of the organization can do this."));
    assert_eq!(stranger.code(), 303);
    assert_eq!(stranger.header("location"), "/login?next=/organization/users.csv%3Frole%3Dadmin");
}

#[tokio::test]
async fn an_export_is_itself_noted_and_a_refused_one_is_not() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let noted = "SELECT count(*) FROM history WHERE action = 'users.exported'";

    server.browser_of(&bob).get(PATH).await;
    assert_eq!(server.world.number(noted).await, 0);
    server.browser_of(&ada).get(PATH).await;
    assert_eq!(server.world.number(noted).await, 1);
}
