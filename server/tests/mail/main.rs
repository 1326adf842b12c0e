//! The mail job against a mail server that does as it is told.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

use std::time::Duration;

use domain::mail::{MailRow, MailState};
use domain::policy::OrgRole;
use secrecy::SecretString;
use server::jobs::{Mailer, send_mails};
use service::{outbox, users};
use testkit::{MailServer, Manner, Person, World};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A world with an admin, a mail server, and the job that sends to it.
struct Post {
    world: World,
    ada: Person,
    server: MailServer,
    stop: oneshot::Sender<()>,
    job: JoinHandle<()>,
}

impl Post {
    async fn with(manner: Manner) -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        let server = MailServer::start(manner).await;
        let (stop, stopped) = oneshot::channel::<()>();
        let mailer = Mailer::new(&SecretString::from(server.url()), "Rollcall <no-reply@roll.example>").unwrap();
        let shutdown = async {
            let _ = stopped.await;
        };
        let job =
            tokio::spawn(send_mails(world.instance.clone(), mailer.within(Duration::from_millis(1500)), shutdown));
        Self { world, ada, server, stop, job }
    }

    async fn newest(&self) -> MailRow {
        outbox::list(&self.ada.ctx).await.unwrap().remove(0)
    }

    /// Waits until the newest mail is as wanted.
    async fn until(&self, wanted: impl Fn(&MailRow) -> bool) -> MailRow {
        for _ in 0..200 {
            let row = self.newest().await;
            if wanted(&row) {
                return row;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the mail stayed {:?}", self.newest().await);
    }

    async fn ends(self) {
        let _ = self.stop.send(());
        self.job.await.unwrap();
    }
}

fn failed_once(row: &MailRow) -> bool {
    row.state == MailState::Waiting && row.error.is_some()
}

#[tokio::test]
async fn a_mail_is_delivered_and_marked() {
    let post = Post::with(Manner::Accept).await;

    let link = post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    let row = post.until(|row| row.state == MailState::Delivered).await;

    let mails = post.server.mails();
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].from.as_str(), &mails[0].to), ("no-reply@roll.example", &vec!["bob@example.com".to_owned()]));
    assert!(mails[0].data.replace("=\r\n", "").contains(&link.url), "{}", mails[0].data);
    assert_eq!(mails[0].header("auto-submitted"), "auto-generated");
    assert_eq!(mails[0].header("message-id"), format!("<{}@roll.example>", row.id));
    assert_eq!((row.attempts, row.error, row.delivered.is_some()), (1, None, true));
    assert_eq!(post.world.number("SELECT count(*) FROM mail WHERE sealed IS NOT NULL").await, 0);
    post.ends().await;
}

#[tokio::test]
async fn a_server_that_asks_to_come_again_is_asked_again() {
    let post = Post::with(Manner::Later).await;

    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    let row = post.until(failed_once).await;
    assert!(row.error.unwrap().contains("451"));

    post.server.behaves(Manner::Accept);
    post.world.pass(16_000);
    let row = post.until(|row| row.state == MailState::Delivered).await;
    assert_eq!((row.attempts, row.error, post.server.mails().len()), (2, None, 1));
    post.ends().await;
}

#[tokio::test]
async fn a_refusal_for_good_is_shown_and_not_tried_again() {
    let post = Post::with(Manner::Refuse).await;

    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    let row = post.until(|row| row.state == MailState::Failed).await;
    post.server.behaves(Manner::Accept);
    post.world.pass_days(1);
    tokio::time::sleep(Duration::from_millis(700)).await;

    assert!(row.error.unwrap().contains("550"));
    assert_eq!(post.newest().await.attempts, 1);
    assert!(post.server.mails().is_empty());
    assert_eq!(post.world.number("SELECT count(*) FROM mail WHERE sealed IS NOT NULL").await, 0);
    post.ends().await;
}

#[tokio::test]
async fn a_mail_sent_twice_has_the_same_id() {
    let post = Post::with(Manner::HangUp).await;

    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    post.until(failed_once).await;
    post.server.behaves(Manner::Accept);
    post.world.pass(16_000);
    post.until(|row| row.state == MailState::Delivered).await;

    let ids: Vec<String> = post.server.mails().iter().map(|mail| mail.header("message-id")).collect();
    assert_eq!(ids.len(), 2);
    assert_eq!(ids[0], ids[1]);
    post.ends().await;
}

#[tokio::test]
async fn a_server_that_says_nothing_does_not_hold_the_others_up() {
    for manner in [Manner::Silent, Manner::Slow] {
        let post = Post::with(manner).await;

        post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
        let row = post.until(failed_once).await;
        assert_eq!(row.error.as_deref(), Some("the mail server took too long"), "{manner:?}");

        post.server.behaves(Manner::Accept);
        post.world.invites(&post.ada, "carl@example.com", OrgRole::Member).await;
        post.until(|row| row.recipient == "carl@example.com" && row.state == MailState::Delivered).await;
        post.ends().await;
    }
}

#[tokio::test]
async fn an_invitation_taken_back_is_not_sent() {
    let post = Post::with(Manner::Later).await;
    let link = post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    post.until(failed_once).await;

    users::remove(&post.ada.ctx, link.user).await.unwrap();
    post.server.behaves(Manner::Accept);
    post.world.pass_days(1);
    post.world.invites(&post.ada, "carl@example.com", OrgRole::Member).await;
    post.until(|row| row.state == MailState::Delivered).await;

    let to: Vec<_> = post.server.mails().into_iter().flat_map(|mail| mail.to).collect();
    assert_eq!(to, ["carl@example.com"]);
    post.ends().await;
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let mailer = Mailer::new(&SecretString::from("smtp://127.0.0.1:1"), "no-reply@roll.example").unwrap();
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    let _ = tokio::time::timeout(
        Duration::from_secs(1),
        send_mails(world.instance.clone(), mailer, std::future::pending()),
    )
    .await;

    let row = outbox::list(&ada.ctx).await.unwrap().remove(0);
    assert!(failed_once(&row), "{row:?}");
}

#[tokio::test]
async fn no_name_makes_a_header_or_a_recipient() {
    let post = Post::with(Manner::Accept).await;

    for name in ["Acme\r\nBcc: evil@example.org", "Acme\nBcc: evil@example.org", "Acme\u{0}\rBcc: evil@example.org"] {
        // Past the rule that makes one line of it.
        post.world.execute(&format!("UPDATE instance SET name = '{}'", name.replace('\u{0}', ""))).await;
        post.world.pass(1000);
        let link = post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
        post.until(|row| row.state == MailState::Delivered).await;
        users::remove(&post.ada.ctx, link.user).await.unwrap();
    }

    assert_eq!(post.server.mails().len(), 3);
    for mail in post.server.mails() {
        assert_eq!(mail.to, ["bob@example.com"]);
        assert!(!mail.headers().iter().any(|line| line.to_lowercase().starts_with("bcc")), "{}", mail.data);
        assert_eq!(mail.header("subject"), "Ada invited you to Acme Bcc: evil@example.org on Rollcall");
    }
    post.ends().await;
}

#[tokio::test]
async fn a_line_of_one_dot_does_not_end_the_mail() {
    let post = Post::with(Manner::Accept).await;
    post.world.execute("UPDATE instance SET name = 'Acme\r\n.\r\nQUIT\r\n'").await;

    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    post.until(|row| row.state == MailState::Delivered).await;

    let mails = post.server.mails();
    assert_eq!(mails.len(), 1);
    assert!(mails[0].data.contains("create your account"), "{}", mails[0].data);
    post.ends().await;
}
