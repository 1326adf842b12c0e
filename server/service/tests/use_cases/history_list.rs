//! The history as admins read it: who did what to whom, filtered, in pages, at the same cost however long it is.

use domain::Error::{Denied as Refused, Invalid};
use domain::activity::Door;
use domain::history::{Action, ActorKind, Entry, FieldChange, HistoryQuery};
use domain::ids::{TargetId, UserId};
use domain::page::{Direction, Page};
use domain::policy::{Denied, OrgRole};
use domain::time::Day;
use futures::TryStreamExt;
use service::{Error, history, password_resets, users};
use testkit::{NOON, Person, World};

async fn page(ada: &Person, query: &HistoryQuery) -> Page<Entry> {
    history::list(&ada.ctx, query, None).await.expect("a page")
}

/// Each row in a few words, as in "Ada: user.removed Bob".
async fn told(ada: &Person, query: &HistoryQuery) -> Vec<String> {
    page(ada, query).await.rows.iter().map(words).collect()
}

fn words(entry: &Entry) -> String {
    format!("{}: {} {}", entry.actor.name, entry.action, entry.target.words())
}

fn searching(search: &str) -> HistoryQuery {
    HistoryQuery { search: search.to_owned(), ..HistoryQuery::default() }
}

fn by(actor: UserId) -> HistoryQuery {
    HistoryQuery { actor: Some(actor), ..HistoryQuery::default() }
}

/// Ada signs up, Bob joins and becomes an admin; a day later he removes Carl, and Dora exports from the command line.
struct Story {
    world: World,
    ada: Person,
    bob: Person,
    carl: Person,
}

impl Story {
    async fn told() -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        let bob = world.joins(&ada, "bob", OrgRole::Member).await;
        let carl = world.joins(&ada, "carl", OrgRole::Member).await;
        users::set_role(&ada.ctx, bob.id, OrgRole::Admin).await.expect("a change");
        world.pass_days(1);
        users::remove(&bob.ctx, carl.id).await.expect("a change");
        password_resets::make_link(&world.instance.command_line(), "bob@example.com").await.expect("a change");
        Self { world, ada, bob, carl }
    }
}

#[tokio::test]
async fn the_newest_change_comes_first_and_says_who_did_what_to_whom() {
    let Story { world: _world, ada, bob, carl } = Story::told().await;

    let all = page(&ada, &HistoryQuery::default()).await;

    let rows: Vec<String> = all.rows.iter().map(words).collect();
    assert_eq!(
        rows[1..],
        [
            "Bob: user.removed Carl",
            "Ada: user.role_changed Bob",
            "Carl: invitation.accepted Carl",
            "Ada: user.invited carl@example.com",
            "Bob: invitation.accepted Bob",
            "Ada: user.invited bob@example.com",
            "Ada: user.signed_up Ada",
        ]
    );
    assert_eq!((all.total.rows, all.total.more, all.next), (8, false, None));
    let (link, removed, role) = (&all.rows[0], &all.rows[1], &all.rows[2]);
    assert_eq!((link.actor.kind, link.actor.id, link.door), (ActorKind::CommandLine, None, Door::CommandLine));
    assert_eq!((removed.actor.id, removed.target.id), (Some(bob.id), Some(carl.id.into())));
    assert_eq!((removed.door, removed.at, removed.request.as_str()), (Door::Page, NOON.plus_days(1), "test"));
    assert_eq!(
        role.changes,
        [FieldChange { field: "Role".to_owned(), before: Some("Member".to_owned()), after: Some("Admin".to_owned()) }]
    );
}

#[tokio::test]
async fn each_filter_leaves_its_rows_and_counts_them() {
    let Story { world: _world, ada, bob, carl } = Story::told().await;
    let (first, second) = (NOON.day(), NOON.day().plus(1));
    let all = HistoryQuery::default;

    for (query, rows) in [
        (HistoryQuery { action: Some(Action::Invited), ..all() }, 2),
        (HistoryQuery { action: Some(Action::Deactivated), ..all() }, 0),
        (HistoryQuery { door: Some(Door::CommandLine), ..all() }, 1),
        (HistoryQuery { door: Some(Door::Page), ..all() }, 7),
        (HistoryQuery { door: Some(Door::Page), action: Some(Action::Removed), ..all() }, 1),
        (by(ada.id), 3),
        (HistoryQuery { action: Some(Action::Invited), ..by(ada.id) }, 2),
        (HistoryQuery { target: Some(TargetId::from(carl.id)), ..all() }, 3),
        (HistoryQuery { target: Some(TargetId::from(bob.id)), ..by(ada.id) }, 2),
        (HistoryQuery { from: Some(second), ..all() }, 2),
        (HistoryQuery { to: Some(first), ..all() }, 6),
        (HistoryQuery { from: Some(first), to: Some(first), action: Some(Action::Invited), ..all() }, 2),
        (HistoryQuery { from: Some(first), to: Some(second), ..all() }, 8),
        (HistoryQuery { from: Some(second.plus(1)), ..all() }, 0),
        (HistoryQuery { from: Some(second.plus(9)), ..all() }, 0),
        (HistoryQuery { to: Some(first.plus(-9)), ..all() }, 0),
        (HistoryQuery { door: Some(Door::CommandLine), ..searching("ada") }, 0),
    ] {
        let found = page(&ada, &query).await;
        assert_eq!((found.total.rows, found.rows.len()), (rows, usize::try_from(rows).unwrap()), "{query:?}");
    }
}

