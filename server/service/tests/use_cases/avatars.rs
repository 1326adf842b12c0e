//! The pictures of people and teams.

use domain::Error::{Denied as Refused, Invalid, NotFound};
use domain::ids::AvatarId;
use domain::person::Place;
use domain::policy::{OrgRole, TeamRole};
use domain::storage::StorageType;
use domain::team::NewTeam;
use service::{Error, Result, avatars, people, teams};
use testkit::{Person, World, picture};

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

    avatars::set_own(&ada.ctx, Some(sent.clone())).await.unwrap();

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

    avatars::set_own(&ada.ctx, Some(picture(30, 20))).await.unwrap();
    let first = own(&ada, "ada").await.unwrap();
    avatars::set_own(&ada.ctx, Some(picture(20, 30))).await.unwrap();
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

    let refused = avatars::set_own(&ada.ctx, Some(b"<svg onload='alert(1)'/>".to_vec())).await;

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
        async move { avatars::set_of_team(&ctx, team, Some(picture(9, 9))).await }
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
