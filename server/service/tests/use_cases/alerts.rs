//! Who is told of what happens to a run: its author by mail, and the destinations of the team.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::alert::{AddedDestination, Delivery, DeliveryState, DestinationKind, Events, NewDestination, PauseReason};
use domain::error::Kind;
use domain::ids::{DestinationId, RunId, TeamId};
use domain::mail::{MailKind, MailState};
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use domain::run::{AlertLevel, RunEvent, RunEventKind, RunState};
use domain::setting::TeamSwitch;
use entity::alert_destination;
use sea_orm::EntityTrait;
use service::{Error, Result, alerts, outbox, projects, runs, teams, users};
use testkit::{NOON, Person, World};

/// Ada, who is the admin of the organization and of the team "vision", and Bob, a member of it.
async fn vision(world: &World) -> (Person, Person, TeamId) {
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let team = world.team_of(&ada, "vision").await;
    world.puts(&ada, team, &bob, TeamRole::Member).await;
    (ada, bob, team)
}

/// A run of somebody's in a new project of the team.
async fn run_of(world: &World, by: &Person, project: &str, visibility: Visibility) -> RunId {
    let page = world.project(by, project, visibility).await;
    world.logs(by, &page, "a1b2", RunState::Failed, NOON.0).await
}

pub fn webhook(name: &str, url: &str) -> NewDestination {
    let (name, url) = (name.to_owned(), url.to_owned());
    NewDestination { kind: DestinationKind::Webhook, name, url, events: Events::default() }
}

async fn adds(by: &Person, team: TeamId, name: &str) -> DestinationId {
    let new = webhook(name, "https://hooks.example.com/rollcall/0123456789");
    alerts::add(&by.ctx, team, &new).await.expect("added").destination.id
}

fn said(title: &str) -> RunEvent {
    RunEvent::alert(title, "at step 12", AlertLevel::Warn).expect("an alert")
}

async fn deliveries(by: &Person, team: TeamId) -> Vec<Delivery> {
    alerts::deliveries(&by.ctx, team).await.expect("deliveries")
}

async fn history(world: &World, action: &str) -> i64 {
    world.number(&format!("SELECT count(*) FROM history WHERE action = '{action}'")).await
}

#[tokio::test]
async fn the_author_is_told_by_mail_what_happened_where_and_after_how_long() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let run = run_of(&world, &bob, "baseline", Visibility::Team).await;

    world.tells(run, &RunEvent::Failed).await;

    while let Some(letter) = outbox::take(&world.instance).await.unwrap() {
        if letter.recipient == "bob@example.com" && letter.text.subject.starts_with("Run ") {
            assert_eq!(letter.text.subject, "Run Run a1b2 failed in vision/baseline");
            for told in ["/vision/baseline/runs/a1b2\n", "after 1 min 0 s", "Author: Bob", "/vision/settings/alerts\n"]
            {
                assert!(letter.text.body.contains(told), "{told}: {}", letter.text.body);
            }
            assert!(outbox::is_wanted(&world.instance, &letter).await.unwrap());
        }
        outbox::delivered(&world.instance, &letter).await.unwrap();
    }
    let told = deliveries(&ada, team).await.remove(0);
    assert_eq!((told.to.as_str(), told.by_mail, told.state), ("Bob", true, DeliveryState::Delivered));
    assert_eq!(told.event, Some(RunEventKind::Failed));
    assert_eq!(told.run.unwrap().display_name, "Run a1b2");
}

#[tokio::test]
async fn mails_are_switched_for_the_team_event_by_event() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let run = run_of(&world, &bob, "baseline", Visibility::Team).await;

    world.tells(run, &RunEvent::Finished).await;
    assert_eq!(deliveries(&ada, team).await, []);
    alerts::set_mail(&ada.ctx, team, RunEventKind::Finished, true).await.unwrap();
    alerts::set_mail(&ada.ctx, team, RunEventKind::Finished, true).await.unwrap();
    alerts::set_mail(&ada.ctx, team, RunEventKind::Failed, false).await.unwrap();
    world.tells(run, &RunEvent::Finished).await;
    world.tells(run, &RunEvent::Failed).await;

    assert_eq!(deliveries(&ada, team).await.len(), 1);
    assert_eq!(history(&world, "alerts.mails_changed").await, 2);
    let refused = alerts::set_mail(&bob.ctx, team, RunEventKind::Failed, true).await;
    assert!(matches!(refused, Err(Error::Domain(Refused(_)))), "{refused:?}");
}

