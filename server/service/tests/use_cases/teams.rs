//! Teams: who creates them, who sees them, who is in them.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::bulk::Deed;
use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::invitation::NewUsers;
use domain::mail::MailKind;
use domain::page::Direction;
use domain::person::Place;
use domain::policy::{Denied, OrgRole, TeamRole};
use domain::setting::{Decision, TeamSettings, TeamSwitch};
use domain::storage::StorageType;
use domain::team::{Member, MemberColumn, MemberQuery, MemberSort, NewTeam, Removal};
use domain::user::{Status, UserQuery};
use service::sessions::Browser;
use service::{Error, Result, invitations, organization, outbox, people, teams, users};
use testkit::{PASSWORD, Person, World, token_of};

fn new(name: &str) -> NewTeam {
    NewTeam { name: name.to_owned(), storage: StorageType::Instance }
}

/// Ada, the organization's admin, and Bob, who is the one admin of the team "vision".
async fn vision(world: &World) -> (Person, Person, TeamId) {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let team = teams::create(&ada.ctx, &new("vision")).await.expect("done").id;
    teams::add_member(&ada.ctx, team, bob.id, TeamRole::Admin).await.expect("done");
    teams::leave(&ada.ctx, team).await.expect("done");
    (ada, bob, team)
}

async fn names(person: &Person) -> Vec<String> {
    let page = teams::members(&person.ctx, "vision", &MemberQuery::searching(""), None).await.expect("done");
    page.rows.into_iter().map(|it| it.name).collect()
}

async fn add(by: &Person, team: TeamId, person: &Person, role: TeamRole) -> Result<Member> {
    teams::add_member(&by.ctx, team, person.id, role).await
}

fn is_not_found<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Team))))
}

#[tokio::test]
async fn whoever_creates_a_team_is_its_admin_and_it_is_in_the_history() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let chip = teams::create(&ada.ctx, &new(" Vision ")).await.unwrap();

    let team = teams::open(&ada.ctx, "vision").await.unwrap();
    assert_eq!((team.id, team.name.as_str(), team.viewer.team), (chip.id, "vision", Some(TeamRole::Admin)));
    assert_eq!((team.counts.admins, team.counts.members), (1, 1));
    assert_eq!(teams::mine(&ada.ctx).await.unwrap().teams, [chip]);
    let listed = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().rows;
    assert_eq!(listed[0].teams, ["vision"]);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.created'").await, 1);
}

#[tokio::test]
async fn a_team_cannot_be_called_like_a_person_a_team_or_an_address() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    teams::create(&ada.ctx, &new("vision")).await.unwrap();

    for taken in ["ada", "vision", "VISION", "settings", "a b", ""] {
        let refused = teams::create(&ada.ctx, &new(taken)).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "name"), "{taken}");
    }
    assert_eq!(world.number("SELECT count(*) FROM team").await, 1);
}

#[tokio::test]
async fn members_create_teams_once_the_organization_lets_them() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    let refused = teams::create(&bob.ctx, &new("speech")).await;
    organization::let_members_create_teams(&ada.ctx, true).await.unwrap();
    teams::create(&bob.ctx, &new("speech")).await.unwrap();

    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::TeamsByAdmins)))));
    assert_eq!(teams::open(&bob.ctx, "speech").await.unwrap().viewer.team, Some(TeamRole::Admin));
}

#[tokio::test]
async fn for_an_outsider_there_is_no_team() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let eve = world.joins(&ada, "eve", OrgRole::Member).await;

    assert!(is_not_found(teams::open(&eve.ctx, "vision").await));
    assert!(is_not_found(teams::open(&eve.ctx, "nothing").await));
    assert!(is_not_found(teams::members(&eve.ctx, "vision", &MemberQuery::searching(""), None).await));
    assert!(is_not_found(teams::candidates(&eve.ctx, team, "bob").await));
    assert!(is_not_found(add(&eve, team, &eve, TeamRole::Admin).await));
    assert!(is_not_found(teams::set_member_role(&eve.ctx, team, bob.id, TeamRole::Member, false).await));
    assert!(is_not_found(teams::remove_member(&eve.ctx, team, bob.id, false).await));
    assert!(is_not_found(teams::leave(&eve.ctx, team).await));
    assert!(is_not_found(teams::describe(&eve.ctx, team, "ours").await));
    assert!(is_not_found(teams::set_switch(&eve.ctx, team, TeamSwitch::Hidden, true).await));
    assert!(teams::open(&ada.ctx, "vision").await.is_ok(), "an admin of the organization sees every team");
}

