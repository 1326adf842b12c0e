//! The disk is full: whoever reads is served, whoever writes is told, nothing is half written, and when there is room
//! again all goes on without a restart.

use std::fs::File;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::{Database, PASSWORD};

use crate::client::{Answer, Body, Client};
use crate::program::{Home, Program, add_users, first_admin, list_users, seen_from_outside};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_file_system_stops_writes_only_and_only_while_it_is_full() {
    if testkit::on_postgres() {
        return;
    }
    // The mount is seen by the program alone, and gone with it.
    let mount = "mount -t tmpfs -o size=8m tmpfs \"$0\" && exec \"$@\"";
    let home = Home::new(None);
    let data = home.data().to_string_lossy().into_owned();
    let wrapper = ["unshare", "--mount", "sh", "-c", mount, &data];
    let may_mount =
        Command::new(wrapper[0]).args(&wrapper[1..]).arg("true").output().is_ok_and(|it| it.status.success());
    if !may_mount {
        println!(
            "skipped: this user may not mount a small file system; the limit on the size of files is tried all the same"
        );
        return;
    }
    let home = home.wrapped(&wrapper);
    let program = home.start();
    let id = program.id().to_string();
    let inside = ["nsenter", "--mount", "--target", &id];
    let ballast = seen_from_outside(&program, &home.data().join("ballast"));

    let fill = || {
        let mut file = File::create(&ballast).unwrap();
        while file.write_all(&[0; 1024]).is_ok() {}
    };
    let make_room = || std::fs::remove_file(&ballast).unwrap();
    // SQLite would follow the way into the program's file system back to ours: so it is a copy that is looked at.
    let look = || {
        let copy = home.elsewhere("copy.db");
        let _ = std::fs::remove_file(&copy);
        let (code, said) = home.run(&inside, &["backup", &copy.to_string_lossy()]);
        assert_eq!(code, Some(0), "{said}");
        Database::of(&format!("sqlite://{}", copy.display()))
    };
    survives(&program, look, fill, make_room).await;

    home.is_consistent(&inside);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limit_on_the_size_of_files_stops_writes_only_and_only_while_it_holds() {
    if testkit::on_postgres() {
        return;
    }
    // Whoever ignores the signal is told by the failing write.
    let home = Home::new(None).wrapped(&["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""]);
    let program = home.start();
    let limit = |limit: &str| {
        let set = Command::new("prlimit").args(["--pid", &program.id().to_string(), limit]).status().unwrap();
        assert!(set.success());
    };

    let look = || Database::of(&home.sqlite_url());
    survives(&program, look, || limit("--fsize=0:"), || limit("--fsize=unlimited:")).await;

    home.is_consistent(&[]);
}

async fn survives(program: &Program, look: impl Fn() -> Database, fill: impl Fn(), make_room: impl Fn()) {
    let ada = first_admin(program);
    let mut invited = vec![invite(&ada, 0)];
    assert_eq!(invited[0].1.status, 200, "{:?}", invited[0]);

    for round in 1..=2 {
        fill();
        // What room the files have within themselves is used up first.
        let refused = (0..3000).find_map(|n| {
            let asked = invite(&ada, round * 10_000 + n);
            let is_refused = asked.1.status != 200;
            invited.push(asked);
            is_refused.then_some(())
        });
        assert!(refused.is_some(), "the disk was never full");
        for n in 0..10 {
            invited.push(invite(&ada, round * 10_000 + 5000 + n));
            is_told(&invited.last().unwrap().1);
        }
        whoever_reads_is_served(program, &ada);

        make_room();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(5) {
            invited.push(invite(&ada, round * 10_000 + 9000 + usize::try_from(begun.elapsed().as_millis()).unwrap()));
            if invited.last().unwrap().1.status == 200 {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(invited.last().unwrap().1.status, 200, "after there was room again: {}", program.log());
        everything_is_whole(&look(), &invited).await;
    }
}

type Invited = (String, Answer);

fn invite(admin: &Client, number: usize) -> Invited {
    let email = format!("guest{number}@example.com");
    let answer = admin.call("add_users", &format!("invite-{number}"), &add_users(&email, "member")).unwrap();
    (email, answer)
}

/// 503 in words, and when to come again.
fn is_told(answer: &Answer) {
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.header("retry-after").is_some(), "{answer:?}");
    assert_eq!(answer.json(), json!({ "Domain": { "Unavailable": "Disk" } }));
}

fn whoever_reads_is_served(program: &Program, ada: &Client) {
    for path in ["/organization", "/settings", "/healthz", "/readyz", "/login"] {
        let answer = ada.get(path).unwrap();
        assert!(answer.status == 200 || (path == "/login" && answer.status < 400), "{path}: {answer:?}");
    }
    assert_eq!(ada.call("list_users", "list-users", &list_users()).unwrap().status, 200);
    let sign_in = |password: &str| {
        let body = Body::Form(vec![("login", "ada".to_owned()), ("password", password.to_owned())]);
        program.client().call("sign_in", "signing-in", &body).unwrap()
    };
    assert_eq!(sign_in("this is not the one").status, 401);
    is_told(&sign_in(PASSWORD));
    let rename = ada.call("rename_organization", "renaming", &Body::Form(vec![("name", "Acme".to_owned())])).unwrap();
    is_told(&rename);
}

/// What was answered with 200 is there with its row of history; of the rest there is nothing.
async fn everything_is_whole(database: &Database, invited: &[Invited]) {
    let stored = database.rows(r#"SELECT email FROM "user" WHERE status = 'pending' ORDER BY number"#).await;
    let stored: Vec<&str> = stored.iter().map(|row| row[0].as_str()).collect();
    let acknowledged: Vec<&str> = invited.iter().filter(|it| it.1.status == 200).map(|it| it.0.as_str()).collect();
    assert_eq!(stored, acknowledged);
    let rows = database.rows("SELECT count(*) FROM history WHERE action = 'user.invited'").await;
    assert_eq!(rows[0][0], acknowledged.len().to_string());
    assert_eq!(database.rows("PRAGMA integrity_check").await[0][0], "ok");
}
