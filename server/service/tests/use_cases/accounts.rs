//! Signing up, signing in, and the way back in.

use domain::Error::{Denied as Refused, Invalid, WrongCredentials};
use domain::policy::{Denied, OrgRole};
use domain::user::UserQuery;
use service::accounts::{self, SignUp, SignUpDoor};
use service::instance::Settings;
use service::sessions::Browser;
use service::{Error, users};
use testkit::{PASSWORD, World, form, settings};

#[tokio::test]
async fn the_first_account_is_the_admin_and_closes_the_door() {
    let world = World::new().await;
    assert_eq!(accounts::sign_up_door(&world.stranger()).await.unwrap(), SignUpDoor::First);

    let ada = world.first_admin().await;
    let second = accounts::sign_up(&world.stranger(), form("eve"), &Browser::default()).await;

    let rows = users::list(&ada.ctx, &UserQuery::default(), None).await.unwrap().rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].role, OrgRole::Admin);
    assert!(matches!(second.err(), Some(Error::Domain(Refused(Denied::SignUpClosed)))));
    assert_eq!(accounts::sign_up_door(&world.stranger()).await.unwrap(), SignUpDoor::Closed);
}

#[tokio::test]
async fn with_open_sign_up_the_second_is_a_member() {
    let world = World::with(Settings { open_signup: true, ..settings() }).await;
    world.first_admin().await;

    let eve = accounts::sign_up(&world.stranger(), form("eve"), &Browser::default()).await.unwrap();

    let eve = world.person(eve).await;
    assert!(matches!(
        users::list(&eve.ctx, &UserQuery::default(), None).await,
        Err(Error::Domain(Refused(Denied::AdminsOnly)))
    ));
}

#[tokio::test]
async fn a_form_is_told_everything_at_once() {
    let world = World::new().await;
    let typed = SignUp {
        name: "x".repeat(300),
        username: "a b".to_owned(),
        email: "nobody".to_owned(),
        password: "short".to_owned().into(),
    };

    let Err(Error::Domain(Invalid(fields))) = accounts::sign_up(&world.stranger(), typed, &Browser::default()).await
    else {
        panic!("accepted")
    };

    assert_eq!(
        fields.iter().map(|it| it.field.as_str()).collect::<Vec<_>>(),
        ["name", "username", "email", "password"]
    );
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 0);
}

#[tokio::test]
async fn an_address_is_taken_in_any_case() {
    let world = World::with(Settings { open_signup: true, ..settings() }).await;
    world.first_admin().await;
    let again = SignUp { email: "ADA@Example.com".to_owned(), username: "other".to_owned(), ..form("ada") };
    let same_name = SignUp { email: "other@example.com".to_owned(), username: "ADA".to_owned(), ..form("ada") };

    for (typed, field) in [(again, "email"), (same_name, "username")] {
        let Err(Error::Domain(Invalid(fields))) =
            accounts::sign_up(&world.stranger(), typed, &Browser::default()).await
        else {
            panic!("accepted")
        };
        assert_eq!(fields[0].field, field);
    }
    assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 1);
    assert_eq!(world.number("SELECT users FROM instance").await, 1);
}

#[tokio::test]
async fn one_signs_in_by_address_or_username_and_never_with_a_wrong_password() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    assert_eq!(world.signs_in(" ADA@example.COM ").await.unwrap().id, ada.id);
    assert_eq!(world.signs_in("Ada").await.unwrap().id, ada.id);
    for (login, password) in
        [("ada", "wrong wrong wrong wrong"), ("nobody", PASSWORD), ("nobody@example.com", PASSWORD), ("", "")]
    {
        let refused =
            accounts::sign_in(&world.stranger(), login, password.to_owned().into(), &Browser::default()).await.err();
        assert!(matches!(refused, Some(Error::Domain(WrongCredentials))), "{login}");
    }
}

#[tokio::test]
async fn a_changed_password_logs_the_other_browsers_out() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let elsewhere = world.signs_in("ada").await.unwrap();
    let new = "another river under nine bridges";

    let wrong =
        accounts::change_password(&ada.ctx, "not it at all, sorry".to_owned().into(), new.to_owned().into()).await;
    let weak =
        accounts::change_password(&ada.ctx, PASSWORD.to_owned().into(), "ada@example.com12".to_owned().into()).await;
    accounts::change_password(&ada.ctx, PASSWORD.to_owned().into(), new.to_owned().into()).await.unwrap();

    assert!(matches!(wrong, Err(Error::Domain(ref it)) if it.on_field("current_password").is_some()));
    assert!(matches!(weak, Err(Error::Domain(ref it)) if it.on_field("new_password").is_some()));
    assert!(service::sessions::find(&world.instance, &elsewhere.token).await.unwrap().is_none());
    assert!(service::sessions::find(&world.instance, &ada.token).await.unwrap().is_some());
    assert!(world.signs_in("ada").await.is_err());
}

#[tokio::test]
async fn a_username_is_made_from_an_address() {
    let world = World::new().await;
    world.first_admin().await;
    let cli = world.instance.command_line();

    for (email, username) in [
        ("grace.h@example.com", "grace.h"),
        ("ada@other.example", "ada2"),
        ("admin@example.com", "user-admin"),
        ("x@example.com", "user-x"),
    ] {
        assert_eq!(accounts::suggest_username(&cli, email).await.unwrap(), username);
    }
}

#[tokio::test]
async fn an_admin_is_created_at_the_command_line_only() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let from_page = accounts::create_admin(&ada.ctx, form("grace")).await;
    let made = accounts::create_admin(&world.instance.command_line(), form("grace")).await.unwrap();

    assert!(matches!(from_page, Err(Error::Domain(Refused(Denied::AdminsOnly)))));
    assert_eq!(world.signs_in("grace").await.unwrap().id, made.id);
    assert_eq!(world.number("SELECT admins FROM instance").await, 2);
}
