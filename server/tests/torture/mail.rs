//! The program is killed while it sends invitations: each arrives, and once more at most for every time it died.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use testkit::{Database, Dice, MailServer, Manner};

use crate::client::Client;
use crate::program::{Home, Program, add_users, first_admin};
use crate::rounds;

const PATIENCE: Duration = Duration::from_mins(1);

struct Post {
    home: Home,
    database: Database,
    server: MailServer,
}

impl Post {
    async fn with(manner: Manner) -> Self {
        let (database, server) = (Database::fresh().await, MailServer::start(manner).await);
        let mut home = Home::new(Some(database.url()));
        home.set("ROLLCALL_SMTP_URL", &server.url());
        Self { home, database, server }
    }

    /// Mails that a dead program had taken are free at once, instead of after two minutes.
    async fn lease_ends(&self) {
        self.database.execute("UPDATE mail SET next_attempt_at = 0 WHERE state = 'waiting'").await;
    }

    async fn until_all_are(&self, state: &str) {
        let begun = Instant::now();
        let others = format!("SELECT count(*) FROM mail WHERE state <> '{state}'");
        while self.database.number(&others).await > 0 {
            assert!(
                begun.elapsed() < PATIENCE,
                "{:?}",
                self.database.rows("SELECT recipient, state, error FROM mail").await
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn until_so_many_arrived(&self, mails: usize) {
        let begun = Instant::now();
        while self.server.mails().len() < mails {
            assert!(begun.elapsed() < PATIENCE, "{} arrived", self.server.mails().len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// How often each mail arrived, by its id.
    fn copies(&self) -> BTreeMap<String, usize> {
        let mut copies = BTreeMap::new();
        for mail in self.server.mails() {
            *copies.entry(mail.header("message-id")).or_default() += 1;
        }
        copies
    }
}

fn invite(admin: &Client, name: &str) {
    let answer =
        admin.call("add_users", &format!("invite-{name}"), &add_users(&format!("{name}@example.com"), "member"));
    assert_eq!(answer.unwrap().status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_between_the_mail_and_its_mark_the_program_sends_it_once_more() {
    let post = Post::with(Manner::Mute).await;
    let mut program = post.home.start();
    let ada = first_admin(&program);
    invite(&ada, "bob");

    for crash in 1..=2 {
        post.until_so_many_arrived(crash).await;
        program.kill();
        post.lease_ends().await;
        program = post.home.start();
    }
    post.until_so_many_arrived(3).await;
    program.kill();
    post.server.behaves(Manner::Accept);
    post.lease_ends().await;
    let _program = post.home.start();
    post.until_all_are("delivered").await;

    assert_eq!(post.copies().into_values().collect::<Vec<_>>(), [4], "one, and one more for each of three crashes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_before_the_mail_was_read_the_program_sends_it_once() {
    let post = Post::with(Manner::Silent).await;
    let program = post.home.start();
    invite(&first_admin(&program), "bob");
    let begun = Instant::now();
    while post.database.number("SELECT count(*) FROM mail WHERE attempts > 0").await == 0 {
        assert!(begun.elapsed() < PATIENCE);
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    program.kill();

    post.server.behaves(Manner::Accept);
    post.lease_ends().await;
    let _program = post.home.start();
    post.until_all_are("delivered").await;

    assert_eq!(post.copies().into_values().collect::<Vec<_>>(), [1]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn however_often_the_program_dies_every_mail_arrives() {
    let (crashes, mut dice) = (rounds(3), Dice::thrown("mail"));
    let post = Post::with(Manner::Accept).await;
    let mut program = post.home.start();
    let ada = first_admin(&program);

    for crash in 0..crashes {
        for n in 0..10 {
            invite(&ada, &format!("guest{crash}-{n}"));
        }
        std::thread::sleep(dice.milliseconds(0, 600));
        program.kill();
        post.lease_ends().await;
        program = post.home.start();
    }
    post.until_all_are("delivered").await;

    let copies = post.copies();
    let twice: usize = copies.values().map(|copies| copies - 1).sum();
    assert_eq!(copies.len(), crashes * 10, "every mail arrived");
    assert!(twice <= crashes, "{twice} arrived again after {crashes} crashes");
    println!("mail: {crashes} crashes, {} mails, {twice} of them arrived twice", copies.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_server_that_says_nothing_does_not_keep_the_program_from_stopping() {
    let post = Post::with(Manner::Silent).await;
    let program: Program = post.home.start();
    invite(&first_admin(&program), "bob");
    std::thread::sleep(Duration::from_secs(1));

    program.ask_to_stop();
    let begun = Instant::now();
    let (status, log) = program.ended();

    assert!(status.success() && begun.elapsed() < Duration::from_secs(14), "{status} {:?}: {log}", begun.elapsed());
    let words = post.database.rows("SELECT state, error FROM mail").await;
    assert_eq!(words[0], ["waiting", "the server was stopped while it sent the mail"]);
}
