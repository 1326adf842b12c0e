//! The switches of a team, and what is decided for all teams.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::policy::{Denied, OrgRole, TeamRole};
use domain::project::{NewProject, ProjectPage, Visibility};
use domain::report::ReportQuery;
use domain::run::RunQuery;
use domain::setting::{Decision, TeamSwitch};
use service::{Error, Result, organization, projects, reports, runs, teams};
use testkit::Person;

use crate::projects::Vision;

fn is_decided<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(Conflict(_))))
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Project))))
}

async fn creates(it: &Vision, name: &str, visibility: Visibility) -> Result<String> {
    let new = NewProject { team: it.team, name: name.to_owned(), description: String::new(), visibility };
    projects::create(&it.bob.ctx, &new).await
}

async fn opens(person: &Person, project: &str) -> Result<ProjectPage> {
    projects::open(&person.ctx, "vision", project).await
}

#[tokio::test]
async fn nobody_else_finds_a_hidden_team_or_what_is_public_in_it() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "open", Visibility::Public).await;
    assert!(opens(&it.eve, "open").await.is_ok());

    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::Hidden, true).await.unwrap();

    assert!(is_missing(opens(&it.eve, "open").await));
    assert!(is_missing(runs::list_of_project(&it.eve.ctx, page.project.id, &RunQuery::default(), None).await));
    assert!(reports::list(&it.eve.ctx, it.team, &ReportQuery::default(), None).await.is_err());
    for person in [&it.ada, &it.bob, &it.vic] {
        assert!(opens(person, "open").await.is_ok());
    }
    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::Hidden, false).await.unwrap();
    assert!(opens(&it.eve, "open").await.is_ok());
}

#[tokio::test]
async fn projects_stay_with_the_team_from_the_moment_it_says_so() {
    let it = Vision::new().await;
    let before = it.world.project(&it.bob, "before", Visibility::Public).await.project.id;
    let own = it.world.project(&it.bob, "own", Visibility::Private).await.project.id;

    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::PrivateProjects, true).await.unwrap();

    for refused in [
        creates(&it, "open", Visibility::Public).await.map(drop),
        projects::set_visibility(&it.bob.ctx, own, Visibility::Public).await,
    ] {
        let Err(Error::Domain(Invalid(fields))) = refused else { panic!("{refused:?}") };
        assert_eq!(fields[0].field, "visibility");
    }
    assert!(creates(&it, "ours", Visibility::Team).await.is_ok());
    assert!(creates(&it, "mine", Visibility::Private).await.is_ok());
    assert!(projects::set_visibility(&it.bob.ctx, own, Visibility::Team).await.is_ok());
    assert!(projects::describe(&it.bob.ctx, before, "As public as it was").await.is_ok());
    assert!(opens(&it.eve, "before").await.is_ok());
}

#[tokio::test]
async fn what_is_decided_for_all_teams_holds_at_once_and_no_team_changes_it() {
    let it = Vision::new().await;
    let lead = it.member("lead").await;
    teams::set_member_role(&it.ada.ctx, it.team, lead.id, TeamRole::Admin, false).await.unwrap();
    teams::set_switch(&lead.ctx, it.team, TeamSwitch::MembersInvite, true).await.unwrap();
    let new = it.world.joins(&it.ada, "nina", OrgRole::Member).await;
    let adds = || teams::add_member(&it.bob.ctx, it.team, new.id, TeamRole::Member);

    organization::decide_for_teams(&it.ada.ctx, TeamSwitch::MembersInvite, Decision::Off).await.unwrap();

    assert!(matches!(adds().await, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))));
    assert!(is_decided(teams::set_switch(&lead.ctx, it.team, TeamSwitch::MembersInvite, true).await));
    let seen = teams::open(&lead.ctx, "vision").await.unwrap();
    assert!(!seen.settings.is_on(TeamSwitch::MembersInvite));
    assert_eq!(seen.enforced.get(TeamSwitch::MembersInvite), Some(false));

    organization::decide_for_teams(&it.ada.ctx, TeamSwitch::MembersInvite, Decision::EachTeam).await.unwrap();
    assert!(adds().await.is_ok(), "what the team had decided holds again");
}

#[tokio::test]
async fn only_an_instance_admin_decides_for_all_teams() {
    let it = Vision::new().await;

    let refused = organization::decide_for_teams(&it.bob.ctx, TeamSwitch::Hidden, Decision::On).await;

    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::AdminsOnly)))));
}
