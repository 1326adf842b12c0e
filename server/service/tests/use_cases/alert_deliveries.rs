//! How alerts get to their destinations, on a real receiver; and by the clock, where that one does not do its part.

use domain::Error::{Conflict, Denied as Refused, TooMany};
use domain::alert::{Delivery, DeliveryState, DestinationKind, NewDestination, PauseReason, Verdict};
use domain::ids::{DestinationId, RunId, TeamId};
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use domain::run::{AlertLevel, NewRun, RunEvent, RunEventKind, RunState, SILENCE_SECONDS};
use entity::alert_destination;
use sea_orm::ActiveModelTrait;
use sea_orm::ActiveValue::Set;
use service::alerts::{self, Outcome};
use service::instance::Settings;
use service::runs::{self, NewAlert};
use service::{Error, Result};
use testkit::{Answer, NOON, Person, Received, Receiver, World};

use crate::alerts::webhook;

/// A team "vision" with a run, whose operator allows webhooks on this machine; authors are not mailed.
struct Scene {
    world: World,
    ada: Person,
    team: TeamId,
    run: RunId,
}

impl Scene {
    async fn new() -> Self {
        Self::with(Settings { internal_webhooks: true, ..testkit::settings() }).await
    }

    async fn with(settings: Settings) -> Self {
        let world = World::with(Settings { mail_server: None, ..settings }).await;
        let ada = world.first_admin().await;
        let team = world.team_of(&ada, "vision").await;
        let page = world.project(&ada, "baseline", Visibility::Team).await;
        let run = world.logs(&ada, &page, "a1b2", RunState::Failed, NOON.0).await;
        Self { world, ada, team, run }
    }

    /// A destination at `url`, and what its webhooks are signed with.
    async fn adds(&self, url: &str) -> (DestinationId, String) {
        let added = alerts::add(&self.ada.ctx, self.team, &webhook("Pager", url)).await.expect("added");
        (added.destination.id, added.secret.expect("a secret"))
    }

    async fn fails(&self) {
        self.world.tells(self.run, &RunEvent::Failed).await;
    }

    /// Sends what is due as the job does; how each went.
    async fn send(&self) -> Vec<Verdict> {
        let mut verdicts = Vec::new();
        while let Some(parcel) = alerts::take(&self.world.instance).await.expect("done") {
            if alerts::is_wanted(&self.world.instance, &parcel).await.expect("done") {
                let outcome = alerts::send(&self.world.instance, &parcel).await.expect("done");
                alerts::settle(&self.world.instance, &parcel, &outcome).await.expect("done");
                verdicts.push(outcome.verdict);
            }
        }
        verdicts
    }

    async fn newest(&self) -> Delivery {
        alerts::deliveries(&self.ada.ctx, self.team).await.expect("done").remove(0)
    }

    async fn test(&self, id: DestinationId) -> Result<Delivery> {
        alerts::send_test(&self.ada.ctx, id).await
    }
}

/// Whether `secret` signs the request, as a receiver finds out by the Standard Webhooks specification.
fn is_signed(request: &Received, secret: &str) -> bool {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;
    use hmac::{Hmac, KeyInit, Mac};
    let key = STANDARD.decode(secret.strip_prefix("whsec_").expect("done")).expect("done");
    let signed = format!("{}.{}.{}", request.header("webhook-id"), request.header("webhook-timestamp"), request.body);
    request.header("webhook-signature").split(' ').any(|signature| {
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).expect("done");
        mac.update(signed.as_bytes());
        signature.strip_prefix("v1,").is_some_and(|it| mac.verify_slice(&STANDARD.decode(it).expect("done")).is_ok())
    })
}