#[tokio::test]
async fn a_member_looks_and_changes_nobody() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    add(&bob, team, &cat, TeamRole::ViewOnly).await.unwrap();

    assert_eq!(names(&cat).await, ["Bob", "Cat"]);
    for refused in [
        add(&cat, team, &ada, TeamRole::Member).await.map(drop),
        teams::set_member_role(&cat.ctx, team, cat.id, TeamRole::Admin, false).await.map(drop),
        teams::remove_member(&cat.ctx, team, bob.id, false).await,
        teams::describe(&cat.ctx, team, "ours").await.map(drop),
        teams::candidates(&cat.ctx, team, "bob").await.map(drop),
    ] {
        assert!(matches!(refused, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))), "{refused:?}");
    }
}

#[tokio::test]
async fn who_is_active_joins_at_once_and_is_told_by_mail() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;

    let member = add(&bob, team, &cat, TeamRole::Member).await.unwrap();

    assert_eq!((member.name.as_str(), member.role, member.status), ("Cat", TeamRole::Member, Status::Active));
    let mails = outbox::list(&ada.ctx).await.unwrap();
    let told = mails.iter().filter(|it| it.kind == MailKind::TeamNotice && it.recipient == "cat@example.com");
    assert_eq!(told.count(), 1);
    let twice = add(&bob, team, &cat, TeamRole::Admin).await;
    assert!(matches!(twice, Err(Error::Domain(Conflict(_)))));
}

#[tokio::test]
async fn who_is_pending_is_in_the_team_with_accepting() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let link = world.invites(&ada, "dee@example.com", OrgRole::Member).await;

    let member = teams::add_member(&bob.ctx, team, link.user, TeamRole::Member).await.unwrap();
    let typed = invitations::Acceptance {
        name: "Dee".to_owned(),
        username: "dee".to_owned(),
        password: PASSWORD.to_owned().into(),
    };
    let accepted = invitations::accept(&world.stranger(), token_of(&link), typed, &Browser::default()).await.unwrap();
    let dee = world.person(accepted).await;

    assert_eq!(member.status, Status::Pending);
    assert_eq!(teams::open(&dee.ctx, "vision").await.unwrap().viewer.team, Some(TeamRole::Member));
}

#[tokio::test]
async fn nobody_who_is_deactivated_or_unknown_is_added_and_no_person_is_a_service() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;

    let service = add(&bob, team, &cat, TeamRole::Service).await;
    users::deactivate(&ada.ctx, cat.id).await.unwrap();
    let away = add(&bob, team, &cat, TeamRole::Member).await;
    users::remove(&ada.ctx, cat.id).await.unwrap();
    let gone = add(&bob, team, &cat, TeamRole::Member).await;

    assert!(matches!(service, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "role"));
    assert!(matches!(away, Err(Error::Domain(Conflict(_)))));
    assert!(matches!(gone, Err(Error::Domain(NotFound(Kind::User)))));
}

#[tokio::test]
async fn the_last_admin_of_a_team_stays_unless_an_admin_of_the_organization_confirms() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    add(&bob, team, &cat, TeamRole::Member).await.unwrap();

    let stepping_down = teams::set_member_role(&bob.ctx, team, bob.id, TeamRole::Member, true).await;
    let leaving = teams::leave(&bob.ctx, team).await;
    let unconfirmed = teams::remove_member(&ada.ctx, team, bob.id, false).await;
    teams::remove_member(&ada.ctx, team, bob.id, true).await.unwrap();

    assert!(matches!(stepping_down, Err(Error::Domain(Refused(Denied::LastTeamAdmin)))));
    assert!(matches!(leaving, Err(Error::Domain(Refused(Denied::LastTeamAdmin)))));
    assert!(matches!(unconfirmed, Err(Error::Domain(Refused(Denied::LeavesNoTeamAdmin)))));
    assert_eq!(names(&ada).await, ["Cat"]);
    assert!(is_not_found(teams::open(&bob.ctx, "vision").await), "whoever was taken out is out at once");
}

