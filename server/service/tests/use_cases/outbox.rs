//! The outbox: nothing is lost, and nothing goes out that is not true any more.

use domain::mail::MailState;
use domain::policy::OrgRole;
use service::{outbox, users};
use testkit::World;

#[tokio::test]
async fn a_mail_is_taken_by_one_and_by_another_if_that_one_dies() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    let letter = outbox::take(&world.instance).await.unwrap().unwrap();
    assert!(letter.text.body.contains(&link.url));
    assert!(outbox::take(&world.instance).await.unwrap().is_none());

    world.pass(121_000);
    let again = outbox::take(&world.instance).await.unwrap().unwrap();
    assert_eq!(again.id, letter.id);
    outbox::delivered(&world.instance, &again).await.unwrap();
    assert_eq!(outbox::list(&ada.ctx).await.unwrap()[0].state, MailState::Delivered);
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE sealed IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_failure_is_tried_again_later_and_shown_in_the_end() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    for attempt in 1..=15 {
        let letter = outbox::take(&world.instance).await.unwrap().unwrap_or_else(|| panic!("attempt {attempt}"));
        outbox::not_delivered(&world.instance, &letter, "connection refused", false).await.unwrap();
        assert!(outbox::take(&world.instance).await.unwrap().is_none());
        world.pass(2 * 3_600_000);
    }

    let row = outbox::list(&ada.ctx).await.unwrap().remove(0);
    assert_eq!((row.state, row.attempts, row.error.as_deref()), (MailState::Failed, 15, Some("connection refused")));
}

#[tokio::test]
async fn a_mail_that_cannot_be_opened_fails_and_the_next_one_goes_out() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    world.execute("UPDATE mail SET id = id, sealed = substr(sealed, 1, 30)").await;
    world.pass(1);
    world.invites(&ada, "carl@example.com", OrgRole::Member).await;

    let letter = outbox::take(&world.instance).await.unwrap().unwrap();

    assert_eq!(letter.recipient, "carl@example.com");
    assert_eq!(
        world.number("SELECT count(*) FROM mail WHERE state = 'failed' AND recipient = 'bob@example.com'").await,
        1
    );
}

#[tokio::test]
async fn a_mail_that_is_not_true_any_more_is_not_sent() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let letter = outbox::take(&world.instance).await.unwrap().unwrap();
    assert!(outbox::is_wanted(&world.instance, &letter).await.unwrap());

    users::remove(&ada.ctx, link.user).await.unwrap();

    assert!(!outbox::is_wanted(&world.instance, &letter).await.unwrap());
    outbox::delivered(&world.instance, &letter).await.unwrap();
    assert_eq!(outbox::list(&ada.ctx).await.unwrap()[0].state, MailState::Cancelled);
}

#[tokio::test]
async fn the_pause_between_two_tries_doubles_up_to_two_hours() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    for seconds in [15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7200, 7200] {
        let letter = outbox::take(&world.instance).await.unwrap().unwrap();
        outbox::not_delivered(&world.instance, &letter, "connection refused", false).await.unwrap();
        world.pass(seconds * 1000 - 1);
        assert!(outbox::take(&world.instance).await.unwrap().is_none(), "before {seconds} s");
        world.pass(1);
    }
}

#[tokio::test]
async fn a_mail_whose_link_has_expired_is_not_sent_and_says_so() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    service::password_resets::request(&world.stranger(), "ada@example.com").await.unwrap();
    world.pass_days(8);

    for _ in 0..2 {
        let letter = outbox::take(&world.instance).await.unwrap().unwrap();
        assert!(!outbox::is_wanted(&world.instance, &letter).await.unwrap());
    }

    assert!(outbox::take(&world.instance).await.unwrap().is_none());
    let ada = world.signs_in("ada").await.unwrap();
    let mails = outbox::list(&ada.ctx).await.unwrap();
    assert!(
        mails
            .iter()
            .all(|mail| mail.state == MailState::Failed
                && mail.error.as_deref().is_some_and(|it| it.contains("expired"))),
        "{mails:?}"
    );
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE sealed IS NOT NULL").await, 0);
}
