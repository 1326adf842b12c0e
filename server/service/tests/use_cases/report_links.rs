//! Links by which reports are read without signing in: who makes them, and how long they open anything.

use domain::Error::{Conflict, Denied as Refused, NotFound};
use domain::error::Kind;
use domain::ids::ReportId;
use domain::policy::{Denied, TeamRole};
use domain::project::Visibility;
use domain::report::{LinkedReport, NewReport};
use domain::setting::{Decision, TeamSwitch};
use service::{Error, Result, organization, reports, teams, users};
use testkit::Person;

use crate::projects::Vision;

async fn written(it: &Vision, by: &Person, project: &str, visibility: Visibility) -> ReportId {
    let project = it.world.project(by, project, visibility).await.project.id;
    let new = NewReport { project, title: "Findings".to_owned(), body: "# Hello".to_owned(), published: true };
    reports::create(&by.ctx, &new).await.expect("a report")
}

/// The token of a fresh link.
async fn linked(by: &Person, report: ReportId) -> String {
    let url = reports::make_link(&by.ctx, report).await.expect("a link");
    url.rsplit_once("/public/").expect("an address").1.to_owned()
}

/// What whoever is not signed in reads.
async fn read(it: &Vision, token: &str) -> Result<LinkedReport> {
    reports::read_by_link(&it.world.stranger(), token).await
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Report))))
}

fn is_refused<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

#[tokio::test]
async fn a_stranger_reads_by_the_newest_link_until_it_is_taken_back() {
    let it = Vision::new().await;
    let report = written(&it, &it.bob, "sweep", Visibility::Team).await;

    let first = linked(&it.bob, report).await;
    let shown = read(&it, &first).await.unwrap();
    let second = linked(&it.ada, report).await;

    assert_eq!((shown.title.as_str(), shown.author.as_str()), ("Findings", "Bob"));
    assert_eq!((shown.html.into_string().trim(), shown.organization.as_str()), ("<h1>Hello</h1>", "My organization"));
    assert!(is_missing(read(&it, &first).await) && read(&it, &second).await.is_ok());
    let told = reports::open(&it.vic.ctx, "vision", report).await.unwrap();
    assert_eq!(told.link.map(|it| (it.by, it.opens)), Some(("Ada".to_owned(), true)));
    reports::take_link_back(&it.bob.ctx, report).await.unwrap();
    reports::take_link_back(&it.bob.ctx, report).await.unwrap();
    assert!(is_missing(read(&it, &second).await));
    assert_eq!(reports::open(&it.vic.ctx, "vision", report).await.unwrap().link, None);
    let of_links = "SELECT count(*) FROM history WHERE action LIKE 'report.%linked'";
    assert_eq!(it.world.number(of_links).await, 3);
    assert_eq!(it.world.number("SELECT count(*) FROM report_link").await, 0);
}

#[tokio::test]
async fn the_author_and_the_teams_admins_make_links_and_nobody_else() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let report = written(&it, &it.bob, "sweep", Visibility::Team).await;
    let token = linked(&it.bob, report).await;

    assert!(is_refused(reports::make_link(&cat.ctx, report).await, Denied::AuthorsOnly));
    assert!(is_refused(reports::make_link(&it.vic.ctx, report).await, Denied::NoContribution));
    assert!(is_missing(reports::make_link(&it.eve.ctx, report).await));
    assert!(is_refused(reports::take_link_back(&cat.ctx, report).await, Denied::AuthorsOnly));
    assert!(is_missing(reports::take_link_back(&it.eve.ctx, report).await));
    assert!(reports::make_link(&it.world.stranger(), report).await.is_err());
    let by_nobody = reports::make_link(&it.world.instance.command_line(), report).await;
    assert!(matches!(by_nobody, Err(Error::Domain(Conflict(_)))));
    assert!(read(&it, &token).await.is_ok(), "what is refused changes nothing");
    for wrong in ["", "unknown", &token[1..], &format!("{token}a"), &token.to_lowercase()] {
        assert!(is_missing(read(&it, wrong).await), "{wrong}");
    }
}

#[tokio::test]
async fn a_draft_has_no_link() {
    let it = Vision::new().await;
    let report = written(&it, &it.bob, "sweep", Visibility::Team).await;
    let token = linked(&it.bob, report).await;

    reports::publish(&it.bob.ctx, report, false).await.unwrap();

    assert!(is_missing(read(&it, &token).await));
    assert!(matches!(reports::make_link(&it.bob.ctx, report).await, Err(Error::Domain(Conflict(_)))));
    let page = reports::open(&it.bob.ctx, "vision", report).await.unwrap();
    assert!(page.no_link().is_some() && page.link.is_some_and(|it| !it.opens));
    reports::publish(&it.bob.ctx, report, true).await.unwrap();
    assert!(read(&it, &token).await.is_ok());
    reports::delete(&it.bob.ctx, report).await.unwrap();
    assert!(is_missing(read(&it, &token).await));
}

