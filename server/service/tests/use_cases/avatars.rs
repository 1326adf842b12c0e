//! The pictures of people and teams.

use domain::Error::{Denied as Refused, Invalid, NotFound};
use domain::bulk::Deed;
use domain::ids::AvatarId;
use domain::ids::TeamId;
use domain::person::Place;
use domain::policy::{OrgRole, TeamRole};
use domain::report::ReportQuery;
use domain::square::Square;
use domain::storage::StorageType;
use domain::team::NewTeam;
use domain::user::UserQuery;
use service::avatars::Sent;
use service::instance::Settings;
use service::{Error, Result, avatars, people, reports, runs, storage, teams, users};
use testkit::{Person, S3Server, World, picture};

fn kept(world: &World) -> usize {
    std::fs::read_dir(world.instance.settings.files.join("avatars")).map_or(0, Iterator::count)
}

async fn own(person: &Person, name: &str) -> Option<AvatarId> {
    match people::open(&person.ctx, name).await {
        Ok(Place::Person(profile)) => profile.avatar,
        other => panic!("no person: {other:?}"),
    }
}

#[tokio::test]
async fn a_picture_is_drawn_anew_under_a_name_that_says_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let sent = picture(300, 200);

    avatars::set_own(&ada.ctx, Some(sent.clone().into())).await.unwrap();

    let id = own(&bob, "ada").await.unwrap();
    assert_eq!(id.uuid().get_version_num(), 4);
    let shown = avatars::open(&bob.ctx, id).await.unwrap();
    assert_ne!(shown.as_ref(), sent);
    let drawn = image::load_from_memory(&shown).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (256, 256));
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'user.picture_changed'").await, 1);
    let found = service::sessions::find(&world.instance, &ada.token).await.unwrap().unwrap();
    assert_eq!(found.viewer.avatar, Some(id));
}

#[tokio::test]
async fn the_picture_before_is_gone_with_the_next_one() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    avatars::set_own(&ada.ctx, Some(picture(30, 20).into())).await.unwrap();
    let first = own(&ada, "ada").await.unwrap();
    avatars::set_own(&ada.ctx, Some(picture(20, 30).into())).await.unwrap();
    assert_eq!(kept(&world), 1);
    let gone = avatars::open(&ada.ctx, first).await;
    assert!(matches!(gone, Err(Error::Domain(NotFound(_)))), "{gone:?}");

    avatars::set_own(&ada.ctx, None).await.unwrap();
    assert_eq!((own(&ada, "ada").await, kept(&world)), (None, 0));
}

#[tokio::test]
async fn what_is_no_picture_changes_and_keeps_nothing() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let refused = avatars::set_own(&ada.ctx, Some(b"<svg onload='alert(1)'/>".to_vec().into())).await;

    assert!(matches!(refused, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "picture"), "{refused:?}");
    assert_eq!((own(&ada, "ada").await, kept(&world)), (None, 0));
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'user.picture_changed'").await, 0);
}

#[tokio::test]
async fn admins_of_a_team_give_it_a_picture() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let (bob, carl) =
        (world.joins(&ada, "bob", OrgRole::Member).await, world.joins(&ada, "carl", OrgRole::Member).await);
    let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
    let team = teams::create(&ada.ctx, &new).await.unwrap().id;
    teams::add_member(&ada.ctx, team, bob.id, TeamRole::Member).await.unwrap();
    let set = |by: &Person| {
        let ctx = by.ctx.clone();
        async move { avatars::set_of_team(&ctx, team, Some(picture(9, 9).into())).await }
    };

    assert_eq!(set(&ada).await.unwrap(), "vision");
    let (member, outsider): (Result<_>, Result<_>) = (set(&bob).await, set(&carl).await);

    assert!(matches!(member, Err(Error::Domain(Refused(_)))), "{member:?}");
    assert!(matches!(outsider, Err(Error::Domain(NotFound(_)))), "{outsider:?}");
    let shown = teams::open(&bob.ctx, "vision").await.unwrap().avatar.unwrap();
    assert!(avatars::open(&bob.ctx, shown).await.is_ok());
    assert_eq!(kept(&world), 1);
    assert!(avatars::open(&world.stranger(), shown).await.is_err());
}

