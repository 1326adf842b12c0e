//! One deed done to many users: the rules row by row, one row of history for each who was changed.

use domain::Error::{Denied as Refused, Invalid, Unauthenticated};
use domain::bulk::{Deed, Done, Kept, Outcome};
use domain::ids::UserId;
use domain::invitation::NewUsers;
use domain::policy::{Denied, OrgRole};
use domain::user::{Status, UserQuery};
use service::instance::Settings;
use service::users::bulk::{ids, preview, run};
use service::{Error, invitations, users};
use testkit::{Person, World, settings, token_of};

/// An admin, two members of whom one is away, and somebody invited.
struct Mixed {
    world: World,
    ada: Person,
    bob: Person,
    away: UserId,
    invited: UserId,
}

impl Mixed {
    async fn new() -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        let bob = world.joins(&ada, "bob", OrgRole::Member).await;
        let away = world.joins(&ada, "carl", OrgRole::Member).await.id;
        users::deactivate(&ada.ctx, away).await.expect("deactivate");
        let invited = world.invites(&ada, "dora@example.com", OrgRole::Member).await.user;
        Self { world, ada, bob, away, invited }
    }

    fn all(&self) -> [UserId; 4] {
        [self.ada.id, self.bob.id, self.away, self.invited]
    }
}

async fn written(world: &World, action: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM history WHERE action = '{action}'")).await
}

/// What became of `user`: the status, or why they were left as they are.
fn fate(done: &[Done], user: UserId) -> Result<Status, Kept> {
    match done.iter().find(|it| it.user == user).map(|it| &it.outcome) {
        Some(Outcome::Changed { row, .. }) => Ok(row.status),
        Some(Outcome::Kept { why, .. }) => Err(*why),
        None => panic!("nothing is said of {user}"),
    }
}

fn unknown() -> UserId {
    UserId::from_uuid(uuid::Uuid::now_v7())
}

#[tokio::test]
async fn many_are_deactivated_and_those_who_cannot_be_are_left() {
    let it = Mixed::new().await;
    let (nobody, gone) = (unknown(), it.world.joins(&it.ada, "eve", OrgRole::Member).await.id);
    users::remove(&it.ada.ctx, gone).await.unwrap();
    let chosen = [it.ada.id, it.bob.id, it.away, it.invited, nobody, gone, it.bob.id];

    let done = run(&it.ada.ctx, Deed::Deactivate, &chosen).await.unwrap();

    assert_eq!(done.len(), 6);
    assert_eq!(fate(&done, it.ada.id), Err(Kept::Denied(Denied::LastAdmin)));
    assert_eq!(fate(&done, it.bob.id), Ok(Status::Deactivated));
    assert_eq!(fate(&done, it.away), Err(Kept::NotActive));
    assert_eq!(fate(&done, it.invited), Err(Kept::NotActive));
    assert_eq!((fate(&done, nobody), fate(&done, gone)), (Err(Kept::Missing), Err(Kept::Missing)));
    assert!(matches!(users::list(&it.bob.ctx, &UserQuery::default(), None).await, Err(Error::Domain(Unauthenticated))));
    assert!(service::sessions::find(&it.world.instance, &it.bob.token).await.unwrap().is_none());
    assert_eq!(it.world.number("SELECT count(*) FROM session WHERE revoked_at IS NULL").await, 1);
    assert_eq!(written(&it.world, "user.deactivated").await, 2);
    assert_eq!(it.world.number("SELECT seats_used FROM instance").await, 2);
}

#[tokio::test]
async fn many_come_back_while_there_are_seats() {
    let world = World::with(Settings { seats: Some(4), ..settings() }).await;
    let ada = world.first_admin().await;
    let mut away = Vec::new();
    for name in ["bob", "carl", "dora"] {
        away.push(world.joins(&ada, name, OrgRole::Member).await.id);
    }
    run(&ada.ctx, Deed::Deactivate, &away).await.unwrap();
    world.invites(&ada, "eve@example.com", OrgRole::Member).await;

    let looked_at = preview(&ada.ctx, Deed::Reactivate, &away, None).await.unwrap();
    let done = run(&ada.ctx, Deed::Reactivate, &away).await.unwrap();

    let fates: Vec<_> = away.iter().map(|user| fate(&done, *user)).collect();
    let full = Err(Kept::Denied(Denied::NoSeat { used: 4, limit: 4 }));
    assert_eq!(fates, [Ok(Status::Active), Ok(Status::Active), full]);
    assert_eq!((looked_at.changed, looked_at.kept.len(), looked_at.after.seats.left()), (2, 1, Some(0)));
    assert_eq!(world.number("SELECT seats_used FROM instance").await, 4);
    assert_eq!(written(&world, "user.reactivated").await, 2);
}

