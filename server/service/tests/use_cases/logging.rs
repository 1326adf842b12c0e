//! Runs begin, log and end.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound, Unauthenticated};
use domain::activity::Door;
use domain::api_key::Expiry;
use domain::error::Kind;
use domain::ids::{ProjectId, RunId};
use domain::policy::{Denied, TeamRole};
use domain::project::Visibility;
use domain::run::{AlertLevel, NewLine, NewLog, NewPoint, NewRun, RunPage, RunState, SILENCE_SECONDS};
use serde_json::{Map, Value, json};
use service::runs::{self, NewAlert, Started};
use service::{Ctx, Error, Result, api_keys, check, service_accounts, teams, users};
use testkit::{NOON, Person};

use crate::projects::Vision;

async fn project(it: &Vision) -> ProjectId {
    it.world.project(&it.bob, "sweep", Visibility::Team).await.project.id
}

fn called(name: &str) -> NewRun {
    NewRun { name: Some(name.to_owned()), ..NewRun::default() }
}

fn going_on(name: &str) -> NewRun {
    NewRun { resume: true, ..called(name) }
}

/// A run of Bob's.
async fn run(it: &Vision, project: ProjectId) -> RunId {
    runs::start(&it.bob.ctx, project, &called("a")).await.expect("a run").run
}

async fn page(it: &Vision, name: &str) -> RunPage {
    runs::open(&it.vic.ctx, "vision", "sweep", name).await.expect("a page")
}

/// A service account of the team, created by somebody, and its key.
async fn account(it: &Vision, by: &Person, name: &str) -> Ctx {
    let account = service_accounts::create_in_team(&by.ctx, it.team, name).await.expect("an account").id;
    let key = api_keys::make_for(&by.ctx, account, "job", Expiry::Never).await.expect("a key").secret;
    let found = api_keys::find(&it.world.instance, &key).await.expect("a look").expect("a key");
    Ctx::of_key(it.world.instance.clone(), found, Door::Rest, "test")
}

fn measuring(metric: &str, points: impl IntoIterator<Item = (i64, f64)>) -> NewLog {
    let point = |(step, value)| NewPoint { metric: metric.to_owned(), step, value };
    NewLog { points: points.into_iter().map(point).collect(), ..NewLog::default() }
}

fn writing(lines: &[&str], first_line: Option<i64>) -> NewLog {
    let line = |text: &&str| NewLine { text: (*text).to_owned(), is_error: text.starts_with("Error") };
    NewLog { lines: lines.iter().map(line).collect(), first_line, ..NewLog::default() }
}

fn saying(title: &str) -> NewAlert<'_> {
    NewAlert { title, text: "", level: AlertLevel::Warn, wait: 60_000 }
}

fn object(value: Value) -> Map<String, Value> {
    value.as_object().cloned().expect("an object")
}

fn is_refused<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

/// What is wrong with a field.
fn blamed<T: std::fmt::Debug>(outcome: Result<T>, field: &str) -> String {
    match outcome {
        Err(Error::Domain(error @ Invalid(_))) => error.on_field(field).unwrap_or_default().to_owned(),
        other => panic!("blames no field: {other:?}"),
    }
}

#[tokio::test]
async fn a_run_begins_with_names_of_its_own_and_is_counted() {
    let it = Vision::new().await;
    let project = project(&it).await;

    let Started { name, is_new, .. } = runs::start(&it.bob.ctx, project, &NewRun::default()).await.unwrap();
    let second = runs::start(&it.bob.ctx, project, &NewRun::default()).await.unwrap();

    let first = page(&it, &name).await.run;
    assert!(is_new && name.len() == 8, "{name}");
    assert_eq!((first.state, first.author.name.as_str(), first.created), (RunState::Running, "Bob", NOON));
    assert!(first.display_name.ends_with("-1"), "{}", first.display_name);
    assert!(page(&it, &second.name).await.run.display_name.ends_with("-2"));
    assert_eq!(it.world.number("SELECT runs FROM \"user\" WHERE name = 'Bob'").await, 2);
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE action = 'run.created'").await, 2);
    let report = check::run(&it.world.instance.command_line()).await.unwrap();
    assert!(report.is_clean(), "{report:?}");
}

