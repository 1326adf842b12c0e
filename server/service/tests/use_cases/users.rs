//! The users table, and what an admin changes in it.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound, Unauthenticated};
use domain::activity::Door;
use domain::ids::UserId;
use domain::invitation::NewUsers;
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::{Denied, OrgRole};
use domain::user::{Status, UserColumn, UserQuery, UserSort};
use service::instance::Settings;
use service::{Error, invitations, users};
use testkit::{NOON, Person, World, settings, token_of};

async fn names(ada: &Person, query: &UserQuery) -> Vec<String> {
    let page = users::list(&ada.ctx, query, None).await.expect("a page");
    page.rows.into_iter().map(|row| row.name).collect()
}

fn searching(search: &str) -> UserQuery {
    UserQuery { search: search.to_owned(), ..UserQuery::default() }
}

#[tokio::test]
async fn an_admin_changes_a_role() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    let saved = users::set_role(&ada.ctx, bob.id, OrgRole::Admin).await.unwrap();

    assert_eq!(saved.role, OrgRole::Admin);
    assert_eq!(world.number("SELECT admins FROM instance").await, 2);
}

#[tokio::test]
async fn the_last_admin_keeps_role_and_access() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "grace@example.com", OrgRole::Admin).await;

    let refusals = [
        users::set_role(&ada.ctx, ada.id, OrgRole::Member).await.err(),
        users::deactivate(&ada.ctx, ada.id).await.err(),
        users::remove(&ada.ctx, ada.id).await.err(),
    ];

    for refused in refusals {
        assert!(matches!(refused, Some(Error::Domain(Refused(Denied::LastAdmin)))), "{refused:?}");
    }
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'admin' AND status = 'active'").await, 1);
}

#[tokio::test]
async fn who_is_deactivated_is_out_at_once_and_may_come_back() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;

    let row = users::deactivate(&ada.ctx, bob.id).await.unwrap();

    assert_eq!(row.role_label(), "Deactivated");
    assert!(service::sessions::find(&world.instance, &bob.token).await.unwrap().is_none());
    assert!(matches!(users::list(&bob.ctx, &UserQuery::default(), None).await, Err(Error::Domain(Unauthenticated))));
    assert!(matches!(users::remove(&bob.ctx, ada.id).await, Err(Error::Domain(Unauthenticated))));
    assert!(matches!(world.signs_in("bob").await.err(), Some(Error::Domain(Refused(Denied::Deactivated)))));
    assert_eq!(world.number("SELECT seats_used FROM instance").await, 1);

    users::reactivate(&ada.ctx, bob.id).await.unwrap();

    assert!(service::sessions::find(&world.instance, &bob.token).await.unwrap().is_none());
    assert_eq!(world.signs_in("bob").await.unwrap().id, bob.id);
}

#[tokio::test]
async fn nobody_comes_back_without_a_seat() {
    let world = World::with(Settings { seats: Some(2), ..settings() }).await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    world.invites(&ada, "carl@example.com", OrgRole::Member).await;

    let refused = users::reactivate(&ada.ctx, bob.id).await;

    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::NoSeat { used: 2, limit: 2 })))));
}

#[tokio::test]
async fn who_is_removed_is_gone_from_the_list_and_the_address_is_free() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    users::remove(&ada.ctx, bob.id).await.unwrap();
    let again = world.joins(&ada, "bob", OrgRole::Member).await;

    assert_ne!(again.id, bob.id);
    assert_eq!(names(&ada, &searching("bob")).await, ["Bob"]);
    assert!(matches!(users::remove(&ada.ctx, bob.id).await, Err(Error::Domain(NotFound(_)))));
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 3);
}

#[tokio::test]
async fn what_does_not_fit_the_status_is_a_conflict() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let invited = world.invites(&ada, "bob@example.com", OrgRole::Member).await.user;

    assert!(matches!(users::deactivate(&ada.ctx, invited).await, Err(Error::Domain(Conflict(_)))));
    assert!(matches!(users::reactivate(&ada.ctx, invited).await, Err(Error::Domain(Conflict(_)))));
    assert!(matches!(users::reactivate(&ada.ctx, ada.id).await, Err(Error::Domain(Conflict(_)))));
    let unknown = UserId::from_uuid(uuid::Uuid::now_v7());
    assert!(matches!(users::set_role(&ada.ctx, unknown, OrgRole::Admin).await, Err(Error::Domain(NotFound(_)))));
}

#[tokio::test]
async fn a_member_sees_and_changes_nobody() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    for refused in [
        users::list(&bob.ctx, &UserQuery::default(), None).await.err(),
        users::set_role(&bob.ctx, bob.id, OrgRole::Admin).await.err(),
        users::deactivate(&bob.ctx, ada.id).await.err(),
        users::remove(&bob.ctx, ada.id).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Domain(Refused(Denied::AdminsOnly)))), "{refused:?}");
    }
}

