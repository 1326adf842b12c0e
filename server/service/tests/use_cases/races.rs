//! Rules that count, with many people at the same moment, and what becomes of them without the guard.

use std::future::Future;

use domain::bulk::Deed;
use domain::policy::OrgRole;
use service::instance::Settings;
use service::invitations::{self, Acceptance};
use service::sessions::Browser;
use service::users::bulk;
use service::{Result, accounts, email_changes, outbox, profile, users};
use testkit::{PASSWORD, World, form, settings, token_of};

const CROWD: usize = 64;
/// Enough for a race to be lost without the guard; with it no number is enough.
const ROUNDS: usize = 12;

/// How a race ended for those who took part.
#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    won: usize,
    /// Refused in words.
    refused: usize,
    /// Failed for a reason that only the log may see.
    failed: usize,
}

/// Lets everybody go at the same moment.
async fn race<T: Send + 'static>(
    runners: impl IntoIterator<Item = impl Future<Output = Result<T>> + Send + 'static>,
) -> Outcome {
    let tasks: Vec<_> = runners.into_iter().map(tokio::spawn).collect();
    let mut outcome = Outcome::default();
    for task in tasks {
        match task.await.expect("no panic") {
            Ok(_) => outcome.won += 1,
            Err(service::Error::Domain(_)) => outcome.refused += 1,
            Err(_) => outcome.failed += 1,
        }
    }
    outcome
}

async fn sign_ups(world: &World) -> Outcome {
    let runners = (0..CROWD).map(|i| {
        let stranger = world.stranger();
        async move { accounts::sign_up(&stranger, form(&format!("person{i}")), &Browser::default()).await }
    });
    race(runners).await
}

async fn admins_step_down(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;
    race([ada, bob].map(|person| async move { users::set_role(&person.ctx, person.id, OrgRole::Member).await })).await
}

/// Each of two admins takes the access of both away.
async fn admins_deactivate_all_admins(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;
    let both = [ada.id, bob.id];
    race([ada, bob].map(|person| async move { bulk::run(&person.ctx, Deed::Deactivate, &both).await })).await
}

async fn take_the_last_seat(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let runners = (0..8).map(|i| {
        let (ctx, emails) = (ada.ctx.clone(), format!("u{i}@example.com"));
        let new = domain::invitation::NewUsers { emails, role: OrgRole::Member, teams: Vec::new() };
        async move { invitations::add(&ctx, &new).await }
    });
    race(runners).await
}

async fn accept_one_invitation(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let runners = (0..CROWD).map(|i| {
        let (stranger, token) = (world.stranger(), token_of(&link).to_owned());
        let typed =
            Acceptance { name: "Bob".to_owned(), username: format!("bob{i}"), password: PASSWORD.to_owned().into() };
        async move { invitations::accept(&stranger, &token, typed, &Browser::default()).await }
    });
    race(runners).await
}

/// Two people confirm that the same address is theirs.
async fn move_to_one_address(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let mut runners = Vec::new();
    for person in [ada, bob] {
        email_changes::ask(&person.ctx, "new@example.net").await.expect("a link");
        let letter = loop {
            let letter = outbox::take(&world.instance).await.expect("the outbox").expect("a mail");
            if letter.recipient == "new@example.net" {
                break letter.text.body;
            }
        };
        let link = letter.split_whitespace().find(|it| it.contains("/settings/email/")).unwrap_or_default();
        let token = link.rsplit('/').next().unwrap_or_default().to_owned();
        runners.push(async move { email_changes::confirm(&person.ctx, &token).await });
    }
    race(runners).await
}

async fn take_one_username(world: &World) -> Outcome {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    race([ada, bob].map(|person| async move { profile::change(&person.ctx, "New", "fresh").await })).await
}

/// Whether the race ends as it should in every one of some rounds.
macro_rules! always {
    ($world:expr, $race:ident, $expected:expr) => {{
        let mut always = true;
        for _ in 0..ROUNDS {
            let world = $world.await;
            always &= $race(&world).await == $expected;
            if !always {
                break;
            }
        }
        always
    }};
}

