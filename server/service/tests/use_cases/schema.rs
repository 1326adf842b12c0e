//! The schema is what the entities say it is, and is made once.

use entity::{
    active_users_day, active_users_month, activity_day, handle, history, instance, mail, password_reset, project,
    report, run, session, spent_invitation, team, team_member, user, user_word,
};
use sea_orm::EntityTrait;
use service::db::Db;
use testkit::{Database, World};

#[tokio::test]
async fn every_entity_reads_its_table() {
    let world = World::new().await;
    let db = world.instance.db.read();

    macro_rules! reads {
        ($($table:ident)+) => {$( $table::Entity::find().all(db).await.expect(stringify!($table)); )+};
    }
    reads!(active_users_day active_users_month activity_day handle history instance mail password_reset project report run session spent_invitation team team_member user user_word);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_that_start_at_once_migrate_once() {
    let database = Database::fresh().await;
    let (one, two) = (Db::connect(database.url()).await.unwrap(), Db::connect(database.url()).await.unwrap());

    let (first, second) = tokio::join!(one.migrate(), two.migrate());

    first.unwrap();
    second.unwrap();
    assert!(one.is_ready().await);
}
