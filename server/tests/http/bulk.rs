//! One deed done to many users.

use domain::Error;
use domain::bulk::{Done, Kept, Outcome, Preview};
use domain::ids::UserId;
use domain::policy::{Denied, OrgRole};
use domain::user::Status;
use serde_json::{Value, json};

use crate::support::TestServer;

fn to(deed: Value, users: &[UserId]) -> Value {
    json!({ "deed": deed, "users": users, "from": null })
}

fn nobodies(count: usize) -> Vec<UserId> {
    (0..count).map(|i| format!("018f0000-0000-7000-8000-{i:012x}").parse().unwrap()).collect()
}

#[tokio::test]
async fn each_user_has_an_outcome() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (browser, both) = (server.browser_of(&ada), to(json!("deactivate"), &[ada.id, bob.id]));

    let preview: Preview = browser.call_json("preview_bulk", &both).await.json();
    let done: Vec<Done> = browser.call_json("run_bulk", &both).await.json();

    assert_eq!((preview.changed, preview.kept.len(), preview.sessions), (1, 1, 1));
    assert_eq!(done.len(), 2);
    for it in done {
        match it.outcome {
            Outcome::Changed { row, .. } => assert_eq!((it.user, row.status), (bob.id, Status::Deactivated)),
            Outcome::Kept { why, .. } => assert_eq!((it.user, why), (ada.id, Kept::Denied(Denied::LastAdmin))),
        }
    }
    assert_eq!(server.browser_of(&bob).call("list_sessions", &[]).await.code(), 401);
}

#[tokio::test]
async fn no_users_and_too_many_are_refused_by_name() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for call in ["preview_bulk", "run_bulk"] {
        for wrong in [0, 101, 5000] {
            let answer = browser.call_json(call, &to(json!("remove"), &nobodies(wrong))).await;
            assert_eq!((answer.code(), answer.fields()), (422, vec!["users".to_owned()]), "{call} {wrong}");
        }
        assert_eq!(browser.call_json(call, &to(json!("remove"), &nobodies(100))).await.code(), 200);
    }
}

#[tokio::test]
async fn what_is_no_deed_and_no_id_is_refused() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for deed in
        [json!("Remove"), json!("delete"), json!({ "set_role": "owner" }), json!("set_role"), json!(null), json!(4)]
    {
        assert_eq!(browser.call_json("run_bulk", &to(deed.clone(), &[ada.id])).await.code(), 422, "{deed}");
    }
    for users in [json!(["1"]), json!("all"), json!(null), json!([null])] {
        let body = json!({ "deed": "remove", "users": users });
        assert_eq!(browser.call_json("run_bulk", &body).await.code(), 422, "{users}");
    }
    assert_eq!(server.world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn a_member_reads_why_not() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let browser = server.browser_of(&bob);

    for call in ["preview_bulk", "run_bulk"] {
        let answer = browser.call_json(call, &to(json!({ "set_role": "admin" }), &[bob.id])).await;
        assert_eq!((answer.code(), answer.error()), (403, Error::Denied(Denied::AdminsOnly)), "{call}");
    }
    assert_eq!(server.world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn invitations_sent_again_count_as_those_sent_first() {
    let server = TestServer::limited().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let hundred = nobodies(100);

    for call in 0..10 {
        assert_eq!(browser.call_json("run_bulk", &to(json!("resend"), &hundred)).await.code(), 200, "{call}");
    }
    let one_more = browser.call_json("run_bulk", &to(json!("resend"), &hundred)).await;
    let removed = browser.call_json("run_bulk", &to(json!("remove"), &hundred)).await;
    let emails = (0..100).map(|i| format!("late{i}@example.com")).collect::<Vec<_>>().join(" ");
    let invited = json!({ "users": { "emails": emails, "role": "member", "teams": [] } });

    assert!(matches!((one_more.code(), one_more.error()), (429, Error::TooMany(_))));
    assert!(!one_more.header("retry-after").is_empty());
    assert_eq!(browser.call_json("add_users", &invited).await.code(), 429);
    assert_eq!(removed.code(), 200);
}
