//! The organization that fills an empty database.

use domain::Error::{Conflict, Denied as Refused, Invalid};
use domain::page::Direction;
use domain::policy::Denied;
use domain::user::{Status, UserColumn, UserQuery, UserSort};
use entity::{project, run, run_file, team, team_member, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use secrecy::ExposeSecret;
use service::demo::{self, Filled, Plan};
use service::instance::Settings;
use service::sessions::Browser;
use service::{Error, accounts, activity, runs, service_accounts, users};
use testkit::{NOON, PASSWORD, Person, World, on_postgres, settings};

use crate::run_files::read;

fn plan(users: u32, days: u32, seed: u64) -> Plan {
    Plan { users, days, seed, password: Some(PASSWORD.to_owned().into()) }
}

async fn filled(world: &World, users: u32, days: u32) -> Filled {
    demo::fill(&world.instance.command_line(), &plan(users, days, 7)).await.expect("filled")
}

/// The admin of the demo, signed in.
async fn admin(world: &World, filled: &Filled) -> Person {
    let (email, password) = (&filled.email, filled.password.clone());
    let signed_in =
        accounts::sign_in(&world.stranger(), email, password, &Browser::default()).await.expect("a sign-in");
    world.person(signed_in).await
}

#[tokio::test]
async fn nothing_leaves_a_demo() {
    let world = World::new().await;
    filled(&world, 300, 60).await;
    world.pass_days(1);

    let mut crashed = 0;
    loop {
        match runs::mark_crashed(&world.instance).await.expect("marked") {
            0 => break,
            marked => crashed += marked,
        }
    }

    assert!(crashed > 0, "no run of the demo was running");
    for outbox in ["mail", "alert_delivery"] {
        let waiting = format!("SELECT count(*) FROM {outbox} WHERE state = 'waiting'");
        assert_eq!(world.number(&waiting).await, 0, "{outbox}");
    }
}

#[tokio::test]
async fn a_demo_leaves_the_schema_as_it_was() {
    let world = World::new().await;
    let schema = if on_postgres() {
        "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1"
    } else {
        "SELECT name, coalesce(sql, '') FROM sqlite_schema ORDER BY 1"
    };
    let before = world.rows(schema).await;

    filled(&world, 20, 3).await;

    assert!(before.len() > 50, "{before:?}");
    assert_eq!(world.rows(schema).await, before);
}

/// How many rows of a query are not as they are told to be.
async fn wrong(world: &World, sql: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM ({sql}) AS wrong")).await
}

/// Every user, in the order in which they were added.
async fn everybody(world: &World) -> Vec<user::Model> {
    user::Entity::find().order_by_asc(user::Column::Number).all(world.instance.db.read()).await.expect("users")
}

#[tokio::test]
async fn the_roll_ups_equal_a_count_over_the_activity() {
    let world = World::new().await;
    filled(&world, 150, 200).await;

    let months = activity_by_month(&world).await;

    for (kept, counted) in [
        ("day, users FROM active_users_day", "day, count(*) AS users FROM activity_day GROUP BY day"),
        ("day, count(*) AS users FROM activity_day GROUP BY day", "day, users FROM active_users_day"),
        ("day, users FROM last_active_day", LAST_ACTIVE),
        (LAST_ACTIVE, "day, users FROM last_active_day"),
    ] {
        assert_eq!(wrong(&world, &format!("SELECT {kept} EXCEPT SELECT {counted}")).await, 0, "{kept}");
    }
    assert_eq!(months.0, months.1);
    assert!(months.0.len() >= 7);
}

const LAST_ACTIVE: &str = "last_active_key / 86400000 AS day, count(*) AS users FROM \"user\" WHERE listed AND last_active_key > 0 GROUP BY 1";

/// The users of each month, as they are kept and as they are counted.
async fn activity_by_month(world: &World) -> (Vec<(i32, usize)>, Vec<(i32, usize)>) {
    use std::collections::{BTreeMap, BTreeSet};
    let db = world.instance.db.read();
    let kept = entity::active_users_month::Entity::find()
        .order_by_asc(entity::active_users_month::Column::Month)
        .all(db)
        .await
        .expect("rows");
    let mut seen: BTreeMap<i32, BTreeSet<_>> = BTreeMap::new();
    for row in entity::activity_day::Entity::find().all(db).await.expect("rows") {
        seen.entry(row.day.month().0).or_default().insert(row.user_id);
    }
    let kept = kept.into_iter().map(|row| (row.month, usize::try_from(row.users).expect("rows"))).collect();
    (kept, seen.into_iter().map(|(month, users)| (month, users.len())).collect())
}

#[tokio::test]
async fn what_a_user_row_says_is_what_the_other_tables_hold() {
    let world = World::new().await;
    let made = filled(&world, 150, 200).await;

    for (says, holds) in [
        ("days_active", "SELECT count(*) FROM activity_day WHERE user_id = \"user\".id"),
        ("runs", "SELECT count(*) FROM run WHERE author_id = \"user\".id"),
        ("reports", "SELECT count(*) FROM report WHERE author_id = \"user\".id"),
        (
            "team_key",
            "SELECT coalesce(min(name), '') FROM team JOIN team_member ON team_id = team.id WHERE user_id = \"user\".id",
        ),
        (
            "CASE WHEN last_active_key > 0 THEN last_active_key END",
            "SELECT max(last_at) FROM activity_day WHERE user_id = \"user\".id",
        ),
        ("last_active_door", "SELECT door FROM activity_day WHERE user_id = \"user\".id ORDER BY day DESC LIMIT 1"),
        ("(status = 'pending')", "SELECT last_active_key = -1"),
        ("CASE WHEN listed THEN username END", "SELECT name FROM handle WHERE user_id = \"user\".id"),
    ] {
        let sql = format!("SELECT id FROM \"user\" WHERE {says} IS DISTINCT FROM ({holds})");
        assert_eq!(wrong(&world, &sql).await, 0, "{says}");
    }
    assert_eq!(world.number("SELECT count(*) FROM activity_day").await, made.active_days);
    assert_eq!(world.number("SELECT count(*) FROM run").await, made.runs);
    assert_eq!(world.number("SELECT count(*) FROM report").await, made.reports);
    assert_eq!(world.number("SELECT count(*) FROM project").await, made.projects);
    assert!(made.runs > 150 && made.reports > 10, "{made:?}");
}

#[tokio::test]
async fn whoever_logged_the_first_run_of_a_project_opened_it() {
    let world = World::new().await;
    filled(&world, 150, 60).await;

    let first = "SELECT author_id FROM run WHERE project_id = project.id ORDER BY created_at, id LIMIT 1";
    let sql = format!("SELECT id FROM project WHERE creator_id IS DISTINCT FROM ({first}) AND user_id IS NULL");
    assert_eq!(wrong(&world, &sql).await, 0);
    assert!(world.number("SELECT count(*) FROM project WHERE creator_id IS NOT NULL AND user_id IS NULL").await > 20);
}

#[tokio::test]
async fn the_counters_are_true_and_the_history_tells_of_it() {
    let world = World::new().await;
    let made = filled(&world, 150, 60).await;

    for (counter, counted) in [
        ("users", "listed"),
        ("pending", "status = 'pending'"),
        ("seats_used", "status IN ('pending', 'active')"),
        ("admins", "status = 'active' AND role = 'admin'"),
        ("user_number", "number > 0"),
    ] {
        let kept = world.number(&format!("SELECT {counter} FROM instance")).await;
        let counted = world.number(&format!("SELECT count(*) FROM \"user\" WHERE {counted}")).await;
        assert_eq!(kept, counted, "{counter}");
    }
    assert_eq!((made.users, made.pending, made.deactivated, made.removed, made.admins), (150, 6, 8, 2, 3));
    let rows = world.number("SELECT count(*) FROM history WHERE action = 'instance.demo_filled'").await;
    assert_eq!(rows, 1);
    assert_eq!(world.number("SELECT history_seq FROM instance").await, 1);
    let door = accounts::sign_up_door(&world.stranger()).await.unwrap();
    assert_eq!(door, accounts::SignUpDoor::Closed);
}

#[tokio::test]
async fn nothing_happens_before_it_can_or_after_now() {
    let world = World::new().await;
    filled(&world, 150, 40).await;

    for (broken, sql) in [
        (
            "days",
            format!(
                "SELECT user_id FROM activity_day WHERE first_at > last_at OR last_at > {} OR day <> first_at / 86400000 OR day <> last_at / 86400000",
                NOON.0
            ),
        ),
        ("period", format!("SELECT user_id FROM activity_day WHERE day > {0} OR day <= {0} - 40", NOON.day().0)),
        ("sign-ups", format!("SELECT id FROM \"user\" WHERE added_at > joined_at OR joined_at > {}", NOON.0)),
        (
            "first days",
            "SELECT user_id FROM activity_day JOIN \"user\" ON id = user_id WHERE first_at < joined_at".to_owned(),
        ),
        (
            "runs",
            format!(
                "SELECT run.id FROM run JOIN project ON project.id = project_id WHERE run.created_at < project.created_at OR heartbeat_at < run.created_at OR heartbeat_at > {}",
                NOON.0
            ),
        ),
        ("reports", format!("SELECT id FROM report WHERE updated_at < created_at OR updated_at > {}", NOON.0)),
        (
            "memberships",
            "SELECT user_id FROM team_member JOIN team ON id = team_id WHERE added_at < created_at".to_owned(),
        ),
    ] {
        assert_eq!(wrong(&world, &sql).await, 0, "{broken}");
    }
}

#[tokio::test]
async fn every_team_has_an_active_admin_and_nobody_works_in_a_foreign_project() {
    let world = World::new().await;
    let made = filled(&world, 150, 60).await;
    let db = world.instance.db.read();

    let staffed = "SELECT DISTINCT team_id FROM team_member m JOIN \"user\" ON id = user_id WHERE m.role = 'admin' AND status = 'active'";
    let foreign = "SELECT run.id FROM run JOIN project p ON p.id = project_id WHERE p.user_id <> author_id OR (p.team_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM team_member m WHERE m.team_id = p.team_id AND m.user_id = author_id))";

    assert_eq!((made.teams, wrong(&world, staffed).await), (25, 25));
    assert_eq!(wrong(&world, foreign).await, 0);
    assert_eq!(world.number("SELECT count(*) FROM handle WHERE team_id IS NOT NULL").await, 25);
    assert_eq!(
        world.number("SELECT count(*) FROM team_member JOIN \"user\" ON id = user_id WHERE NOT listed").await,
        0
    );
    assert!(team_member::Entity::find().all(db).await.unwrap().len() > 150);
    assert!(run::Entity::find().all(db).await.unwrap().len() > project::Entity::find().all(db).await.unwrap().len());
}

#[tokio::test]
async fn some_have_a_picture_and_every_team_has_pinned_what_is_its_own() {
    let world = World::new().await;
    let made = filled(&world, 150, 60).await;

    let faces = world.number("SELECT count(*) FROM \"user\" WHERE avatar IS NOT NULL").await;
    let teams = world.number("SELECT count(*) FROM team WHERE avatar IS NOT NULL").await;
    let files = std::fs::read_dir(world.instance.settings.files.join("avatars")).expect("a folder").count();
    assert!((20..60).contains(&faces) && (5..10).contains(&teams), "{faces} {teams}");
    assert_eq!(i64::try_from(files).expect("few"), faces + teams);
    assert_eq!(wrong(&world, "SELECT id FROM \"user\" WHERE NOT listed AND avatar IS NOT NULL").await, 0);

    let foreign = "SELECT place FROM team_pin LEFT JOIN project ON project.id = team_pin.project_id LEFT JOIN report ON report.id = team_pin.report_id WHERE team_pin.team_id <> coalesce(project.team_id, report.team_id) OR NOT coalesce(published, true)";
    assert_eq!(wrong(&world, foreign).await, 0);
    assert_eq!(world.number("SELECT count(DISTINCT team_id) FROM team_pin").await, made.teams);
    assert!(world.number("SELECT count(*) FROM team_pin WHERE report_id IS NOT NULL").await > 10);
}

#[tokio::test]
async fn the_growth_of_the_organization_shows() {
    let world = World::new().await;
    let made = filled(&world, 300, 400).await;
    let ada = admin(&world, &made).await;

    let all = domain::activity::Period { span: domain::activity::Span::AllTime, long: false };
    let months = activity::plot(&ada.ctx, all).await.unwrap().counts;

    assert_eq!(months.len(), 14);
    assert!(months[1] < months[7] && months[7] < months[12], "{months:?}");
    let (silent, once) = ("last_active_key = 0", "days_active = 1 AND joined_at < 1795000000000");
    for rare in [silent, once, "last_active_key BETWEEN 1 AND 1780000000000"] {
        let count = world.number(&format!("SELECT count(*) FROM \"user\" WHERE status = 'active' AND {rare}")).await;
        assert!((3..100).contains(&count), "{rare}: {count}");
    }
}

#[tokio::test]
async fn the_same_seed_makes_the_same_people() {
    let (one, two, other) = (World::new().await, World::new().await, World::new().await);
    for (world, seed) in [(&one, 7), (&two, 7), (&other, 8)] {
        demo::fill(&world.instance.command_line(), &plan(60, 90, seed)).await.unwrap();
    }
    let told = |row: user::Model| user::Model { password_hash: None, ..row };
    let told = async |world: &World| everybody(world).await.into_iter().map(told).collect::<Vec<_>>();
    let teams = async |world: &World| {
        team_member::Entity::find()
            .order_by_asc(team_member::Column::TeamId)
            .order_by_asc(team_member::Column::UserId)
            .all(world.instance.db.read())
            .await
            .unwrap()
    };
    let runs = async |world: &World| {
        run::Entity::find().order_by_asc(run::Column::Id).all(world.instance.db.read()).await.unwrap()
    };

    assert_eq!(told(&one).await, told(&two).await);
    assert_eq!(teams(&one).await, teams(&two).await);
    assert_eq!(runs(&one).await, runs(&two).await);
    assert_ne!(told(&one).await, told(&other).await);
}

#[tokio::test]
async fn an_hour_later_the_same_seed_makes_people_of_the_same_names() {
    let (one, two) = (World::new().await, World::new().await);
    two.pass(7 * 3_600_000);
    for world in [&one, &two] {
        demo::fill(&world.instance.command_line(), &plan(60, 90, 7)).await.unwrap();
    }
    let names = async |world: &World| {
        everybody(world).await.into_iter().map(|row| (row.number, row.username)).collect::<Vec<_>>()
    };

    assert_eq!(names(&one).await, names(&two).await);
}

#[tokio::test]
async fn a_database_with_a_user_is_left_as_it_is() {
    let world = World::new().await;
    world.first_admin().await;

    let refused = demo::fill(&world.instance.command_line(), &plan(20, 20, 1)).await;

    let Err(Error::Domain(Conflict(words))) = refused else { panic!("{refused:?}") };
    assert!(words.contains("users already"), "{words}");
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM team").await, 0);
}

#[tokio::test]
async fn filling_twice_is_refused() {
    let world = World::new().await;
    filled(&world, 12, 12).await;

    let again = demo::fill(&world.instance.command_line(), &plan(12, 12, 7)).await;

    assert!(matches!(again, Err(Error::Domain(Conflict(_)))));
    assert_eq!(world.number("SELECT count(*) FROM history").await, 1);
}

#[tokio::test]
async fn a_weak_password_or_too_few_seats_leave_the_database_empty() {
    let world = World::with(Settings { seats: Some(5), ..settings() }).await;
    let cx = world.instance.command_line();

    let weak = demo::fill(&cx, &Plan { password: Some("short".to_owned().into()), ..plan(3, 3, 1) }).await;
    let full = demo::fill(&cx, &plan(30, 3, 1)).await;

    assert!(matches!(weak, Err(Error::Domain(Invalid(_)))));
    assert!(matches!(full, Err(Error::Domain(Refused(Denied::TooFewSeats { .. })))), "{full:?}");
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 0);
}

