//! The mails that one may do without.

use domain::mail::MailKind;
use domain::notification::Notification;
use domain::policy::{OrgRole, TeamRole};
use service::{notifications, outbox, users};
use testkit::World;

#[tokio::test]
async fn who_wants_no_mail_of_a_team_is_put_into_it_without_one() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let team = world.team_of(&ada, "vision").await;

    notifications::set(&bob.ctx, Notification::TeamNotice, false).await.unwrap();
    world.puts(&ada, team, &bob, TeamRole::Member).await;

    assert!(!notifications::own(&bob.ctx).await.unwrap().wants(Notification::TeamNotice));
    let mails = outbox::list(&ada.ctx).await.unwrap();
    assert_eq!(mails.iter().filter(|it| it.kind == MailKind::TeamNotice).count(), 0);
}

#[tokio::test]
async fn a_decision_is_in_the_history_once() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    for _ in 0..2 {
        notifications::set(&ada.ctx, Notification::RunFinished, false).await.unwrap();
    }

    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'user.notifications_changed'").await, 1);
}

#[tokio::test]
async fn nobody_who_cannot_sign_in_gets_a_mail() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let pending = world.invites(&ada, "cat@example.com", OrgRole::Member).await.user;
    let db = world.instance.db.read();
    assert!(notifications::wants(db, bob.id, Notification::RunFailed).await.unwrap());

    users::deactivate(&ada.ctx, bob.id).await.unwrap();

    assert!(!notifications::wants(db, bob.id, Notification::RunFailed).await.unwrap());
    assert!(!notifications::wants(db, pending, Notification::RunFailed).await.unwrap());
}