#[tokio::test]
async fn two_admins_of_a_team_who_leave_at_once_do_not_both_go() {
    for _ in 0..10 {
        let world = World::new().await;
        let (ada, bob, team) = vision(&world).await;
        let (cat, dee) =
            (world.joins(&ada, "cat", OrgRole::Member).await, world.joins(&ada, "dee", OrgRole::Member).await);
        add(&bob, team, &cat, TeamRole::Admin).await.unwrap();
        add(&bob, team, &dee, TeamRole::Member).await.unwrap();

        let (one, other) = tokio::join!(teams::leave(&bob.ctx, team), teams::leave(&cat.ctx, team));

        assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn every_change_of_a_member_is_one_row_of_the_history() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    let before = world.number("SELECT count(*) FROM history").await;

    add(&bob, team, &cat, TeamRole::Member).await.unwrap();
    teams::set_member_role(&bob.ctx, team, cat.id, TeamRole::Admin, false).await.unwrap();
    teams::set_member_role(&bob.ctx, team, cat.id, TeamRole::Admin, false).await.unwrap();
    teams::describe(&bob.ctx, team, "# We see").await.unwrap();
    teams::set_switch(&bob.ctx, team, TeamSwitch::MembersInvite, true).await.unwrap();
    teams::remove_member(&bob.ctx, team, cat.id, false).await.unwrap();

    assert_eq!(world.number("SELECT count(*) FROM history").await - before, 5);
    assert_eq!(teams::open(&bob.ctx, "vision").await.unwrap().description, "# We see");
}

#[tokio::test]
async fn members_add_members_where_the_team_lets_them_but_no_admins() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let (cat, dee) = (world.joins(&ada, "cat", OrgRole::Member).await, world.joins(&ada, "dee", OrgRole::Member).await);
    add(&bob, team, &cat, TeamRole::Member).await.unwrap();
    teams::set_switch(&bob.ctx, team, TeamSwitch::MembersInvite, true).await.unwrap();

    let too_much = add(&cat, team, &dee, TeamRole::Admin).await;
    add(&cat, team, &dee, TeamRole::ViewOnly).await.unwrap();

    assert!(matches!(too_much, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))));
    assert_eq!(names(&cat).await, ["Bob", "Cat", "Dee"]);
}

#[tokio::test]
async fn people_of_the_instance_are_found_with_what_they_are_in_the_team() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let link = world.invites(&ada, "bo@example.com", OrgRole::Member).await;

    let found = teams::candidates(&bob.ctx, team, "bo").await.unwrap();
    let by_email = teams::candidates(&bob.ctx, team, "ada@example.com").await.unwrap();

    let told: Vec<_> = found.iter().map(|it| (it.id, it.role)).collect();
    assert_eq!(told, [(link.user, None), (bob.id, Some(TeamRole::Admin))]);
    assert_eq!(by_email.iter().map(|it| it.id).collect::<Vec<_>>(), [ada.id]);
    assert!(teams::candidates(&bob.ctx, team, " ").await.unwrap().is_empty());
}

