//! What the dashboard asks of the database, in every order and under every filter: always by an index.

use std::collections::BTreeSet;

use domain::activity::{Period, Span};
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::{OrgRole, TeamRole};
use domain::project::{ProjectColumn, ProjectQuery};
use domain::report::{ReportColumn, ReportQuery};
use domain::run::{RunColumn, RunQuery, RunState};
use domain::sort::{Sort, SortColumn};
use domain::team::{MemberColumn, MemberQuery, MemberSort};
use domain::user::{Status, UserColumn, UserQuery, UserSort};
use sea_orm::Value;
use secrecy::SecretString;
use service::demo::{self, Plan};
use service::{activity, alerts, home, organization, people, projects, reports, runs, sessions, teams, users};
use testkit::{NOON, PASSWORD, Person, World, on_postgres};

/// Tables that grow with the people or with what they do.
const LARGE: &[&str] = &[
    "user",
    "activity_day",
    "alert_delivery",
    "alert_said",
    "history",
    "mail",
    "report",
    "run",
    "run_file",
    "run_log",
    "run_metric",
    "run_point",
    "session",
    "stray_object",
    "team_member",
    "user_prefix",
];

/// Enough that some filters are sought and others walk the order of the list.
async fn world() -> (World, Person) {
    let world = World::new().await;
    let plan = Plan { users: 1000, days: 10, seed: 3, password: Some(SecretString::from(PASSWORD)) };
    demo::fill(&world.instance.command_line(), &plan).await.expect("demo");
    let ada = world.signs_in("ada.okafor").await.expect("sign in");
    (world, ada)
}

fn filters() -> Vec<UserQuery> {
    let none = UserQuery::default;
    let searching = |words: &str| UserQuery { search: words.to_owned(), ..none() };
    let day = NOON.day().plus(-5);
    vec![
        none(),
        searching("northwind"),
        searching("okafor"),
        searching("ad"),
        searching("n"),
        searching("陈"),
        searching("ada okafor"),
        UserQuery { status: Some(Status::Active), ..none() },
        UserQuery { status: Some(Status::Pending), ..none() },
        UserQuery { role: Some(OrgRole::Admin), ..none() },
        UserQuery { role: Some(OrgRole::Member), ..none() },
        UserQuery { team: Some("vision".to_owned()), ..none() },
        UserQuery { last_active: Some(LastActive::Never), ..none() },
        UserQuery { last_active: Some(LastActive::Before(day)), ..none() },
        UserQuery { last_active: Some(LastActive::After(day)), ..none() },
        UserQuery { status: Some(Status::Active), role: Some(OrgRole::Member), ..searching("a") },
        UserQuery { status: Some(Status::Deactivated), last_active: Some(LastActive::Never), ..none() },
        UserQuery { team: Some("theory".to_owned()), role: Some(OrgRole::Admin), ..searching("an northwind") },
    ]
}

/// The lines of a plan that read one of the large tables from end to end.
fn whole_tables(plan: &[String]) -> Vec<String> {
    let reads_whole = |line: &&String| {
        let words: Vec<&str> = line.split([' ', '"']).filter(|word| !word.is_empty()).collect();
        let table =
            |scan: &[&str]| words.windows(scan.len() + 1).find(|it| it.starts_with(scan)).map(|it| it[scan.len()]);
        let read = if on_postgres() { table(&["Seq", "Scan", "on"]) } else { table(&["SCAN"]) };
        read.is_some_and(|table| LARGE.contains(&table))
    };
    plan.iter().filter(reads_whole).cloned().collect()
}

/// The same, of the plans of all these.
async fn reading_whole(world: &World, statements: &[(String, Vec<Value>)]) -> Vec<String> {
    let mut whole = Vec::new();
    for (sql, values) in statements {
        let plan = world.plan(sql, values.clone()).await;
        whole.extend(whole_tables(&plan).into_iter().map(|line| format!("{line}\n    of {sql}")));
    }
    whole
}

#[tokio::test]
async fn no_order_and_no_filter_of_the_dashboard_reads_a_whole_table() {
    let (world, ada) = world().await;
    let mut asked: BTreeSet<String> = BTreeSet::new();
    let mut statements: Vec<(String, Vec<Value>)> = Vec::new();
    for filter in filters() {
        for column in UserColumn::ALL {
            for direction in Direction::ALL {
                let sort = UserSort { column: *column, direction: *direction };
                let query = UserQuery { sort, ..filter.clone() };
                let heard = world.overhears(async {
                    let first = users::list(&ada.ctx, &query, None).await.expect("a page");
                    if let Some(next) = first.next {
                        users::list(&ada.ctx, &query, Some(&next)).await.expect("the next page");
                    }
                });
                statements.extend(heard.await.into_iter().filter(|(sql, _)| asked.insert(sql.clone())));
            }
        }
    }
    let head = world.overhears(async {
        sessions::find(&world.instance, &ada.token).await.expect("a session");
        organization::figures(&ada.ctx).await.expect("figures");
        for span in Span::ALL {
            activity::plot(&ada.ctx, Period { span: *span, long: true }).await.expect("a plot");
        }
    });
    statements.extend(head.await);

    let whole = reading_whole(&world, &statements).await;

    assert!(statements.len() > 100, "{}", statements.len());
    assert!(whole.is_empty(), "{}", whole.join("\n"));
}