#[tokio::test]
async fn a_webhook_arrives_signed_and_is_wiped() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(204)).await);
    let (_, secret) = scene.adds(&receiver.url("/hook?key=x")).await;
    scene.fails().await;

    assert_eq!(scene.send().await, [Verdict::Delivered]);

    let request = receiver.received().remove(0);
    assert_eq!((request.line.as_str(), request.header("content-type")), ("POST /hook?key=x", "application/json"));
    assert!(is_signed(&request, &secret) && !is_signed(&request, "whsec_AAAA"), "{request:?}");
    assert_eq!(request.header("webhook-timestamp"), (NOON.0 / 1000).to_string());
    let told: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!((told["type"].as_str(), told["data"]["run"]["name"].as_str()), (Some("run.failed"), Some("a1b2")));
    let delivery = scene.newest().await;
    assert_eq!(request.header("webhook-id"), delivery.id.to_string());
    assert_eq!((delivery.state, delivery.status, delivery.attempts), (DeliveryState::Delivered, Some(204), 1));
    assert_eq!(scene.world.number("SELECT count(*) FROM alert_delivery WHERE sealed IS NOT NULL").await, 0);
}

#[tokio::test]
async fn slack_is_told_in_its_words_and_without_a_signature() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    let new = NewDestination { kind: DestinationKind::Slack, ..webhook("Channel", &receiver.url("/services/T0")) };
    alerts::add(&scene.ada.ctx, scene.team, &new).await.unwrap();
    scene.fails().await;

    scene.send().await;

    let request = receiver.received().remove(0);
    assert_eq!(request.header("webhook-signature"), "");
    let told: serde_json::Value = serde_json::from_str(&request.body).unwrap();
    let text = told["text"].as_str().unwrap();
    assert!(
        text.contains("/vision/baseline/runs/a1b2|Run a1b2> failed* in vision/baseline\nBy Ada, after 1 min"),
        "{text}"
    );
}

#[tokio::test]
async fn an_old_secret_signs_for_a_day_beside_the_new_one() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    let (id, old) = scene.adds(&receiver.url("/")).await;
    let new = alerts::rotate(&scene.ada.ctx, id).await.unwrap();

    scene.test(id).await.unwrap();
    scene.world.pass_days(1);
    let ada = scene.world.signs_in("ada").await.unwrap();
    alerts::send_test(&ada.ctx, id).await.unwrap();

    let [first, second] = receiver.received().try_into().unwrap();
    assert!(is_signed(&first, &old) && is_signed(&first, &new));
    assert!(!is_signed(&second, &old) && is_signed(&second, &new));
    assert_eq!(scene.world.number("SELECT count(*) FROM history WHERE action = 'alert_destination.rotated'").await, 1);
}

#[tokio::test]
async fn what_fails_for_a_while_is_tried_later_under_the_same_id() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(500)).await);
    receiver.answers([Answer::Status(500), Answer::Status(200)]);
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;

    assert_eq!(scene.send().await, [Verdict::Later]);
    let waiting = scene.newest().await;
    assert_eq!(
        (waiting.state, waiting.status, waiting.next_try),
        (DeliveryState::Waiting, Some(500), Some(NOON.plus_seconds(10)))
    );
    scene.world.pass(9_999);
    assert_eq!(scene.send().await, []);
    scene.world.pass(1);
    assert_eq!(scene.send().await, [Verdict::Delivered]);

    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
    assert_eq!(first.body, second.body);
    let delivery = scene.newest().await;
    assert_eq!((delivery.state, delivery.attempts, delivery.reason), (DeliveryState::Delivered, 2, None));
    assert_eq!(alerts::destinations(&scene.ada.ctx, scene.team).await.unwrap()[0].failures, 0);
}

#[tokio::test]
async fn a_destination_that_asks_for_time_is_given_it() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::After(90)).await);
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;

    scene.send().await;
    assert_eq!(scene.newest().await.next_try, Some(NOON.plus_seconds(90)));
    scene.world.pass(90_000);
    receiver.answers([Answer::After(1_000_000)]);
    scene.send().await;

    assert_eq!(scene.newest().await.next_try, Some(NOON.plus_seconds(90 + 3600)), "but no more than an hour");
}

#[tokio::test]
async fn a_destination_that_does_not_answer_holds_up_nobody_else() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    scene.adds("http://127.0.0.1:1/").await;
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;
    scene.world.pass(1);
    scene.fails().await;

    let verdicts = scene.send().await;

    assert_eq!(verdicts.iter().filter(|it| **it == Verdict::Delivered).count(), 2);
    assert_eq!(verdicts.iter().filter(|it| **it == Verdict::Later).count(), 1, "what is behind it waits as well");
    let waiting = "SELECT count(*) FROM alert_delivery WHERE state = 'waiting'";
    assert_eq!(scene.world.number(waiting).await, 2);
}

