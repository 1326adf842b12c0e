//! What is stored twice agrees; what does not is found, told in words, and mended.

use domain::activity::Door;
use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::run::RunState;
use service::check::{self, Kind, Report};
use service::demo::{Plan, fill};
use service::{Result, users};
use testkit::{NOON, World, on_postgres};

use crate::projects::Vision;

/// Ada the admin, Bob, who is active today, Carl, who is invited, and Dora, who was removed.
async fn busy_world() -> World {
    let mut world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    world.invites(&ada, "carl@example.com", OrgRole::Admin).await;
    let dora = world.joins(&ada, "dora", OrgRole::Member).await;
    for days in [-40, -1, 0] {
        world.instance.activity.note(bob.id, NOON.plus_days(days), Door::Page);
    }
    world.instance.activity.note(ada.id, NOON, Door::Rest);
    world.notes.flush(&world.instance).await.expect("flush");
    users::remove(&ada.ctx, dora.id).await.expect("remove");
    world
}

async fn check(world: &World) -> Report {
    check::run(&world.instance.command_line()).await.expect("a report")
}

async fn mend(world: &World) -> Result<Report> {
    check::mend(&world.instance.command_line()).await
}

fn words(report: &Report) -> Vec<&str> {
    report.drifts.iter().map(|drift| drift.words.as_str()).collect()
}

#[tokio::test]
async fn a_world_in_which_much_happened_is_clean() {
    let world = busy_world().await;

    let report = check(&world).await;

    assert_eq!(words(&report), [""; 0]);
    assert_eq!((report.users, report.history), (3, 7));
}

#[tokio::test]
async fn an_empty_world_and_a_demo_are_clean() {
    let world = World::new().await;
    assert!(check(&world).await.is_clean());

    let plan = Plan { users: 60, days: 90, seed: 3, password: None };
    fill(&world.instance.command_line(), &plan).await.unwrap();

    assert_eq!(words(&check(&world).await), [""; 0]);
}

#[tokio::test]
async fn drift_is_told_in_words_and_mended() {
    let active_on = |table: &str, column: &str| format!("UPDATE {table} SET users = users + 3 WHERE {column} > 0");
    for (kind, damage, told) in [
        (Kind::Counters, "UPDATE instance SET admins = 2".to_owned(), "instance.admins is 2 and should be 1"),
        (Kind::Counters, "UPDATE instance SET users = 9".to_owned(), "instance.users is 9 and should be 3"),
        (Kind::Counters, "UPDATE instance SET pending = 0".to_owned(), "instance.pending is 0 and should be 1"),
        (Kind::Counters, "UPDATE instance SET seats_used = 0".to_owned(), "instance.seats_used is 0 and should be 3"),
        (Kind::Counters, "UPDATE instance SET user_number = 1".to_owned(), "instance.user_number is 1 and should be 4"),
        (Kind::RollUps, active_on("active_users_day", "day"), "active_users_day of 2026-10-14 is 4 and should be 1"),
        (
            Kind::RollUps,
            active_on("active_users_month", "month"),
            "active_users_month of Oct 2026 is 4 and should be 1",
        ),
        (
            Kind::RollUps,
            "DELETE FROM active_users_day".to_owned(),
            "active_users_day of 2026-11-23 is 0 and should be 2",
        ),
        (Kind::RollUps, active_on("last_active_day", "day"), "last_active_day of 2026-11-23 is 5 and should be 2"),
        (
            Kind::People,
            "UPDATE \"user\" SET team_names = 'x' WHERE username = 'bob'".to_owned(),
            "bob@example.com: team_names is “x” and should be “”",
        ),
        (
            Kind::People,
            "UPDATE \"user\" SET days_active = 7 WHERE username = 'bob'".to_owned(),
            "bob@example.com: days_active is 7 and should be 3",
        ),
        (
            Kind::People,
            "UPDATE \"user\" SET last_active_key = 5 WHERE username = 'bob'".to_owned(),
            "bob@example.com: last_active_key is 5 and should be 1795435200000",
        ),
        (
            Kind::People,
            "UPDATE \"user\" SET role_key = 'zz' WHERE username = 'bob'".to_owned(),
            "bob@example.com: role_key is “zz” and should be “member”",
        ),
        (
            Kind::Search,
            "UPDATE \"user\" SET search_key = 'eve' WHERE username = 'bob'".to_owned(),
            "bob@example.com: search_key is “eve” and should be “bob bob bob@example.com”",
        ),
        (
            Kind::Search,
            "DELETE FROM user_prefix WHERE prefix = 'ca'".to_owned(),
            "carl@example.com: the letters to find it by are not those of its name",
        ),
    ] {
        let world = busy_world().await;
        world.execute(&damage).await;

        let report = check(&world).await;
        assert!(words(&report).contains(&told), "{damage}: {report:?}");
        assert_eq!(report.drifts.first().map(|drift| drift.kind), Some(kind), "{damage}: {report:?}");

        mend(&world).await.unwrap();
        assert_eq!(words(&check(&world).await), [""; 0], "{damage}");
        assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'instance.repaired'").await, 1);
    }
}