#[tokio::test]
async fn an_order_of_the_dashboard_is_a_walk_that_sorts_nothing_not_even_the_mails_of_who_is_pending() {
    let (world, ada) = world().await;
    let mut sorting = Vec::new();
    for column in UserColumn::ALL {
        for direction in Direction::ALL {
            let sort = UserSort { column: *column, direction: *direction };
            let query = UserQuery { sort, ..UserQuery::default() };
            for (sql, values) in world.overhears(users::list(&ada.ctx, &query, None)).await {
                let plan = world.plan(&sql, values).await;
                let sorts = |line: &&String| line.contains("TEMP B-TREE") || line.contains("Sort");
                sorting.extend(plan.iter().filter(sorts).map(|line| format!("{line}\n    of {sql}")));
            }
        }
    }

    assert!(sorting.is_empty(), "{}", sorting.join("\n"));
}

#[tokio::test]
async fn a_team_is_counted_from_its_members() {
    let (world, ada) = world().await;
    let team = teams::open(&ada.ctx, "vision").await.expect("a team").id;

    let statements = world.overhears(teams::home(&ada.ctx, team)).await;

    let mut by_status = Vec::new();
    for (sql, values) in &statements {
        let plan = world.plan(sql, values.clone()).await;
        by_status.extend(plan.into_iter().filter(|line| line.contains("user_by_status")));
    }
    assert!(statements.len() > 3, "{statements:?}");
    assert!(by_status.is_empty(), "{by_status:?}");
}

#[tokio::test]
async fn members_are_found_and_sorted_without_reading_a_whole_table() {
    let (world, ada) = world().await;
    let mut statements = Vec::new();
    for column in MemberColumn::ALL {
        for direction in Direction::ALL {
            for search in ["", "an", "okafor", "northwind"] {
                let sort = MemberSort { column: *column, direction: *direction };
                let query = MemberQuery { search: search.to_owned(), sort };
                let heard = world.overhears(async {
                    let page = teams::members(&ada.ctx, "vision", &query, None).await.expect("members");
                    if page.next.is_some() {
                        teams::members(&ada.ctx, "vision", &query, page.next.as_deref()).await.expect("more members");
                    }
                });
                statements.extend(heard.await);
            }
        }
    }

    let whole = reading_whole(&world, &statements).await;

    assert!(statements.len() > 100, "{}", statements.len());
    assert!(whole.is_empty(), "{}", whole.join("\n"));
}

#[tokio::test]
async fn the_roles_of_a_team_are_one_walk_along_an_index() {
    let (world, ada) = world().await;
    let sort = MemberSort { column: MemberColumn::Role, direction: Direction::Descending };
    let query = MemberQuery { search: String::new(), sort };

    let statements = world.overhears(teams::members(&ada.ctx, "vision", &query, None)).await;

    let mut walks = 0;
    for (sql, values) in statements.iter().filter(|(sql, _)| sql.contains("ORDER BY \"team_member\".\"role\"")) {
        let plan = world.plan(sql, values.clone()).await;
        let sorts = |line: &String| line.ends_with("TEMP B-TREE FOR ORDER BY") || line.starts_with("  ->  Sort");
        assert!(plan.iter().any(|line| line.contains("team_member_by_role")), "{plan:?}");
        assert!(!plan.iter().any(sorts), "{plan:?}");
        walks += 1;
    }
    assert_eq!(walks, 1, "{statements:?}");
}