#[tokio::test]
async fn the_pauses_double_up_to_an_hour_and_after_half_a_day_it_is_given_up() {
    let scene = Scene::new().await;
    let (id, _) = scene.adds("http://127.0.0.1:1/").await;
    scene.fails().await;

    for seconds in [10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600] {
        assert_eq!(scene.send().await, [Verdict::Later], "before {seconds} s");
        scene.world.pass(seconds * 1000 - 1);
        assert_eq!(scene.send().await, [], "after less than {seconds} s");
        scene.world.pass(1);
    }
    scene.world.pass(12 * 3_600_000);
    scene.fails().await;
    assert_eq!(scene.send().await, [Verdict::Later], "what came later is tried");

    let all = alerts::deliveries(&scene.ada.ctx, scene.team).await.unwrap();
    assert_eq!((all[0].state, all[1].state), (DeliveryState::Waiting, DeliveryState::Failed));
    assert_eq!(all[1].reason.as_deref(), Some("It could not be delivered for half a day."));
    let again = alerts::send_again(&scene.ada.ctx, all[0].id).await;
    assert!(matches!(again, Err(Error::Domain(Conflict(_)))), "{again:?}");
    alerts::send_again(&scene.ada.ctx, all[1].id).await.unwrap();
    alerts::pause(&scene.ada.ctx, id).await.unwrap();
    assert_eq!(scene.world.number("SELECT count(*) FROM alert_delivery WHERE state = 'cancelled'").await, 2);
    assert_eq!(scene.world.number("SELECT count(*) FROM history WHERE action = 'alert.sent_again'").await, 1);
}

#[tokio::test]
async fn what_is_refused_is_not_tried_again_unless_an_admin_says_so() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(404)).await);
    let bob = scene.world.joins(&scene.ada, "bob", OrgRole::Member).await;
    scene.world.puts(&scene.ada, scene.team, &bob, TeamRole::Member).await;
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;

    assert_eq!(scene.send().await, [Verdict::Refused]);
    assert_eq!(scene.send().await, []);
    let failed = scene.newest().await;
    assert_eq!((failed.state, failed.status), (DeliveryState::Failed, Some(404)));
    assert!(failed.can_be_sent_again);

    receiver.answers([Answer::Status(200)]);
    let refused = alerts::send_again(&bob.ctx, failed.id).await;
    assert!(matches!(refused, Err(Error::Domain(Refused(_)))), "{refused:?}");
    alerts::send_again(&scene.ada.ctx, failed.id).await.unwrap();
    assert_eq!(scene.send().await, [Verdict::Delivered]);
    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
}

#[tokio::test]
async fn a_destination_that_is_gone_is_paused_with_what_waits() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(410)).await);
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;
    scene.world.pass(1);
    scene.fails().await;

    assert_eq!(scene.send().await, [Verdict::Gone]);

    let shown = alerts::destinations(&scene.ada.ctx, scene.team).await.unwrap().remove(0);
    assert_eq!(shown.paused, Some(PauseReason::Gone));
    let states: Vec<_> =
        alerts::deliveries(&scene.ada.ctx, scene.team).await.unwrap().iter().map(|it| it.state).collect();
    assert_eq!(states, [DeliveryState::Cancelled, DeliveryState::Failed]);
    assert_eq!(receiver.received().len(), 1);
    assert_eq!(scene.world.number("SELECT count(*) FROM history WHERE action = 'alert_destination.paused'").await, 1);
}

