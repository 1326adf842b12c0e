//! The organization's name, figures and mails.

use domain::Error;
use domain::mail::MailOverview;
use domain::policy::{Denied, OrgRole};
use domain::user::Figures;
use testkit::{PASSWORD, token_of};

use crate::support::TestServer;

#[tokio::test]
async fn an_admin_renames_it() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);

    let answer = browser.call("rename_organization", &[("name", "Northwind")]).await;

    assert_eq!(answer.json::<String>(), "/organization/settings?changed=name");
    assert_eq!(browser.call("get_figures", &[]).await.json::<Figures>().organization, "Northwind");
}

#[tokio::test]
async fn a_name_that_is_none_is_refused_by_field() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let long = "x".repeat(65);

    for wrong in ["", "   ", &long] {
        let answer = server.browser_of(&ada).call("rename_organization", &[("name", wrong)]).await;
        assert_eq!((answer.code(), answer.fields()), (422, vec!["name".to_owned()]), "{wrong}");
    }
}

#[tokio::test]
async fn a_member_neither_renames_it_nor_sees_its_mails() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let browser = server.browser_of(&bob);

    for (call, fields) in [("rename_organization", &[("name", "Mine")][..]), ("list_mails", &[]), ("get_figures", &[])]
    {
        let answer = browser.call(call, fields).await;
        assert_eq!((answer.code(), answer.error()), (403, Error::Denied(Denied::AdminsOnly)), "{call}");
    }
}

#[tokio::test]
async fn an_old_sign_in_is_asked_for_the_password_again() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let browser = server.browser_of(&ada);
    server.world.pass(13 * 3_600_000);

    let refused = browser.call("rename_organization", &[("name", "Northwind")]).await;
    let wrong = browser.call("confirm_password", &[("password", "wrong")]).await;
    let right = browser.call("confirm_password", &[("password", PASSWORD)]).await;

    assert_eq!((refused.code(), refused.error()), (403, Error::PasswordNeeded));
    assert_eq!((wrong.code(), wrong.fields()), (422, vec!["password".to_owned()]));
    assert_eq!(right.code(), 200);
    assert_eq!(browser.call("rename_organization", &[("name", "Northwind")]).await.code(), 200);
}

#[tokio::test]
async fn the_list_of_mails_opens_no_door() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let link = server.world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    let answer = server.browser_of(&ada).call("list_mails", &[]).await;

    let overview: MailOverview = answer.json();
    assert_eq!(overview.mails[0].recipient, "bob@example.com");
    assert!(!answer.text.contains(token_of(&link)));
    assert!(!server.browser_of(&ada).get("/organization/settings").await.text.contains(token_of(&link)));
}

#[tokio::test]
async fn a_plot_of_an_unknown_span_is_malformed() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;

    for span in ["Daily", "99", ""] {
        let answer = server.browser_of(&ada).call("plot_active_users", &[("span", span), ("long", "true")]).await;
        assert_eq!(answer.code(), 422, "{span}");
    }
}
