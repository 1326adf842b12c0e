//! The users as CSV.

use domain::Error::Denied as Refused;
use domain::policy::{Denied, OrgRole};
use domain::user::UserQuery;
use futures::TryStreamExt;
use service::{Error, export};
use testkit::World;

#[tokio::test]
async fn the_rows_of_the_filter_are_exported_and_that_is_noted() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.joins(&ada, "bob", OrgRole::Member).await;
    world.invites(&ada, "carl@example.com", OrgRole::Admin).await;
    let query = UserQuery { search: "example.com".to_owned(), ..UserQuery::default() };

    let pages: Vec<Vec<u8>> = export::users(&ada.ctx, query).await.unwrap().try_collect().await.unwrap();

    let text = String::from_utf8(pages.concat()).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines[0],
        r#""Name","Username","Last active","Role","Email","Teams","Status","Number of Reports","Number of Runs","Number of active days""#
    );
    assert_eq!(lines[1], r#""Ada","ada","","Admin","ada@example.com","","active","0","0","0""#);
    assert_eq!(lines[3], r#""","","","Admin","carl@example.com","","pending","0","0","0""#);
    assert_eq!(lines.len(), 5);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'users.exported'").await, 1);
}

#[tokio::test]
async fn a_member_exports_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    let refused = export::users(&bob.ctx, UserQuery::default()).await.err();

    assert!(matches!(refused, Some(Error::Domain(Refused(Denied::AdminsOnly)))));
}
