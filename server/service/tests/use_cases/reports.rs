//! Reports: who writes them, who reads them.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::ids::{ProjectId, ReportId};
use domain::page::Direction;
use domain::policy::Denied;
use domain::project::Visibility;
use domain::report::{NewReport, ReportColumn, ReportQuery};
use domain::run::RunState;
use domain::sort::Sort;
use service::{Error, Result, check, reports, runs, teams, users};
use testkit::{NOON, Person};

use crate::projects::Vision;

async fn write(by: &Person, project: ProjectId, title: &str, published: bool) -> Result<ReportId> {
    let new = NewReport { project, title: title.to_owned(), body: "# Hello".to_owned(), published };
    reports::create(&by.ctx, &new).await
}

async fn titles(it: &Vision, person: &Person, search: &str) -> Vec<String> {
    let page = reports::list(&person.ctx, it.team, &ReportQuery::searching(search), None).await.expect("a page");
    page.rows.into_iter().map(|it| it.title).collect()
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Report))))
}

fn is_refused<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

#[tokio::test]
async fn a_draft_is_its_authors_until_it_is_published() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = it.world.project_id(&it.bob, "sweep").await;
    let report = write(&it.bob, project, " What \n happened ", false).await.unwrap();

    for hidden in [&cat, &it.vic, &it.eve] {
        assert!(is_missing(reports::open(&hidden.ctx, "vision", report).await));
        assert!(is_missing(reports::publish(&hidden.ctx, report, true).await));
    }
    assert_eq!(titles(&it, &it.vic, "").await, [""; 0]);
    assert_eq!(titles(&it, &it.ada, "").await, ["What happened"]);
    reports::publish(&it.bob.ctx, report, true).await.unwrap();
    reports::publish(&it.bob.ctx, report, true).await.unwrap();

    let page = reports::open(&it.vic.ctx, "vision", report).await.unwrap();
    assert_eq!((page.report.title.as_str(), page.html.into_string().trim()), ("What happened", "<h1>Hello</h1>"));
    assert_eq!(titles(&it, &it.vic, "HAPP").await, ["What happened"]);
    assert!(is_missing(reports::open(&it.eve.ctx, "vision", report).await));
    assert!(is_missing(reports::open(&it.ada.ctx, "another", report).await));
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE target_kind = 'report'").await, 2);
}

#[tokio::test]
async fn members_write_and_whoever_looks_does_not() {
    let it = Vision::new().await;
    let project = it.world.project_id(&it.bob, "sweep").await;
    let open = it.world.project(&it.bob, "open", Visibility::Public).await.project.id;
    let secret = it.world.project(&it.ada, "secret", Visibility::Private).await.project.id;

    assert!(is_refused(write(&it.vic, project, "Mine", true).await, Denied::NoContribution));
    assert!(is_refused(write(&it.eve, open, "Mine", true).await, Denied::MembersOnly));
    let hidden = write(&it.bob, secret, "Mine", true).await;
    assert!(matches!(hidden, Err(Error::Domain(NotFound(Kind::Project)))));
    let wrong = write(&it.bob, project, " ", true).await;
    assert!(matches!(wrong, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "title"));
}

#[tokio::test]
async fn authors_and_admins_edit_and_nobody_overwrites_what_they_did_not_see() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = it.world.project_id(&it.bob, "sweep").await;
    let report = write(&it.bob, project, "One", true).await.unwrap();
    let seen = reports::open(&it.bob.ctx, "vision", report).await.unwrap().report.edited;

    assert!(is_refused(reports::save(&cat.ctx, report, "Two", "x", seen).await, Denied::AuthorsOnly));
    assert!(is_refused(reports::save(&it.vic.ctx, report, "Two", "x", seen).await, Denied::NoContribution));
    let now = reports::save(&it.bob.ctx, report, "Two", "x", seen).await.unwrap();
    let late = reports::save(&it.ada.ctx, report, "Three", "y", seen).await;
    reports::save(&it.ada.ctx, report, "Three", "y", now).await.unwrap();

    assert!(matches!(late, Err(Error::Domain(Conflict(_)))));
    let page = reports::open(&it.vic.ctx, "vision", report).await.unwrap();
    assert_eq!(
        (page.report.title.as_str(), page.body.as_str(), page.report.author.name.as_str()),
        ("Three", "y", "Bob")
    );
    assert_eq!(page.edit(Some(it.vic.id)), Err(Denied::NoContribution));
}

