//! The mail job against a mail server that does as it is told.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

use std::time::Duration;

use domain::invitation::{Delivery, Invitation};
use domain::mail::{MailRow, MailState};
use domain::policy::OrgRole;
use domain::user::{Status, UserQuery};
use secrecy::SecretString;
use server::jobs::{Mailer, send_mails};
use service::{invitations, outbox, users};
use testkit::{MailServer, Manner, Person, World, on_postgres};
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

    /// What the row of the invited person says.
    async fn invitation(&self) -> Invitation {
        let query = UserQuery { status: Some(Status::Pending), ..UserQuery::default() };
        let rows = users::list(&self.ada.ctx, &query, None).await.unwrap().rows;
        rows.into_iter().next().unwrap().invitation.unwrap()
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
async fn a_server_that_is_away_gets_the_mail_once_when_it_is_back() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mailer = Mailer::new(&SecretString::from(format!("smtp://{address}")), "no-reply@roll.example").unwrap();
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let (stop, stopped) = oneshot::channel::<()>();
    let job = tokio::spawn(send_mails(world.instance.clone(), mailer, async { drop(stopped.await) }));
    let until = async |wanted: &dyn Fn(&MailRow) -> bool| {
        while !wanted(&outbox::list(&ada.ctx).await.unwrap()[0]) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };

    until(&failed_once).await;
    world.pass(16_000);
    until(&|row| row.attempts == 2 && row.next_attempt.0 - world.instance.clock.now().0 == 30_000).await;
    let server = MailServer::start_at(address, Manner::Accept).await;
    world.pass(31_000);
    until(&|row| row.state == MailState::Delivered).await;
    drop(stop);
    job.await.unwrap();

    assert_eq!(server.mails().len(), 1);
}

#[tokio::test]
async fn the_row_of_the_invited_says_how_far_the_mail_came() {
    let post = Post::with(Manner::Later).await;
    let link = post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;

    post.until(failed_once).await;
    let waiting = post.invitation().await;
    assert_eq!(waiting.delivery, Delivery::Waiting);
    assert!(waiting.error.unwrap().contains("come again"));

    post.server.behaves(Manner::Refuse);
    post.world.pass(16_000);
    post.until(|row| row.state == MailState::Failed).await;
    let failed = post.invitation().await;
    assert_eq!(failed.delivery, Delivery::Failed);
    assert!(failed.error.unwrap().contains("nobody of this name"));

    post.server.behaves(Manner::Accept);
    post.world.pass(1000);
    invitations::resend(&post.ada.ctx, link.user).await.unwrap();
    post.until(|row| row.state == MailState::Delivered).await;
    let delivered = post.invitation().await;
    assert_eq!((delivered.delivery, delivered.error), (Delivery::Delivered, None));
    post.ends().await;
}

#[tokio::test]
async fn a_server_that_wants_another_sign_in_gets_the_mail_when_it_has_it() {
    let post = Post::with(Manner::Locked).await;

    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    let row = post.until(failed_once).await;
    assert!(row.error.unwrap().contains("530"));

    post.server.behaves(Manner::Accept);
    post.world.pass(16_000);
    post.until(|row| row.state == MailState::Delivered).await;
    post.ends().await;
}

#[tokio::test]
async fn told_to_stop_the_job_ends_with_the_mail_at_hand() {
    let post = Post::with(Manner::Late).await;
    for name in ["bob", "carl", "dora", "eve"] {
        post.world.invites(&post.ada, &format!("{name}@example.com"), OrgRole::Member).await;
    }
    while post.server.mails().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let Post { world, server, stop, job, .. } = post;
    let _ = stop.send(());
    job.await.unwrap();

    assert_eq!(server.mails().len(), 1);
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE state = 'delivered'").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE state = 'waiting' AND attempts = 0").await, 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_mail_that_is_out_is_marked_when_the_database_can_be_written_again() {
    if on_postgres() {
        return;
    }
    let post = Post::with(Manner::Late).await;
    post.world.invites(&post.ada, "bob@example.com", OrgRole::Member).await;
    while post.server.mails().is_empty() {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }

    let lock = post.world.database().lock().await;
    // Longer than a writer waits for the lock.
    tokio::time::sleep(Duration::from_secs(7)).await;
    drop(lock);
    post.until(|row| row.state == MailState::Delivered).await;

    assert_eq!(post.server.mails().len(), 1);
    post.ends().await;
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