#[tokio::test]
async fn the_search_index_of_sqlite_is_filled_anew() {
    if on_postgres() {
        return;
    }
    let world = busy_world().await;
    world.execute("DELETE FROM user_search; INSERT INTO user_search (rowid, words) VALUES (99, 'nobody')").await;

    assert_eq!(
        words(&check(&world).await),
        [
            "the number of users that the search index lacks is 3 and should be 0",
            "the number of entries of nobody in the search index is 1 and should be 0",
        ]
    );
    mend(&world).await.unwrap();
    assert!(check(&world).await.is_clean());
}

#[tokio::test]
async fn where_nothing_drifted_nothing_is_written() {
    let world = busy_world().await;

    mend(&world).await.unwrap();

    assert_eq!(world.number("SELECT max(seq) FROM history").await, 7);
}

#[tokio::test]
async fn a_changed_a_missing_and_a_cut_off_row_of_the_history_are_found_and_stay() {
    let trigger = |name: &str, to_do: &str| {
        if on_postgres() {
            format!("ALTER TABLE history DISABLE TRIGGER ALL; {to_do}; ALTER TABLE history ENABLE TRIGGER ALL")
        } else {
            format!("DROP TRIGGER {name}; {to_do}")
        }
    };
    for (damage, told) in [
        (
            trigger("history_is_not_changed", "UPDATE history SET actor_name = 'Eve' WHERE seq = 3"),
            "history: row 3 does not follow from row 2: one of them was changed",
        ),
        (
            trigger("history_is_not_changed", "UPDATE history SET after = '{\"role\": \"admin\"}' WHERE seq = 2"),
            "history: row 2 does not follow from row 1: one of them was changed",
        ),
        (trigger("history_is_not_deleted", "DELETE FROM history WHERE seq = 4"), "history: row 4 missing"),
        (trigger("history_is_not_deleted", "DELETE FROM history WHERE seq IN (2, 3)"), "history: rows 2 to 3 missing"),
        (
            trigger("history_is_not_deleted", "DELETE FROM history WHERE seq = 7"),
            "the number of the newest row of the history is 6 and should be 7",
        ),
    ] {
        let world = busy_world().await;
        world.execute(&damage).await;

        assert_eq!(words(&check(&world).await), [told], "{damage}");
        mend(&world).await.unwrap();
        assert_eq!(words(&check(&world).await), [told], "{damage}");
    }
}

#[tokio::test]
async fn a_chain_made_anew_up_to_its_end_is_not_the_one_that_the_instance_knows() {
    let world = busy_world().await;
    let hash = if on_postgres() { "'\\x00'" } else { "X'00'" };
    world.execute(&format!("UPDATE instance SET history_hash = {hash}")).await;

    assert_eq!(words(&check(&world).await), ["the newest row of the history is not the one that the instance knows"]);
}

#[tokio::test]
async fn an_invitation_and_a_name_that_were_lost_are_told_and_left_to_people() {
    let world = busy_world().await;
    let without_its_hash = if on_postgres() {
        "ALTER TABLE \"user\" DROP CONSTRAINT user_check2; UPDATE \"user\" SET invitation_hash = NULL"
    } else {
        "PRAGMA ignore_check_constraints = ON; UPDATE \"user\" SET invitation_hash = NULL"
    };
    world.execute(without_its_hash).await;
    world.execute("DELETE FROM handle WHERE name = 'bob'").await;

    let told = [
        "bob@example.com holds the name nothing and should hold bob",
        "carl@example.com is pending without an invitation",
    ];
    assert_eq!(words(&check(&world).await)[..2], told);
    mend(&world).await.unwrap();
    assert_eq!(words(&check(&world).await)[..2], told);
}

#[tokio::test]
async fn only_the_first_findings_of_a_kind_are_told_one_by_one() {
    let world = World::new().await;
    let plan = Plan { users: 40, days: 30, seed: 3, password: None };
    fill(&world.instance.command_line(), &plan).await.unwrap();
    world.execute("UPDATE \"user\" SET days_active = days_active + 1").await;

    let report = check(&world).await;

    assert_eq!(report.drifts.len(), 10);
    assert_eq!(report.untold(), 30);
}

#[tokio::test]
async fn only_who_runs_the_instance_may_look() {
    let world = busy_world().await;
    let bob = world.signs_in("bob").await.unwrap();

    assert!(check::run(&bob.ctx).await.is_err());
    assert!(check::mend(&bob.ctx).await.is_err());
}

#[tokio::test]
async fn the_last_run_of_a_project_is_found_again() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    it.world.logs(&it.bob, &page, "a", RunState::Finished, 70).await;
    it.world.execute("UPDATE project SET last_run_key = 5").await;
    it.world.execute("UPDATE \"user\" SET runs = 1 WHERE username = 'bob'").await;

    let found = mend(&it.world).await.unwrap();

    assert_eq!(words(&found), ["the last run of project sweep is 5 and should be 70"]);
    assert!(check(&it.world).await.is_clean());
}
