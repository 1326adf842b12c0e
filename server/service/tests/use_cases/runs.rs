//! Runs: found, opened, measured, changed by whoever may.

use domain::Error::{Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::page::{Direction, Page};
use domain::policy::Denied;
use domain::project::{ProjectPage, Visibility};
use domain::run::{Run, RunColumn, RunQuery, RunState};
use domain::sort::Sort;
use domain::team::TeamHome;
use service::{Error, Result, check, runs, teams};
use testkit::{NOON, Person};

use crate::projects::Vision;

async fn sweep(it: &Vision) -> ProjectPage {
    it.world.project(&it.bob, "sweep", Visibility::Team).await
}

fn query(search: &str, state: Option<RunState>) -> RunQuery {
    RunQuery { search: search.to_owned(), state, ..RunQuery::default() }
}

async fn names(it: &Vision, person: &Person, query: &RunQuery) -> Vec<String> {
    let page = runs::list_of_team(&person.ctx, it.team, query, None).await.expect("a page");
    page.rows.into_iter().map(|it| it.name).collect()
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Run))))
}

fn is_refused<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

#[tokio::test]
async fn the_runs_of_a_team_come_newest_first_by_name_and_by_state() {
    let it = Vision::new().await;
    let page = sweep(&it).await;
    for (name, state, at) in [("a", RunState::Finished, 1), ("b", RunState::Failed, 3), ("c", RunState::Finished, 2)] {
        it.world.logs(&it.bob, &page, name, state, at).await;
    }

    assert_eq!(names(&it, &it.vic, &query("", None)).await, ["b", "c", "a"]);
    assert_eq!(names(&it, &it.vic, &query("", Some(RunState::Finished))).await, ["c", "a"]);
    assert_eq!(names(&it, &it.vic, &query("rUN A", None)).await, ["a"]);
    assert_eq!(names(&it, &it.vic, &query("_", None)).await, [""; 0]);
    let of_project = runs::list_of_project(&it.vic.ctx, page.project.id, &query("", None), None).await.unwrap();
    assert_eq!((of_project.rows.len(), of_project.total.rows), (3, 3));
    let first = &of_project.rows[0];
    assert_eq!((first.author.name.as_str(), first.project.as_str(), first.duration(NOON)), ("Bob", "sweep", 60_000));
}

#[tokio::test]
async fn the_home_of_a_team_shows_the_newest_runs_that_one_may_see_and_what_it_says_of_itself() {
    let it = Vision::new().await;
    let (open, own) = (sweep(&it).await, it.world.project(&it.bob, "secret", Visibility::Private).await);
    for (page, name, at) in [(&open, "a", 1), (&own, "b", 2), (&open, "c", 3), (&open, "d", 4), (&open, "e", 5)] {
        it.world.logs(&it.bob, page, name, RunState::Finished, at).await;
    }
    for at in 6..8 {
        it.world.logs(&it.bob, &own, &format!("late{at}"), RunState::Finished, at).await;
    }
    teams::describe(&it.ada.ctx, it.team, "We look at **pictures**.").await.unwrap();

    let (bob, vic) =
        (teams::home(&it.bob.ctx, it.team).await.unwrap(), teams::home(&it.vic.ctx, it.team).await.unwrap());

    let names = |home: &TeamHome| home.latest.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&bob), ["late7", "late6", "e", "d", "c"]);
    assert_eq!(names(&vic), ["e", "d", "c", "a"]);
    assert_eq!(vic.about.into_string().trim(), "<p>We look at <strong>pictures</strong>.</p>");
}

#[tokio::test]
async fn pages_of_runs_follow_each_other_without_a_gap_also_where_many_began_at_once() {
    let it = Vision::new().await;
    let page = sweep(&it).await;
    for number in 0..120 {
        it.world.logs(&it.bob, &page, &format!("r{number}"), RunState::Finished, NOON.0 + number / 60).await;
    }

    let seen: std::collections::HashSet<String> =
        walk(async |after| runs::list_of_team(&it.bob.ctx, it.team, &query("", None), after).await.unwrap())
            .await
            .into_iter()
            .collect();

    assert_eq!(seen.len(), 120);
    let first = runs::list_of_team(&it.bob.ctx, it.team, &query("", None), None).await.unwrap();
    let foreign = runs::list_of_team(&it.bob.ctx, it.team, &query("r", None), first.next.as_deref()).await;
    assert!(matches!(foreign, Err(Error::Domain(Invalid(_)))));
}

/// Turned round and back, in a project as in its team.
#[tokio::test]
async fn runs_are_ordered_by_name_in_capitals_or_not_and_by_when_they_began() {
    let it = Vision::new().await;
    let page = sweep(&it).await;
    for (at, name) in ["delta", "Alpha", "charlie", "Bravo"].iter().enumerate() {
        it.world.logs(&it.bob, &page, name, RunState::Finished, NOON.0 + i64::try_from(at).unwrap()).await;
    }
    for number in 0..60 {
        it.world.logs(&it.bob, &page, &format!("echo{number:02}"), RunState::Running, NOON.0 - 1 - number).await;
    }

    let first = async |column, direction, state| {
        let query = RunQuery { search: String::new(), state, sort: Sort { column, direction } };
        let of_team = walk(async |after| runs::list_of_team(&it.vic.ctx, it.team, &query, after).await.unwrap()).await;
        let project = page.project.id;
        let of_project =
            walk(async |after| runs::list_of_project(&it.vic.ctx, project, &query, after).await.unwrap()).await;
        assert_eq!(of_team, of_project);
        of_team.join(" ")
    };
    let (up, down) = (Direction::Ascending, Direction::Descending);
    let finished = Some(RunState::Finished);

    assert_eq!(first(RunColumn::Name, up, finished).await, "Alpha Bravo charlie delta");
    assert_eq!(first(RunColumn::Name, down, finished).await, "delta charlie Bravo Alpha");
    assert_eq!(first(RunColumn::Created, up, finished).await, "delta Alpha charlie Bravo");
    assert_eq!(first(RunColumn::Created, down, finished).await, "Bravo charlie Alpha delta");
    let all = first(RunColumn::Name, up, None).await;
    assert!(all.starts_with("Alpha Bravo charlie delta echo00 echo01") && all.ends_with("echo58 echo59"), "{all}");
    assert_eq!(all.split(' ').count(), 64);
}

