//! What waits for somebody on the home page.

use domain::api_key::Expiry;
use domain::home::Waiting;
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use domain::run::RunState;
use domain::user::Seats;
use service::instance::Settings;
use service::{api_keys, email_changes, home, invitations, outbox, teams};
use testkit::{NOON, Person, World};

use crate::projects::Vision;

async fn waiting(person: &Person) -> Vec<Waiting> {
    home::open(&person.ctx).await.expect("a home").waiting
}

#[tokio::test]
async fn nothing_waits_for_somebody_new() {
    let it = Vision::new().await;

    for person in [&it.ada, &it.bob, &it.vic, &it.eve] {
        assert_eq!(waiting(person).await, []);
    }
}

#[tokio::test]
async fn a_run_that_ended_badly_waits_for_a_week_for_whoever_logged_it() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    let day = 86_400_000;
    for (name, state, at) in [
        ("failed", RunState::Failed, NOON.0 - day),
        ("crashed", RunState::Crashed, NOON.0 - 2 * day),
        ("old", RunState::Crashed, NOON.0 - 8 * day),
        ("fine", RunState::Finished, NOON.0),
        ("running", RunState::Running, NOON.0),
    ] {
        it.world.logs(&it.bob, &page, name, state, at).await;
    }

    let names = async || {
        let names = waiting(&it.bob).await.into_iter().map(|it| match it {
            Waiting::RunEnded(it) => it.run.name,
            Waiting::MoreRunsEnded { username, runs } => format!("{runs} more of {username}"),
            other => panic!("{other:?}"),
        });
        names.collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["failed", "crashed"]);
    assert_eq!(waiting(&it.vic).await, []);
    for n in 0..4 {
        it.world.logs(&it.bob, &page, &format!("n{n}"), RunState::Failed, NOON.0 - n).await;
    }
    assert_eq!(names().await, ["n0", "n1", "n2", "3 more of bob"]);

    teams::remove_member(&it.ada.ctx, it.team, it.bob.id, false).await.unwrap();
    assert_eq!(names().await, [""; 0], "who left the team does not know of its runs any more");
    assert!(home::open(&it.bob.ctx).await.unwrap().runs.rows.is_empty());
}

#[tokio::test]
async fn my_newest_runs_are_listed_whatever_their_team() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Private).await;
    for n in 0..9 {
        it.world.logs(&it.bob, &page, &format!("r{n}"), RunState::Finished, NOON.0 + n).await;
    }

    let runs = home::open(&it.bob.ctx).await.unwrap().runs;

    let names: Vec<_> = runs.rows.iter().map(|it| it.run.name.as_str()).collect();
    assert_eq!(names, ["r8", "r7", "r6", "r5", "r4", "r3", "r2", "r1"]);
    assert!(runs.next.is_some());
}

#[tokio::test]
async fn a_key_waits_in_its_last_week() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    api_keys::make_own(&ada.ctx, "laptop", Expiry::Month).await.unwrap();
    api_keys::make_own(&ada.ctx, "server", Expiry::Never).await.unwrap();

    assert_eq!(waiting(&ada).await, []);
    world.pass_days(24);
    let ada = world.signs_in("ada").await.unwrap();
    assert!(matches!(waiting(&ada).await.as_slice(), [Waiting::KeyExpires { name, .. }] if name == "laptop"));
    world.pass_days(6);
    let ada = world.signs_in("ada").await.unwrap();
    assert_eq!(waiting(&ada).await, [], "it has ended");
}

#[tokio::test]
async fn an_address_waits_until_it_is_confirmed_or_dropped() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    email_changes::ask(&ada.ctx, "new@example.net").await.unwrap();

    assert!(matches!(waiting(&ada).await.as_slice(), [Waiting::EmailToConfirm(it)] if it.email == "new@example.net"));
    email_changes::drop_own(&ada.ctx).await.unwrap();

    assert_eq!(waiting(&ada).await, []);
}

#[tokio::test]
async fn invitations_wait_for_admins_once_something_is_wrong_with_them() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let refused = world.invites(&ada, "refused@example.com", OrgRole::Member).await;
    world.invites(&ada, "fine@example.com", OrgRole::Member).await;
    while let Some(letter) = outbox::take(&world.instance).await.unwrap() {
        if letter.recipient == "refused@example.com" {
            outbox::not_delivered(&world.instance, &letter, "550 no such mailbox", true).await.unwrap();
        } else {
            outbox::delivered(&world.instance, &letter).await.unwrap();
        }
    }

    assert_eq!(waiting(&ada).await, [Waiting::InvitationsFailed(1)]);
    assert_eq!(waiting(&bob).await, []);
    invitations::make_link(&ada.ctx, refused.user).await.unwrap();
    assert_eq!(waiting(&ada).await, [], "a new link makes it good");

    world.pass_days(7);
    let ada = world.signs_in("ada").await.unwrap();
    assert_eq!(waiting(&ada).await, [Waiting::InvitationsExpired(2)]);
}

#[tokio::test]
async fn mails_that_do_not_get_through_wait_for_admins() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "new@example.com", OrgRole::Member).await;
    let letter = outbox::take(&world.instance).await.unwrap().unwrap();
    assert_eq!(waiting(&ada).await, [], "it is tried for the first time");

    outbox::not_delivered(&world.instance, &letter, "connection refused", false).await.unwrap();

    assert_eq!(waiting(&ada).await, [Waiting::MailsFailing(1)]);
}

#[tokio::test]
async fn the_last_seats_wait_for_admins() {
    let world = World::with(Settings { seats: Some(10), ..testkit::settings() }).await;
    let ada = world.first_admin().await;
    for n in 0..7 {
        world.joins(&ada, &format!("user{n}"), OrgRole::Member).await;
    }
    assert_eq!(waiting(&ada).await, []);

    let last = world.joins(&ada, "last", OrgRole::Member).await;

    assert_eq!(waiting(&ada).await, [Waiting::SeatsShort(Seats { used: 9, limit: Some(10) })]);
    assert_eq!(waiting(&last).await, []);
}

#[tokio::test]
async fn whoever_is_invited_into_a_team_waits_for_its_admins() {
    let it = Vision::new().await;
    let lead = it.member("lead").await;
    teams::set_member_role(&it.ada.ctx, it.team, lead.id, TeamRole::Admin, false).await.unwrap();
    for name in ["new", "newer"] {
        let invited = it.world.invites(&it.ada, &format!("{name}@example.com"), OrgRole::Member).await.user;
        teams::add_member(&it.ada.ctx, it.team, invited, TeamRole::Member).await.unwrap();
    }

    assert_eq!(waiting(&lead).await, [Waiting::Invited { team: "vision".to_owned(), people: 2 }]);
    assert_eq!(waiting(&it.bob).await, []);
    assert_eq!(waiting(&it.ada).await, [], "an admin of the organization is told what goes wrong");
}
