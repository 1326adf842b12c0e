//! Another e-mail address.

use domain::Error::{Conflict, Gone, Invalid, NotFound, PasswordNeeded, TooMany};
use domain::error::Gone::EmailChangeUsed;
use domain::mail::{MailKind, MailState};
use domain::policy::OrgRole;
use service::instance::Settings;
use service::{Error, Result, check, email_changes, invitations, outbox, password_resets, sessions, users};
use testkit::{PASSWORD, Person, World};

const NEW: &str = "augusta@northwind.example";

/// Asks for an address, and takes the token out of the mail that goes there.
async fn asks(world: &World, person: &Person, email: &str) -> String {
    email_changes::ask(&person.ctx, email).await.expect("a link");
    let letter = letter_to(world, email).await;
    let link = letter.split_whitespace().find(|it| it.contains("/settings/email/")).expect("a link in the mail");
    link.rsplit('/').next().unwrap_or_default().to_owned()
}

/// What the next mail to this address says; those before it are taken as well.
async fn letter_to(world: &World, email: &str) -> String {
    loop {
        let letter = outbox::take(&world.instance).await.expect("the outbox").expect("a mail");
        if letter.recipient == email {
            return letter.text.body;
        }
    }
}

fn refused_on<T>(outcome: Result<T>, field: &str) -> bool {
    matches!(outcome, Err(Error::Domain(Invalid(fields))) if fields.iter().any(|it| it.field == field))
}

fn is_used<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(Gone(EmailChangeUsed))))
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(_))))
}

#[tokio::test]
async fn an_address_is_another_once_it_was_confirmed_and_the_old_one_is_told() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let token = asks(&world, &ada, NEW).await;
    assert!(world.signs_in(NEW).await.is_err(), "nothing is changed by asking");
    assert_eq!(email_changes::own(&ada.ctx).await.unwrap().map(|it| it.email).as_deref(), Some(NEW));
    let reset = password_resets::make_link(&world.instance.command_line(), "ada@example.com").await.unwrap();

    assert_eq!(email_changes::open(&ada.ctx, &token).await.unwrap().email, NEW);
    email_changes::confirm(&ada.ctx, &token).await.unwrap();

    assert_eq!(world.signs_in(&NEW.to_uppercase()).await.unwrap().id, ada.id);
    assert!(world.signs_in("ada@example.com").await.is_err());
    assert!(letter_to(&world, "ada@example.com").await.contains(NEW));
    assert!(email_changes::own(&ada.ctx).await.unwrap().is_none());
    assert!(is_used(email_changes::confirm(&ada.ctx, &token).await));
    let reset = reset.rsplit('/').next().unwrap();
    assert!(password_resets::open(&world.stranger(), reset).await.is_err(), "it went to the old address");
    let report = check::run(&world.instance.command_line()).await.unwrap();
    assert!(report.is_clean(), "{:?}", report.drifts);
}

#[tokio::test]
async fn only_whoever_asked_confirms() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let token = asks(&world, &ada, NEW).await;

    assert!(is_missing(email_changes::open(&bob.ctx, &token).await));
    assert!(is_missing(email_changes::confirm(&bob.ctx, &token).await));
    assert!(email_changes::open(&world.stranger(), &token).await.is_err());
    assert!(is_missing(email_changes::open(&ada.ctx, "mangled").await));
    assert!(email_changes::open(&ada.ctx, &token).await.is_ok());
}

#[tokio::test]
async fn a_link_works_for_a_day_and_only_the_newest() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let old = asks(&world, &ada, "first@example.net").await;
    let new = asks(&world, &ada, NEW).await;
    assert!(is_used(email_changes::confirm(&ada.ctx, &old).await));
    email_changes::drop_own(&ada.ctx).await.unwrap();
    assert!(is_used(email_changes::confirm(&ada.ctx, &new).await));
    let late = asks(&world, &ada, NEW).await;
    world.pass(24 * 3_600_000);

    assert!(is_used(email_changes::open(&ada.ctx, &late).await));
    assert!(email_changes::own(&ada.ctx).await.unwrap().is_none());
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'user.email_change_dropped'").await, 1);
}