#[tokio::test]
async fn members_come_page_by_page_and_a_search_narrows_them() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let emails = (0..60).map(|i| format!("p{i:02}@example.com")).collect::<Vec<_>>().join(" ");
    let everybody = NewUsers { emails, role: OrgRole::Member, teams: vec![team] };
    invitations::add(&ada.ctx, &everybody).await.unwrap();

    let first = teams::members(&bob.ctx, "vision", &MemberQuery::searching(""), None).await.unwrap();
    let second = teams::members(&bob.ctx, "vision", &MemberQuery::searching(""), first.next.as_deref()).await.unwrap();
    let found = teams::members(&bob.ctx, "vision", &MemberQuery::searching("p1_%"), None).await.unwrap();
    let some = teams::members(&bob.ctx, "vision", &MemberQuery::searching("P1"), None).await.unwrap();
    let foreign = teams::members(&bob.ctx, "vision", &MemberQuery::searching("p1"), first.next.as_deref()).await;

    assert_eq!((first.rows.len(), second.rows.len(), first.total.rows, second.next), (50, 11, 61, None));
    assert_eq!((found.rows.len(), some.rows.len()), (0, 10));
    assert!(matches!(foreign, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "after"));
}

#[tokio::test]
async fn members_are_walked_in_every_order_page_by_page() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let emails = (0..70).map(|i| format!("p{i:02}@example.com")).collect::<Vec<_>>().join(" ");
    let added =
        invitations::add(&ada.ctx, &NewUsers { emails, role: OrgRole::Member, teams: vec![team] }).await.unwrap();
    for (number, who) in added.iter().enumerate() {
        let domain::invitation::AddOutcome::Invited(link) = &who.outcome else { panic!("{who:?}") };
        let role = [TeamRole::Member, TeamRole::ViewOnly, TeamRole::Admin][number % 3];
        teams::set_member_role(&ada.ctx, team, link.user, role, false).await.unwrap();
    }

    for column in MemberColumn::ALL {
        for search in ["", "p", "example"] {
            let mut orders = Vec::new();
            for direction in [Direction::Ascending, Direction::Descending] {
                let query = MemberQuery { search: search.to_owned(), sort: MemberSort { column: *column, direction } };
                let rows = walked(&bob, &query).await;
                assert_eq!(rows.len(), if search == "p" { 70 } else { 71 }, "{column} {search}");
                orders.push(rows.iter().map(|row| (key(*column, row), row.id)).collect::<Vec<_>>());
            }
            orders[1].reverse();
            assert_eq!(orders[0], orders[1], "{column} {search}");
            assert!(orders[0].is_sorted(), "{column} {search}");
        }
    }
}

/// All members, fetched page by page.
async fn walked(by: &Person, query: &MemberQuery) -> Vec<Member> {
    let (mut rows, mut after) = (Vec::new(), None);
    loop {
        let page = teams::members(&by.ctx, "vision", query, after.as_deref()).await.expect("a page");
        let total = page.total.rows;
        rows.extend(page.rows);
        after = page.next;
        if after.is_none() {
            assert_eq!(total, i64::try_from(rows.len()).expect("few"));
            return rows;
        }
    }
}

fn key(column: MemberColumn, row: &Member) -> String {
    match column {
        MemberColumn::Name => row.name.to_lowercase(),
        MemberColumn::LastActive => match (row.status, row.last_active) {
            (Status::Pending, _) => "invited".to_owned(),
            (_, None) => "never".to_owned(),
            (_, Some(at)) => format!("seen {:020}", at.0),
        },
        MemberColumn::Role => row.role.as_str().to_owned(),
        MemberColumn::Email => row.email.clone(),
    }
}

#[tokio::test]
async fn a_page_of_members_is_good_for_its_own_order_only() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let emails = (0..60).map(|i| format!("p{i:02}@example.com")).collect::<Vec<_>>().join(" ");
    invitations::add(&ada.ctx, &NewUsers { emails, role: OrgRole::Member, teams: vec![team] }).await.unwrap();
    let by = |column, direction| MemberQuery { search: String::new(), sort: MemberSort { column, direction } };
    let (role, email) = (by(MemberColumn::Role, Direction::Ascending), by(MemberColumn::Email, Direction::Ascending));
    let next = teams::members(&bob.ctx, "vision", &role, None).await.unwrap().next.unwrap();

    for other in [email, by(MemberColumn::Role, Direction::Descending)] {
        let outcome = teams::members(&bob.ctx, "vision", &other, Some(&next)).await;
        assert!(matches!(outcome, Err(Error::Domain(Invalid(ref it))) if it[0].field == "after"), "{outcome:?}");
    }
}

