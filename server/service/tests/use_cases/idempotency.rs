//! One request has one effect, whatever its program was told.

use domain::activity::Door;
use domain::api_key::Expiry;
use domain::project::{NewProject, Visibility};
use service::api_keys::{self, FoundKey};
use service::idempotency::{self, Attempt, Request, Verdict};
use service::{Ctx, Error, Result, projects};
use testkit::{Person, World};

const MADE: &str = "SELECT count(*) FROM project";

struct Scene {
    world: World,
    ada: Person,
    key: FoundKey,
}

impl Scene {
    async fn new() -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        world.team_of(&ada, "vision").await;
        let secret = api_keys::make_own(&ada.ctx, "test", Expiry::Never).await.expect("a key").secret;
        let key = api_keys::find(&world.instance, &secret).await.expect("read the key").expect("a key");
        Self { world, ada, key }
    }

    async fn begins(&self) -> Result<Verdict> {
        let request = Request { owner: &self.key.owner, key: "a", method: "POST", address: "/", body: b"one" };
        idempotency::begin(&self.world.instance, &request).await
    }

    async fn attempts(&self) -> Attempt {
        match self.begins().await.expect("an attempt") {
            Verdict::Do(attempt) => attempt,
            Verdict::Done { body, .. } => panic!("done already: {body}"),
        }
    }

    async fn makes(&self, attempt: &Attempt, name: &str) -> Result<String> {
        let team = service::teams::open(&self.ada.ctx, "vision").await?.id;
        let new = NewProject { team, name: name.to_owned(), description: String::new(), visibility: Visibility::Team };
        let cx = Ctx::of_key(self.world.instance.clone(), self.key.clone(), Door::Rest, "test");
        projects::create(&cx.once(attempt.clone()), &new).await
    }
}

fn refusal<T>(result: Result<T>) -> String {
    match result {
        Err(Error::Domain(error @ domain::Error::Conflict(_))) => error.to_string(),
        Err(other) => panic!("refused otherwise: {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn what_was_done_is_not_done_again_though_its_answer_was_lost() {
    let scene = Scene::new().await;
    let first = scene.attempts().await;

    scene.makes(&first, "one").await.unwrap();
    first.give_up(&scene.world.instance).await.unwrap();
    scene.world.pass(86_399_999);

    assert!(refusal(scene.begins().await).contains("done already"));
    assert_eq!(scene.world.number(MADE).await, 1);
}

#[tokio::test]
async fn who_comes_back_after_another_took_over_changes_nothing() {
    let scene = Scene::new().await;
    let (slow, instance) = (scene.attempts().await, &scene.world.instance);
    assert!(refusal(scene.begins().await).contains("under way"));

    scene.world.pass(120_000);
    let quick = scene.attempts().await;

    assert!(refusal(scene.makes(&slow, "one").await).contains("under way"));
    assert_eq!(scene.world.number(MADE).await, 0);
    scene.makes(&quick, "one").await.unwrap();
    slow.keep(instance, 200, Some("{}")).await.unwrap();
    slow.give_up(instance).await.unwrap();
    quick.keep(instance, 201, Some("{}")).await.unwrap();
    assert!(matches!(scene.begins().await.unwrap(), Verdict::Done { status: 201, .. }));
    assert_eq!(scene.world.number(MADE).await, 1);
}