#[tokio::test]
async fn only_somebody_who_manages_the_instance_fills_it() {
    let world = World::new().await;

    let refused = demo::fill(&world.stranger(), &plan(3, 3, 1)).await;

    assert!(matches!(refused, Err(Error::Domain(domain::Error::Unauthenticated))));
}

#[tokio::test]
async fn the_admin_signs_in_with_the_password_and_nobody_else_does() {
    let world = World::new().await;
    let given = filled(&world, 60, 30).await;
    let generated = World::new().await;
    let told = demo::fill(&generated.instance.command_line(), &Plan { password: None, ..plan(5, 5, 1) }).await.unwrap();

    let ada = admin(&world, &given).await;
    let colleague = everybody(&world).await.into_iter().find(|row| row.status == Status::Active && row.id != ada.id);
    let refused = world.signs_in(&colleague.unwrap().email).await;

    assert_eq!(given.email, "admin@rollcall.example");
    assert_eq!(world.signs_in(&given.username).await.unwrap().id, ada.id);
    assert!(matches!(refused.err(), Some(Error::Domain(domain::Error::WrongCredentials))));
    assert_ne!(told.password.expose_secret(), PASSWORD);
    admin(&generated, &told).await;
}

#[tokio::test]
async fn people_are_found_and_every_order_is_walked() {
    let world = World::new().await;
    let made = filled(&world, 130, 30).await;
    let ada = admin(&world, &made).await;
    let people = everybody(&world).await;

    for person in people.iter().filter(|row| row.listed).step_by(9) {
        for search in [&person.name, &person.email, &person.name.chars().take(2).collect::<String>()] {
            let page = users::list(&ada.ctx, &searching(search), None).await.unwrap();
            assert!(page.rows.iter().any(|row| row.id == person.id) || page.next.is_some(), "{search}");
        }
    }
    for column in UserColumn::ALL {
        let sort = UserSort { column: *column, direction: Direction::Descending };
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let query = UserQuery { sort, ..UserQuery::default() };
            let page = users::list(&ada.ctx, &query, after.as_deref()).await.unwrap();
            seen.extend(page.rows.iter().map(|row| row.id));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 130, "{column}");
    }
}

