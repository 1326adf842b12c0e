//! What stands on a team's home page.

use domain::Error::{Conflict, Denied as Refused, NotFound};
use domain::error::Kind;
use domain::ids::{ProjectId, ReportId, TeamId};
use domain::pin::{PINS_MAX, Pinned, Step};
use domain::policy::{Denied, OrgRole, TeamRole};
use domain::project::Visibility;
use domain::report::NewReport;
use domain::run::RunState;
use service::{Error, Result, pins, projects, reports, teams};
use testkit::{NOON, Person, World};

/// Ada, who is the admin of the team "vision", and Bob, who is a member.
async fn vision(world: &World) -> (Person, Person, TeamId) {
    let ada = world.first_admin().await;
    let team = world.team_of(&ada, "vision").await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    world.puts(&ada, team, &bob, TeamRole::Member).await;
    (ada, bob, team)
}

async fn report(by: &Person, project: ProjectId, title: &str, published: bool) -> ReportId {
    let new = NewReport { project, title: title.to_owned(), body: String::new(), published };
    reports::create(&by.ctx, &new).await.expect("a report")
}

async fn pin(by: &Person, what: Pinned) -> Result<()> {
    pins::set(&by.ctx, what, true).await
}

/// The names on the home page, as somebody sees it.
async fn shown(person: &Person, team: TeamId) -> Vec<String> {
    teams::home(&person.ctx, team).await.expect("a home").pins.into_iter().map(|it| it.name).collect()
}

#[tokio::test]
async fn what_admins_pin_stands_on_the_home_page_in_the_order_of_pinning() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let page = world.project(&ada, "sweep", Visibility::Team).await;
    let weekly = report(&bob, page.project.id, "Weekly", true).await;
    world.logs(&bob, &page, "one", RunState::Finished, NOON.0 - 5).await;

    pin(&ada, Pinned::Report(weekly)).await.unwrap();
    pin(&ada, Pinned::Project(page.project.id)).await.unwrap();
    pin(&ada, Pinned::Project(page.project.id)).await.unwrap();

    let pins = teams::home(&bob.ctx, team).await.unwrap().pins;
    let told: Vec<_> = pins.iter().map(|it| (it.name.as_str(), it.kind(), it.last.map(|at| at.0))).collect();
    assert_eq!(told, [("Weekly", "Report", Some(NOON.0)), ("sweep", "Project", Some(NOON.0 - 5))]);
    assert_eq!(pins[0].about.as_deref(), Some("sweep"));
    assert!(projects::open(&bob.ctx, "vision", "sweep").await.unwrap().pinned);
    assert!(reports::open(&bob.ctx, "vision", weekly).await.unwrap().pinned);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.pinned'").await, 2);

    pins::set(&ada.ctx, Pinned::Report(weekly), false).await.unwrap();
    assert_eq!(shown(&bob, team).await, ["sweep"]);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.unpinned'").await, 1);
}

#[tokio::test]
async fn only_admins_pin_and_outsiders_know_of_nothing() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let eve = world.joins(&ada, "eve", OrgRole::Member).await;
    let project = world.project_id(&ada, "sweep").await;
    let private = world.project(&ada, "secret", Visibility::Private).await.project.id;
    let draft = report(&ada, project, "Draft", false).await;

    for (by, what) in [(&bob, Pinned::Project(private)), (&eve, Pinned::Project(project))] {
        let outcome = pin(by, what).await;
        assert!(matches!(outcome, Err(Error::Domain(NotFound(Kind::Project)))), "{outcome:?}");
    }
    let outcome = pin(&bob, Pinned::Report(draft)).await;
    assert!(matches!(outcome, Err(Error::Domain(NotFound(Kind::Report)))), "{outcome:?}");
    let outcome = pin(&bob, Pinned::Project(project)).await;
    assert!(matches!(outcome, Err(Error::Domain(Refused(Denied::TeamAdminsOnly)))), "{outcome:?}");
    assert_eq!(shown(&ada, team).await, [""; 0]);
}