#[tokio::test]
async fn no_mail_goes_to_who_left_the_team_or_may_not_see_the_run_or_cannot_sign_in() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let eve = world.joins(&ada, "eve", OrgRole::Member).await;
    world.puts(&ada, team, &eve, TeamRole::Member).await;
    let page = world.project(&ada, "secret", Visibility::Private).await;
    let unseen = world.logs(&bob, &page, "unseen", RunState::Failed, NOON.0).await;
    let gone = run_of(&world, &eve, "baseline", Visibility::Team).await;
    teams::remove_member(&ada.ctx, team, eve.id, false).await.unwrap();
    let own = run_of(&world, &bob, "own", Visibility::Private).await;

    for run in [unseen, gone, own] {
        world.tells(run, &RunEvent::Failed).await;
    }
    let told = deliveries(&ada, team).await;
    assert_eq!((told.len(), told[0].run.as_ref().unwrap().project.as_str()), (1, "own"));

    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    world.tells(own, &RunEvent::Failed).await;
    let mails = outbox::list(&ada.ctx).await.unwrap();
    let mails: Vec<_> = mails.into_iter().filter(|mail| mail.kind == MailKind::RunAlert).collect();
    assert_eq!((mails.len(), mails[0].state), (1, MailState::Cancelled));
}

#[tokio::test]
async fn a_destination_is_told_of_what_it_wants_and_the_whole_team_may_see() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    alerts::set_mail(&ada.ctx, team, RunEventKind::Failed, false).await.unwrap();
    let open = run_of(&world, &bob, "open", Visibility::Public).await;
    let private = run_of(&world, &bob, "private", Visibility::Private).await;
    adds(&ada, team, "Pager").await;

    for (run, event) in [(open, RunEvent::Failed), (open, RunEvent::Finished), (private, RunEvent::Failed)] {
        world.tells(run, &event).await;
    }

    let told = deliveries(&ada, team).await;
    assert_eq!((told.len(), told[0].to.as_str(), told[0].state), (1, "Pager", DeliveryState::Waiting));
    assert_eq!((told[0].event, told[0].run.as_ref().unwrap().project.as_str()), (Some(RunEventKind::Failed), "open"));
    assert_eq!(told[0].next_try, Some(NOON));
}

#[tokio::test]
async fn nothing_is_told_of_what_is_undone() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let run = run_of(&world, &bob, "open", Visibility::Team).await;
    adds(&ada, team, "Pager").await;

    let tx = world.instance.db.begin().await.unwrap();
    let row = entity::run::Entity::find_by_id(run).one(&tx).await.unwrap().unwrap();
    alerts::raise(&world.instance, &tx, &row, &RunEvent::Failed, 0).await.unwrap();
    drop(tx);

    assert_eq!(deliveries(&ada, team).await, []);
    assert!(alerts::take(&world.instance).await.unwrap().is_none());
}

#[tokio::test]
async fn code_says_the_same_no_more_often_than_it_asked_and_never_without_end() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    let run = run_of(&world, &bob, "open", Visibility::Team).await;
    let count = async || deliveries(&ada, team).await.len();

    world.tells_at_most(run, &said("Loss is NaN"), 60_000).await;
    world.pass(59_999);
    world.tells_at_most(run, &said("Loss is NaN"), 60_000).await;
    assert_eq!(count().await, 1);
    world.tells_at_most(run, &said("Disk is full"), 60_000).await;
    assert_eq!(count().await, 2);
    world.pass(1);
    world.tells_at_most(run, &said("Loss is NaN"), 60_000).await;
    assert_eq!(count().await, 3);
    world.pass(9_999);
    world.tells_at_most(run, &said("Loss is NaN"), 0).await;
    assert_eq!(count().await, 3, "ten seconds are the least");
    for step in 0..70 {
        world.tells_at_most(run, &said(&format!("Step {step}")), 0).await;
    }
    assert_eq!(count().await, 61, "sixty titles an hour are the most");
}

