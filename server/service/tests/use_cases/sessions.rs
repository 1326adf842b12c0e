//! Sessions: listed, logged out, ended by time.

use domain::Error::{Invalid, NotFound, PasswordNeeded};
use service::{Error, organization, sessions};
use testkit::{PASSWORD, World};

#[tokio::test]
async fn my_sessions_are_listed_and_logged_out() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let (second, third) = (world.signs_in("ada").await.unwrap(), world.signs_in("ada").await.unwrap());

    let listed = sessions::list(&ada.ctx).await.unwrap();
    assert_eq!((listed.len(), listed.iter().filter(|it| it.current).count()), (3, 1));

    let other = sessions::list(&second.ctx).await.unwrap().into_iter().find(|it| it.current).unwrap().id;
    sessions::revoke(&ada.ctx, Some(other)).await.unwrap();
    assert!(sessions::find(&world.instance, &second.token).await.unwrap().is_none());
    assert!(matches!(sessions::revoke(&ada.ctx, Some(other)).await, Err(Error::Domain(NotFound(_)))));

    sessions::revoke(&ada.ctx, None).await.unwrap();
    assert!(sessions::find(&world.instance, &third.token).await.unwrap().is_none());
    assert!(sessions::find(&world.instance, &ada.token).await.unwrap().is_some());

    sessions::sign_out(&ada.ctx).await.unwrap();
    assert!(sessions::find(&world.instance, &ada.token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_last_in_any_case() {
    let world = World::new().await;
    let idle = world.first_admin().await;
    let used = world.signs_in("ada").await.unwrap();

    for _ in 0..29 {
        world.pass_days(1);
        let found = sessions::find(&world.instance, &used.token).await.unwrap().expect("a session");
        assert!(!found.is_noted);
        sessions::note_use(&world.instance, found.session).await.unwrap();
        assert!(sessions::find(&world.instance, &used.token).await.unwrap().is_some_and(|it| it.is_noted));
    }
    assert!(sessions::find(&world.instance, &idle.token).await.unwrap().is_none());
    world.pass_days(1);
    assert!(sessions::find(&world.instance, &used.token).await.unwrap().is_none());
}

#[tokio::test]
async fn an_old_sign_in_is_asked_for_the_password_before_something_weighty() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    organization::rename(&ada.ctx, "Northwind AI").await.unwrap();
    world.pass(12 * 3_600_000);

    assert!(matches!(organization::rename(&ada.ctx, "Other").await, Err(Error::Domain(PasswordNeeded))));
    assert!(matches!(sessions::confirm(&ada.ctx, "wrong".to_owned().into()).await, Err(Error::Domain(Invalid(_)))));
    sessions::confirm(&ada.ctx, PASSWORD.to_owned().into()).await.unwrap();

    assert_eq!(organization::rename(&ada.ctx, " Northwind ").await.unwrap(), "Northwind");
    assert_eq!(organization::figures(&ada.ctx).await.unwrap().organization, "Northwind");
}
