//! Every filter with every other, in every order: the same people as a look at each one would find.

use domain::activity::Door;
use domain::last_active::LastActive;
use domain::page::Direction;
use domain::policy::OrgRole;
use domain::text::fold;
use domain::user::{Status, User, UserColumn, UserQuery, UserSort};
use secrecy::SecretString;
use service::demo::{self, Plan};
use service::users;
use testkit::{NOON, PASSWORD, Person, World};

/// How many users there are: enough that some filters are sought in an index and others walk the order.
const USERS: u32 = 700;

/// Terms of every kind: dense, rare, of one, two and more letters, without spaces, of several words, of none.
const SEARCHES: &[&str] =
    &["", "a", "ad", "or", "son", "northwind", "ada okafor", "陈", "李 northwind", "an o", "zzz", "n.", "@"];

async fn world() -> (World, Person) {
    let world = World::new().await;
    let plan = Plan { users: USERS, days: 60, seed: 7, password: Some(SecretString::from(PASSWORD)) };
    demo::fill(&world.instance.command_line(), &plan).await.expect("demo");
    let ada = world.signs_in("ada.okafor").await.expect("sign in");
    (world, ada)
}

async fn walk(ada: &Person, query: &UserQuery) -> Vec<User> {
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = users::list(&ada.ctx, query, after.as_deref()).await.expect("a page");
        assert!(!page.total.more);
        let total = page.total.rows;
        seen.extend(page.rows);
        after = page.next;
        if after.is_none() {
            assert_eq!(i64::try_from(seen.len()).expect("a count"), total, "{query:?}");
            return seen;
        }
    }
}

/// Whether the rules say that the user fits.
fn fits(user: &User, query: &UserQuery) -> bool {
    let text = fold(&format!("{} {} {}", user.name, user.username.as_deref().unwrap_or_default(), user.email));
    let found = |term: &str| match term.chars().count() {
        3.. => text.contains(term),
        _ => begins_a_word(&text, term),
    };
    let active = |filter| match (filter, user.last_active) {
        (LastActive::Never, at) => at.is_none() && user.status != Status::Pending,
        (LastActive::Before(day), Some(at)) => at.day() < day,
        (LastActive::After(day), Some(at)) => at.day() >= day,
        _ => false,
    };
    fold(&query.search).split(' ').filter(|term| !term.is_empty()).all(found)
        && query.status.is_none_or(|status| user.status == status)
        && query.role.is_none_or(|role| user.role == role && user.status != Status::Deactivated)
        && query.team.as_ref().is_none_or(|team| user.teams.contains(team))
        && query.last_active.is_none_or(active)
}

fn begins_a_word(text: &str, term: &str) -> bool {
    let begins = |at: usize| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|c| c == ' ' || !c.is_alphanumeric() && term.starts_with(char::is_alphanumeric))
            || text[at..].starts_with(|c| c >= '\u{2e80}')
    };
    text.match_indices(term).any(|(at, _)| begins(at))
}

fn queries(teams: [&str; 2]) -> Vec<UserQuery> {
    let today = NOON.day();
    let statuses = [None, Some(Status::Active), Some(Status::Pending), Some(Status::Deactivated)];
    let roles = [None, Some(OrgRole::Admin), Some(OrgRole::Member)];
    let teams = [None, Some(teams[0].to_owned()), Some(teams[1].to_owned())];
    let actives = [
        None,
        Some(LastActive::Never),
        Some(LastActive::Before(today.plus(-30))),
        Some(LastActive::After(today.plus(-7))),
    ];
    let mut queries = Vec::new();
    for (i, search) in SEARCHES.iter().enumerate() {
        for (j, &status) in statuses.iter().enumerate() {
            for (k, &last_active) in actives.iter().enumerate() {
                let (role, team) = (roles[(i + j) % 3], teams[(j + k) % 3].clone());
                let column = UserColumn::ALL[(i + j + k) % UserColumn::ALL.len()];
                let direction = Direction::ALL[(i + k) % 2];
                let sort = UserSort { column, direction };
                queries.push(UserQuery { search: (*search).to_owned(), status, role, team, last_active, sort });
                queries.push(UserQuery {
                    search: (*search).to_owned(),
                    status,
                    last_active,
                    sort,
                    ..UserQuery::default()
                });
            }
        }
    }
    queries
}

#[tokio::test]
async fn a_query_shows_whom_the_rules_name_and_nobody_else() {
    let (world, ada) = world().await;
    world.instance.activity.note(ada.id, NOON, Door::Page);
    let everybody = walk(&ada, &UserQuery::default()).await;
    assert_eq!(everybody.len(), USERS as usize);

    for query in queries(["vision", "theory"]) {
        let mut shown: Vec<_> = walk(&ada, &query).await.into_iter().map(|user| user.id).collect();
        let mut right: Vec<_> = everybody.iter().filter(|user| fits(user, &query)).map(|user| user.id).collect();
        shown.sort();
        right.sort();
        assert_eq!(shown, right, "{query:?}");
    }
}