#[tokio::test]
async fn a_run_begins_as_it_is_told_to() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let new = NewRun {
        display_name: Some(" Long  context ".to_owned()),
        config: Some(object(json!({ "optimizer": { "lr": 0.1 } }))),
        tags: Some(vec!["best".to_owned()]),
        notes: Some("Try again.".to_owned()),
        ..called("lr=0.1")
    };

    runs::start(&it.bob.ctx, project, &new).await.unwrap();

    let told = page(&it, "lr=0.1").await;
    assert_eq!((told.run.display_name.as_str(), told.notes.as_str()), ("Long context", "Try again."));
    assert_eq!((told.run.tags, told.config[0].name.as_str()), (vec!["best".to_owned()], "optimizer.lr"));
}

#[tokio::test]
async fn members_begin_runs_and_nobody_else_does() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let open = it.world.project(&it.bob, "open", Visibility::Public).await.project.id;
    let trainer = account(&it, &it.ada, "trainer").await;

    assert!(is_refused(runs::start(&it.vic.ctx, project, &called("a")).await, Denied::NoContribution));
    assert!(is_refused(runs::start(&it.eve.ctx, open, &called("a")).await, Denied::MembersOnly));
    let hidden = runs::start(&it.eve.ctx, project, &going_on("a")).await;
    assert!(matches!(hidden, Err(Error::Domain(NotFound(Kind::Project)))));
    for ctx in [&it.ada.ctx, &it.bob.ctx, &trainer] {
        assert!(runs::start(ctx, project, &NewRun::default()).await.is_ok());
    }
}

#[tokio::test]
async fn a_project_that_is_not_there_is_created_with_its_first_run() {
    let it = Vision::new().await;
    let trainer = account(&it, &it.ada, "trainer").await;

    let first = runs::start_at(&trainer, "vision", "fresh", &called("a")).await.unwrap();
    let second = runs::start_at(&it.ada.ctx, "vision", "fresh", &going_on("a")).await.unwrap();

    assert_eq!((first.run, second.is_new), (second.run, false));
    let made = service::projects::open(&it.vic.ctx, "vision", "fresh").await.unwrap().project;
    assert_eq!((made.visibility, made.creator, made.runs.rows), (Visibility::Team, None, 1));
    let noted = "SELECT count(*) FROM history WHERE action IN ('project.created', 'run.created')";
    assert_eq!(it.world.number(noted).await, 2);
}

#[tokio::test]
async fn nothing_is_created_where_the_run_is_refused() {
    let it = Vision::new().await;
    let start = async |ctx, team, project, new| runs::start_at(ctx, team, project, &new).await;

    assert!(is_refused(start(&it.vic.ctx, "vision", "fresh", called("a")).await, Denied::NoContribution));
    assert!(blamed(start(&it.bob.ctx, "vision", "settings", called("a")).await, "project").contains("settings"));
    assert!(!blamed(start(&it.bob.ctx, "vision", "fresh", called("a/b")).await, "name").is_empty());
    let nobody = NewRun { author: Some("nobody".to_owned()), ..called("a") };
    assert!(!blamed(start(&it.bob.ctx, "vision", "fresh", nobody).await, "author").is_empty());
    let outside = [
        start(&it.eve.ctx, "vision", "fresh", called("a")).await,
        start(&it.eve.ctx, "none", "fresh", called("a")).await,
    ];
    for hidden in outside {
        assert!(matches!(hidden, Err(Error::Domain(NotFound(Kind::Team)))));
    }
    assert_eq!(it.world.number("SELECT count(*) FROM project").await, 0);
}

