//! Every change writes one row of history, and a refused one none.

use domain::invitation::NewUsers;
use domain::policy::OrgRole;
use sea_orm::ConnectionTrait;
use service::{invitations, users};
use testkit::World;

#[tokio::test]
async fn each_change_is_one_row_and_a_refusal_none() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let new =
        NewUsers { emails: "carl@example.com dora@example.com".to_owned(), role: OrgRole::Member, teams: Vec::new() };
    invitations::add(&ada.ctx, &new).await.unwrap();
    users::set_role(&ada.ctx, bob.id, OrgRole::Admin).await.unwrap();
    users::set_role(&ada.ctx, bob.id, OrgRole::Admin).await.unwrap();
    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    users::deactivate(&ada.ctx, bob.id).await.unwrap_err();
    users::remove(&ada.ctx, ada.id).await.unwrap_err();

    let count =
        async |action: &str| world.number(&format!("SELECT count(*) FROM history WHERE action = '{action}'")).await;
    for (action, rows) in [
        ("user.signed_up", 1),
        ("user.invited", 3),
        ("invitation.accepted", 1),
        ("user.role_changed", 1),
        ("user.deactivated", 1),
        ("user.removed", 0),
    ] {
        assert_eq!(count(action).await, rows, "{action}");
    }
    assert_eq!(world.number("SELECT max(seq) FROM history").await, 7);
    assert_eq!(world.number("SELECT count(DISTINCT hash) FROM history").await, 7);
}

#[tokio::test]
async fn history_is_neither_changed_nor_deleted() {
    let world = World::new().await;
    world.first_admin().await;
    let db = sea_orm::Database::connect(world.database().url()).await.unwrap();

    assert!(db.execute_unprepared("UPDATE history SET actor_name = 'Eve'").await.is_err());
    assert!(db.execute_unprepared("DELETE FROM history").await.is_err());
    assert_eq!(world.number("SELECT count(*) FROM history").await, 1);
}
