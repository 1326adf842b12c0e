//! Service accounts: who creates them, what their keys may do, and how they end.

use domain::Error::{Denied as Refused, Invalid, NotFound, PasswordNeeded, Unauthenticated};
use domain::activity::Door;
use domain::api_key::{Expiry, NewKey, Overlap};
use domain::error::Kind;
use domain::history::{ActorKind, HistoryQuery};
use domain::ids::{ServiceAccountId, TeamId};
use domain::policy::{Denied, OrgRole, TeamRole};
use domain::project::Visibility;
use domain::service_account::Scope;
use domain::storage::StorageType;
use domain::team::{MemberQuery, NewTeam};
use service::{
    Ctx, Error, Result, api_keys, history, organization, projects, service_accounts, sessions, teams, users,
};
use testkit::{PASSWORD, Person, World};

fn new(name: &str) -> NewTeam {
    NewTeam { name: name.to_owned(), storage: StorageType::Instance }
}

/// Ada, the organization's admin, who is not in the team; Bob, its admin; Cat, its member; Eve, who is not in it.
struct Cast {
    world: World,
    ada: Person,
    bob: Person,
    cat: Person,
    eve: Person,
    team: TeamId,
}

impl Cast {
    async fn new() -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        let [bob, cat, eve] = ["bob", "cat", "eve"];
        let bob = world.joins(&ada, bob, OrgRole::Member).await;
        let cat = world.joins(&ada, cat, OrgRole::Member).await;
        let eve = world.joins(&ada, eve, OrgRole::Member).await;
        let team = teams::create(&ada.ctx, &new("vision")).await.expect("done").id;
        teams::add_member(&ada.ctx, team, bob.id, TeamRole::Admin).await.expect("done");
        teams::add_member(&ada.ctx, team, cat.id, TeamRole::Member).await.expect("done");
        teams::leave(&ada.ctx, team).await.expect("done");
        Self { world, ada, bob, cat, eve, team }
    }

    async fn in_team(&self) -> ServiceAccountId {
        service_accounts::create_in_team(&self.bob.ctx, self.team, "trainer").await.expect("done").id
    }

    async fn in_organization(&self) -> ServiceAccountId {
        service_accounts::create_in_organization(&self.ada.ctx, self.team, "everywhere").await.expect("done").id
    }

    async fn with(&self, key: &NewKey) -> Ctx {
        let found = api_keys::find(&self.world.instance, &key.secret).await.expect("done").expect("done");
        Ctx::of_key(self.world.instance.clone(), found, Door::Rest, "test")
    }

    async fn works(&self, key: &NewKey) -> bool {
        api_keys::find(&self.world.instance, &key.secret).await.expect("done").is_some()
    }
}

async fn key(by: &Person, account: ServiceAccountId) -> NewKey {
    api_keys::make_for(&by.ctx, account, "job", Expiry::Never).await.expect("done")
}

fn is_denied<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

fn is_unknown<T>(outcome: Result<T>, what: Kind) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(kind))) if kind == what)
}

#[tokio::test]
async fn admins_of_a_team_have_its_accounts_and_others_do_not() {
    let cast = Cast::new().await;
    let create = service_accounts::create_in_team;

    let made = create(&cast.bob.ctx, cast.team, " trainer ").await.unwrap();
    create(&cast.ada.ctx, cast.team, "evaluator").await.unwrap();

    assert_eq!((made.name.as_str(), made.scope, made.team.name.as_str()), ("trainer", Scope::Team, "vision"));
    assert!(is_denied(create(&cast.cat.ctx, cast.team, "x").await, Denied::TeamAdminsOnly));
    assert!(is_unknown(create(&cast.eve.ctx, cast.team, "x").await, Kind::Team));
    let listed = service_accounts::list_of_team(&cast.bob.ctx, cast.team).await.unwrap();
    assert_eq!(listed.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["evaluator", "trainer"]);
    assert!(is_denied(service_accounts::list_of_team(&cast.cat.ctx, cast.team).await, Denied::TeamAdminsOnly));
    assert!(service_accounts::list_of_organization(&cast.ada.ctx).await.unwrap().is_empty());
}

#[tokio::test]
async fn accounts_of_the_organization_are_of_its_admins_and_have_a_default_team() {
    let cast = Cast::new().await;
    let create = service_accounts::create_in_organization;
    let nowhere = TeamId::from_uuid(uuid::Uuid::nil());

    create(&cast.ada.ctx, cast.team, "everywhere").await.unwrap();

    let refused = create(&cast.ada.ctx, nowhere, "x").await;
    assert!(matches!(refused, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "default_team"));
    assert!(is_denied(create(&cast.bob.ctx, cast.team, "x").await, Denied::AdminsOnly));
    assert!(is_denied(service_accounts::list_of_organization(&cast.bob.ctx).await, Denied::AdminsOnly));
    let listed = service_accounts::list_of_organization(&cast.ada.ctx).await.unwrap();
    assert_eq!((listed[0].scope, listed[0].team.id), (Scope::Organization, cast.team));
    assert!(service_accounts::list_of_team(&cast.bob.ctx, cast.team).await.unwrap().is_empty());
}