#[tokio::test]
async fn a_name_is_taken_once_and_its_run_goes_on_where_that_is_said() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = project(&it).await;
    let first = runs::start(&it.bob.ctx, project, &going_on("a")).await.unwrap();
    runs::set_state(&it.bob.ctx, first.run, RunState::Finished).await.unwrap();

    assert!(blamed(runs::start(&it.bob.ctx, project, &called("a")).await, "name").contains("There is a run"));
    assert!(is_refused(runs::start(&cat.ctx, project, &going_on("a")).await, Denied::AuthorsOnly));
    let new = NewRun { config: Some(object(json!({ "seed": 7 }))), notes: Some("On.".to_owned()), ..going_on("a") };
    it.world.pass(60_000);
    let again = runs::start(&it.bob.ctx, project, &new).await.unwrap();

    assert_eq!((first.is_new, again.is_new, again.run), (true, false, first.run));
    let told = page(&it, "a").await;
    assert_eq!((told.run.state, told.run.finished, told.run.heartbeat.0), (RunState::Running, None, NOON.0 + 60_000));
    assert_eq!((told.notes.as_str(), told.config[0].name.as_str()), ("On.", "seed"));
    assert_eq!(it.world.number("SELECT runs FROM \"user\" WHERE name = 'Bob'").await, 1);
}

#[tokio::test]
async fn a_service_account_logs_for_a_member_or_for_whoever_created_it() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let trainer = account(&it, &it.ada, "trainer").await;
    let for_whom = |author: &str| NewRun { author: Some(author.to_owned()), ..NewRun::default() };

    for (author, name) in [("bob", "Bob"), ("BOB@example.com", "Bob"), ("ada", "Ada")] {
        let begun = runs::start(&trainer, project, &for_whom(author)).await.unwrap();
        let told = page(&it, &begun.name).await;
        assert_eq!((told.run.author.name.as_str(), told.service_account.as_deref()), (name, Some("trainer")));
    }
    let unknown = blamed(runs::start(&trainer, project, &for_whom("nobody")).await, "author");
    for hidden in ["vic", "eve", "eve@example.com"] {
        assert_eq!(blamed(runs::start(&trainer, project, &for_whom(hidden)).await, "author"), unknown, "{hidden}");
    }
    let own = runs::start(&trainer, project, &NewRun::default()).await.unwrap();
    assert_eq!(page(&it, &own.name).await.run.author.name, "Ada");
    assert!(blamed(runs::start(&it.bob.ctx, project, &for_whom("ada")).await, "author").contains("service account"));
    assert!(runs::start(&it.bob.ctx, project, &for_whom("bob")).await.is_ok());
}

#[tokio::test]
async fn an_account_whose_creator_logs_no_runs_any_more_says_for_whom_it_logs() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    teams::set_member_role(&it.ada.ctx, it.team, cat.id, TeamRole::Admin, false).await.unwrap();
    let project = project(&it).await;
    let trainer = account(&it, &cat, "trainer").await;
    assert!(runs::start(&trainer, project, &NewRun::default()).await.is_ok());

    teams::set_member_role(&it.ada.ctx, it.team, cat.id, TeamRole::ViewOnly, false).await.unwrap();

    let refused = blamed(runs::start(&trainer, project, &NewRun::default()).await, "author");
    assert!(refused.contains("for which member"), "{refused}");
    let for_bob = NewRun { author: Some("bob".to_owned()), ..NewRun::default() };
    assert!(runs::start(&trainer, project, &for_bob).await.is_ok());
}

#[tokio::test]
async fn a_run_is_logged_by_its_author_by_the_account_that_began_it_and_by_admins() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = project(&it).await;
    let (trainer, other) = (account(&it, &it.ada, "trainer").await, account(&it, &it.ada, "other").await);
    let new = NewRun { author: Some("bob".to_owned()), ..called("a") };
    let run = runs::start(&trainer, project, &new).await.unwrap().run;
    let log = |ctx: Ctx| async move { runs::log(&ctx, run, NewLog::default()).await };

    for ctx in [&trainer, &it.bob.ctx, &it.ada.ctx] {
        assert!(log(ctx.clone()).await.is_ok());
        assert!(runs::set_tags(ctx, run, "best").await.is_ok());
    }
    for ctx in [&other, &cat.ctx] {
        assert!(is_refused(log(ctx.clone()).await, Denied::AuthorsOnly));
        assert!(is_refused(runs::set_state(ctx, run, RunState::Failed).await, Denied::AuthorsOnly));
        assert!(is_refused(runs::alert(ctx, run, &saying("Hello")).await, Denied::AuthorsOnly));
    }
    assert!(is_refused(log(it.vic.ctx.clone()).await, Denied::NoContribution));
    assert!(matches!(log(it.eve.ctx.clone()).await, Err(Error::Domain(NotFound(Kind::Run)))));
}