#[tokio::test]
async fn a_destination_is_added_by_an_admin_and_its_secrets_are_sealed() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;

    let url = "https://hooks.example.com/rollcall/s3cret-0123456789";
    let added = alerts::add(&ada.ctx, team, &webhook(" Pager ", url)).await.unwrap();
    let AddedDestination { destination, secret } = added;
    let slack = NewDestination { kind: DestinationKind::Slack, ..webhook("Channel", url) };
    assert_eq!(alerts::add(&ada.ctx, team, &slack).await.unwrap().secret, None);

    assert_eq!((destination.name.as_str(), destination.place.as_str()), ("Pager", "https://hooks.example.com/…6789"));
    assert_eq!((destination.maker.as_deref(), destination.paused), (Some("Ada"), None));
    let secret = secret.unwrap();
    assert!(secret.starts_with("whsec_") && secret.len() == 50, "{secret}");
    let row = alert_destination::Entity::find_by_id(destination.id).one(world.instance.db.read()).await.unwrap();
    let shown = format!(
        "{:?}{}",
        row.unwrap(),
        serde_json::to_string(&alerts::open(&ada.ctx, "vision").await.unwrap()).unwrap()
    );
    let told = entity::history::Entity::find().all(world.instance.db.read()).await.unwrap();
    let told: String = told.iter().map(|it| it.after.to_string()).collect();
    for hidden in ["s3cret", secret.as_str()] {
        assert!(!shown.contains(hidden) && !told.contains(hidden), "{hidden}");
    }
    assert_eq!(history(&world, "alert_destination.added").await, 2);
    for outcome in [
        alerts::add(&bob.ctx, team, &webhook("Mine", url)).await.map(drop),
        alerts::remove(&bob.ctx, destination.id).await,
        alerts::pause(&bob.ctx, destination.id).await,
        alerts::send_test(&bob.ctx, destination.id).await.map(drop),
        alerts::open(&bob.ctx, "vision").await.map(drop),
    ] {
        assert!(matches!(outcome, Err(Error::Domain(Refused(_)))), "{outcome:?}");
    }
}

#[tokio::test]
async fn who_is_not_in_the_team_finds_no_destination() {
    let world = World::new().await;
    let (ada, _, team) = vision(&world).await;
    let eve = world.joins(&ada, "eve", OrgRole::Member).await;
    let id = adds(&ada, team, "Pager").await;
    let unknown = DestinationId::from_uuid(uuid::Uuid::nil());

    for id in [id, unknown] {
        for outcome in [
            alerts::change(&eve.ctx, id, "Mine", "", &Events::default()).await,
            alerts::resume(&eve.ctx, id).await,
            alerts::remove(&eve.ctx, id).await,
            alerts::rotate(&eve.ctx, id).await.map(drop),
            alerts::send_test(&eve.ctx, id).await.map(drop),
        ] {
            assert!(matches!(outcome, Err(Error::Domain(NotFound(Kind::Destination)))), "{outcome:?}");
        }
    }
}

#[tokio::test]
async fn a_team_has_twenty_destinations_and_no_more() {
    let world = World::new().await;
    let (ada, _, team) = vision(&world).await;
    let mut ids = Vec::new();
    for number in 0..20 {
        ids.push(adds(&ada, team, &format!("Pager {number}")).await);
    }

    let refused = alerts::add(&ada.ctx, team, &webhook("Another", "https://hooks.example.com/a")).await;
    assert!(matches!(refused, Err(Error::Domain(Conflict(_)))), "{refused:?}");
    alerts::remove(&ada.ctx, ids[0]).await.unwrap();
    adds(&ada, team, "Another").await;
}

#[tokio::test]
async fn addresses_that_lead_into_the_operators_network_are_refused() {
    let world = World::new().await;
    let (ada, _, team) = vision(&world).await;

    for wrong in [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://0/",
        "https://0177.1/",
        "https://2130706433/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://metadata/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://example.com:25/",
        "http://ok@127.0.0.1/",
        "http://example.com/",
    ] {
        let refused = alerts::add(&ada.ctx, team, &webhook("Pager", wrong)).await;
        let Err(Error::Domain(Invalid(fields))) = refused else { panic!("{wrong}: {refused:?}") };
        assert_eq!(fields[0].field, "url", "{wrong}");
        let id = adds(&ada, team, "Pager").await;
        let refused = alerts::change(&ada.ctx, id, "Pager", wrong, &Events::default()).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(_)))), "{wrong}: {refused:?}");
        alerts::remove(&ada.ctx, id).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_resumes_or_readdresses_a_destination_answers_for_it() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    teams::set_member_role(&ada.ctx, team, bob.id, TeamRole::Admin, false).await.unwrap();
    let id = adds(&bob, team, "Pager").await;
    let run = run_of(&world, &ada, "open", Visibility::Team).await;
    let maker = async || alerts::destinations(&ada.ctx, team).await.unwrap().remove(0).maker;

    alerts::change(&ada.ctx, id, "Pager", "", &Events::default()).await.unwrap();
    assert_eq!((maker().await.as_deref(), history(&world, "alert_destination.changed").await), (Some("Bob"), 0));
    alerts::change(&ada.ctx, id, "Beeper", "https://beeper.example.com/", &Events::default()).await.unwrap();
    assert_eq!((maker().await.as_deref(), history(&world, "alert_destination.changed").await), (Some("Ada"), 1));
    alerts::pause(&bob.ctx, id).await.unwrap();
    world.tells(run, &RunEvent::Failed).await;
    alerts::resume(&bob.ctx, id).await.unwrap();
    alerts::resume(&bob.ctx, id).await.unwrap();

    assert_eq!(maker().await.as_deref(), Some("Bob"));
    assert!(deliveries(&ada, team).await.iter().all(|it| it.by_mail), "a paused destination is told nothing");
    assert_eq!(history(&world, "alert_destination.paused").await, 1);
    assert_eq!(history(&world, "alert_destination.resumed").await, 1);
}