#[tokio::test]
async fn an_account_of_a_team_opens_the_teams_projects_and_no_private_one() {
    let cast = Cast::new().await;
    for (name, visibility) in [("ours", Visibility::Team), ("mine", Visibility::Private)] {
        cast.world.project(&cast.cat, name, visibility).await;
    }
    let account = cast.with(&key(&cast.bob, cast.in_team().await).await).await;

    assert!(projects::open(&account, "vision", "ours").await.is_ok());
    assert!(is_unknown(projects::open(&account, "vision", "mine").await, Kind::Project));
}

#[tokio::test]
async fn a_name_is_taken_once_in_a_list_and_free_after_removal() {
    let cast = Cast::new().await;
    let account = cast.in_team().await;

    let twice = service_accounts::create_in_team(&cast.bob.ctx, cast.team, "trainer").await;
    let other = service_accounts::create_in_team(&cast.bob.ctx, cast.team, "other").await.unwrap().id;
    let renamed = service_accounts::rename(&cast.bob.ctx, other, "trainer").await;
    service_accounts::remove(&cast.bob.ctx, account).await.unwrap();
    service_accounts::rename(&cast.bob.ctx, other, "trainer").await.unwrap();

    assert!(matches!(twice, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "name"));
    assert!(matches!(renamed, Err(Error::Domain(Invalid(_)))));
}

#[tokio::test]
async fn a_key_of_a_team_account_sees_its_team_and_no_other() {
    let cast = Cast::new().await;
    teams::create(&cast.ada.ctx, &new("speech")).await.unwrap();
    let account = cast.in_team().await;
    let cx = cast.with(&key(&cast.bob, account).await).await;

    assert_eq!(teams::open(&cx, "vision").await.unwrap().viewer.team, Some(TeamRole::Service));
    assert_eq!(teams::members(&cx, "vision", &MemberQuery::searching(""), None).await.unwrap().rows.len(), 2);
    assert!(is_unknown(teams::members(&cx, "speech", &MemberQuery::searching(""), None).await, Kind::Team));
    assert_eq!(teams::mine(&cx).await.unwrap().teams.len(), 1);
}

#[tokio::test]
async fn a_key_of_an_organization_account_sees_every_team() {
    let cast = Cast::new().await;
    teams::create(&cast.ada.ctx, &new("speech")).await.unwrap();
    let account = cast.in_organization().await;
    let cx = cast.with(&key(&cast.ada, account).await).await;

    assert!(teams::members(&cx, "speech", &MemberQuery::searching(""), None).await.is_ok());
    let names: Vec<_> = teams::mine(&cx).await.unwrap().teams.into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["speech", "vision"]);
}

