//! The job that sends alerts, against receivers that do as they are told.

#![expect(clippy::unwrap_used, reason = "a test may end where it stands")]

use std::time::Duration;

use domain::alert::{Delivery, DeliveryState, DestinationKind, Events, NewDestination};
use domain::ids::{RunId, TeamId};
use domain::project::Visibility;
use domain::run::{RunEvent, RunState};
use server::jobs::send_alerts;
use service::alerts;
use service::instance::Settings;
use testkit::{Answer, NOON, Person, Receiver, World};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A team with a run, and the job that tells of it.
struct Post {
    world: World,
    ada: Person,
    team: TeamId,
    run: RunId,
    stop: oneshot::Sender<()>,
    job: JoinHandle<()>,
}

impl Post {
    async fn new() -> Self {
        let settings = Settings { internal_webhooks: true, mail_server: None, ..testkit::settings() };
        let world = World::with(settings).await;
        let ada = world.first_admin().await;
        let team = world.team_of(&ada, "vision").await;
        let page = world.project(&ada, "baseline", Visibility::Team).await;
        let run = world.logs(&ada, &page, "a1b2", RunState::Failed, NOON.0).await;
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async {
            let _ = stopped.await;
        };
        let job = tokio::spawn(send_alerts(world.instance.clone(), shutdown));
        Self { world, ada, team, run, stop, job }
    }

    async fn adds(&self, url: String) {
        let name = "Pager".to_owned();
        let new = NewDestination { kind: DestinationKind::Webhook, name, url, events: Events::default() };
        alerts::add(&self.ada.ctx, self.team, &new).await.unwrap();
    }

    /// Waits until the deliveries are as wanted.
    async fn until(&self, wanted: impl Fn(&[Delivery]) -> bool) -> Vec<Delivery> {
        for _ in 0..200 {
            let all = alerts::deliveries(&self.ada.ctx, self.team).await.unwrap();
            if wanted(&all) {
                return all;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the deliveries never were as wanted");
    }
}

#[tokio::test]
async fn what_happens_to_a_run_is_sent_while_another_destination_is_silent() {
    let (post, answering, silent) =
        (Post::new().await, Receiver::start(Answer::Status(200)).await, Receiver::start(Answer::Silence).await);
    post.adds(silent.url("/")).await;
    post.adds(answering.url("/")).await;

    post.world.tells(post.run, &RunEvent::Failed).await;
    post.until(|all| all.iter().any(|it| it.state == DeliveryState::Delivered)).await;
    assert_eq!(answering.received().len(), 1);
    let all = post.until(|all| all.iter().any(|it| it.reason.is_some())).await;

    let waiting = all.iter().find(|it| it.state == DeliveryState::Waiting).unwrap();
    assert_eq!(waiting.reason.as_deref(), Some("It did not answer within five seconds."));
    post.stop.send(()).unwrap();
    post.job.await.unwrap();
    assert_eq!(silent.received().len(), 1);
}

#[tokio::test]
async fn what_is_being_sent_when_the_server_stops_is_sent_to_its_end() {
    let (post, silent) = (Post::new().await, Receiver::start(Answer::Silence).await);
    post.adds(silent.url("/")).await;
    post.world.tells(post.run, &RunEvent::Crashed).await;
    post.until(|_| !silent.received().is_empty()).await;

    post.stop.send(()).unwrap();
    post.job.await.unwrap();

    let told = alerts::deliveries(&post.ada.ctx, post.team).await.unwrap().remove(0);
    assert_eq!((told.state, told.attempts), (DeliveryState::Waiting, 1));
    assert!(told.reason.is_some(), "{told:?}");
}
