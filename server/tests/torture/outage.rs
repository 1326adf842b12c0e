//! The database goes away and comes back: nobody is logged out, nobody is served as another, and all goes on within
//! five seconds, without a restart.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::{Database, PASSWORD};

use crate::client::{Answer, Body, Client};
use crate::postgres::Cluster;
use crate::program::{Home, Person, Program, add_users, first_admin, joins, list_users};
use crate::rounds;

const BACK_WITHIN: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_server_that_crashes_and_comes_back_logs_nobody_out() {
    if testkit::on_postgres() {
        return;
    }
    let Some(cluster) = Cluster::start() else { return };
    let database = Database::of(&cluster.url());
    let home = Home::new(Some(database.url()));
    let program = home.start();
    let ada = first_admin(&program);
    let people: Vec<Person> = ["bob", "eve"].iter().map(|name| joins(&program, &ada, name, "member")).collect();

    let mut slowest = Duration::ZERO;

    for round in 0..rounds(1) {
        let watching = watch(&people);
        let before = active_requests(&database, "bob").await;
        for _ in 0..20 {
            assert_eq!(people[0].client.get("/settings").unwrap().status, 200);
        }
        cluster.crash();
        everybody_waits(&program, &ada);
        cluster.begin();

        let back = until_it_works(&program, &ada, round);
        assert!(back < BACK_WITHIN, "it took {back:?}");
        let (answered, refused) = watching.end();
        assert!(answered > 0 && refused > 0, "{answered} answered, {refused} refused");
        // The worker writes every two seconds.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let noted = active_requests(&database, "bob").await - before;
        assert!(noted >= 20, "of bob's requests {noted} were noted");
        home.is_consistent(&[]);
        slowest = slowest.max(back);
    }
    println!("outage: {} crashes of PostgreSQL, back after {} ms at most", rounds(1), slowest.as_millis());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_somebody_else_locks_makes_writers_wait_and_then_come_again() {
    if testkit::on_postgres() {
        return;
    }
    let home = Home::new(None);
    let program = home.start();
    let ada = first_admin(&program);
    let database = Database::of(&home.sqlite_url());

    let lock = database.lock().await;
    let begun = Instant::now();
    std::thread::scope(|at_once| {
        at_once.spawn(|| {
            let new = add_users("bob@example.com", "member");
            is_told_to_wait(&ada.call("add_users", "while-locked", &new).unwrap());
        });
        at_once.spawn(|| is_told_to_wait(&program.client().call("sign_in", "while-locked", &sign_in()).unwrap()));
        for path in ["/organization", "/readyz", "/healthz"] {
            assert_eq!(ada.get(path).unwrap().status, 200, "who reads does not wait: {path}");
        }
    });
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
    drop(lock);

    assert!(until_it_works(&program, &ada, 0) < BACK_WITHIN);
    assert_eq!(database.rows("SELECT count(*) FROM history WHERE request_id = 'while-locked'").await[0][0], "0");
    home.is_consistent(&[]);
}

fn everybody_waits(program: &Program, ada: &Client) {
    std::thread::scope(|at_once| {
        for path in ["/organization", "/settings", "/organization/users.csv"] {
            at_once.spawn(move || is_told_to_wait(&ada.get(path).unwrap()));
        }
        at_once.spawn(|| is_told_to_wait(&ada.call("list_users", "while-gone", &list_users()).unwrap()));
        at_once.spawn(|| {
            let new = add_users("new@example.com", "member");
            is_told_to_wait(&ada.call("add_users", "while-gone", &new).unwrap());
        });
        at_once.spawn(|| {
            let answer = program.client().call("sign_in", "while-gone", &sign_in()).unwrap();
            is_told_to_wait(&answer);
            assert_eq!(answer.json(), json!({ "Domain": { "Unavailable": "Database" } }));
        });
        assert_eq!(ada.get("/readyz").unwrap().status, 503);
        assert_eq!(ada.get("/healthz").unwrap().status, 200);
    });
}

fn sign_in() -> Body {
    Body::Form(vec![("login", "ada".to_owned()), ("password", PASSWORD.to_owned())])
}

/// 503 with the time to come again; the cookie stays.
fn is_told_to_wait(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some() && answer.header("set-cookie").is_none(), "{answer:?}");
}

/// How long it takes until a change is made again.
fn until_it_works(program: &Program, ada: &Client, round: usize) -> Duration {
    let begun = Instant::now();
    let rename = Body::Form(vec![("name", format!("Acme {round}"))]);
    loop {
        let answer = ada.call("rename_organization", "back-again", &rename).unwrap();
        if answer.status == 200 {
            return begun.elapsed();
        }
        is_told_to_wait(&answer);
        assert!(begun.elapsed() < BACK_WITHIN * 4, "it does not come back: {}", program.log());
        std::thread::sleep(Duration::from_millis(20));
    }
}

async fn active_requests(database: &Database, username: &str) -> i64 {
    let sql = format!(
        r#"SELECT CAST(coalesce(sum(requests), 0) AS text) FROM activity_day
        JOIN "user" ON "user".id = activity_day.user_id WHERE username = '{username}'"#
    );
    database.rows(&sql).await[0][0].parse().unwrap()
}

/// Everybody looks at their own page without a pause.
fn watch(people: &[Person]) -> Watching {
    let stop = Arc::new(AtomicBool::new(false));
    let threads = ["bob", "eve"].into_iter().zip(people.iter().cloned()).map(|(name, person)| {
        let stop = stop.clone();
        std::thread::spawn(move || {
            let mut seen = (0, 0);
            while !stop.load(Ordering::Relaxed) {
                looks(name, &person.client, &mut seen);
            }
            seen
        })
    });
    Watching { threads: threads.collect(), stop }
}

struct Watching {
    threads: Vec<std::thread::JoinHandle<(usize, usize)>>,
    stop: Arc<AtomicBool>,
}

impl Watching {
    fn end(self) -> (usize, usize) {
        self.stop.store(true, Ordering::Relaxed);
        self.threads.into_iter().map(|it| it.join().unwrap()).fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1))
    }
}

/// Their own page or none: never a sign-in page, never another's.
fn looks(name: &str, client: &Client, (answered, refused): &mut (usize, usize)) {
    let Ok(answer) = client.get("/settings") else { return };
    if answer.status == 200 {
        *answered += 1;
        let others = ["ada@example.com", "bob@example.com", "eve@example.com"];
        let shown: Vec<&str> = others.into_iter().filter(|it| answer.body.contains(it)).collect();
        assert_eq!(shown, [format!("{name}@example.com")]);
    } else {
        *refused += 1;
        is_told_to_wait(&answer);
    }
}