#[tokio::test]
async fn a_person_is_shown_with_the_teams_that_one_may_see_and_what_they_do_to_those_who_share_one() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let (cat, eve) = (world.joins(&ada, "cat", OrgRole::Member).await, world.joins(&ada, "eve", OrgRole::Member).await);
    add(&bob, team, &cat, TeamRole::ViewOnly).await.unwrap();
    let seen = async |by: &Person, name: &str| match people::open(&by.ctx, name).await.unwrap() {
        Place::Person(profile) => (profile.teams.len(), profile.work.is_some()),
        Place::Team(_) => panic!("a team"),
    };

    assert_eq!(seen(&cat, "bob").await, (1, true));
    assert_eq!(seen(&bob, "bob").await, (1, true));
    assert_eq!(seen(&ada, "bob").await, (1, true));
    assert_eq!(seen(&eve, "bob").await, (0, false));
    assert!(matches!(people::open(&cat.ctx, "vision").await.unwrap(), Place::Team(home) if home.active.is_empty()));
    for nothing in ["vision", "nothing", "BOB"] {
        let outcome = people::open(&eve.ctx, nothing).await;
        assert!(matches!(outcome, Err(Error::Domain(NotFound(Kind::Page)))), "{nothing}");
    }
}

#[tokio::test]
async fn what_of_a_member_stays_is_told_before_they_go() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    add(&bob, team, &cat, TeamRole::Member).await.unwrap();

    let of_cat = teams::preview_removal(&bob.ctx, team, cat.id).await.unwrap();
    let of_bob = teams::preview_removal(&ada.ctx, team, bob.id).await.unwrap();

    assert_eq!(of_cat, Removal { runs: 0, reports: 0, is_last_admin: false });
    assert!(of_bob.is_last_admin);
    let refused = teams::preview_removal(&cat.ctx, team, bob.id).await;
    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))));
}

#[tokio::test]
async fn removing_the_last_admin_of_a_team_from_the_organization_says_which_team_is_left_without() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    let orphaned =
        async |users: &[UserId]| users::bulk::preview(&ada.ctx, Deed::Deactivate, users, None).await.unwrap().orphaned;

    assert!(orphaned(&[bob.id]).await.is_empty(), "nobody else is in the team");
    add(&bob, team, &cat, TeamRole::Member).await.unwrap();
    assert_eq!(orphaned(&[bob.id]).await, ["vision"]);
    assert!(orphaned(&[cat.id]).await.is_empty());
    assert!(orphaned(&[bob.id, cat.id]).await.is_empty());
    teams::set_member_role(&bob.ctx, team, cat.id, TeamRole::Admin, false).await.unwrap();
    assert!(orphaned(&[bob.id]).await.is_empty());
}

#[tokio::test]
async fn several_switches_are_turned_by_one_change_and_none_where_one_is_decided() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let both = TeamSettings::default()
        .with(TeamSwitch::MembersInvite, Some(true))
        .with(TeamSwitch::PrivateProjects, Some(true));
    let changes = "SELECT count(*) FROM history WHERE action = 'team.settings_changed'";

    teams::set_switches(&bob.ctx, team, &both).await.unwrap();
    teams::set_switches(&bob.ctx, team, &both).await.unwrap();
    organization::decide_for_teams(&ada.ctx, TeamSwitch::Hidden, Decision::Off).await.unwrap();
    let decided = both.with(TeamSwitch::MembersInvite, Some(false)).with(TeamSwitch::Hidden, Some(true));
    let refused = teams::set_switches(&bob.ctx, team, &decided).await;

    assert!(matches!(refused, Err(Error::Domain(Conflict(_)))));
    let settings = teams::open(&bob.ctx, "vision").await.unwrap().settings;
    assert!(settings.is_on(TeamSwitch::MembersInvite) && settings.is_on(TeamSwitch::PrivateProjects));
    assert_eq!(world.number(changes).await, 1);
}