#[tokio::test]
async fn the_square_that_was_chosen_is_kept_and_one_outside_of_the_picture_is_refused() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let send = async |x, y, size| {
        let square = Some(Square { x, y, size });
        avatars::set_own(&ada.ctx, Some(Sent { bytes: picture(40, 30), square })).await
    };

    send(10, 0, 30).await.unwrap();
    assert_eq!(kept(&world), 1);
    for (x, y, size) in [(11, 0, 30), (0, 0, 0), (0, 30, 1), (u32::MAX, u32::MAX, u32::MAX)] {
        let refused = send(x, y, size).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(ref it))) if it[0].field == "picture"), "{refused:?}");
    }
    assert_eq!((kept(&world), unused(&world).await), (1, 0));
}

async fn unused(world: &World) -> i64 {
    world.number("SELECT count(*) FROM unused_picture").await
}

#[tokio::test]
async fn who_is_removed_leaves_no_picture_behind() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let (mut people, mut ids) = (Vec::new(), Vec::new());
    for name in ["bob", "carl", "dora"] {
        let person = world.joins(&ada, name, OrgRole::Member).await;
        avatars::set_own(&person.ctx, Some(picture(9, 9).into())).await.unwrap();
        ids.push(own(&ada, name).await.unwrap());
        people.push(person);
    }
    assert_eq!(kept(&world), 3);

    users::remove(&ada.ctx, people[0].id).await.unwrap();
    assert_eq!(kept(&world), 2);
    users::bulk::run(&ada.ctx, Deed::Remove, &[people[1].id, people[2].id]).await.unwrap();

    assert_eq!((kept(&world), unused(&world).await), (0, 0));
    for id in ids {
        assert!(avatars::open(&ada.ctx, id).await.is_err());
    }
    assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE avatar IS NOT NULL").await, 0);
}

#[tokio::test]
async fn who_is_deactivated_keeps_the_picture() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    avatars::set_own(&bob.ctx, Some(picture(9, 9).into())).await.unwrap();

    users::deactivate(&ada.ctx, bob.id).await.unwrap();

    assert!(own(&ada, "bob").await.is_some());
    assert_eq!(kept(&world), 1);
}

#[tokio::test]
async fn what_could_not_be_deleted_is_swept_later() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    avatars::set_own(&ada.ctx, Some(picture(9, 9).into())).await.unwrap();
    let first = own(&ada, "ada").await.unwrap();
    // A folder in the place of the file cannot be deleted as one.
    let file = world.instance.settings.files.join(format!("avatars/{first}.png"));
    std::fs::remove_file(&file).unwrap();
    std::fs::create_dir_all(file.join("in the way")).unwrap();

    avatars::set_own(&ada.ctx, None).await.unwrap();
    assert_eq!(unused(&world).await, 1, "the change is made, whatever became of the file");
    world.pass(3_600_001);
    assert!(avatars::sweep(&world.instance).await.is_err());
    assert_eq!(unused(&world).await, 1);

    std::fs::remove_dir_all(&file).unwrap();
    std::fs::write(&file, b"left").unwrap();
    avatars::sweep(&world.instance).await.unwrap();
    assert_eq!((kept(&world), unused(&world).await), (0, 0));
}

#[tokio::test]
async fn a_server_that_died_in_between_leaves_nothing_that_is_not_swept() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    avatars::set_own(&ada.ctx, Some(picture(9, 9).into())).await.unwrap();
    let named = own(&ada, "ada").await.unwrap();
    // As after a crash between keeping a picture and naming it: written down, there, and nobody's.
    let left = uuid::Uuid::now_v7();
    let id = if testkit::on_postgres() { format!("'{left}'") } else { format!("X'{}'", left.simple()) };
    world.execute(&format!("INSERT INTO unused_picture VALUES ({id}, {})", testkit::NOON.0)).await;
    world.instance.files.put(&format!("avatars/{left}.png"), b"left".to_vec()).await.unwrap();

    avatars::sweep(&world.instance).await.unwrap();
    assert_eq!(kept(&world), 2, "it may still be on its way");
    world.pass(3_600_001);
    avatars::sweep(&world.instance).await.unwrap();

    assert_eq!((kept(&world), unused(&world).await), (1, 0));
    assert!(avatars::open(&ada.ctx, named).await.is_ok());
}