#[tokio::test]
async fn nobody_sees_a_pin_of_what_they_may_not_know_of() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let open = world.project_id(&ada, "open").await;
    let own = world.project(&bob, "own", Visibility::Private).await.project.id;
    let secret = world.project(&ada, "secret", Visibility::Private).await.project.id;
    let mine = report(&bob, open, "Mine", false).await;
    let draft = report(&ada, open, "Draft", false).await;
    let inside = report(&ada, secret, "Inside", true).await;
    for project in [own, secret, open] {
        pin(&ada, Pinned::Project(project)).await.unwrap();
    }
    for report in [mine, draft, inside] {
        pin(&ada, Pinned::Report(report)).await.unwrap();
    }

    assert_eq!(shown(&ada, team).await, ["own", "secret", "open", "Mine", "Draft", "Inside"]);
    assert_eq!(shown(&bob, team).await, ["own", "open", "Mine"]);

    projects::set_visibility(&ada.ctx, open, Visibility::Private).await.unwrap();
    assert_eq!(shown(&bob, team).await, ["own"]);
}

#[tokio::test]
async fn there_is_room_for_eight() {
    let world = World::new().await;
    let (ada, _, team) = vision(&world).await;
    for number in 0..PINS_MAX {
        let project = world.project_id(&ada, &format!("p{number}")).await;
        pin(&ada, Pinned::Project(project)).await.unwrap();
    }
    let last = world.project_id(&ada, "last").await;

    let outcome = pin(&ada, Pinned::Project(last)).await;

    assert!(matches!(outcome, Err(Error::Domain(Conflict(ref words))) if words.contains("at most 8")), "{outcome:?}");
    assert_eq!(shown(&ada, team).await.len(), 8);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.pinned'").await, 8);
}

#[tokio::test]
async fn what_is_deleted_is_unpinned_with_one_row_of_history() {
    let world = World::new().await;
    let (ada, _, team) = vision(&world).await;
    let (stays, goes) = (world.project_id(&ada, "stays").await, world.project_id(&ada, "goes").await);
    let gone = report(&ada, stays, "Gone", true).await;
    for what in [Pinned::Project(goes), Pinned::Report(gone), Pinned::Project(stays)] {
        pin(&ada, what).await.unwrap();
    }
    let before = world.number("SELECT count(*) FROM history").await;

    projects::delete(&ada.ctx, goes).await.unwrap();
    reports::delete(&ada.ctx, gone).await.unwrap();

    assert_eq!(shown(&ada, team).await, ["stays"]);
    assert_eq!(world.number("SELECT count(*) FROM history").await - before, 2);
    let again = world.project_id(&ada, "again").await;
    pin(&ada, Pinned::Project(again)).await.unwrap();
    assert_eq!(shown(&ada, team).await, ["stays", "again"]);
}

#[tokio::test]
async fn a_pin_moves_past_its_neighbour() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let mut ids = Vec::new();
    for name in ["a", "b", "c"] {
        let project = world.project_id(&ada, name).await;
        pin(&ada, Pinned::Project(project)).await.unwrap();
        ids.push(Pinned::Project(project));
    }

    pins::step(&ada.ctx, ids[2], Step::Earlier).await.unwrap();
    assert_eq!(shown(&bob, team).await, ["a", "c", "b"]);
    pins::step(&ada.ctx, ids[0], Step::Earlier).await.unwrap();
    pins::step(&ada.ctx, ids[0], Step::Later).await.unwrap();
    assert_eq!(shown(&bob, team).await, ["c", "a", "b"]);
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.pin_moved'").await, 2);

    pins::set(&ada.ctx, ids[1], false).await.unwrap();
    let outcome = pins::step(&ada.ctx, ids[1], Step::Later).await;
    assert!(matches!(outcome, Err(Error::Domain(Conflict(_)))), "{outcome:?}");
    let outcome = pins::step(&bob.ctx, ids[0], Step::Later).await;
    assert!(matches!(outcome, Err(Error::Domain(Refused(_)))), "{outcome:?}");
}
