//! Inviting, and what an invitation link opens.

use domain::Error;
use domain::error::{Gone, Kind};
use domain::invitation::{AddOutcome, Added, OpenInvitation};
use domain::policy::{Denied, OrgRole};
use serde_json::{Value, json};
use testkit::{PASSWORD, token_of};

use crate::support::TestServer;

fn to(emails: &str, role: &str) -> Value {
    json!({ "users": { "emails": emails, "role": role, "teams": [] } })
}

fn typed(token: &str) -> [(&str, &str); 4] {
    [("token", token), ("name", "Bob"), ("username", "bob"), ("password", PASSWORD)]
}

#[tokio::test]
async fn an_admin_invites_and_a_member_reads_why_not() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;

    let invited = server.browser_of(&ada).call_json("add_users", &to("carl@example.com", "member")).await;
    let refused = server.browser_of(&bob).call_json("add_users", &to("dora@example.com", "member")).await;
    let stranger = server.browser().call_json("add_users", &to("dora@example.com", "member")).await;

    let added: Vec<Added> = invited.json();
    assert!(matches!(&added[..], [Added { outcome: AddOutcome::Invited(_), .. }]));
    assert_eq!((refused.code(), refused.error()), (403, Error::Denied(Denied::AdminsOnly)));
    assert_eq!((stranger.code(), stranger.error()), (401, Error::Unauthenticated));
    assert_eq!(server.world.number("SELECT pending FROM instance").await, 1);
}

#[tokio::test]
async fn what_is_wrong_with_the_addresses_is_named() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    let many = (0..101).map(|i| format!("u{i}@example.com")).collect::<Vec<_>>().join(" ");

    for wrong in ["", "nobody", &many] {
        let answer = browser.call_json("add_users", &to(wrong, "member")).await;
        assert_eq!((answer.code(), answer.fields()), (422, vec!["emails".to_owned()]), "{wrong}");
    }
    assert_eq!(server.world.number("SELECT pending FROM instance").await, 0);
}

#[tokio::test]
async fn no_other_spelling_is_a_role() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    for role in [json!("Admin"), json!("99"), json!(""), json!("admin "), json!(99), json!(null), json!([])] {
        let body = json!({ "users": { "emails": "bob@example.com", "role": role, "teams": [] } });
        let answer = browser.call_json("add_users", &body).await;
        assert_eq!(answer.code(), 422, "{role}");
    }
    assert_eq!(server.world.number("SELECT pending FROM instance").await, 0);
}

#[tokio::test]
async fn a_thousand_addresses_an_hour_are_enough_for_one_admin() {
    let server = TestServer::limited().await;
    let ada = server.world.first_admin().await;
    let eve = server.world.joins(&ada, "eve", OrgRole::Admin).await;
    // Every second address is none, so that the database has less to do: they count all the same.
    let hundred = |call: usize| {
        let address = |i| if i == 0 { format!("u{call}@example.com") } else { format!("{call}-{i}") };
        (0..100).map(address).collect::<Vec<_>>().join(" ")
    };

    let browser = server.browser_of(&ada);
    for call in 0..10 {
        assert_eq!(browser.call_json("add_users", &to(&hundred(call), "member")).await.code(), 200, "{call}");
    }
    let one_more = browser.call_json("add_users", &to("late@example.com", "member")).await;

    assert_eq!(one_more.code(), 429);
    assert!(one_more.header("retry-after").parse::<u32>().unwrap() > 0);
    assert!(matches!(one_more.error(), Error::TooMany(_)));
    assert_eq!(server.browser_of(&eve).call_json("add_users", &to("x@example.com", "member")).await.code(), 200);
}