/// Left to itself, PostgreSQL sorted all members of a team of eleven thousand.
#[tokio::test]
async fn of_many_members_the_list_is_walked_and_few_are_gathered_and_sorted() {
    let (world, ada) = world().await;
    let everybody = "INSERT INTO team_member (team_id, user_id, role, added_at, number)
        SELECT team.id, \"user\".id, 'member', 0, \"user\".number FROM team, \"user\"
        WHERE team.name = 'vision' AND \"user\".listed ON CONFLICT DO NOTHING";
    world.execute(everybody).await;

    for (search, few) in [("", false), ("okafor", true), ("northwind", false)] {
        let asked = world.overhears(teams::members(&ada.ctx, "vision", &MemberQuery::searching(search), None)).await;

        let order = r#"ORDER BY "user"."name_key""#;
        let (sql, values) = asked.iter().find(|(sql, _)| sql.contains(order)).expect("the list");
        let plan = world.free_plan(sql, values.clone()).await;
        let sorts = |line: &String| line.ends_with("TEMP B-TREE FOR ORDER BY") || line.contains("Sort Key: \"user\"");
        let walks = |line: &String| line.contains("user_by_name");
        assert_eq!(plan.iter().any(sorts), few, "{search}: {plan:?}");
        assert_eq!(plan.iter().any(walks), !few, "{search}: {plan:?}");
    }
}

/// PostgreSQL uses the index of the listed only where the statement itself, not a value, says that they are listed.
#[tokio::test]
async fn what_stands_anywhere_is_found_by_the_index_of_searches_in_every_plan() {
    let (world, ada) = world().await;
    if on_postgres() {
        // Until then it seems dear to look into the index.
        world.execute("VACUUM ANALYZE \"user\"").await;
    }
    let query = UserQuery { search: "okafor".to_owned(), ..UserQuery::default() };

    let asked = world.overhears(users::list(&ada.ctx, &query, None)).await;

    let (index, plans) =
        if on_postgres() { ("Index Scan on user_search", 2) } else { ("user_search VIRTUAL TABLE", 1) };
    let finding: Vec<_> = asked.iter().filter(|(sql, _)| sql.contains("LIKE") || sql.contains("MATCH")).collect();
    assert_eq!(finding.len(), 2, "{asked:?}");
    for (sql, values) in finding {
        let plan = world.plan(sql, values.clone()).await;
        assert_eq!(plan.iter().filter(|line| line.contains(index)).count(), plans, "{plan:?}");
    }
}

/// A user is read from anywhere in the file. Of a thousand that a search finds, fifty are shown.
#[tokio::test]
async fn of_those_whom_a_search_finds_only_the_users_of_the_page_are_read() {
    let (world, ada) = world().await;
    if on_postgres() {
        // It has all numbers of an array looked up one by one, and reads the users instead.
        return;
    }
    let query = UserQuery { search: "northwind".to_owned(), ..UserQuery::default() };

    let asked = world.overhears(users::list(&ada.ctx, &query, None)).await;

    let (sql, values) = asked.iter().find(|(sql, _)| sql.contains("ORDER BY")).expect("the list");
    let plan = world.plan(sql, values.clone()).await;
    assert!(plan.iter().any(|line| line.contains("user_by_name")), "{plan:?}");
    assert!(plan.iter().any(|line| line.contains("user_search VIRTUAL TABLE")), "{plan:?}");
    assert!(!plan.iter().any(|line| line.contains("PRIMARY KEY")), "{plan:?}");
}

/// What took most of a search in a team of eleven thousand. On PostgreSQL a search looks at users in any case.
#[tokio::test]
async fn who_of_a_team_a_search_finds_is_counted_without_a_look_at_users() {
    let (world, ada) = world().await;
    if on_postgres() {
        return;
    }

    let query = MemberQuery::searching("okafor");
    let statements = world.overhears(teams::members(&ada.ctx, "vision", &query, None)).await;

    let counts: Vec<_> =
        statements.iter().filter(|(sql, _)| sql.contains("user_search") && sql.contains("EXISTS")).collect();
    let (sql, values) = counts.iter().find(|(sql, _)| sql.starts_with("SELECT COUNT")).expect("a count");
    let plan = world.plan(sql, values.clone()).await;
    assert!(plan.iter().any(|line| line.contains("team_member_by_number")), "{plan:?}");
    assert!(!plan.iter().any(|line| line.contains(" user USING") || line.ends_with(" user")), "{plan:?}");
}