#[tokio::test]
async fn many_are_removed_with_their_teams_and_invitations() {
    let it = Mixed::new().await;
    let vision = it.world.team("vision").await;
    let new = NewUsers { emails: "eve@example.com".to_owned(), role: OrgRole::Member, teams: vec![vision] };
    invitations::add(&it.ada.ctx, &new).await.unwrap();
    let all = ids(&it.ada.ctx, &UserQuery::default()).await.unwrap();

    let looked_at = preview(&it.ada.ctx, Deed::Remove, &all, None).await.unwrap();
    let done = run(&it.ada.ctx, Deed::Remove, &all).await.unwrap();

    assert_eq!((all.len(), looked_at.changed, looked_at.pending), (5, 4, 2));
    assert_eq!((looked_at.sessions, looked_at.memberships), (1, 1));
    assert_eq!(fate(&done, it.ada.id), Err(Kept::Denied(Denied::LastAdmin)));
    assert_eq!(ids(&it.ada.ctx, &UserQuery::default()).await.unwrap(), [it.ada.id]);
    assert_eq!(it.world.number("SELECT seats_used * 100 + pending FROM instance").await, 100);
    assert_eq!(it.world.number("SELECT count(*) FROM team_member").await, 0);
    assert_eq!(written(&it.world, "user.removed").await, 4);
}

#[tokio::test]
async fn many_get_a_role_and_who_has_it_is_left() {
    let it = Mixed::new().await;

    let done = run(&it.ada.ctx, Deed::SetRole(OrgRole::Admin), &it.all()).await.unwrap();

    assert_eq!(fate(&done, it.ada.id), Err(Kept::SameRole));
    assert_eq!(fate(&done, it.bob.id), Ok(Status::Active));
    assert_eq!(fate(&done, it.away), Err(Kept::Denied(Denied::RoleOfDeactivated)));
    assert_eq!(fate(&done, it.invited), Ok(Status::Pending));
    assert_eq!(it.world.number("SELECT admins FROM instance").await, 2);
    assert_eq!(written(&it.world, "user.role_changed").await, 2);
}

#[tokio::test]
async fn many_invitations_are_sent_again_with_new_links() {
    let it = Mixed::new().await;
    let old = it.world.invites(&it.ada, "eve@example.com", OrgRole::Member).await;

    let done = run(&it.ada.ctx, Deed::Resend, &[it.bob.id, it.invited, old.user]).await.unwrap();

    assert_eq!(fate(&done, it.bob.id), Err(Kept::NotPending));
    let link = done.iter().filter(|it| it.user == old.user).find_map(|it| match &it.outcome {
        Outcome::Changed { link, .. } => link.clone(),
        Outcome::Kept { .. } => None,
    });
    let link = link.expect("a new link");
    assert!(link.mailed);
    assert!(invitations::open(&it.world.stranger(), token_of(&link)).await.is_ok());
    assert!(invitations::open(&it.world.stranger(), token_of(&old)).await.is_err());
    assert_eq!(it.world.number("SELECT count(*) FROM mail WHERE state = 'waiting'").await, 2);
    assert_eq!(written(&it.world, "invitation.resent").await, 2);
}

#[tokio::test]
async fn without_mail_many_new_links_are_handed_over() {
    let world = World::with(Settings { mail_server: None, ..settings() }).await;
    let ada = world.first_admin().await;
    let bob = world.invites(&ada, "bob@example.com", OrgRole::Member).await.user;

    let looked_at = preview(&ada.ctx, Deed::Resend, &[bob], None).await.unwrap();
    let done = run(&ada.ctx, Deed::Resend, &[bob]).await.unwrap();

    let [Done { outcome: Outcome::Changed { link: Some(link), .. }, .. }] = &done[..] else { panic!("{done:?}") };
    assert!(!looked_at.mailed && !link.mailed);
    assert!(invitations::open(&world.stranger(), token_of(link)).await.is_ok());
}

#[tokio::test]
async fn whoever_does_it_stays_and_the_other_admins_go() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;
    let carl = world.joins(&ada, "carl", OrgRole::Admin).await;

    let some = run(&ada.ctx, Deed::SetRole(OrgRole::Member), &[ada.id, bob.id]).await.unwrap();
    let all = run(&ada.ctx, Deed::Deactivate, &[ada.id, bob.id, carl.id]).await.unwrap();

    assert_eq!(fate(&some, ada.id), Err(Kept::Yourself));
    assert_eq!(fate(&all, ada.id), Err(Kept::Denied(Denied::LastAdmin)));
    assert_eq!((fate(&all, bob.id), fate(&all, carl.id)), (Ok(Status::Deactivated), Ok(Status::Deactivated)));
    assert_eq!(world.number("SELECT admins FROM instance").await, 1);
}