#[tokio::test]
async fn redirects_silence_noise_and_endless_answers_are_told_in_words() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Silence).await);
    let elsewhere = Receiver::start(Answer::Status(200)).await;
    let (id, _) = scene.adds(&receiver.url("/")).await;

    for (answer, arrived, words) in [
        (Answer::Elsewhere(elsewhere.url("/")), false, "sent us elsewhere"),
        (Answer::Silence, false, "did not answer within five seconds"),
        (Answer::Noise, false, "does not speak HTTP"),
        (Answer::Endless, true, "It answered 200."),
        (Answer::Status(503), false, "It answered 503."),
    ] {
        receiver.answers([answer.clone()]);
        let told = scene.test(id).await.unwrap();
        assert_eq!(told.state == DeliveryState::Delivered, arrived, "{answer:?}");
        assert!(told.words().contains(words), "{answer:?}: {}", told.words());
    }

    assert_eq!(elsewhere.received(), []);
    assert_eq!(scene.send().await, [], "a test is not tried again");
    assert_eq!(alerts::deliveries(&scene.ada.ctx, scene.team).await.unwrap().len(), 5);
}

#[tokio::test]
async fn ten_tests_a_minute_are_enough() {
    let scene = Scene::new().await;
    let (id, _) = scene.adds("http://127.0.0.1:1/").await;
    for _ in 0..10 {
        assert!(scene.test(id).await.unwrap().words().contains("could not be reached"));
    }

    let refused = scene.test(id).await;
    assert!(matches!(refused, Err(Error::Domain(TooMany(60)))), "{refused:?}");
    scene.world.pass(60_000);
    scene.test(id).await.unwrap();
}

#[tokio::test]
async fn what_led_into_the_operators_network_meanwhile_is_not_connected_to() {
    let (scene, receiver) = (Scene::with(testkit::settings()).await, Receiver::start(Answer::Status(200)).await);
    let (id, _) = scene.adds("https://hooks.example.com/").await;
    let seal = &scene.world.instance.seal;
    // As where the operator allowed it once, and does not any more.
    for (url, words) in [
        (format!("http://localhost:{}/", receiver.port()), "https://"),
        ("https://localhost/".to_owned(), "internal address"),
        (receiver.url("/"), "https://"),
        ("https://127.0.0.1/".to_owned(), "internal address"),
    ] {
        let secrets = serde_json::json!({ "url": url, "signing": null, "before": null }).to_string();
        let sealed = Set(seal.seal(&format!("alert-destination:{id}"), &secrets).unwrap());
        let tx = scene.world.instance.db.begin().await.unwrap();
        let row = alert_destination::ActiveModel { id: Set(id), sealed, ..Default::default() };
        row.update(&tx).await.unwrap();
        tx.commit().await.unwrap();
        let told = scene.test(id).await.unwrap();
        assert!(told.state == DeliveryState::Failed && told.words().contains(words), "{url}: {}", told.words());
    }

    assert_eq!(receiver.received(), []);
}

#[tokio::test]
async fn one_takes_a_delivery_and_another_if_that_one_dies_with_the_same_id() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;

    // Sent, and never marked.
    let parcel = alerts::take(&scene.world.instance).await.unwrap().unwrap();
    alerts::send(&scene.world.instance, &parcel).await.unwrap();
    scene.world.pass(29_999);
    assert!(alerts::take(&scene.world.instance).await.unwrap().is_none());
    scene.world.pass(1);
    assert_eq!(scene.send().await, [Verdict::Delivered]);
    assert_eq!(scene.send().await, []);

    let [first, second] = receiver.received().try_into().unwrap();
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"));
}

#[tokio::test]
async fn nothing_goes_to_a_destination_that_was_removed_meanwhile() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    let (id, _) = scene.adds(&receiver.url("/")).await;
    scene.fails().await;
    let parcel = alerts::take(&scene.world.instance).await.unwrap().unwrap();

    alerts::remove(&scene.ada.ctx, id).await.unwrap();

    assert!(!alerts::is_wanted(&scene.world.instance, &parcel).await.unwrap());
    let late = Outcome { verdict: Verdict::Later, status: None, words: None, wait: None };
    alerts::settle(&scene.world.instance, &parcel, &late).await.unwrap();
    assert_eq!(scene.send().await, []);
    let told = scene.newest().await;
    assert_eq!((told.state, told.to.as_str()), (DeliveryState::Cancelled, "Pager"));
    assert_eq!(alerts::destinations(&scene.ada.ctx, scene.team).await.unwrap(), []);
    let kept = "SELECT count(*) FROM alert_destination WHERE length(sealed) > 0";
    assert_eq!(scene.world.number(kept).await, 0, "its address is forgotten");
}