#[tokio::test]
async fn names_are_found_by_the_beginnings_of_their_words_as_they_were_that_day() {
    let Story { world, ada, .. } = Story::told().await;
    let dora = world.joins(&ada, "dora", OrgRole::Member).await;
    world.execute("UPDATE \"user\" SET name = 'Élodie Ångström' WHERE username = 'dora'").await;
    users::set_role(&ada.ctx, dora.id, OrgRole::Admin).await.unwrap();
    let system_user = page(&ada, &HistoryQuery { door: Some(Door::CommandLine), ..HistoryQuery::default() }).await;
    let system_user = system_user.rows[0].actor.name.clone();

    let carl = ["Bob: user.removed Carl", "Carl: invitation.accepted Carl", "Ada: user.invited carl@example.com"];
    for search in ["carl", "CA", " cArL ", "ca"] {
        assert_eq!(told(&ada, &searching(search)).await, carl, "{search}");
    }
    assert_eq!(told(&ada, &searching("carl example")).await, carl[2..]);
    assert_eq!(told(&ada, &searching("angs elod")).await, ["Ada: user.role_changed Élodie Ångström"]);
    assert_eq!(told(&ada, &searching("dora")).await.len(), 2);
    assert_eq!(page(&ada, &searching(&system_user)).await.rows[0].door, Door::CommandLine);
    assert_eq!(page(&ada, &searching("a")).await.total.rows, 6);
    assert_eq!(page(&ada, &searching(" \u{0} ")).await.total.rows, 11);
    for nobody in ["arl", "%", "_", "\"", "x' OR 1=1 --", "zzz", "ada carl"] {
        assert_eq!(told(&ada, &searching(nobody)).await, [""; 0], "{nobody}");
    }
}

#[tokio::test]
async fn both_orders_are_walked_without_gaps_or_repeats_also_by_name() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;
    for i in 0..60 {
        world.invites(if i % 3 == 0 { &bob } else { &ada }, &format!("u{i:02}@bob.example"), OrgRole::Member).await;
    }

    for (search, rows, second) in [("", 63, 13), ("bob", 62, 12)] {
        let mut seen = Vec::new();
        for direction in Direction::ALL {
            let query = HistoryQuery { direction: *direction, ..searching(search) };
            let one = history::list(&ada.ctx, &query, None).await.unwrap();
            let two = history::list(&ada.ctx, &query, one.next.as_deref()).await.unwrap();
            assert_eq!((one.rows.len(), two.rows.len(), two.next), (50, second, None), "{search}");
            assert_eq!((one.total.rows, two.total.rows), (rows, rows));
            seen.push(one.rows.into_iter().chain(two.rows).map(|row| row.seq).collect::<Vec<_>>());
        }
        assert!(seen[0].is_sorted());
        seen[1].reverse();
        assert_eq!(seen[0], seen[1], "{search}");
    }
}

#[tokio::test]
async fn more_names_than_are_looked_up_one_by_one_are_found_all_the_same() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for i in 0..105 {
        world.invites(&ada, &format!("u{i:03}@example.com"), OrgRole::Member).await;
    }

    let one = history::list(&ada.ctx, &searching("u"), None).await.unwrap();
    let two = history::list(&ada.ctx, &searching("u"), one.next.as_deref()).await.unwrap();
    let three = history::list(&ada.ctx, &searching("u"), two.next.as_deref()).await.unwrap();

    assert_eq!((one.total.rows, one.rows.len(), two.rows.len(), three.rows.len()), (105, 50, 50, 5));
    assert_eq!(three.rows.last().map(words).as_deref(), Some("Ada: user.invited u000@example.com"));
}

#[tokio::test]
async fn a_page_of_another_order_or_filter_and_a_forged_one_are_refused() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for i in 0..51 {
        world.invites(&ada, &format!("u{i:02}@example.com"), OrgRole::Member).await;
    }
    let next = page(&ada, &HistoryQuery::default()).await.next.unwrap();
    let users = users::list(&ada.ctx, &domain::user::UserQuery::default(), None).await.unwrap().next.unwrap();
    let oldest_first = HistoryQuery { direction: Direction::Ascending, ..HistoryQuery::default() };

    for (query, after) in [
        (searching("u"), next.as_str()),
        (oldest_first, next.as_str()),
        (HistoryQuery::default(), users.as_str()),
        (HistoryQuery::default(), "forged"),
        (HistoryQuery::default(), ""),
        (searching(&"x".repeat(201)), next.as_str()),
        (HistoryQuery { from: Some(Day(2)), to: Some(Day(1)), ..HistoryQuery::default() }, next.as_str()),
    ] {
        let refused = history::list(&ada.ctx, &query, Some(after)).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(_)))), "{query:?} {after}");
    }
}