fn searching(search: &str) -> UserQuery {
    UserQuery { search: search.to_owned(), ..UserQuery::default() }
}

#[tokio::test]
async fn who_was_invited_waits_with_a_mail_that_arrived_or_did_not() {
    let world = World::new().await;
    filled(&world, 1000, 40).await;

    let pending = world.number("SELECT count(*) FROM \"user\" WHERE invitation_expires_at IS NOT NULL").await;
    let expired =
        world.number(&format!("SELECT count(*) FROM \"user\" WHERE invitation_expires_at <= {}", NOON.0)).await;
    let delivered = world.number("SELECT count(*) FROM mail WHERE state = 'delivered' AND error IS NULL").await;
    let failed = world.number("SELECT count(*) FROM mail WHERE state = 'failed' AND error IS NOT NULL").await;

    assert_eq!((pending, delivered + failed), (40, 40));
    assert!((1..20).contains(&failed) && (1..30).contains(&expired), "{failed} {expired}");
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE invited_by IS NULL").await, 1);
}

#[tokio::test]
async fn the_smallest_organization_is_its_admin() {
    let world = World::new().await;
    let made = filled(&world, 0, 0).await;

    let rows = users::list(&admin(&world, &made).await.ctx, &UserQuery::default(), None).await.unwrap().rows;

    assert_eq!((rows.len(), rows[0].days_active, rows[0].teams.len()), (1, 1, 1));
    assert_eq!(team::Entity::find().all(world.instance.db.read()).await.unwrap().len(), 1);
}