#[tokio::test]
async fn what_was_sealed_with_another_secret_fails_and_the_next_goes_out() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(200)).await);
    scene.adds(&receiver.url("/")).await;
    scene.fails().await;
    scene.world.execute("UPDATE alert_delivery SET sealed = substr(sealed, 1, 30)").await;
    scene.world.pass(1);
    scene.fails().await;

    assert_eq!(scene.send().await, [Verdict::Delivered]);

    let all = alerts::deliveries(&scene.ada.ctx, scene.team).await.unwrap();
    assert_eq!((all[0].state, all[1].state), (DeliveryState::Delivered, DeliveryState::Failed));
    assert!(all[1].reason.as_deref().unwrap().contains("another secret"));
}

#[tokio::test]
async fn a_thousand_alerts_wait_for_a_destination_and_no_more() {
    let scene = Scene::new().await;
    scene.adds("http://127.0.0.1:1/").await;
    scene.fails().await;
    let columns = "team_id, destination_id, project_name, run_name, run_display_name, event, state, attempts, created_at, queued_at";
    let fresh = if testkit::on_postgres() { "gen_random_uuid()" } else { "randomblob(16)" };
    scene
        .world
        .execute(&format!(
            "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 999)
         INSERT INTO alert_delivery (id, {columns}) SELECT {fresh}, {columns} FROM alert_delivery, numbers"
        ))
        .await;

    scene.world.pass(1);
    scene.fails().await;

    let told = scene.newest().await;
    assert_eq!((told.state, told.event), (DeliveryState::Failed, Some(RunEventKind::Failed)));
    assert!(told.reason.unwrap().contains("thousand"));
}

#[tokio::test]
async fn what_is_older_than_a_month_is_forgotten() {
    let scene = Scene::new().await;
    scene.adds("http://127.0.0.1:1/").await;
    scene.fails().await;
    scene.world.pass_days(29);
    alerts::sweep(&scene.world.instance).await.unwrap();
    assert_eq!(scene.world.number("SELECT count(*) FROM alert_delivery").await, 1);

    scene.world.pass_days(1);
    alerts::sweep(&scene.world.instance).await.unwrap();

    assert_eq!(scene.world.number("SELECT count(*) FROM alert_delivery").await, 0);
}

#[tokio::test]
async fn what_a_run_logs_of_itself_is_told() {
    let (scene, receiver) = (Scene::new().await, Receiver::start(Answer::Status(204)).await);
    scene.adds(&receiver.url("/")).await;
    let (ada, world) = (&scene.ada, &scene.world);
    let project = world.project(ada, "sweep", Visibility::Team).await.project.id;
    let run = async |name: &str| {
        let new = NewRun { name: Some(name.to_owned()), ..NewRun::default() };
        runs::start(&ada.ctx, project, &new).await.expect("a run").run
    };
    let ended = run("ended").await;
    run("silent").await;
    let alert = NewAlert { title: "Loss is rising", text: "", level: AlertLevel::Warn, wait: 0 };

    runs::alert(&ada.ctx, ended, &alert).await.unwrap();
    runs::set_state(&ada.ctx, ended, RunState::Failed).await.unwrap();
    world.pass((SILENCE_SECONDS + 1) * 1000);
    assert_eq!(runs::mark_crashed(&world.instance).await.unwrap(), 1);
    scene.send().await;

    let told: Vec<(String, String)> = receiver.received().iter().map(|request| told(&request.body)).collect();
    let of = |event: &str, run: &str| (event.to_owned(), run.to_owned());
    assert_eq!(told, [of("run.alert", "ended"), of("run.failed", "ended"), of("run.crashed", "silent")]);
}

/// What a webhook says, and of which run.
fn told(body: &str) -> (String, String) {
    let told: serde_json::Value = serde_json::from_str(body).expect("json");
    let word = |at: &str| told.pointer(at).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
    (word("/type"), word("/data/run/name"))
}