#[tokio::test]
async fn a_mail_with_a_link_that_was_replaced_does_not_go_out() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    email_changes::ask(&ada.ctx, "first@example.net").await.unwrap();
    email_changes::ask(&ada.ctx, NEW).await.unwrap();

    let states: Vec<_> = outbox::list(&ada.ctx).await.unwrap().into_iter().map(|it| (it.kind, it.state)).collect();
    assert_eq!(states, [(MailKind::EmailChange, MailState::Waiting), (MailKind::EmailChange, MailState::Cancelled)]);
}

#[tokio::test]
async fn the_password_is_asked_for_where_the_sign_in_is_old() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.pass(12 * 3_600_000);

    let asked = email_changes::ask(&ada.ctx, NEW).await;
    assert!(matches!(asked, Err(Error::Domain(PasswordNeeded))));
    sessions::confirm(&ada.ctx, PASSWORD.to_owned().into()).await.unwrap();

    assert!(email_changes::ask(&ada.ctx, NEW).await.is_ok());
}

#[tokio::test]
async fn an_address_that_somebody_has_is_refused_in_any_case() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    world.invites(&ada, "cat@example.com", OrgRole::Member).await;
    let gone = world.joins(&ada, "gone", OrgRole::Member).await;
    users::remove(&ada.ctx, gone.id).await.unwrap();

    for taken in ["bob@example.com", "BOB@Example.COM", "ada@example.com", "Ada@Example.com", "cat@example.com", "bob"]
    {
        assert!(refused_on(email_changes::ask(&ada.ctx, taken).await, "email"), "{taken}");
    }
    assert!(email_changes::ask(&bob.ctx, "gone@example.com").await.is_ok());
}

#[tokio::test]
async fn an_address_that_was_given_away_meanwhile_is_refused_when_it_is_confirmed() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let token = asks(&world, &ada, NEW).await;
    let link = world.invites(&ada, NEW, OrgRole::Member).await;

    assert!(refused_on(email_changes::confirm(&ada.ctx, &token).await, "email"));
    users::remove(&ada.ctx, link.user).await.unwrap();

    assert!(email_changes::confirm(&ada.ctx, &token).await.is_ok());
    let new = domain::invitation::NewUsers { emails: NEW.to_owned(), role: OrgRole::Member, teams: Vec::new() };
    let added = invitations::add(&ada.ctx, &new).await.unwrap();
    assert!(matches!(added[0].outcome, domain::invitation::AddOutcome::Refused(_)));
}

#[tokio::test]
async fn nobody_writes_to_strangers_without_end() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let ask = async |n: i32| email_changes::ask(&ada.ctx, &format!("n{n}@example.net")).await;

    for n in 0..5 {
        ask(n).await.unwrap();
    }

    world.pass(600_000);
    assert!(matches!(ask(5).await, Err(Error::Domain(TooMany(3000)))));
    world.pass(3_000_000);
    assert!(ask(6).await.is_ok());
}

#[tokio::test]
async fn without_mail_the_command_line_changes_an_address() {
    let world = World::with(Settings { mail_server: None, ..testkit::settings() }).await;
    let ada = world.first_admin().await;
    let pending = world.invites(&ada, "cat@example.com", OrgRole::Member).await;
    let cli = world.instance.command_line();

    let Err(Error::Domain(Conflict(words))) = email_changes::ask(&ada.ctx, NEW).await else { panic!("asked") };
    assert!(words.contains("rollcall admin set-email"), "{words}");
    email_changes::set(&cli, "Ada@example.com", NEW).await.unwrap();

    assert_eq!(world.signs_in(NEW).await.unwrap().id, ada.id);
    assert!(is_missing(email_changes::set(&cli, "ada@example.com", "new@example.net").await));
    assert!(refused_on(email_changes::set(&cli, NEW, "cat@example.com").await, "email"));
    let invited = email_changes::set(&cli, "cat@example.com", "dee@example.com").await;
    assert!(matches!(invited, Err(Error::Domain(Conflict(_)))));
    users::remove(&ada.ctx, pending.user).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM mail").await, 0);
}

#[tokio::test]
async fn who_loses_access_loses_the_link() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let token = asks(&world, &bob, NEW).await;

    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    users::reactivate(&ada.ctx, bob.id).await.unwrap();

    let bob = world.signs_in("bob").await.unwrap();
    assert!(is_used(email_changes::confirm(&bob.ctx, &token).await));
}