#[tokio::test]
async fn alone_one_may_step_down_as_in_ones_own_row() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.joins(&ada, "bob", OrgRole::Admin).await;

    let looked_at = preview(&ada.ctx, Deed::Deactivate, &[ada.id], None).await.unwrap();
    let done = run(&ada.ctx, Deed::Deactivate, &[ada.id]).await.unwrap();

    assert_eq!((looked_at.changed, looked_at.sessions), (1, 1));
    assert_eq!(fate(&done, ada.id), Ok(Status::Deactivated));
}

#[tokio::test]
async fn all_admins_deactivated_from_the_command_line_leave_one() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Admin).await;

    let done = run(&world.instance.command_line(), Deed::Deactivate, &[ada.id, bob.id]).await.unwrap();

    assert_eq!(fate(&done, ada.id), Ok(Status::Deactivated));
    assert_eq!(fate(&done, bob.id), Err(Kept::Denied(Denied::LastAdmin)));
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE role = 'admin' AND status = 'active'").await, 1);
    assert_eq!(written(&world, "user.deactivated").await, 1);
}

#[tokio::test]
async fn a_preview_changes_nothing_and_says_what_a_run_does() {
    let it = Mixed::new().await;
    let before = it.world.number("SELECT max(seq) FROM history").await;

    for deed in [Deed::SetRole(OrgRole::Admin), Deed::Deactivate, Deed::Reactivate, Deed::Remove, Deed::Resend] {
        let looked_at = preview(&it.ada.ctx, deed, &it.all(), None).await.unwrap();
        assert_eq!(looked_at.changed + i64::try_from(looked_at.kept.len()).unwrap(), 4, "{deed:?}");
        assert_eq!(it.world.number("SELECT max(seq) FROM history").await, before);
    }
    let looked_at = preview(&it.ada.ctx, Deed::Remove, &it.all(), None).await.unwrap();
    let done = run(&it.ada.ctx, Deed::Remove, &it.all()).await.unwrap();

    let kept: Vec<_> = looked_at.kept.iter().map(|it| (it.name.as_str(), fate(&done, it.user))).collect();
    assert_eq!(kept, [("Ada", Err(Kept::Denied(Denied::LastAdmin)))]);
    assert_eq!(it.world.number("SELECT seats_used FROM instance").await, looked_at.after.seats.used);
}

#[tokio::test]
async fn the_second_part_of_a_preview_goes_on_from_the_first() {
    let world = World::with(Settings { seats: Some(3), ..settings() }).await;
    let ada = world.first_admin().await;
    let (bob, carl) =
        (world.joins(&ada, "bob", OrgRole::Member).await.id, world.joins(&ada, "carl", OrgRole::Member).await.id);
    run(&ada.ctx, Deed::Deactivate, &[bob, carl]).await.unwrap();
    world.invites(&ada, "dora@example.com", OrgRole::Member).await;

    let first = preview(&ada.ctx, Deed::Reactivate, &[bob], None).await.unwrap();
    let second = preview(&ada.ctx, Deed::Reactivate, &[carl], Some(first.after)).await.unwrap();

    assert_eq!((first.changed, second.changed), (1, 0));
    assert_eq!(second.kept[0].why, Kept::Denied(Denied::NoSeat { used: 3, limit: 3 }));
}

#[tokio::test]
async fn a_call_without_users_or_with_more_than_a_hundred_is_refused() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let many: Vec<UserId> = (0..101).map(|_| unknown()).collect();

    for (wrong, rule) in [(&many[..], "At most 100 users in one call; these are 101."), (&[], "Select somebody.")] {
        for refused in
            [run(&ada.ctx, Deed::Remove, wrong).await.err(), preview(&ada.ctx, Deed::Remove, wrong, None).await.err()]
        {
            let Some(Error::Domain(error @ Invalid(_))) = refused else { panic!("{refused:?}") };
            assert_eq!(error.on_field("users"), Some(rule));
        }
    }
    assert_eq!(run(&ada.ctx, Deed::Remove, &many[1..]).await.unwrap().len(), 100);
}

#[tokio::test]
async fn nobody_but_an_admin_does_or_sees_any_of_it() {
    let it = Mixed::new().await;

    for refused in [
        run(&it.bob.ctx, Deed::SetRole(OrgRole::Admin), &[it.bob.id]).await.err(),
        preview(&it.bob.ctx, Deed::Remove, &[it.ada.id], None).await.err(),
        ids(&it.bob.ctx, &UserQuery::default()).await.err(),
    ] {
        assert!(matches!(refused, Some(Error::Domain(Refused(Denied::AdminsOnly)))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_selection_takes_those_who_match_and_no_others() {
    let it = Mixed::new().await;
    let status = |status| UserQuery { status: Some(status), ..UserQuery::default() };

    assert_eq!(ids(&it.ada.ctx, &status(Status::Pending)).await.unwrap(), [it.invited]);
    assert_eq!(ids(&it.ada.ctx, &status(Status::Deactivated)).await.unwrap(), [it.away]);
    assert_eq!(ids(&it.ada.ctx, &UserQuery::default()).await.unwrap().len(), 4);
}