const ONE_OF_A_CROWD: Outcome = Outcome { won: 1, refused: CROWD - 1, failed: 0 };
const ONE_OF_TWO: Outcome = Outcome { won: 1, refused: 1, failed: 0 };
const ONE_OF_EIGHT: Outcome = Outcome { won: 1, refused: 7, failed: 0 };

fn two_seats() -> Settings {
    Settings { seats: Some(2), ..settings() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_64_first_sign_ups_at_once_one_is_admin() {
    let world = World::new().await;

    assert_eq!(sign_ups(&world).await, ONE_OF_A_CROWD);
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'admin'").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM history").await, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_open_sign_up_64_at_once_are_one_admin_and_63_members() {
    let world = World::with(Settings { open_signup: true, ..settings() }).await;

    assert_eq!(sign_ups(&world).await, Outcome { won: CROWD, refused: 0, failed: 0 });
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'admin'").await, 1);
    assert_eq!(world.number("SELECT seats_used FROM instance").await, 64);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_step_down_at_once_leave_one() {
    for _ in 0..ROUNDS {
        let world = World::new().await;

        assert_eq!(admins_step_down(&world).await, ONE_OF_TWO);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'admin'").await, 1);
        assert_eq!(world.number("SELECT admins FROM instance").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_admins_who_deactivate_all_admins_at_once_leave_one() {
    for _ in 0..ROUNDS {
        let world = World::new().await;

        assert_eq!(admins_deactivate_all_admins(&world).await, ONE_OF_TWO);
        let left = "SELECT count(*) FROM \"user\" WHERE role = 'admin' AND status = 'active'";
        assert_eq!(world.number(left).await, 1);
        assert_eq!(world.number("SELECT admins FROM instance").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_seat_is_taken_once() {
    for _ in 0..ROUNDS {
        let world = World::with(two_seats()).await;

        assert_eq!(take_the_last_seat(&world).await, ONE_OF_EIGHT);
        assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 2);
        assert_eq!(world.number("SELECT seats_used FROM instance").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_invitation_accepted_64_times_at_once_is_one_account() {
    let world = World::new().await;

    assert_eq!(accept_one_invitation(&world).await, ONE_OF_A_CROWD);
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 2);
    assert_eq!(world.number("SELECT count(*) FROM handle").await, 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_people_who_take_one_address_at_once_are_one_who_has_it() {
    for _ in 0..ROUNDS {
        let world = World::new().await;

        assert_eq!(move_to_one_address(&world).await, ONE_OF_TWO);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE email_key = 'new@example.net'").await, 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_people_who_take_one_username_at_once_are_one_who_has_it() {
    for _ in 0..ROUNDS {
        let world = World::new().await;

        assert_eq!(take_one_username(&world).await, ONE_OF_TWO);
        assert_eq!(world.number("SELECT count(*) FROM handle WHERE name = 'fresh'").await, 1);
        assert_eq!(world.number("SELECT count(*) FROM handle").await, 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_an_address_goes_wrong() {
    assert!(!always!(World::unguarded(settings()), move_to_one_address, ONE_OF_TWO));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_first_sign_ups_go_wrong() {
    assert!(!always!(World::unguarded(settings()), sign_ups, ONE_OF_A_CROWD));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_the_last_admin_goes_wrong() {
    assert!(!always!(World::unguarded(settings()), admins_step_down, ONE_OF_TWO));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_the_last_admin_goes_wrong_in_bulk() {
    assert!(!always!(World::unguarded(settings()), admins_deactivate_all_admins, ONE_OF_TWO));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_the_last_seat_goes_wrong() {
    assert!(!always!(World::unguarded(two_seats()), take_the_last_seat, ONE_OF_EIGHT));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_guard_an_invitation_goes_wrong() {
    assert!(!always!(World::unguarded(settings()), accept_one_invitation, ONE_OF_A_CROWD));
}