/// The names of all runs, page by page.
async fn walk(ask: impl AsyncFn(Option<&str>) -> Page<Run>) -> Vec<String> {
    let (mut names, mut after) = (Vec::new(), None);
    loop {
        let page = ask(after.as_deref()).await;
        names.extend(page.rows.into_iter().map(|it| it.name));
        after = page.next;
        if after.is_none() {
            return names;
        }
    }
}

#[tokio::test]
async fn the_runs_of_a_private_project_are_as_private_as_it_is() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let page = it.world.project(&it.bob, "secret", Visibility::Private).await;
    let run = it.world.logs(&it.bob, &page, "a", RunState::Running, NOON.0).await;

    for hidden in [&cat, &it.vic] {
        assert_eq!(names(&it, hidden, &query("", None)).await, [""; 0]);
    }
    for hidden in [&cat, &it.vic, &it.eve] {
        assert!(is_missing(runs::open(&hidden.ctx, "vision", "secret", "a").await));
        assert!(is_missing(runs::metrics(&hidden.ctx, run).await));
        assert!(is_missing(runs::lines(&hidden.ctx, run, None).await));
        assert!(is_missing(runs::set_notes(&hidden.ctx, run, "mine").await));
        assert!(is_missing(runs::set_tags(&hidden.ctx, run, "mine").await));
        assert!(is_missing(runs::delete(&hidden.ctx, run).await));
        assert!(runs::list_of_project(&hidden.ctx, page.project.id, &query("", None), None).await.is_err());
    }
    for seen in [&it.bob, &it.ada] {
        assert_eq!(names(&it, seen, &query("", None)).await, ["a"]);
        assert!(runs::open(&seen.ctx, "vision", "secret", "a").await.is_ok());
    }
    assert!(is_missing(runs::open(&it.bob.ctx, "vision", "secret", "nothing").await));
}

#[tokio::test]
async fn a_long_metric_is_averaged_over_its_steps_and_a_short_one_told_as_it_is() {
    let it = Vision::new().await;
    let page = sweep(&it).await;
    let short = it.world.logs(&it.bob, &page, "short", RunState::Finished, NOON.0).await;
    let long = it.world.logs(&it.bob, &page, "long", RunState::Finished, NOON.0).await;
    it.world.measures(short, 500).await;
    it.world.measures(long, 2001).await;

    let short = runs::metrics(&it.vic.ctx, short).await.unwrap().remove(0);
    let long_metric = runs::metrics(&it.vic.ctx, long).await.unwrap().remove(0);

    assert_eq!((short.name.as_str(), short.points.len(), short.steps_a_point), ("loss", 500, 1));
    assert_eq!(short.points[499], (499, 499.0));
    assert_eq!((long_metric.points.len(), long_metric.steps_a_point), (401, 5));
    assert_eq!(long_metric.points[..2], [(0, 2.0), (5, 7.0)]);
    assert_eq!(long_metric.points[400], (2000, 2000.0));
    let page = runs::open(&it.vic.ctx, "vision", "sweep", "long").await.unwrap();
    assert_eq!((page.lines, page.files.len()), (2, 1));
    let lines = runs::lines(&it.vic.ctx, long, None).await.unwrap();
    assert_eq!(lines.iter().map(|it| (it.number, it.is_error)).collect::<Vec<_>>(), [(1, false), (2, true)]);
    assert_eq!(runs::lines(&it.vic.ctx, long, Some(2)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn authors_and_admins_note_tag_and_delete_and_each_is_one_row() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let page = sweep(&it).await;
    let run = it.world.logs(&it.bob, &page, "a", RunState::Finished, NOON.0).await;
    it.world.measures(run, 10).await;

    assert!(is_refused(runs::set_notes(&cat.ctx, run, "mine").await, Denied::AuthorsOnly));
    assert!(is_refused(runs::set_tags(&it.vic.ctx, run, "mine").await, Denied::NoContribution));
    assert!(is_refused(runs::delete(&cat.ctx, run).await, Denied::AuthorsOnly));
    runs::set_notes(&it.bob.ctx, run, "Good").await.unwrap();
    runs::set_notes(&it.bob.ctx, run, "Good").await.unwrap();
    assert_eq!(runs::set_tags(&it.ada.ctx, run, "best, v2").await.unwrap(), ["best", "v2"]);
    let open = runs::open(&it.vic.ctx, "vision", "sweep", "a").await.unwrap();
    assert_eq!((open.notes.as_str(), open.run.tags.len()), ("Good", 2));
    runs::delete(&it.bob.ctx, run).await.unwrap();

    assert!(is_missing(runs::open(&it.bob.ctx, "vision", "sweep", "a").await));
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE target_kind = 'run'").await, 3);
    assert_eq!(it.world.number("SELECT count(*) FROM run_point").await, 0);
    assert_eq!(it.world.number("SELECT count(*) FROM \"user\" WHERE runs <> 0").await, 0);
    let report = check::run(&it.world.instance.command_line()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}