#[tokio::test]
async fn a_service_account_does_nothing_that_is_for_people() {
    let cast = Cast::new().await;
    organization::let_members_create_teams(&cast.ada.ctx, true).await.unwrap();
    for (by, account) in [(&cast.bob, cast.in_team().await), (&cast.ada, cast.in_organization().await)] {
        let cx = cast.with(&key(by, account).await).await;

        assert!(is_denied(users::set_role(&cx, cast.eve.id, OrgRole::Admin).await, Denied::AdminsOnly));
        assert!(is_denied(teams::describe(&cx, cast.team, "ours").await, Denied::TeamAdminsOnly));
        assert!(is_denied(
            teams::add_member(&cx, cast.team, cast.eve.id, TeamRole::Member).await,
            Denied::TeamAdminsOnly
        ));
        assert!(is_denied(teams::create(&cx, &new("mine")).await, Denied::PeopleOnly));
        assert!(is_denied(api_keys::make_own(&cx, "x", Expiry::Never).await, Denied::PeopleOnly));
        assert!(is_denied(api_keys::list_own(&cx).await, Denied::PeopleOnly));
        assert!(teams::leave(&cx, cast.team).await.is_err());
        assert!(sessions::list(&cx).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn only_who_manages_an_account_manages_its_keys() {
    let cast = Cast::new().await;
    let (narrow, wide) = (cast.in_team().await, cast.in_organization().await);
    let (of_narrow, of_wide) = (key(&cast.bob, narrow).await, key(&cast.ada, wide).await);

    assert!(is_denied(api_keys::list_for(&cast.cat.ctx, narrow).await, Denied::TeamAdminsOnly));
    assert!(is_denied(api_keys::revoke(&cast.cat.ctx, of_narrow.key.id).await, Denied::TeamAdminsOnly));
    assert!(is_unknown(api_keys::list_for(&cast.eve.ctx, narrow).await, Kind::ServiceAccount));
    assert!(is_unknown(api_keys::make_for(&cast.eve.ctx, narrow, "x", Expiry::Never).await, Kind::ServiceAccount));
    assert!(is_unknown(api_keys::rotate(&cast.eve.ctx, of_narrow.key.id, Overlap::Day).await, Kind::ApiKey));
    assert!(is_unknown(api_keys::list_for(&cast.bob.ctx, wide).await, Kind::ServiceAccount));
    assert!(is_unknown(api_keys::revoke(&cast.bob.ctx, of_wide.key.id).await, Kind::ApiKey));
    assert!(is_unknown(service_accounts::remove(&cast.bob.ctx, wide).await, Kind::ServiceAccount));
    assert!(is_denied(service_accounts::remove(&cast.cat.ctx, narrow).await, Denied::TeamAdminsOnly));

    assert_eq!(api_keys::list_for(&cast.ada.ctx, narrow).await.unwrap(), [of_narrow.key]);
    let listed = service_accounts::list_of_team(&cast.bob.ctx, cast.team).await.unwrap();
    assert_eq!((listed[0].keys, listed[0].last_used), (1, None));
}

#[tokio::test]
async fn keys_die_with_their_account_and_work_on_without_who_made_them() {
    let cast = Cast::new().await;
    let account = cast.in_team().await;
    let kept = key(&cast.bob, account).await;
    let cx = cast.with(&kept).await;

    users::deactivate(&cast.ada.ctx, cast.bob.id).await.unwrap();
    assert!(cast.works(&kept).await, "the account is the team's, and not Bob's");
    service_accounts::remove(&cast.ada.ctx, account).await.unwrap();

    assert!(!cast.works(&kept).await);
    assert!(matches!(teams::describe(&cx, cast.team, "x").await, Err(Error::Domain(Unauthenticated))));
    assert!(is_unknown(service_accounts::remove(&cast.ada.ctx, account).await, Kind::ServiceAccount));
    assert!(is_unknown(api_keys::list_for(&cast.ada.ctx, account).await, Kind::ServiceAccount));
}

#[tokio::test]
async fn an_account_whose_row_alone_was_removed_has_no_key_that_works() {
    let cast = Cast::new().await;
    let account = cast.in_team().await;
    let key = key(&cast.bob, account).await;

    cast.world.execute("UPDATE service_account SET removed_at = 1").await;

    assert!(!cast.works(&key).await);
}

#[tokio::test]
async fn each_change_is_one_row_of_the_history() {
    let cast = Cast::new().await;
    let before = cast.world.number("SELECT count(*) FROM history").await;

    let account = cast.in_team().await;
    service_accounts::rename(&cast.bob.ctx, account, "runner").await.unwrap();
    service_accounts::rename(&cast.bob.ctx, account, "runner").await.unwrap();
    key(&cast.bob, account).await;
    service_accounts::remove(&cast.bob.ctx, account).await.unwrap();

    assert_eq!(cast.world.number("SELECT count(*) FROM history").await - before, 4);
    let newest = history::list(&cast.ada.ctx, &HistoryQuery::default(), None).await.unwrap().rows.remove(0);
    assert_eq!((newest.actor.kind, newest.target.name.as_str()), (ActorKind::User, "runner"));
    assert!(newest.changes.iter().any(|it| it.words() == "Keys revoked: 1"), "{:?}", newest.changes);
}

#[tokio::test]
async fn an_old_sign_in_types_the_password_first() {
    let cast = Cast::new().await;
    let account = cast.in_team().await;
    cast.world.pass(13 * 3_600_000);

    for refused in [
        service_accounts::create_in_team(&cast.bob.ctx, cast.team, "x").await.map(drop),
        service_accounts::create_in_organization(&cast.ada.ctx, cast.team, "x").await.map(drop),
        service_accounts::rename(&cast.bob.ctx, account, "x").await,
        service_accounts::remove(&cast.bob.ctx, account).await,
        api_keys::make_for(&cast.bob.ctx, account, "x", Expiry::Never).await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::Domain(PasswordNeeded))), "{refused:?}");
    }
    sessions::confirm(&cast.bob.ctx, PASSWORD.to_owned().into()).await.unwrap();
    service_accounts::remove(&cast.bob.ctx, account).await.unwrap();
}