#[tokio::test]
async fn a_member_reads_and_exports_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    let refusals = [
        history::list(&bob.ctx, &HistoryQuery::default(), None).await.err(),
        history::export(&bob.ctx, HistoryQuery::default()).await.err(),
    ];

    for refused in refusals {
        assert!(matches!(refused, Some(Error::Domain(Refused(Denied::AdminsOnly)))), "{refused:?}");
    }
    assert_eq!(world.number("SELECT max(seq) FROM history").await, 3);
}

#[tokio::test]
async fn an_export_is_the_rows_of_its_filter_and_is_noted() {
    let Story { world, ada, bob, .. } = Story::told().await;
    world.execute("UPDATE \"user\" SET name = '=1+1' WHERE username = 'bob'").await;
    users::set_role(&ada.ctx, bob.id, OrgRole::Member).await.unwrap();
    let query = HistoryQuery { action: Some(Action::RoleChanged), ..HistoryQuery::default() };

    let pages: Vec<Vec<u8>> = history::export(&ada.ctx, query).await.unwrap().try_collect().await.unwrap();

    let text = String::from_utf8(pages.concat()).unwrap();
    let lines: Vec<&str> = text.split("\r\n").collect();
    assert_eq!(
        lines,
        [
            r#""Time","Actor","Actor kind","Door","Action","Target","Before","After","Request id""#,
            r#""2026-11-24T12:00:00.000Z","Ada","User","Page","Changed the role","'=1+1","Role: Admin","Role: Member","test""#,
            r#""2026-11-23T12:00:00.000Z","Ada","User","Page","Changed the role","Bob","Role: Member","Role: Admin","test""#,
            "",
        ]
    );
    let noted = page(&ada, &HistoryQuery { action: Some(Action::HistoryExported), ..HistoryQuery::default() }).await;
    assert_eq!(noted.rows[0].changes[0].words(), "Filter: Action: Changed the role");
    assert_eq!(world.number("SELECT history_seq FROM instance").await, 10);
}

/// Queries that go by an index of their own: each filter, two that are often used together, and both orders.
fn narrowed(story: &Story) -> Vec<HistoryQuery> {
    let all = HistoryQuery::default;
    let queries = [
        HistoryQuery { action: Some(Action::Invited), ..all() },
        HistoryQuery { door: Some(Door::Page), ..all() },
        HistoryQuery { door: Some(Door::Page), action: Some(Action::Removed), ..all() },
        by(story.ada.id),
        HistoryQuery { action: Some(Action::Invited), ..by(story.ada.id) },
        HistoryQuery { target: Some(TargetId::from(story.carl.id)), ..all() },
        HistoryQuery { from: Some(NOON.day()), to: Some(NOON.day()), ..all() },
        HistoryQuery { from: Some(NOON.day()), door: Some(Door::Page), ..all() },
        searching("carl"),
        searching("c example"),
        HistoryQuery { from: Some(NOON.day()), action: Some(Action::Invited), ..searching("carl") },
    ];
    let turned = |query: &HistoryQuery| HistoryQuery { direction: Direction::Ascending, ..query.clone() };
    queries.iter().map(turned).chain(queries.clone()).collect()
}

/// What the plan says of reading a table of the history from end to end.
fn scans(plan: &[String]) -> Vec<&String> {
    let is_scan = |line: &&String| line.contains("SCAN history") || line.contains("Seq Scan on history");
    plan.iter().filter(is_scan).collect()
}

#[tokio::test]
async fn no_filter_reads_the_whole_history() {
    let story = Story::told().await;

    for query in narrowed(&story) {
        let asked = story.world.overhears(history::list(&story.ada.ctx, &query, None)).await;
        let about = asked.into_iter().filter(|(sql, _)| sql.contains("history"));
        for (sql, values) in about {
            let plan = story.world.plan(&sql, values).await;
            assert!(scans(&plan).is_empty(), "{query:?}\n{sql}\n{plan:#?}");
        }
    }
}

#[tokio::test]
async fn a_page_without_a_filter_is_read_in_its_order_and_ends_when_it_is_full() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for i in 0..105 {
        world.invites(&ada, &format!("u{i:03}@example.com"), OrgRole::Member).await;
    }

    for query in [HistoryQuery::default(), searching("u")] {
        let next = page(&ada, &query).await.next;
        let asked = world.overhears(history::list(&ada.ctx, &query, next.as_deref())).await;
        let (sql, values) = asked.into_iter().find(|(sql, _)| sql.contains("request_id")).expect("a page was read");
        let plan = world.plan(&sql, values).await;
        let walk = ["sqlite_autoindex_history_2 (seq<?)", "Index Scan Backward using history_seq_key on history"];
        assert!(plan.iter().any(|line| walk.iter().any(|walk| line.contains(walk))), "{sql}\n{plan:#?}");
        assert!(!plan.iter().any(|line| line.contains("ORDER BY") || line.contains("Sort")), "{plan:#?}");
    }
}
