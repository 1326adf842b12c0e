//! Inviting, sending again, accepting once.

use domain::Error::{Conflict, Denied as Refused, Gone, Invalid, NotFound};
use domain::error::Gone::{InvitationExpired, InvitationUsed};
use domain::invitation::{AddOutcome, NewUsers};
use domain::policy::{Denied, OrgRole};
use domain::user::{Status, UserQuery};
use service::instance::Settings;
use service::invitations::{self, Acceptance};
use service::sessions::{self, Browser};
use service::{Error, password_resets, users};
use testkit::{PASSWORD, World, settings, token_of};

fn typed(username: &str) -> Acceptance {
    Acceptance { name: "Bob".to_owned(), username: username.to_owned(), password: PASSWORD.to_owned().into() }
}

fn to(emails: &str) -> NewUsers {
    NewUsers { emails: emails.to_owned(), role: OrgRole::Member, teams: Vec::new() }
}

#[tokio::test]
async fn somebody_invited_accepts_and_is_in() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "Bob@Example.com", OrgRole::Member).await;

    let opened = invitations::open(&world.stranger(), token_of(&link)).await.unwrap();
    let bob = invitations::accept(&world.stranger(), token_of(&link), typed("bob"), &Browser::default()).await.unwrap();

    assert_eq!((opened.email.as_str(), opened.invited_by.as_str()), ("Bob@Example.com", "Ada"));
    let rows = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().rows;
    let row = rows.iter().find(|row| row.id == bob.user).unwrap();
    assert_eq!(
        (row.status, row.role, row.name.as_str(), row.email.as_str()),
        (Status::Active, OrgRole::Member, "Bob", "Bob@Example.com")
    );
    assert_eq!(world.number("SELECT seats_used * 100 + pending FROM instance").await, 200);
}

#[tokio::test]
async fn a_link_works_once_and_a_mangled_one_never() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let token = token_of(&link);
    invitations::accept(&world.stranger(), token, typed("bob"), &Browser::default()).await.unwrap();

    let again = invitations::accept(&world.stranger(), token, typed("bob2"), &Browser::default()).await;
    assert!(matches!(again.err(), Some(Error::Domain(Gone(InvitationUsed)))));
    for mangled in [&token[..42], &format!("{token}A"), &token.to_lowercase(), "", "../../etc/passwd"] {
        assert!(
            matches!(invitations::open(&world.stranger(), mangled).await, Err(Error::Domain(NotFound(_)))),
            "{mangled}"
        );
    }
}

#[tokio::test]
async fn an_expired_link_says_so() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    world.pass_days(7);

    let late = invitations::accept(&world.stranger(), token_of(&link), typed("bob"), &Browser::default()).await;
    assert!(matches!(late.err(), Some(Error::Domain(Gone(InvitationExpired)))));
}

#[tokio::test]
async fn a_resent_invitation_replaces_the_link() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let old = world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    let new = invitations::resend(&ada.ctx, old.user).await.unwrap();

    assert!(matches!(
        invitations::open(&world.stranger(), token_of(&old)).await,
        Err(Error::Domain(Gone(InvitationUsed)))
    ));
    assert!(invitations::open(&world.stranger(), token_of(&new)).await.is_ok());
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE state = 'cancelled' AND sealed IS NULL").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE state = 'waiting'").await, 1);
}

#[tokio::test]
async fn an_invitation_taken_back_is_worth_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Admin).await;

    users::remove(&ada.ctx, link.user).await.unwrap();

    assert!(matches!(
        invitations::open(&world.stranger(), token_of(&link)).await,
        Err(Error::Domain(Gone(InvitationUsed)))
    ));
    assert_eq!(world.number("SELECT seats_used * 100 + pending FROM instance").await, 100);
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;
}

#[tokio::test]
async fn each_address_has_its_own_outcome() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    let added =
        invitations::add(&ada.ctx, &to("ADA@example.com, bob@example.com wrong\ncarl@example.com;carl@EXAMPLE.com"))
            .await
            .unwrap();

    let outcomes: Vec<_> =
        added.iter().map(|it| (it.email.as_str(), matches!(it.outcome, AddOutcome::Invited(_)))).collect();
    assert_eq!(
        outcomes,
        [("ADA@example.com", false), ("bob@example.com", false), ("wrong", false), ("carl@example.com", true)]
    );
}

#[tokio::test]
async fn a_call_without_addresses_or_with_too_many_is_refused() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let many = (0..101).map(|i| format!("u{i}@example.com")).collect::<Vec<_>>().join(" ");

    for wrong in ["", " , ;\n", "nobody", &many] {
        assert!(matches!(invitations::add(&ada.ctx, &to(wrong)).await, Err(Error::Domain(Invalid(_)))), "{wrong}");
    }
    assert_eq!(world.number("SELECT pending FROM instance").await, 0);
}

#[tokio::test]
async fn a_full_licence_takes_nobody_of_too_many() {
    let world = World::with(Settings { seats: Some(2), ..settings() }).await;
    let ada = world.first_admin().await;

    let two = invitations::add(&ada.ctx, &to("bob@example.com carl@example.com")).await;
    world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let one_more = invitations::add(&ada.ctx, &to("carl@example.com")).await;

    assert!(matches!(two, Err(Error::Domain(Refused(Denied::TooFewSeats { wanted: 2, left: 1 })))));
    assert!(matches!(one_more, Err(Error::Domain(Refused(Denied::NoSeat { used: 2, limit: 2 })))));
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 2);
}

#[tokio::test]
async fn a_member_invites_nobody_and_an_active_user_is_not_invited_again() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    assert!(matches!(
        invitations::add(&bob.ctx, &to("carl@example.com")).await,
        Err(Error::Domain(Refused(Denied::AdminsOnly)))
    ));
    assert!(matches!(invitations::resend(&ada.ctx, bob.id).await, Err(Error::Domain(Conflict(_)))));
}

#[tokio::test]
async fn without_mail_the_link_is_handed_over() {
    let world = World::with(Settings { mail_server: None, ..settings() }).await;
    let ada = world.first_admin().await;

    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;

    assert!(!link.mailed);
    assert_eq!(world.number("SELECT count(*) FROM mail").await, 0);
}

#[tokio::test]
async fn a_clock_that_is_set_back_revives_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let link = world.invites(&ada, "bob@example.com", OrgRole::Member).await;
    let reset = password_resets::make_link(&world.instance.command_line(), "ada@example.com").await.unwrap();
    let reset = reset.rsplit('/').next().unwrap();
    world.pass_days(40);
    let expired = async || {
        let invitation = invitations::open(&world.stranger(), token_of(&link)).await;
        let link = password_resets::open(&world.stranger(), reset).await;
        let session = sessions::find(&world.instance, &ada.token).await.unwrap();
        invitation.is_err() && link.is_err() && session.is_none()
    };
    assert!(expired().await);

    world.pass_days(-40);

    assert!(expired().await);
}
