//! The schema is what the entities say it is, and is made once.

use entity::{
    active_users_day, active_users_month, activity_day, alert_delivery, alert_destination, alert_mail, alert_said,
    api_key, email_change, handle, history, history_word, idempotent_request, instance, last_active_day, mail,
    password_reset, project, report, run, run_file, run_log, run_metric, run_point, service_account, session,
    spent_invitation, stray_object, team, team_bucket, team_member, team_pin, unused_picture, user, user_prefix,
};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, EntityTrait, QueryOrder};
use service::db::Db;
use testkit::{Database, World, on_postgres};

#[tokio::test]
async fn every_entity_reads_its_table() {
    let world = World::new().await;
    let db = world.instance.db.read();

    macro_rules! reads {
        ($($table:ident)+) => {$( $table::Entity::find().all(db).await.expect(stringify!($table)); )+};
    }
    reads!(active_users_day active_users_month activity_day alert_delivery alert_destination alert_mail alert_said api_key email_change handle history history_word idempotent_request instance last_active_day mail password_reset project report run run_file run_log run_metric run_point service_account session spent_invitation stray_object team team_bucket team_member team_pin unused_picture user user_prefix);
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

#[tokio::test]
async fn a_database_of_the_first_schema_is_brought_up_to_date_with_what_it_holds() {
    let database = Database::fresh().await;
    let made = if on_postgres() { "" } else { "?mode=rwc" };
    let old = sea_orm::Database::connect(format!("{}{made}", database.url())).await.unwrap();
    Migrator::up(&old, Some(1)).await.unwrap();
    let id = |n: u32| if on_postgres() { format!("'{}'", uuid(n)) } else { format!("X'{}'", uuid(n).simple()) };
    for (number, name, listed, at) in
        [(1, "ada", true, 1_795_435_200_000_i64), (2, "bob", true, 0), (3, "carl", false, 5)]
    {
        let (status, key) = if listed { ("active", format!("'{name}@x.io'")) } else { ("removed", "NULL".to_owned()) };
        let sql = format!(
            "INSERT INTO \"user\" (id, number, status, listed, role, name, email, email_key, name_key, role_key, team_key, search_key, last_active_key, days_active, runs, reports, password_hash, added_at)
             VALUES ({}, {number}, '{status}', {listed}, 'member', '{name}', '{name}@x.io', {key}, '{name}', 'member', '{}', '{name} {name}@x.io', {at}, 0, 0, 0, '', 0)",
            id(number), if number == 1 { "search" } else { "" },
        );
        old.execute_unprepared(&sql).await.unwrap();
        for word in [name, "x", "io"] {
            old.execute_unprepared(&format!("INSERT INTO user_word VALUES ('{word}', {})", id(number))).await.unwrap();
        }
    }
    for (number, team) in [(8, "vision"), (9, "search")] {
        let team = format!("INSERT INTO team VALUES ({}, '{team}', '', 'instance', '{{}}', 0)", id(number));
        old.execute_unprepared(&team).await.unwrap();
        let member = format!("INSERT INTO team_member VALUES ({}, {}, 'member', 0)", id(number), id(1));
        old.execute_unprepared(&member).await.unwrap();
    }

    Migrator::up(&old, None).await.unwrap();

    let teams: Vec<String> = user::Entity::find()
        .order_by_asc(user::Column::Number)
        .all(&old)
        .await
        .unwrap()
        .into_iter()
        .map(|it| it.team_names)
        .collect();
    assert_eq!(teams, ["search, vision", "", ""]);
    let members = team_member::Entity::find().all(&old).await.unwrap();
    assert_eq!(members.into_iter().map(|it| it.number).collect::<Vec<_>>(), [1, 1]);
    let prefixes: Vec<(String, i64)> =
        user_prefix::Entity::find().all(&old).await.unwrap().into_iter().map(|it| (it.prefix, it.number)).collect();
    for expected in [("a", 1), ("ad", 1), ("x", 1), ("io", 1), ("b", 2), ("bo", 2)] {
        assert!(prefixes.contains(&(expected.0.to_owned(), expected.1)), "{expected:?}");
    }
    assert!(prefixes.iter().all(|(prefix, number)| prefix.chars().count() <= 2 && *number != 3));
    let days = last_active_day::Entity::find().all(&old).await.unwrap();
    assert_eq!(days.into_iter().map(|it| (it.day.0, it.users)).collect::<Vec<_>>(), [(20_780, 1)]);
    old.close().await.unwrap();
}

fn uuid(n: u32) -> uuid::Uuid {
    uuid::Uuid::from_u128(n.into())
}
