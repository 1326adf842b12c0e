//! Every change writes one row of history, and a refused one none.

use domain::history::HistoryQuery;
use domain::invitation::NewUsers;
use domain::policy::OrgRole;
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use serde_json::json;
use service::{history, invitations, users};
use sha2::{Digest, Sha256};
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

#[tokio::test]
async fn each_row_carries_the_hash_of_the_one_before_and_reading_leaves_that_alone() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    users::set_role(&ada.ctx, bob.id, OrgRole::Admin).await.unwrap();
    users::remove(&ada.ctx, bob.id).await.unwrap();
    drop(history::export(&ada.ctx, HistoryQuery::default()).await.unwrap());
    history::list(&ada.ctx, &HistoryQuery::default(), None).await.unwrap();

    let db = world.instance.db.read();
    let rows = entity::history::Entity::find().order_by_asc(entity::history::Column::Seq).all(db).await.unwrap();

    let mut before = Vec::new();
    for row in &rows {
        let line = json!([
            row.seq,
            row.id,
            row.at,
            row.actor_kind,
            row.actor_id,
            row.actor_name,
            row.door,
            row.action,
            row.target_kind,
            row.target_id,
            row.target_name,
            row.before,
            row.after,
            row.request_id
        ]);
        before = Sha256::new().chain_update(&before).chain_update(line.to_string()).finalize().to_vec();
        assert_eq!(row.hash, before, "{}", row.seq);
    }
    assert_eq!(rows.len(), 6);
}