#[tokio::test]
async fn whoever_loses_access_logs_nothing_from_the_next_call_on() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let key = api_keys::make_own(&it.bob.ctx, "laptop", Expiry::Never).await.unwrap();
    let found = api_keys::find(&it.world.instance, &key.secret).await.unwrap().unwrap();
    let program = Ctx::of_key(it.world.instance.clone(), found, Door::Rest, "test");
    assert!(runs::log(&program, run, NewLog::default()).await.is_ok());

    api_keys::revoke(&it.bob.ctx, key.key.id).await.unwrap();
    let by_key = runs::log(&program, run, NewLog::default()).await;
    assert!(matches!(by_key, Err(Error::Domain(Unauthenticated))), "{by_key:?}");
    teams::set_member_role(&it.ada.ctx, it.team, it.bob.id, TeamRole::ViewOnly, false).await.unwrap();
    assert!(is_refused(runs::log(&it.bob.ctx, run, NewLog::default()).await, Denied::NoContribution));
    users::deactivate(&it.ada.ctx, it.bob.id).await.unwrap();
    let away = runs::log(&it.bob.ctx, run, NewLog::default()).await;
    assert!(matches!(away, Err(Error::Domain(Unauthenticated))), "{away:?}");
}

#[tokio::test]
async fn points_follow_each_other_and_take_the_place_of_those_at_their_steps() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let log = |new| runs::log(&it.bob.ctx, run, new);

    log(measuring("loss", [(0, 1.0), (2, 0.8), (2, 0.9)])).await.unwrap();
    log(measuring("loss", [(2, 0.7), (3, 0.6)])).await.unwrap();
    log(measuring("acc", [(3, 0.5)])).await.unwrap();
    log(measuring("loss", [(1, 0.85), (7, 0.1)])).await.unwrap();

    let metrics = runs::metrics(&it.vic.ctx, run).await.unwrap();
    assert_eq!(metrics.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["acc", "loss"]);
    assert_eq!(metrics[1].points, [(0, 1.0), (1, 0.85), (2, 0.7), (3, 0.6), (7, 0.1)]);
    let counted = "SELECT points + 100 * first_step + 1000 * last_step FROM run_metric WHERE name = 'loss'";
    assert_eq!(it.world.number(counted).await, 7005);
    assert_eq!(it.world.number("SELECT count(DISTINCT metric) FROM run_metric").await, 2);
}

#[tokio::test]
async fn many_points_go_in_at_once_and_again() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let steps = |from: i64| (from..from + 10_000).map(|step| (step, 0.5));

    for from in [0, 5_000] {
        runs::log(&it.bob.ctx, run, measuring("loss", steps(from))).await.unwrap();
    }

    assert_eq!(it.world.number("SELECT points FROM run_metric").await, 15_000);
    assert_eq!(it.world.number("SELECT count(*) FROM run_point").await, 15_000);
}

#[tokio::test]
async fn what_breaks_a_rule_is_refused_as_a_whole() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let point = |metric: String| NewPoint { metric, step: 0, value: 0.5 };
    runs::log(&it.bob.ctx, run, measuring("loss", [(0, 1.0)])).await.unwrap();

    let points = (0..1000).map(|it| point(format!("m{it}"))).collect();
    let many = NewLog { points, ..writing(&["one"], None) };
    assert_eq!(blamed(runs::log(&it.bob.ctx, run, many).await, "points"), "A run has at most 1,000 metrics.");
    let endless = runs::log(&it.bob.ctx, run, measuring("loss", [(1, f64::NAN)])).await;
    assert!(blamed(endless, "points").contains("finite"));
    let far = runs::log(&it.bob.ctx, run, writing(&["one", "two"], Some(10_000_000))).await;
    assert!(blamed(far, "lines").contains("10,000,000 lines"));

    assert_eq!(it.world.number("SELECT count(*) FROM run_metric").await, 1);
    assert_eq!(it.world.number("SELECT count(*) FROM run_log").await, 0);
}