/// What takes somebody's right to manage the team away.
async fn loses_the_right(ada: &Person, bob: &Person, team: TeamId, how: &str) -> Result<()> {
    match how {
        "demoted" => teams::set_member_role(&ada.ctx, team, bob.id, TeamRole::Member, false).await.map(drop),
        "taken out" => teams::remove_member(&ada.ctx, team, bob.id, false).await,
        "left" => teams::leave(&bob.ctx, team).await,
        "deactivated" => users::deactivate(&ada.ctx, bob.id).await.map(drop),
        _ => users::remove(&ada.ctx, bob.id).await,
    }
}

#[tokio::test]
async fn a_destination_whose_maker_lost_the_right_is_told_nothing_and_paused() {
    for how in ["demoted", "taken out", "left", "deactivated", "removed"] {
        let world = World::new().await;
        let (ada, bob, team) = vision(&world).await;
        teams::set_member_role(&ada.ctx, team, bob.id, TeamRole::Admin, false).await.unwrap();
        adds(&bob, team, "Pager").await;
        let run = run_of(&world, &ada, "open", Visibility::Team).await;
        alerts::set_mail(&ada.ctx, team, RunEventKind::Failed, false).await.unwrap();
        world.tells(run, &RunEvent::Failed).await;
        let parcel = alerts::take(&world.instance).await.unwrap().unwrap();

        loses_the_right(&ada, &bob, team, how).await.unwrap();

        world.tells(run, &RunEvent::Failed).await;
        assert_eq!(deliveries(&ada, team).await.len(), 1, "{how}: told after that");
        assert!(!alerts::is_wanted(&world.instance, &parcel).await.unwrap(), "{how}");
        alerts::pause_unanswered(&world.instance).await.unwrap();
        let shown = alerts::destinations(&ada.ctx, team).await.unwrap().remove(0);
        assert_eq!(shown.paused, Some(PauseReason::Maker), "{how}");
        assert_eq!(deliveries(&ada, team).await[0].state, DeliveryState::Cancelled, "{how}");
        let by_job = "SELECT count(*) FROM history WHERE action = 'alert_destination.paused' AND actor_kind = 'job'";
        assert_eq!(world.number(by_job).await, 1, "{how}");
    }
}

#[tokio::test]
async fn what_became_private_or_was_deleted_meanwhile_is_not_told() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    alerts::set_mail(&ada.ctx, team, RunEventKind::Failed, false).await.unwrap();
    adds(&ada, team, "Pager").await;
    let page = world.project(&bob, "open", Visibility::Team).await;
    let kept = world.logs(&bob, &page, "kept", RunState::Failed, NOON.0).await;
    let deleted = world.logs(&bob, &page, "deleted", RunState::Failed, NOON.0).await;
    world.tells(deleted, &RunEvent::Failed).await;
    world.pass(1);
    world.tells(kept, &RunEvent::Failed).await;

    let parcel = alerts::take(&world.instance).await.unwrap().unwrap();
    runs::delete(&ada.ctx, deleted).await.unwrap();
    assert!(!alerts::is_wanted(&world.instance, &parcel).await.unwrap());
    let parcel = alerts::take(&world.instance).await.unwrap().unwrap();
    assert!(alerts::is_wanted(&world.instance, &parcel).await.unwrap());
    projects::set_visibility(&bob.ctx, page.project.id, Visibility::Private).await.unwrap();
    assert!(!alerts::is_wanted(&world.instance, &parcel).await.unwrap());

    let told = deliveries(&ada, team).await;
    assert!(told.iter().all(|it| it.state == DeliveryState::Cancelled), "{told:?}");
    assert!(!told[1].run.as_ref().unwrap().is_there && told[0].run.as_ref().unwrap().is_there);
    assert_eq!(world.number("SELECT count(*) FROM alert_delivery WHERE sealed IS NOT NULL").await, 0);
}

#[tokio::test]
async fn a_public_project_of_a_hidden_team_is_still_the_teams() {
    let world = World::new().await;
    let (ada, bob, team) = vision(&world).await;
    teams::set_switch(&ada.ctx, team, TeamSwitch::Hidden, true).await.unwrap();
    let run = run_of(&world, &bob, "open", Visibility::Public).await;
    adds(&ada, team, "Pager").await;

    world.tells(run, &RunEvent::Crashed).await;

    assert_eq!(deliveries(&ada, team).await.len(), 2);
}