#[tokio::test]
async fn the_organization_decides_several_things_by_one_change() {
    let world = World::new().await;
    let (ada, bob, _) = vision(&world).await;
    let switches = [(TeamSwitch::Hidden, Decision::On), (TeamSwitch::MembersInvite, Decision::Off)];

    let settings = organization::decide(&ada.ctx, Some(true), &switches).await.unwrap();
    let kept = organization::decide(&ada.ctx, None, &[]).await.unwrap();

    assert!(settings.members_create_teams && settings.enforced.is_on(TeamSwitch::Hidden));
    assert_eq!((settings.enforced.get(TeamSwitch::MembersInvite), &kept), (Some(false), &settings));
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'organization.settings_changed'").await, 1);
    let refused = organization::decide(&bob.ctx, Some(false), &[]).await;
    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::AdminsOnly)))));
}

#[tokio::test]
async fn somebody_is_named_by_id_e_mail_or_username_to_whoever_may_add_them() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let cat = world.joins(&ada, "cat", OrgRole::Member).await;
    let pending = world.invites(&ada, "dee@example.com", OrgRole::Member).await.user;

    for (who, id) in [
        (cat.id.to_string().as_str(), cat.id),
        ("cat", cat.id),
        (" CAT ", cat.id),
        ("Cat@Example.com", cat.id),
        ("dee@example.com", pending),
    ] {
        assert_eq!(teams::named(&bob.ctx, team, who).await.unwrap(), id, "{who}");
    }
    for nobody in ["", "dog", "vision", "dog@example.com", "a\0b", "@"] {
        assert!(
            matches!(teams::named(&bob.ctx, team, nobody).await, Err(Error::Domain(NotFound(Kind::User)))),
            "{nobody}"
        );
    }
    add(&bob, team, &cat, TeamRole::Member).await.unwrap();
    let refused = teams::named(&cat.ctx, team, "ada").await;
    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))));
}

#[tokio::test]
async fn teams_come_page_by_page_ones_own_or_all() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    for number in 10..62 {
        let team = world.team_of(&ada, &format!("team{number}")).await;
        if number % 2 == 0 {
            add(&ada, team, &bob, TeamRole::Member).await.unwrap();
        }
    }

    let first = teams::list_all(&ada.ctx, "", None).await.unwrap();
    let second = teams::list_all(&ada.ctx, "", first.next.as_deref()).await.unwrap();
    let own = teams::list_own(&bob.ctx, "", None).await.unwrap();
    let some = teams::list_own(&bob.ctx, "TEAM1", None).await.unwrap();
    let foreign = teams::list_own(&ada.ctx, "", first.next.as_deref()).await;
    let refused = teams::list_all(&bob.ctx, "", None).await;

    assert_eq!((first.rows.len(), second.rows.len(), first.total.rows, second.next), (50, 2, 52, None));
    assert_eq!((first.rows[0].name.as_str(), second.rows[1].name.as_str()), ("team10", "team61"));
    assert_eq!((own.rows.len(), own.rows[0].name.as_str(), own.next), (26, "team10", None));
    assert_eq!(
        some.rows.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
        ["team10", "team12", "team14", "team16", "team18"]
    );
    assert!(matches!(foreign, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "after"));
    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::AdminsOnly)))));
}

#[tokio::test]
async fn nothing_is_called_by_a_name_with_a_nul_in_it() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;

    assert!(is_not_found(teams::open(&bob.ctx, "vision\0").await));
    assert!(matches!(people::open(&bob.ctx, "bob\0").await, Err(Error::Domain(NotFound(Kind::Page)))));
    let described = teams::describe(&ada.ctx, team, "a\0b").await;
    assert!(matches!(described, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "description"));
    assert_eq!(
        teams::members(&bob.ctx, "vision", &MemberQuery::searching("bo\0"), None).await.unwrap().rows.len(),
        1,
        "in a search it is a space"
    );
    assert!(teams::list_all(&ada.ctx, "vis\0", None).await.unwrap().rows.len() == 1);
}