#[tokio::test]
async fn some_files_of_runs_can_be_fetched_and_are_what_the_list_says() {
    let world = World::new().await;
    let made = filled(&world, 150, 60).await;
    let ada = admin(&world, &made).await;
    let kept = run_file::Entity::find().filter(run_file::Column::Object.is_not_null()).all(world.instance.db.read());
    let kept = kept.await.unwrap();

    for file in &kept {
        let text = read(runs::open_file(&ada.ctx, file.run_id, &file.name).await.unwrap()).await;
        assert_eq!(i64::try_from(text.len()).unwrap(), file.size, "{}", file.name);
        let text = String::from_utf8(text).unwrap();
        match file.name.as_str() {
            "config.yaml" => assert!(text.starts_with("batch_size:\n    value: "), "{text}"),
            "output.log" => assert!(text.starts_with("Loading the data\nCompiling the model"), "{text}"),
            "wandb-summary.json" => assert!(text.contains(r#""val_loss":"#), "{text}"),
            other => assert_eq!(other, "requirements.txt"),
        }
    }

    assert!(kept.len() >= 40 && kept.len() % 4 == 0, "{}", kept.len());
    let newest = "SELECT count(*) FROM run_file JOIN run ON run.id = run_id WHERE object IS NULL AND run_file.name = 'output.log' AND team_id IS NOT NULL AND created_at > ";
    assert_eq!(world.number(&format!("{newest}{}", NOON.0 - 2 * 86_400_000)).await, 0);
    let listed = world.number("SELECT count(*) FROM run_file WHERE object IS NULL").await;
    assert!(listed > 120, "the large ones of all: {listed}");
}

#[tokio::test]
async fn teams_have_service_accounts_that_logged_some_of_their_runs() {
    let world = World::new().await;
    let made = filled(&world, 150, 60).await;
    let ada = admin(&world, &made).await;

    let of_all = service_accounts::list_of_organization(&ada.ctx).await.unwrap();
    let teams = team::Entity::find().all(world.instance.db.read()).await.unwrap();
    for team in &teams {
        let accounts = service_accounts::list_of_team(&ada.ctx, team.id).await.unwrap();
        assert_eq!((accounts.len(), accounts[0].keys), (3, 1), "{}", team.name);
    }

    assert_eq!(of_all.len(), 1);
    let logged = world.number("SELECT count(*) FROM run WHERE service_account_id IS NOT NULL").await;
    assert!(logged > 10, "{logged}");
    let foreign = "SELECT run.id FROM run LEFT JOIN service_account ON service_account.id = service_account_id WHERE service_account.name <> service_account OR service_account.team_id <> run.team_id OR (service_account IS NULL) <> (service_account_id IS NULL)";
    assert_eq!(wrong(&world, foreign).await, 0);
}