#[tokio::test]
async fn no_list_of_a_team_and_no_page_of_a_run_reads_a_whole_table() {
    let (world, ada) = world().await;
    let member = world.joins(&ada, "member", OrgRole::Member).await;
    let team = teams::open(&ada.ctx, "vision").await.expect("a team").id;
    world.puts(&ada, team, &member, TeamRole::Member).await;
    let states = [None, Some(RunState::Finished), Some(RunState::Running)];
    let mut statements = Vec::new();
    for ctx in [&ada.ctx, &member.ctx] {
        let heard = world.overhears(async {
            for search in ["", "amber"] {
                let mut project = None;
                for sort in orders(ProjectColumn::ALL) {
                    let query = ProjectQuery { search: search.to_owned(), sort };
                    let page = projects::list(ctx, team, &query, None).await.expect("projects");
                    project = page.rows.first().map(|it| it.id).or(project);
                }
                for (state, sort) in states.iter().flat_map(|&state| orders(RunColumn::ALL).map(move |it| (state, it)))
                {
                    let query = RunQuery { search: search.to_owned(), state, sort };
                    let page = runs::list_of_team(ctx, team, &query, None).await.expect("runs");
                    runs::list_of_team(ctx, team, &query, page.next.as_deref()).await.expect("more runs");
                    if let Some(project) = project {
                        let page = runs::list_of_project(ctx, project, &query, None).await.expect("runs");
                        runs::list_of_project(ctx, project, &query, page.next.as_deref()).await.expect("more runs");
                    }
                }
                for sort in orders(ReportColumn::ALL) {
                    let query = ReportQuery { search: search.to_owned(), sort };
                    let page = reports::list(ctx, team, &query, None).await.expect("reports");
                    reports::list(ctx, team, &query, page.next.as_deref()).await.expect("more reports");
                }
            }
            let newest = runs::list_of_team(ctx, team, &RunQuery::default(), None).await.expect("runs").rows.remove(0);
            runs::open(ctx, "vision", &newest.project, &newest.name).await.expect("a run");
            teams::home(ctx, team).await.expect("a home");
            alerts::open(ctx, "vision").await.ok();
            runs::metrics(ctx, newest.id).await.expect("metrics");
            runs::lines(ctx, newest.id, Some(9)).await.expect("lines");
            let page = runs::list_lines(ctx, newest.id, None).await.expect("lines");
            runs::list_lines(ctx, newest.id, page.next.as_deref()).await.expect("more lines");
        });
        statements.extend(heard.await);
    }

    let whole = reading_whole(&world, &statements).await;

    assert!(statements.len() > 60, "{}", statements.len());
    assert!(whole.is_empty(), "{}", whole.join("\n"));
}

/// Every column, up and down.
fn orders<C: SortColumn>(columns: &'static [C]) -> impl Iterator<Item = Sort<C>> {
    columns.iter().flat_map(|&column| Direction::ALL.iter().map(move |&direction| Sort { column, direction }))
}

#[tokio::test]
async fn silent_runs_and_objects_that_nothing_names_are_found_by_an_index() {
    let (world, _) = world().await;
    world.pass_days(1);

    let statements = world.overhears(async {
        while runs::mark_crashed(&world.instance).await.expect("marked") > 0 {}
        runs::sweep(&world.instance).await.expect("swept");
    });
    let statements = statements.await;

    let mut plans = Vec::new();
    for (sql, values) in &statements {
        plans.extend(world.plan(sql, values.clone()).await);
    }
    assert!(whole_tables(&plans).is_empty(), "{plans:?}");
    for index in ["run_by_heartbeat", "stray_object_by_due"] {
        assert!(plans.iter().any(|line| line.contains(index)), "{index}: {plans:?}");
    }
}

#[tokio::test]
async fn neither_home_nor_the_page_of_a_person_reads_a_whole_table() {
    let (world, ada) = world().await;
    let member = world.joins(&ada, "member", OrgRole::Member).await;
    let team = teams::open(&ada.ctx, "vision").await.expect("a team").id;
    world.puts(&ada, team, &member, TeamRole::Admin).await;
    let query = RunQuery { state: Some(RunState::Failed), ..RunQuery::default() };
    let author = runs::list_of_team(&ada.ctx, team, &query, None).await.expect("runs").rows.remove(0).author.id;
    let mut statements = Vec::new();
    for ctx in [&ada.ctx, &member.ctx] {
        let heard = world.overhears(async {
            home::open(ctx).await.expect("a home");
            people::open(ctx, "ada.okafor").await.expect("a person");
            for person in [author, ada.id] {
                let page = runs::list_of_person(ctx, person, None).await.expect("runs");
                runs::list_of_person(ctx, person, page.next.as_deref()).await.expect("more runs");
                let page = reports::list_of_person(ctx, person, None).await.expect("reports");
                reports::list_of_person(ctx, person, page.next.as_deref()).await.expect("more reports");
            }
        });
        statements.extend(heard.await);
    }

    let whole = reading_whole(&world, &statements).await;

    assert!(statements.len() > 60, "{}", statements.len());
    assert!(whole.is_empty(), "{}", whole.join("\n"));
}

#[tokio::test]
async fn a_query_without_an_index_would_be_found_out() {
    let (world, _) = world().await;

    let plan = world.plan("SELECT id FROM \"user\" WHERE runs = 3", Vec::new()).await;

    let plans = if on_postgres() { 2 } else { 1 };
    assert_eq!(whole_tables(&plan).len(), plans, "{plan:?}");
}
