//! The users as CSV.

use domain::Error::Denied as Refused;
use domain::page::Direction;
use domain::policy::{Denied, OrgRole};
use domain::user::{UserColumn, UserQuery, UserSort};
use futures::TryStreamExt;
use secrecy::SecretString;
use service::demo::{self, Plan};
use service::{Error, export};
use testkit::{PASSWORD, World};

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

/// More than two pieces of the file, of which two are read at once.
#[tokio::test]
async fn the_file_is_whole_and_in_the_order_of_the_table() {
    let world = World::new().await;
    let plan = Plan { users: 4300, days: 1, seed: 3, password: Some(SecretString::from(PASSWORD)) };
    demo::fill(&world.instance.command_line(), &plan).await.expect("demo");
    let ada = world.signs_in("ada.okafor").await.expect("sign in");
    let listed = world.number("SELECT count(*) FROM \"user\" WHERE listed").await;
    assert!(listed > 4000, "{listed}");

    for (column, key) in [
        (UserColumn::Name, "name_key"),
        (UserColumn::LastActive, "last_active_key"),
        (UserColumn::Role, "role_key"),
        (UserColumn::Email, "email_key"),
        (UserColumn::Team, "team_key"),
    ] {
        for (direction, words) in [(Direction::Ascending, "ASC"), (Direction::Descending, "DESC")] {
            let query = UserQuery { sort: UserSort { column, direction }, ..UserQuery::default() };

            let pieces: Vec<Vec<u8>> = export::users(&ada.ctx, query).await.unwrap().try_collect().await.unwrap();

            let in_order = format!("SELECT email FROM \"user\" WHERE listed ORDER BY {key} {words}, id {words}");
            let lines = String::from_utf8(pieces.concat()).unwrap();
            let emails: Vec<&str> = lines.lines().skip(1).map(|line| line.split("\",\"").nth(4).unwrap()).collect();
            assert_eq!(emails, world.rows(&in_order).await.concat(), "{key} {words}");
        }
    }
}

#[tokio::test]
async fn a_member_exports_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    let refused = export::users(&bob.ctx, UserQuery::default()).await.err();

    assert!(matches!(refused, Some(Error::Domain(Refused(Denied::AdminsOnly)))));
}