#[tokio::test]
async fn lines_follow_the_last_one_or_take_the_place_of_those_with_their_numbers() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let log = |new| async { runs::log(&it.bob.ctx, run, new).await.unwrap().last_line };

    assert_eq!(log(writing(&["one", "two"], None)).await, Some(2));
    assert_eq!(log(writing(&["Error: no\0thing\r\n"], None)).await, Some(3));
    assert_eq!(log(writing(&["zwei", "three", "four"], Some(2))).await, Some(4));
    assert_eq!(log(NewLog::default()).await, None);

    let lines = runs::lines(&it.vic.ctx, run, None).await.unwrap();
    let told: Vec<_> = lines.iter().map(|it| (it.number, it.text.as_str())).collect();
    assert_eq!(told, [(1, "one"), (2, "zwei"), (3, "three"), (4, "four")]);
}

#[tokio::test]
async fn lines_are_read_page_by_page_from_the_first_on() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let (first, other) = (run(&it, project).await, runs::start(&it.bob.ctx, project, &called("b")).await.unwrap().run);
    let texts: Vec<String> = (1..=1200).map(|it| it.to_string()).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    runs::log(&it.bob.ctx, first, writing(&texts, None)).await.unwrap();

    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page = runs::list_lines(&it.vic.ctx, first, after.as_deref()).await.unwrap();
        assert_eq!(page.total.rows, 1200);
        seen.extend(page.rows.into_iter().map(|it| it.number));
        let Some(next) = page.next else { break };
        after = Some(next);
    }

    assert_eq!(seen, (1..=1200).collect::<Vec<i64>>());
    assert!(!blamed(runs::list_lines(&it.vic.ctx, other, after.as_deref()).await, "after").is_empty());
    let hidden = runs::list_lines(&it.eve.ctx, first, None).await;
    assert!(matches!(hidden, Err(Error::Domain(NotFound(Kind::Run)))));
}

#[tokio::test]
async fn config_and_summary_are_merged_and_may_be_put_right_afterwards() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let summing = |value| NewLog { summary: Some(object(value)), ..NewLog::default() };
    let log = |new| runs::log(&it.bob.ctx, run, new);

    log(summing(json!({ "loss": 0.5, "best": { "step": 3 } }))).await.unwrap();
    runs::set_state(&it.bob.ctx, run, RunState::Finished).await.unwrap();
    it.world.pass(60_000);
    log(summing(json!({ "loss": 0.25 }))).await.unwrap();
    log(NewLog { config: Some(object(json!({ "a\0b": "c\0d" }))), ..NewLog::default() }).await.unwrap();

    let told = page(&it, "a").await;
    let summary: Vec<_> = told.summary.iter().map(|it| (it.name.as_str(), it.value.as_str())).collect();
    assert_eq!(summary, [("best.step", "3"), ("loss", "0.25")]);
    assert_eq!((told.config[0].name.as_str(), told.config[0].value.as_str()), ("a\u{fffd}b", "c\u{fffd}d"));
    assert_eq!((told.run.state, told.run.heartbeat), (RunState::Finished, NOON), "it is not alive because of that");
    let large = log(summing(json!({ "text": "a".repeat(5 << 20) }))).await;
    assert!(blamed(large, "summary").contains("4 MiB"));
}

#[tokio::test]
async fn a_run_that_ended_logs_nothing_more_until_it_goes_on() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    it.world.pass(30_000);

    runs::set_state(&it.bob.ctx, run, RunState::Failed).await.unwrap();
    runs::set_state(&it.bob.ctx, run, RunState::Failed).await.unwrap();

    let ended = page(&it, "a").await.run;
    assert_eq!((ended.state, ended.finished.map(|it| it.0)), (RunState::Failed, Some(NOON.0 + 30_000)));
    for outcome in [
        runs::log(&it.bob.ctx, run, measuring("loss", [(0, 1.0)])).await.map(drop),
        runs::log(&it.bob.ctx, run, NewLog::default()).await.map(drop),
        runs::set_state(&it.bob.ctx, run, RunState::Finished).await,
        runs::alert(&it.bob.ctx, run, &saying("Hello")).await,
    ] {
        assert!(matches!(outcome, Err(Error::Domain(Conflict(_)))), "{outcome:?}");
    }
    runs::set_state(&it.bob.ctx, run, RunState::Running).await.unwrap();
    runs::log(&it.bob.ctx, run, measuring("loss", [(0, 1.0)])).await.unwrap();
    assert_eq!(page(&it, "a").await.run.finished, None);
}

