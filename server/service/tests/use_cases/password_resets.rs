//! Forgotten passwords.

use domain::Error::{Gone, Invalid, NotFound};
use domain::error::Gone::ResetUsed;
use domain::policy::OrgRole;
use service::password_resets;
use service::sessions::Browser;
use service::{Error, users};
use testkit::World;

const NEW: &str = "another river under nine bridges";

fn token(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or_default()
}

#[tokio::test]
async fn a_link_replaces_the_password_once_and_logs_everybody_out() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let cli = world.instance.command_line();
    let old = password_resets::make_link(&cli, "ada@example.com").await.unwrap();
    let url = password_resets::make_link(&cli, "ADA@example.com").await.unwrap();
    let reset = async |token| {
        password_resets::use_link(&world.stranger(), token, NEW.to_owned().into(), &Browser::default()).await
    };

    assert!(matches!(reset(token(&old)).await.err(), Some(Error::Domain(Gone(ResetUsed)))));
    assert!(matches!(reset("mangled").await.err(), Some(Error::Domain(NotFound(_)))));
    let weak =
        password_resets::use_link(&world.stranger(), token(&url), "short".to_owned().into(), &Browser::default()).await;
    assert!(matches!(weak.err(), Some(Error::Domain(Invalid(_)))));
    let here = reset(token(&url)).await.unwrap();

    assert!(service::sessions::find(&world.instance, &ada.token).await.unwrap().is_none());
    assert_eq!(world.person(here).await.id, ada.id);
    assert!(world.signs_in("ada").await.is_err());
    assert!(matches!(reset(token(&url)).await.err(), Some(Error::Domain(Gone(ResetUsed)))));
}

#[tokio::test]
async fn a_link_ends_after_half_an_hour_and_with_the_access() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let cli = world.instance.command_line();
    let late = password_resets::make_link(&cli, "ada@example.com").await.unwrap();
    let gone = password_resets::make_link(&cli, "bob@example.com").await.unwrap();
    users::deactivate(&ada.ctx, bob.id).await.unwrap();

    assert!(matches!(
        password_resets::open(&world.stranger(), token(&gone)).await,
        Err(Error::Domain(Gone(ResetUsed)))
    ));
    assert!(password_resets::open(&world.stranger(), token(&late)).await.is_ok());
    world.pass(30 * 60_000);
    assert!(matches!(
        password_resets::open(&world.stranger(), token(&late)).await,
        Err(Error::Domain(Gone(ResetUsed)))
    ));
}

#[tokio::test]
async fn asking_says_nothing_about_who_has_an_account() {
    let world = World::new().await;
    world.first_admin().await;

    password_resets::request(&world.stranger(), "ada@example.com").await.unwrap();
    password_resets::request(&world.stranger(), "nobody@example.com").await.unwrap();
    let wrong = password_resets::request(&world.stranger(), "ada@example.com,eve@example.com").await;

    assert!(matches!(wrong, Err(Error::Domain(Invalid(_)))));
    assert_eq!(world.number("SELECT count(*) FROM mail").await, 1);
    assert_eq!(world.number("SELECT count(*) FROM mail WHERE recipient = 'ada@example.com'").await, 1);
}
