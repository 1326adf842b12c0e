//! The files of runs: of any size, in a folder and in a bucket, and gone when nothing names them.

use bytes::Bytes;
use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::ids::RunId;
use domain::policy::Denied;
use domain::project::Visibility;
use domain::run::{NewRun, RunState};
use futures::{Stream, StreamExt, TryStreamExt, stream};
use service::instance::Settings;
use service::runs::{self, Contents};
use service::{Ctx, Error, Result, teams};
use testkit::{NOON, S3Server, World};

use crate::projects::Vision;

const MIB: usize = 1 << 20;
const STRAYS: &str = "SELECT count(*) FROM stray_object";

type Broken = std::io::Error;

/// So many pieces of one MiB, each of another byte.
fn pieces(count: u8) -> impl Stream<Item = Result<Bytes, Broken>> + Send {
    stream::iter((0..count).map(|number| Ok(Bytes::from(vec![number; MIB]))))
}

fn short(text: &'static str) -> impl Stream<Item = Result<Bytes, Broken>> + Send {
    stream::iter([Ok(Bytes::from_static(text.as_bytes()))])
}

/// All that is in a file.
pub async fn read(Contents { stored, .. }: Contents) -> Vec<u8> {
    stored
        .pieces
        .try_fold(Vec::new(), |mut all, piece| async move {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await
        .expect("what was kept")
}

/// What somebody finds in a file.
async fn found(ctx: &Ctx, run: RunId, name: &str) -> Vec<u8> {
    read(runs::open_file(ctx, run, name).await.expect("a file")).await
}

async fn begin(ctx: &Ctx) -> RunId {
    let project = service::projects::open(ctx, "vision", "sweep").await.expect("a project").project.id;
    runs::start(ctx, project, &NewRun { name: Some("a".to_owned()), ..NewRun::default() }).await.expect("a run").run
}

/// A team that keeps its files with the instance, and one that brings a bucket.
async fn worlds() -> [(World, Ctx); 2] {
    let folder = World::new().await;
    let ada = folder.first_admin().await;
    folder.team_of(&ada, "vision").await;
    let bucket = World::with(Settings { internal_buckets: true, ..testkit::settings() }).await;
    let eve = bucket.first_admin().await;
    let prefix = uuid::Uuid::now_v7().to_string();
    teams::create_in_bucket(&eve.ctx, "vision", &S3Server::running().typed(&prefix)).await.expect("a team");
    for (world, person) in [(&folder, &ada), (&bucket, &eve)] {
        world.project(person, "sweep", Visibility::Team).await;
    }
    [(folder, ada.ctx), (bucket, eve.ctx)]
}

#[tokio::test]
async fn a_file_of_any_size_comes_back_as_it_came() {
    for (world, ctx) in worlds().await {
        let run = begin(&ctx).await;

        let large = runs::put_file(&ctx, run, "model/weights.bin", Some(20 << 20), pieces(20)).await.unwrap();
        let unsaid = runs::put_file(&ctx, run, "unsaid.bin", None, pieces(17)).await.unwrap();
        let small = runs::put_file(&ctx, run, "a b.txt", Some(5), short("hello")).await.unwrap();
        let empty =
            runs::put_file(&ctx, run, "empty", Some(0), stream::empty::<Result<Bytes, Broken>>()).await.unwrap();

        assert_eq!([large.size, unsaid.size, small.size, empty.size], [20 << 20, 17 << 20, 5, 0]);
        let weights = found(&ctx, run, "model/weights.bin").await;
        assert!(
            weights.chunks(MIB).enumerate().all(|(number, piece)| piece.iter().all(|it| usize::from(*it) == number))
        );
        assert_eq!(weights.len(), 20 * MIB);
        assert_eq!(found(&ctx, run, "unsaid.bin").await.len(), 17 * MIB);
        assert_eq!(found(&ctx, run, "a b.txt").await, b"hello");
        assert_eq!(found(&ctx, run, "empty").await, b"");
        let page = runs::open(&ctx, "vision", "sweep", "a").await.unwrap();
        assert!(page.files.iter().all(|it| it.kept) && page.files.len() == 4);
        assert_eq!(world.number(STRAYS).await, 0);
    }
}

#[tokio::test]
async fn a_file_takes_the_place_of_the_one_of_its_name_or_leaves_it_as_it_was() {
    for (world, ctx) in worlds().await {
        let run = begin(&ctx).await;
        runs::put_file(&ctx, run, "a.txt", None, short("one")).await.unwrap();
        runs::put_file(&ctx, run, "a.txt", None, short("two")).await.unwrap();

        let broken = pieces(12).chain(stream::iter([Err(Broken::other("gone"))]));
        let refused = runs::put_file(&ctx, run, "a.txt", Some(20 << 20), broken).await;

        assert!(matches!(refused, Err(Error::Domain(Invalid(ref it))) if it[0].field == "body"), "{refused:?}");
        assert_eq!(found(&ctx, run, "a.txt").await, b"two");
        assert_eq!(world.number("SELECT count(*) FROM run_file").await, 1);
        assert_eq!(world.number(STRAYS).await, 0);
        is_left_with(&world, run, 1).await;
    }
}

/// Waits until the folder of the run holds no more than so many files: what broke off is taken away beside the answer.
async fn is_left_with(world: &World, run: RunId, most: usize) {
    let folder = world.instance.settings.files.join("runs").join(run.to_string());
    let count = || std::fs::read_dir(&folder).map_or(0, Iterator::count);
    for _ in 0..100 {
        if count() <= most {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{} files are left", count());
}

#[tokio::test]
async fn deleting_a_file_or_its_run_deletes_what_was_kept() {
    for (world, ctx) in worlds().await {
        let run = begin(&ctx).await;
        for name in ["a", "b", "c"] {
            runs::put_file(&ctx, run, name, None, short("hello")).await.unwrap();
        }
        let left = runs::open_file(&ctx, run, "b").await.unwrap();

        runs::delete_file(&ctx, run, "a").await.unwrap();
        for name in ["a", "a\0", "../a", ""] {
            assert!(matches!(runs::delete_file(&ctx, run, name).await, Err(Error::Domain(NotFound(Kind::File)))));
            assert!(matches!(runs::open_file(&ctx, run, name).await, Err(Error::Domain(NotFound(Kind::File)))));
        }
        runs::delete(&ctx, run).await.unwrap();

        drop(left);
        assert_eq!(world.number(STRAYS).await, 0);
        is_left_with(&world, run, 0).await;
    }
}

#[tokio::test]
async fn what_cannot_be_deleted_at_once_is_deleted_later() {
    let [_, (world, ctx)] = worlds().await;
    let run = begin(&ctx).await;
    runs::put_file(&ctx, run, "a", None, short("hello")).await.unwrap();
    let endpoint = S3Server::running().url.clone();

    world.execute("UPDATE team_bucket SET endpoint = 'http://127.0.0.1:1'").await;
    runs::delete(&ctx, run).await.unwrap();
    assert_eq!(world.number(STRAYS).await, 1);
    assert_eq!(runs::sweep(&world.instance).await.unwrap(), 1);
    assert_eq!(runs::sweep(&world.instance).await.unwrap(), 0, "it is left alone for an hour");
    world.execute(&format!("UPDATE team_bucket SET endpoint = '{endpoint}'")).await;
    world.pass(3_600_000);
    assert_eq!(runs::sweep(&world.instance).await.unwrap(), 1);

    assert_eq!(world.number(STRAYS).await, 0);
}

#[tokio::test]
async fn what_is_on_its_way_for_more_than_a_day_is_given_up() {
    let [(world, ctx), _] = worlds().await;
    let run = begin(&ctx).await;

    let late = stream::once(async {
        world.pass_days(1);
        runs::sweep(&world.instance).await.unwrap();
        Ok::<_, Broken>(Bytes::from_static(b"late"))
    });
    let outcome = runs::put_file(&ctx, run, "a", None, late).await;

    assert!(matches!(outcome, Err(Error::Domain(Conflict(_)))), "{outcome:?}");
    assert_eq!(world.number("SELECT count(*) FROM run_file").await, 0);
    is_left_with(&world, run, 0).await;
}

#[tokio::test]
async fn whoever_sees_a_run_reads_its_files_and_whoever_logs_it_writes_them() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    it.world.project(&it.bob, "sweep", Visibility::Team).await;
    let run = begin(&it.bob.ctx).await;
    runs::set_state(&it.bob.ctx, run, RunState::Finished).await.unwrap();

    runs::put_file(&it.bob.ctx, run, "a.txt", None, short("hello")).await.unwrap();

    assert_eq!(found(&it.vic.ctx, run, "a.txt").await, b"hello");
    for (ctx, why) in [(&it.vic.ctx, Denied::NoContribution), (&cat.ctx, Denied::AuthorsOnly)] {
        for outcome in [
            runs::put_file(ctx, run, "a.txt", None, short("mine")).await.map(drop),
            runs::delete_file(ctx, run, "a.txt").await,
        ] {
            assert!(matches!(outcome, Err(Error::Domain(Refused(ref it))) if *it == why), "{outcome:?}");
        }
    }
    let outside = runs::open_file(&it.eve.ctx, run, "a.txt").await.map(drop);
    assert!(matches!(outside, Err(Error::Domain(NotFound(Kind::Run)))), "{outside:?}");
    for wrong in ["../a", "/etc/passwd", "a//b", ""] {
        let refused = runs::put_file(&it.bob.ctx, run, wrong, None, short("mine")).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(ref it))) if it[0].field == "name"), "{wrong}");
    }
    let huge = runs::put_file(&it.bob.ctx, run, "a.txt", Some(600_000_000_000), short("mine")).await;
    assert!(matches!(huge, Err(Error::Domain(Invalid(ref it))) if it[0].field == "body"));
}

#[tokio::test]
async fn a_file_that_the_demo_lists_says_that_it_is_not_kept() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    let run = it.world.logs(&it.bob, &page, "a", RunState::Finished, NOON.0).await;
    it.world.measures(run, 3).await;

    let outcome = runs::open_file(&it.vic.ctx, run, "output.log").await.map(drop);

    let told = matches!(outcome, Err(Error::Domain(Conflict(ref words))) if words.contains("demo"));
    assert!(told, "{outcome:?}");
    assert!(!runs::open(&it.vic.ctx, "vision", "sweep", "a").await.unwrap().files[0].kept);
    runs::put_file(&it.bob.ctx, run, "output.log", None, short("now")).await.unwrap();
    assert_eq!(found(&it.vic.ctx, run, "output.log").await, b"now");
}