#[tokio::test]
async fn users_are_found_by_any_part_of_name_username_and_address() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.joins(&ada, "bruno", OrgRole::Member).await;
    world.joins(&ada, "brunhilde", OrgRole::Member).await;
    world.invites(&ada, "e.novak@northwind.ai", OrgRole::Member).await;

    assert_eq!(names(&ada, &searching("run")).await, ["Brunhilde", "Bruno"]);
    assert_eq!(names(&ada, &searching("br")).await, ["Brunhilde", "Bruno"]);
    assert_eq!(names(&ada, &searching("NORTHWIND")).await, ["e.novak@northwind.ai"]);
    assert_eq!(names(&ada, &searching("bru example.com uno")).await, ["Bruno"]);
    for nobody in ["ru", "%", "_", "\"", "x' OR 1=1 --", "bru* OR ada", "zzz"] {
        assert_eq!(names(&ada, &searching(nobody)).await, Vec::<String>::new(), "{nobody}");
    }
}

#[tokio::test]
async fn every_order_is_walked_without_gaps_or_repeats_both_ways() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for i in 0..60 {
        world
            .invites(&ada, &format!("u{i:02}@example.com"), if i % 7 == 0 { OrgRole::Admin } else { OrgRole::Member })
            .await;
    }

    for column in UserColumn::ALL {
        let mut seen = Vec::new();
        for direction in Direction::ALL {
            let query = UserQuery { sort: UserSort { column: *column, direction: *direction }, ..UserQuery::default() };
            let first = users::list(&ada.ctx, &query, None).await.unwrap();
            let second = users::list(&ada.ctx, &query, first.next.as_deref()).await.unwrap();
            assert_eq!((first.rows.len(), second.rows.len(), second.next), (50, 11, None));
            assert_eq!(first.total.rows, 61);
            seen.push(first.rows.into_iter().chain(second.rows).map(|row| row.id).collect::<Vec<_>>());
        }
        seen[1].reverse();
        assert_eq!(seen[0], seen[1], "{column}");
    }
}

#[tokio::test]
async fn a_page_of_another_order_or_a_forged_one_is_refused() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for i in 0..51 {
        world.invites(&ada, &format!("u{i:02}@example.com"), OrgRole::Member).await;
    }
    let next = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().next.unwrap();

    for (query, after) in
        [(searching("u"), next.as_str()), (UserQuery::default(), "forged"), (searching(&"x".repeat(201)), "")]
    {
        let refused = users::list(&ada.ctx, &query, Some(after)).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(_)))), "{after}");
    }
}

#[tokio::test]
async fn filters_narrow_the_list_and_its_count() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;
    let link = world.invites(&ada, "carl@example.com", OrgRole::Member).await;
    users::deactivate(&ada.ctx, bob.id).await.unwrap();

    let pending = users::list(&ada.ctx, &UserQuery { status: Some(Status::Pending), ..UserQuery::default() }, None)
        .await
        .unwrap();
    let admins = UserQuery { role: Some(OrgRole::Admin), ..UserQuery::default() };

    assert_eq!((pending.total.rows, pending.rows[0].id), (1, link.user));
    assert_eq!(names(&ada, &admins).await, ["Ada"]);
    assert!(!token_of(&link).is_empty());
}

#[tokio::test]
async fn a_filter_by_last_activity_tells_never_from_pending() {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    world.joins(&ada, "carl", OrgRole::Member).await;
    world.invites(&ada, "dora@example.com", OrgRole::Member).await;
    world.instance.activity.note(bob.id, NOON, Door::Page);
    world.notes.flush(&world.instance).await.unwrap();
    let today = NOON.day();
    let filtered = |filter| UserQuery { last_active: Some(filter), ..UserQuery::default() };

    assert_eq!(names(&ada, &filtered(LastActive::Never)).await, ["Ada", "Carl"]);
    assert_eq!(names(&ada, &filtered(LastActive::After(today))).await, ["Bob"]);
    assert_eq!(names(&ada, &filtered(LastActive::After(today.plus(1)))).await, [""; 0]);
    assert_eq!(names(&ada, &filtered(LastActive::Before(today))).await, [""; 0]);
    assert_eq!(names(&ada, &filtered(LastActive::Before(today.plus(1)))).await, ["Bob"]);
}

#[tokio::test]
async fn removed_users_are_in_no_list() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let refused =
        users::list(&ada.ctx, &UserQuery { status: Some(Status::Removed), ..UserQuery::default() }, None).await;

    assert!(matches!(refused, Err(Error::Domain(Invalid(_)))), "{refused:?}");
}

#[tokio::test]
async fn a_filter_by_team_takes_its_members_only() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let vision = world.team("vision").await;
    let new = NewUsers { emails: "bob@example.com".to_owned(), role: OrgRole::Member, teams: vec![vision] };
    invitations::add(&ada.ctx, &new).await.unwrap();
    world.joins(&ada, "carl", OrgRole::Member).await;
    let in_team = |team: &str| UserQuery { team: Some(team.to_owned()), ..UserQuery::default() };

    assert_eq!(names(&ada, &in_team("vision")).await, ["bob@example.com"]);
    assert_eq!(names(&ada, &in_team("nowhere")).await, [""; 0]);
}