#[tokio::test]
async fn a_deleted_report_is_gone_and_the_counters_are_true() {
    let it = Vision::new().await;
    let project = it.world.project_id(&it.bob, "sweep").await;
    let report = write(&it.bob, project, "One", true).await.unwrap();
    write(&it.bob, project, "Two", false).await.unwrap();

    assert!(is_refused(reports::delete(&it.vic.ctx, report).await, Denied::NoContribution));
    reports::delete(&it.ada.ctx, report).await.unwrap();

    assert_eq!(titles(&it, &it.bob, "").await, ["Two"]);
    assert_eq!(it.world.number("SELECT reports FROM \"user\" WHERE username = 'bob'").await, 1);
    let report = check::run(&it.world.instance.command_line()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}

#[tokio::test]
async fn a_preview_is_what_the_report_will_be() {
    let it = Vision::new().await;

    let html = reports::preview(&it.eve.ctx, "*a*<script>alert(1)</script>").await.unwrap();

    assert_eq!(html.into_string().trim(), "<p><em>a</em></p>");
    assert!(reports::preview(&it.world.stranger(), "a").await.is_err());
    assert!(reports::preview(&it.eve.ctx, &"é".repeat(200_001)).await.is_err());
}

#[tokio::test]
async fn what_people_made_stays_under_their_name_whatever_becomes_of_them() {
    let it = Vision::new().await;
    let [cat, dan] = [it.member("cat").await, it.member("dan").await];
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    let mut made = Vec::new();
    for (person, run) in [(&it.bob, "a"), (&cat, "b"), (&dan, "c")] {
        it.world.logs(person, &page, run, RunState::Finished, NOON.0).await;
        made.push((run, write(person, page.project.id, run, true).await.unwrap()));
    }

    teams::remove_member(&it.ada.ctx, it.team, it.bob.id, false).await.unwrap();
    users::deactivate(&it.ada.ctx, cat.id).await.unwrap();
    users::remove(&it.ada.ctx, dan.id).await.unwrap();

    for ((run, report), name) in made.into_iter().zip(["Bob", "Cat", "Dan"]) {
        let run = runs::open(&it.vic.ctx, "vision", "sweep", run).await.unwrap();
        let report = reports::open(&it.vic.ctx, "vision", report).await.unwrap();
        assert_eq!((run.run.author.name.as_str(), report.report.author.name.as_str()), (name, name));
    }
}

#[tokio::test]
async fn reports_are_ordered_by_title_in_capitals_or_not_and_by_when_they_were_edited() {
    let it = Vision::new().await;
    let project = it.world.project_id(&it.bob, "sweep").await;
    for title in ["beta", "Alpha", "gamma"] {
        let new = NewReport { project, title: title.to_owned(), body: String::new(), published: true };
        reports::create(&it.bob.ctx, &new).await.unwrap();
        it.world.pass_days(1);
    }
    let ordered = async |column, direction| {
        let query = ReportQuery { search: String::new(), sort: Sort { column, direction } };
        let page = reports::list(&it.vic.ctx, it.team, &query, None).await.unwrap();
        page.rows.into_iter().map(|it| it.title).collect::<Vec<_>>()
    };

    assert_eq!(ordered(ReportColumn::Title, Direction::Ascending).await, ["Alpha", "beta", "gamma"]);
    assert_eq!(ordered(ReportColumn::Title, Direction::Descending).await, ["gamma", "beta", "Alpha"]);
    assert_eq!(ordered(ReportColumn::Edited, Direction::Descending).await, ["gamma", "Alpha", "beta"]);
    assert_eq!(ordered(ReportColumn::Edited, Direction::Ascending).await, ["beta", "Alpha", "gamma"]);
}