#[tokio::test]
async fn a_link_holds_as_long_as_its_maker_might_make_it() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let of_bob = written(&it, &it.bob, "sweep", Visibility::Team).await;
    let of_cat = written(&it, &cat, "own", Visibility::Team).await;
    let (by_bob, by_cat) = (linked(&it.bob, of_bob).await, linked(&cat, of_cat).await);
    let by_ada = linked(&it.ada, written(&it, &cat, "third", Visibility::Team).await).await;

    teams::set_member_role(&it.ada.ctx, it.team, it.bob.id, TeamRole::ViewOnly, false).await.unwrap();
    users::deactivate(&it.ada.ctx, cat.id).await.unwrap();

    assert!(is_missing(read(&it, &by_bob).await), "who only looks answers for nothing");
    let told = reports::open(&it.ada.ctx, "vision", of_bob).await.unwrap();
    assert_eq!(told.link.map(|it| (it.by, it.opens)), Some(("Bob".to_owned(), false)));
    assert!(is_missing(read(&it, &by_cat).await), "nor does who is deactivated");
    assert!(read(&it, &by_ada).await.is_ok(), "the author's leaving ends nobody else's link");
    teams::set_member_role(&it.ada.ctx, it.team, it.bob.id, TeamRole::Member, false).await.unwrap();
    assert!(read(&it, &by_bob).await.is_ok());
    teams::remove_member(&it.ada.ctx, it.team, it.bob.id, false).await.unwrap();
    assert!(is_missing(read(&it, &by_bob).await));
    users::remove(&it.ada.ctx, it.bob.id).await.unwrap();
    reports::take_link_back(&it.ada.ctx, of_bob).await.unwrap();
    let told = reports::open(&it.ada.ctx, "vision", of_bob).await.unwrap();
    assert_eq!(told.link, None, "what opens nothing can be taken back for good");
}

#[tokio::test]
async fn of_links_that_are_made_at_once_one_opens() {
    let it = Vision::new().await;
    let report = written(&it, &it.bob, "sweep", Visibility::Team).await;

    let made =
        futures::future::join_all((0..8).map(|n| linked(if n % 2 == 0 { &it.bob } else { &it.ada }, report))).await;

    let mut opens = 0;
    for token in &made {
        opens += i32::from(read(&it, token).await.is_ok());
    }
    assert_eq!((made.len(), opens), (8, 1));
}

#[tokio::test]
async fn a_team_without_public_links_has_none_but_to_public_projects() {
    let it = Vision::new().await;
    let report = written(&it, &it.bob, "sweep", Visibility::Team).await;
    let open = written(&it, &it.bob, "open", Visibility::Public).await;
    let (token, to_open) = (linked(&it.bob, report).await, linked(&it.bob, open).await);

    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::NoPublicLinks, true).await.unwrap();

    assert!(is_missing(read(&it, &token).await) && read(&it, &to_open).await.is_ok());
    assert!(is_refused(reports::make_link(&it.bob.ctx, report).await, Denied::NoPublicLinks));
    let page = reports::open(&it.bob.ctx, "vision", report).await.unwrap();
    assert_eq!((page.links_denied, page.link.map(|it| it.opens)), (Some(Denied::NoPublicLinks), Some(false)));
    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::Hidden, true).await.unwrap();
    assert!(is_missing(read(&it, &to_open).await), "in a hidden team no project is public");
    for switch in [TeamSwitch::NoPublicLinks, TeamSwitch::Hidden] {
        teams::set_switch(&it.ada.ctx, it.team, switch, false).await.unwrap();
    }
    assert!(read(&it, &token).await.is_ok() && read(&it, &to_open).await.is_ok());
    organization::decide_for_teams(&it.ada.ctx, TeamSwitch::NoPublicLinks, Decision::On).await.unwrap();
    assert!(is_missing(read(&it, &token).await) && read(&it, &to_open).await.is_ok());
    organization::decide_for_teams(&it.ada.ctx, TeamSwitch::NoPublicLinks, Decision::EachTeam).await.unwrap();
    teams::set_switch(&it.ada.ctx, it.team, TeamSwitch::NoPublicLinks, true).await.unwrap();
    organization::decide_for_teams(&it.ada.ctx, TeamSwitch::NoPublicLinks, Decision::Off).await.unwrap();
    assert!(read(&it, &token).await.is_ok(), "what is decided for all teams holds, not what the team wants");
}