#[tokio::test]
async fn a_link_shows_who_invites_whom_and_opening_it_uses_nothing_up() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let (token, browser) = (token_of(&link), server.browser());

    let opened: OpenInvitation = browser.call("view_invitation", &[("token", token)]).await.json();
    let page = browser.get(&format!("/invite/{token}")).await;

    assert_eq!((opened.email.as_str(), opened.invited_by.as_str()), ("bob@example.com", "Ada"));
    assert_eq!((page.code(), page.header("referrer-policy")), (200, "no-referrer"));
    assert!(page.text.contains("Ada invited bob@example.com as Member."));
    assert_eq!(browser.call("accept_invitation", &typed(token)).await.code(), 200);
}

#[tokio::test]
async fn a_link_gives_the_invited_address_and_role_whatever_is_sent_along() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let browser = server.browser();

    let more = [("email", "eve@example.com"), ("role", "admin"), ("status", "active")];
    let answer = browser.call("accept_invitation", &[&typed(token_of(&link))[..], &more].concat()).await;

    assert_eq!(answer.code(), 200);
    assert!(answer.sets_cookie("rollcall").contains("HttpOnly; SameSite=Lax"));
    let row = "SELECT count(*) FROM \"user\" WHERE email = 'bob@example.com' AND role = 'member' AND status = 'active'";
    assert_eq!(server.world.number(row).await, 1);
    assert_eq!(browser.call("get_figures", &[]).await.code(), 403);
}

#[tokio::test]
async fn a_link_works_once_and_a_mangled_one_never() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let token = token_of(&link);
    server.browser().call("accept_invitation", &typed(token)).await;

    let again = server.browser().call("accept_invitation", &typed(token)).await;
    assert_eq!((again.code(), again.error()), (410, Error::Gone(Gone::InvitationUsed)));
    assert_eq!(server.browser().get(&format!("/invite/{token}")).await.code(), 410);
    for mangled in [&token[1..], &format!("{token}A"), &token.to_lowercase(), "", "../../etc/passwd"] {
        let answer = server.browser().call("accept_invitation", &typed(mangled)).await;
        assert_eq!((answer.code(), answer.error()), (404, Error::NotFound(Kind::Page)), "{mangled}");
    }
    assert_eq!(server.browser().get("/invite/unknown").await.code(), 404);
}

#[tokio::test]
async fn an_expired_link_says_so() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    server.world.pass_days(7);

    let answer = server.browser().call("accept_invitation", &typed(token_of(&link))).await;

    assert_eq!((answer.code(), answer.error()), (410, Error::Gone(Gone::InvitationExpired)));
    assert_eq!(answer.sets_cookie("rollcall"), "");
}

#[tokio::test]
async fn a_refused_acceptance_comes_back_to_its_page() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let (browser, page) = (server.browser(), format!("/invite/{}", token_of(&link)));
    let wrong = [("token", token_of(&link)), ("name", "Bob"), ("username", "Not One"), ("password", "short")];

    let script = browser.call("accept_invitation", &wrong).await;
    let plain = browser.submit(&page, "accept_invitation", &wrong).await;
    let shown = browser.get(&page).await;

    assert_eq!((script.code(), script.fields()), (422, vec!["username".to_owned(), "password".to_owned()]));
    assert_eq!((plain.code(), plain.header("location")), (303, page.as_str()));
    assert_eq!(shown.code(), 422);
    assert!(shown.text.contains("value=\"Not One\""));
}

#[tokio::test]
async fn who_has_accepted_has_no_invitation_to_send_again() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (browser, bob) = (server.browser_of(&ada), bob.id.to_string());
    let nobody = "018f0000-0000-7000-8000-000000000000";

    for call in ["resend_invitation", "make_invitation_link"] {
        let accepted = browser.call(call, &[("user", &bob)]).await;
        assert_eq!(accepted.code(), 409, "{call}");
        assert!(matches!(accepted.error(), Error::Conflict(why) if why.contains("has accepted already")));
        let unknown = browser.call(call, &[("user", nobody)]).await;
        assert_eq!((unknown.code(), unknown.error()), (404, Error::NotFound(Kind::User)));
        assert_eq!(browser.call(call, &[("user", "1 OR 1=1")]).await.code(), 422);
    }
}