/// The team "vision", which has brought a bucket along.
async fn team_with_a_bucket() -> (World, Person, TeamId) {
    let world = World::with(Settings { internal_buckets: true, ..testkit::settings() }).await;
    let ada = world.first_admin().await;
    let team =
        teams::create_in_bucket(&ada.ctx, "vision", &S3Server::running().typed("pictures")).await.expect("a team").id;
    (world, ada, team)
}

#[tokio::test]
async fn the_picture_of_a_team_with_a_bucket_lies_with_the_instance_and_goes_from_there() {
    let (world, ada, team) = team_with_a_bucket().await;
    let bucket = storage::of_team(&world.instance, team).await.unwrap();
    let set = async |sent: Option<Vec<u8>>| {
        avatars::set_of_team(&ada.ctx, team, sent.map(Sent::from)).await.unwrap();
        teams::open(&ada.ctx, "vision").await.unwrap().avatar
    };

    let first = set(Some(picture(9, 9))).await.unwrap();
    assert_eq!(bucket.get(&format!("avatars/{first}.png")).await.unwrap(), None);
    assert!(avatars::open(&ada.ctx, first).await.is_ok());
    let second = set(Some(picture(8, 8))).await.unwrap();
    assert_eq!(kept(&world), 1);
    assert!(avatars::open(&ada.ctx, first).await.is_err() && avatars::open(&ada.ctx, second).await.is_ok());

    assert_eq!(set(None).await, None);
    assert_eq!((kept(&world), unused(&world).await), (0, 0));
}

#[tokio::test]
async fn the_picture_stands_wherever_its_owner_does() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let team = world.team_of(&ada, "vision").await;
    let page = world.project(&ada, "sweep", domain::project::Visibility::Team).await;
    world.logs(&ada, &page, "one", domain::run::RunState::Finished, testkit::NOON.0).await;
    let new = domain::report::NewReport {
        project: page.project.id,
        title: "Weekly".to_owned(),
        body: String::new(),
        published: true,
    };
    reports::create(&ada.ctx, &new).await.unwrap();
    avatars::set_own(&ada.ctx, Some(picture(9, 9).into())).await.unwrap();
    avatars::set_of_team(&ada.ctx, team, Some(picture(9, 9).into())).await.unwrap();
    let face = own(&ada, "ada").await;
    let team_face = teams::open(&ada.ctx, "vision").await.unwrap().avatar;

    let users = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap();
    let members = teams::members(&ada.ctx, "vision", &domain::team::MemberQuery::default(), None).await.unwrap();
    let candidates = teams::candidates(&ada.ctx, team, "ada").await.unwrap();
    let runs = runs::list_of_team(&ada.ctx, team, &domain::run::RunQuery::default(), None).await.unwrap();
    let reports = reports::list(&ada.ctx, team, &ReportQuery::default(), None).await.unwrap();
    let project = service::projects::open(&ada.ctx, "vision", "sweep").await.unwrap();
    let mine = teams::mine(&ada.ctx).await.unwrap();
    let found = service::organization::find_teams(&ada.ctx, "visi").await.unwrap();

    assert!(face.is_some() && team_face.is_some() && face != team_face);
    for shown in [
        users.rows[0].avatar,
        members.rows[0].avatar,
        candidates[0].avatar,
        runs.rows[0].author.avatar,
        reports.rows[0].author.avatar,
        project.project.creator.and_then(|it| it.avatar),
    ] {
        assert_eq!(shown, face);
    }
    for shown in [mine.teams[0].avatar, found[0].avatar, project.team.avatar] {
        assert_eq!(shown, team_face);
    }
}