#[tokio::test]
async fn a_run_of_which_nothing_is_heard_crashed_and_runs_again_once_something_is() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;

    it.world.pass(SILENCE_SECONDS * 1000);
    assert_eq!(runs::mark_crashed(&it.world.instance).await.unwrap(), 0);
    it.world.pass(1);
    assert_eq!(runs::mark_crashed(&it.world.instance).await.unwrap(), 1);

    let crashed = page(&it, "a").await.run;
    assert_eq!(
        (crashed.state, crashed.finished),
        (RunState::Crashed, Some(NOON)),
        "it ended when it was last heard of"
    );
    runs::log(&it.bob.ctx, run, NewLog::default()).await.unwrap();
    let alive = page(&it, "a").await.run;
    assert_eq!((alive.state, alive.finished), (RunState::Running, None));
    assert_eq!(runs::mark_crashed(&it.world.instance).await.unwrap(), 0);
    it.world.pass_days(1);
    runs::mark_crashed(&it.world.instance).await.unwrap();
    runs::set_state(&it.bob.ctx, run, RunState::Finished).await.unwrap();
    assert_eq!(page(&it, "a").await.run.state, RunState::Finished);
}

#[tokio::test]
async fn silent_runs_are_marked_a_hundred_at_a_time() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    for number in 0..150 {
        it.world.logs(&it.bob, &page, &format!("r{number}"), RunState::Running, NOON.0 - 86_400_000).await;
    }

    let marked = [
        runs::mark_crashed(&it.world.instance).await.unwrap(),
        runs::mark_crashed(&it.world.instance).await.unwrap(),
        runs::mark_crashed(&it.world.instance).await.unwrap(),
    ];

    assert_eq!(marked, [100, 50, 0]);
}

#[tokio::test]
async fn logging_is_told_by_no_history_and_waits_for_nobody_who_counts() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;
    let before = it.world.number("SELECT history_seq FROM instance").await;
    let guard = it.world.holds_guard_row().await;

    runs::log(&it.bob.ctx, run, measuring("loss", [(0, 1.0)])).await.unwrap();
    runs::alert(&it.bob.ctx, run, &saying("Loss is NaN")).await.unwrap();
    runs::set_state(&it.bob.ctx, run, RunState::Finished).await.unwrap();

    drop(guard);
    assert_eq!(it.world.number("SELECT history_seq FROM instance").await, before);
}

#[tokio::test]
async fn a_run_is_renamed_for_people_and_that_is_one_row() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;

    for _ in 0..2 {
        runs::set_display_name(&it.bob.ctx, run, " The  best ").await.unwrap();
    }

    assert_eq!(page(&it, "a").await.run.display_name, "The best");
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE action = 'run.renamed'").await, 1);
    assert!(!blamed(runs::set_display_name(&it.bob.ctx, run, " ").await, "display_name").is_empty());
    assert!(is_refused(runs::set_display_name(&it.vic.ctx, run, "Mine").await, Denied::NoContribution));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn those_who_log_one_run_at_once_lose_nothing() {
    let it = Vision::new().await;
    let project = project(&it).await;
    let run = run(&it, project).await;

    let log = |number: i64| {
        let (ctx, points) = (it.bob.ctx.clone(), measuring("loss", [(number, 0.5)]).points);
        async move { runs::log(&ctx, run, NewLog { points, ..writing(&["a line"], None) }).await }
    };
    let outcomes = futures::future::join_all((0..20).map(log)).await;

    assert!(outcomes.iter().all(Result::is_ok), "{outcomes:?}");
    assert_eq!(it.world.number("SELECT points FROM run_metric").await, 20);
    assert_eq!(it.world.number("SELECT count(*) FROM run_log").await, 20);
}
