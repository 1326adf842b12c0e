//! Where the files of teams are kept, on a real S3 server.

use domain::Error::{Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::policy::{OrgRole, TeamRole};
use domain::storage::{StorageType, TypedBucket};
use domain::team::NewTeam;
use sea_orm::EntityTrait;
use service::instance::Settings;
use service::{Error, Result, storage, teams};
use testkit::{Person, S3Server, World};

/// A world whose operator allows buckets on this machine.
async fn open_world() -> (World, Person) {
    let world = World::with(Settings { internal_buckets: true, ..testkit::settings() }).await;
    let ada = world.first_admin().await;
    (world, ada)
}

/// The field that is to blame, and the words.
fn blamed<T>(outcome: Result<T>) -> (String, String) {
    match outcome {
        Err(Error::Domain(Invalid(fields))) => (fields[0].field.clone(), fields[0].message.clone()),
        Err(other) => panic!("blames no field: {other:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

#[tokio::test]
async fn a_team_keeps_its_files_in_the_bucket_it_brings() {
    let (world, ada) = open_world().await;
    let typed = S3Server::running().typed("rollcall/vision");

    let team = teams::create_in_bucket(&ada.ctx, "vision", &typed).await.unwrap().id;

    let store = storage::of_team(&world.instance, team).await.unwrap();
    store.put("runs/a b.txt", b"points".to_vec()).await.unwrap();
    assert_eq!(store.get("runs/a b.txt").await.unwrap().as_deref(), Some(b"points".as_slice()));
    assert_eq!(world.instance.files.get("runs/a b.txt").await.unwrap(), None);
    store.delete("runs/a b.txt").await.unwrap();
    store.delete("runs/a b.txt").await.unwrap();
    assert_eq!(store.get("runs/a b.txt").await.unwrap(), None);
}

#[tokio::test]
async fn files_of_other_teams_are_kept_with_the_instance() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    let team = teams::create(&ada.ctx, &new).await.unwrap().id;

    let store = storage::of_team(&world.instance, team).await.unwrap();

    store.put("../a/b", b"points".to_vec()).await.unwrap();
    assert_eq!(world.instance.files.get("../a/b").await.unwrap().as_deref(), Some(b"points".as_slice()));
    assert!(!world.instance.settings.files.join("../a/b").exists());
}

#[tokio::test]
async fn what_is_wrong_with_a_bucket_is_told_on_its_field() {
    let (world, ada) = open_world().await;
    let server = S3Server::running();
    let right = || server.typed("trials");
    let text = str::to_owned;

    let cases = [
        (TypedBucket { endpoint: text("http://127.0.0.1:1"), ..right() }, "endpoint", "could not be reached"),
        (TypedBucket { endpoint: text("http://no-such-host.invalid"), ..right() }, "endpoint", "could not be reached"),
        (TypedBucket { name: text("no-such-bucket"), ..right() }, "bucket", "no bucket of this name"),
        (TypedBucket { access_key_id: text("AKIAUNKNOWN"), ..right() }, "access_key_id", "does not know"),
        (TypedBucket { secret_access_key: text("wrong"), ..right() }, "secret_access_key", "not the secret"),
        (
            TypedBucket {
                access_key_id: server.reader.id.clone(),
                secret_access_key: server.reader.secret.clone(),
                ..right()
            },
            "access_key_id",
            "may not write to",
        ),
    ];

    for (typed, field, words) in cases {
        let (blamed, told) = blamed(teams::test_bucket(&ada.ctx, &typed).await);
        assert!(blamed == field && told.contains(words), "{blamed}: {told}");
        assert!(teams::create_in_bucket(&ada.ctx, "vision", &typed).await.is_err());
    }
    assert_eq!(world.number("SELECT count(*) FROM team").await, 0);
    teams::test_bucket(&ada.ctx, &right()).await.unwrap();
}

#[tokio::test]
async fn internal_addresses_are_not_asked_unless_the_operator_says_so() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let at = |endpoint: &str| TypedBucket { endpoint: endpoint.to_owned(), ..S3Server::running().typed("") };

    for endpoint in ["https://127.0.0.1:9000", "https://localhost:9000", "https://0x7f000001", "https://[::1]"] {
        let (field, words) = blamed(teams::test_bucket(&ada.ctx, &at(endpoint)).await);
        assert!(field == "endpoint" && words.contains("internal address"), "{endpoint}: {words}");
    }
    let (_, words) = blamed(teams::test_bucket(&ada.ctx, &at("http://s3.example.com")).await);
    assert!(words.contains("https://"), "{words}");
}

#[tokio::test]
async fn the_secret_is_sealed_and_told_to_nobody() {
    let (world, ada) = open_world().await;
    let typed = S3Server::running().typed("rollcall");

    teams::create_in_bucket(&ada.ctx, "vision", &typed).await.unwrap();

    let team = teams::open_settings(&ada.ctx, "vision").await.unwrap();
    let bucket = team.bucket.clone().unwrap();
    assert_eq!((bucket.prefix.as_str(), bucket.access_key_id.as_str()), ("rollcall", typed.access_key_id.as_str()));
    assert!(!serde_json::to_string(&team).unwrap().contains(&typed.secret_access_key));
    assert_eq!(teams::open(&ada.ctx, "vision").await.unwrap().bucket, None);
    let row = entity::team_bucket::Entity::find().one(world.instance.db.read()).await.unwrap().unwrap();
    assert!(!String::from_utf8_lossy(&row.sealed).contains(&typed.secret_access_key));
    let history = entity::history::Entity::find().all(world.instance.db.read()).await.unwrap();
    assert!(history.iter().all(|it| !it.after.to_string().contains(&typed.secret_access_key)));
}

#[tokio::test]
async fn an_admin_gives_the_bucket_another_key_that_has_to_open_it() {
    let (world, ada) = open_world().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let server = S3Server::running();
    let team = teams::create_in_bucket(&ada.ctx, "vision", &server.typed("keys")).await.unwrap().id;
    teams::add_member(&ada.ctx, team, bob.id, TeamRole::Member).await.unwrap();
    let (reader, writer) = (&server.reader, &server.writer);

    let refused = teams::set_bucket_key(&ada.ctx, team, &reader.id, &reader.secret).await;
    assert_eq!(blamed(refused).0, "access_key_id");
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.keys_changed'").await, 0);
    teams::set_bucket_key(&ada.ctx, team, &writer.id, &writer.secret).await.unwrap();
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'team.keys_changed'").await, 1);
    assert_eq!(teams::test_team_bucket(&ada.ctx, team).await.unwrap(), "vision");

    for outcome in [
        teams::set_bucket_key(&bob.ctx, team, &writer.id, &writer.secret).await,
        teams::test_team_bucket(&bob.ctx, team).await,
    ] {
        assert!(matches!(outcome, Err(Error::Domain(Refused(_)))), "{outcome:?}");
    }
    assert!(matches!(teams::test_bucket(&bob.ctx, &server.typed("")).await, Err(Error::Domain(Refused(_)))));
}

#[tokio::test]
async fn a_team_of_the_instance_has_no_bucket_to_test() {
    let (_world, ada) = open_world().await;
    let new = |storage| NewTeam { name: "vision".to_owned(), storage };
    let team = teams::create(&ada.ctx, &new(StorageType::Instance)).await.unwrap().id;

    let outcome = teams::test_team_bucket(&ada.ctx, team).await;

    assert!(matches!(outcome, Err(Error::Domain(NotFound(Kind::Bucket)))), "{outcome:?}");
    assert_eq!(blamed(teams::create(&ada.ctx, &new(StorageType::S3)).await).0, "storage");
}
