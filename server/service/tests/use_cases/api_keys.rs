//! API keys: made, found, replaced, revoked, and never worth more than whose they are.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound, PasswordNeeded, Unauthenticated};
use domain::activity::Door;
use domain::api_key::{Expiry, NewKey, Overlap, is_whole, key_id};
use domain::error::Kind;
use domain::history::{ActorKind, HistoryQuery};
use domain::policy::{Denied, OrgRole};
use domain::storage::StorageType;
use domain::team::NewTeam;
use service::api_keys::{self, FoundKey, KeyOwner};
use service::{Ctx, Error, Result, history, organization, sessions, teams, users};
use testkit::{PASSWORD, Person, World};

async fn make(person: &Person, name: &str) -> NewKey {
    api_keys::make_own(&person.ctx, name, Expiry::Never).await.expect("a key")
}

async fn found(world: &World, key: &NewKey) -> Option<FoundKey> {
    api_keys::find(&world.instance, &key.secret).await.expect("look up")
}

/// What a program with the key acts as.
async fn with(world: &World, key: &NewKey) -> Ctx {
    let found = found(world, key).await.expect("a key that works");
    Ctx::of_key(world.instance.clone(), found, Door::Rest, "test")
}

async fn names(person: &Person) -> Vec<String> {
    api_keys::list_own(&person.ctx).await.expect("a list").into_iter().map(|it| it.name).collect()
}

fn is_unknown<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::ApiKey))))
}

#[tokio::test]
async fn a_key_is_shown_once_and_its_hash_is_kept() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    let key = make(&ada, "  My   laptop ").await;

    assert!(is_whole(&key.secret));
    assert_eq!((key.key.name.as_str(), key.key.key_id.as_str()), ("My laptop", key_id(&key.secret)));
    assert_eq!(api_keys::list_own(&ada.ctx).await.unwrap(), std::slice::from_ref(&key.key));
    let secret = &key.secret["rollcall-".len()..];
    for column in ["name", "key_id"] {
        let sql = format!("SELECT count(*) FROM api_key WHERE {column} LIKE '%{secret}%'");
        assert_eq!(world.number(&sql).await, 0);
    }
    let told = format!("SELECT count(*) FROM history WHERE CAST(after AS text) LIKE '%{secret}%'");
    assert_eq!(world.number(&told).await, 0, "the history never holds a key");
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'api_key.made'").await, 1);
}

#[tokio::test]
async fn a_key_acts_as_whose_it_is_and_the_history_says_through_which_door() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let (of_ada, of_bob) = (with(&world, &make(&ada, "a").await).await, with(&world, &make(&bob, "b").await).await);

    let refused = users::set_role(&of_bob, bob.id, OrgRole::Admin).await;
    users::set_role(&of_ada, bob.id, OrgRole::Admin).await.unwrap();

    assert!(matches!(refused, Err(Error::Domain(Refused(Denied::AdminsOnly)))));
    let newest = history::list(&ada.ctx, &HistoryQuery::default(), None).await.unwrap().rows.remove(0);
    assert_eq!((newest.actor.kind, newest.actor.id, newest.door), (ActorKind::User, Some(ada.id), Door::Rest));
}

#[tokio::test]
async fn what_is_no_key_is_nobody() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = make(&ada, "laptop").await;
    let stranger = domain::api_key::make(&[9; 64]).unwrap();

    for wrong in ["", "rollcall-", &key.secret[..48], &key.secret.to_lowercase(), &ada.token] {
        let asked = world.overhears(async {
            assert!(api_keys::find(&world.instance, wrong).await.unwrap().is_none(), "{wrong}");
        });
        assert!(asked.await.is_empty(), "what cannot be a key costs the database nothing: {wrong}");
    }
    assert!(api_keys::find(&world.instance, &stranger).await.unwrap().is_none());
}

#[tokio::test]
async fn a_key_is_found_by_one_statement() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = make(&ada, "laptop").await;

    let mut right = world.overhears(api_keys::find(&world.instance, &key.secret)).await;
    let stranger = domain::api_key::make(&[9; 64]).unwrap();
    let wrong = world.overhears(api_keys::find(&world.instance, &stranger)).await;

    assert_eq!((right.len(), wrong.len()), (1, 1));
    let (sql, values) = right.remove(0);
    let plan = world.plan(&sql, values).await;
    let whole = |line: &String| {
        (line.starts_with("SCAN") && !line.contains("instance")) || line.contains("Seq Scan on api_key")
    };
    assert!(!plan.iter().any(whole), "{plan:#?}");
}

#[tokio::test]
async fn a_key_dies_with_the_access_of_whose_it_is() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let (bob, cat) = (world.joins(&ada, "bob", OrgRole::Member).await, world.joins(&ada, "cat", OrgRole::Member).await);
    let (of_bob, of_cat) = (make(&bob, "b").await, make(&cat, "c").await);

    users::deactivate(&ada.ctx, bob.id).await.unwrap();
    users::remove(&ada.ctx, cat.id).await.unwrap();

    assert!(found(&world, &of_bob).await.is_none());
    assert!(found(&world, &of_cat).await.is_none());
    users::reactivate(&ada.ctx, bob.id).await.unwrap();
    assert!(found(&world, &of_bob).await.is_none(), "what was leaked does not come back with the access");
}

#[tokio::test]
async fn a_user_whose_status_alone_changed_has_no_key_that_works() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let key = make(&bob, "b").await;
    let cx = with(&world, &key).await;

    world.execute("UPDATE \"user\" SET status = 'deactivated' WHERE username = 'bob'").await;

    assert!(found(&world, &key).await.is_none());
    assert!(matches!(api_keys::make_own(&cx, "x", Expiry::Never).await, Err(Error::Domain(Unauthenticated))));
}

#[tokio::test]
async fn a_write_under_way_proves_once_more_that_the_key_works() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = make(&ada, "a").await;
    let cx = with(&world, &key).await;

    api_keys::revoke(&ada.ctx, key.key.id).await.unwrap();

    let refused = organization::let_members_create_teams(&cx, true).await;
    assert!(matches!(refused, Err(Error::Domain(Unauthenticated))));
}

#[tokio::test]
async fn a_key_stops_when_it_expires() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = api_keys::make_own(&ada.ctx, "month", Expiry::Month).await.unwrap();

    world.pass_days(30);
    world.pass(-1);
    assert!(found(&world, &key).await.is_some());
    world.pass(1);
    assert!(found(&world, &key).await.is_none());
}

#[tokio::test]
async fn a_key_made_with_a_key_does_not_outlive_it() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = api_keys::make_own(&ada.ctx, "month", Expiry::Month).await.unwrap();
    let cx = with(&world, &key).await;

    let made = api_keys::make_own(&cx, "for ever", Expiry::Never).await.unwrap();
    let shorter = make(&ada, "never").await;
    let free = api_keys::make_own(&with(&world, &shorter).await, "never", Expiry::Never).await.unwrap();

    assert_eq!((made.key.expires, free.key.expires), (key.key.expires, None));
}

#[tokio::test]
async fn a_key_that_is_replaced_works_on_for_as_long_as_was_chosen() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for (overlap, hours) in [(Overlap::None, 0), (Overlap::Hour, 1), (Overlap::Day, 24)] {
        let old = make(&ada, "job").await;

        let new = api_keys::rotate(&ada.ctx, old.key.id, overlap).await.unwrap();

        assert_eq!((new.key.name.as_str(), new.secret == old.secret), ("job", false));
        world.pass(hours * 3_600_000 - 1);
        assert_eq!(found(&world, &old).await.is_some(), hours > 0, "{overlap:?}");
        world.pass(1);
        assert!(found(&world, &old).await.is_none(), "{overlap:?}");
        assert!(found(&world, &new).await.is_some());
        sessions::confirm(&ada.ctx, PASSWORD.to_owned().into()).await.unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM history WHERE action = 'api_key.rotated'").await, 3);
}

#[tokio::test]
async fn a_new_key_works_as_long_as_the_one_before_was_made_to() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let old = api_keys::make_own(&ada.ctx, "job", Expiry::Month).await.unwrap();
    world.pass(3_600_000);

    let new = api_keys::rotate(&ada.ctx, old.key.id, Overlap::Day).await.unwrap();

    assert_eq!(new.key.expires, Some(new.key.created.plus_days(30)));
}

#[tokio::test]
async fn nobody_changes_the_keys_of_others() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    let key = make(&bob, "b").await;

    assert!(is_unknown(api_keys::revoke(&ada.ctx, key.key.id).await));
    assert!(is_unknown(api_keys::rename(&ada.ctx, key.key.id, "mine").await));
    assert!(is_unknown(api_keys::rotate(&ada.ctx, key.key.id, Overlap::None).await));
    assert!(names(&ada).await.is_empty());

    api_keys::rename(&bob.ctx, key.key.id, "mine").await.unwrap();
    assert_eq!(names(&bob).await, ["mine"]);
    api_keys::revoke(&bob.ctx, key.key.id).await.unwrap();
    assert!(is_unknown(api_keys::revoke(&bob.ctx, key.key.id).await), "a key is revoked once");
    assert!(names(&bob).await.is_empty());
}

#[tokio::test]
async fn a_name_is_from_one_to_sixty_four_characters() {
    let world = World::new().await;
    let ada = world.first_admin().await;

    for wrong in ["", "  ", &"n".repeat(65)] {
        let refused = api_keys::make_own(&ada.ctx, wrong, Expiry::Never).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "name"), "{wrong}");
    }
    make(&ada, &"n".repeat(64)).await;
}

#[tokio::test]
async fn there_are_at_most_a_hundred_keys() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let first = make(&ada, "0").await;
    for number in 1..100 {
        make(&ada, &number.to_string()).await;
    }

    let one_more = api_keys::make_own(&ada.ctx, "100", Expiry::Never).await;
    let beside = api_keys::rotate(&ada.ctx, first.key.id, Overlap::Hour).await;
    let instead = api_keys::rotate(&ada.ctx, first.key.id, Overlap::None).await;

    assert!(matches!(one_more, Err(Error::Domain(Conflict(ref words))) if words.contains("100")), "{one_more:?}");
    assert!(matches!(beside, Err(Error::Domain(Conflict(_)))));
    assert!(instead.is_ok());
    assert!(found(&world, &first).await.is_none());
    assert_eq!(names(&ada).await.len(), 100);
}

#[tokio::test]
async fn an_old_sign_in_types_the_password_before_it_changes_keys() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = make(&ada, "laptop").await;
    world.pass(13 * 3_600_000);

    for refused in [
        api_keys::make_own(&ada.ctx, "x", Expiry::Never).await.map(drop),
        api_keys::rotate(&ada.ctx, key.key.id, Overlap::Day).await.map(drop),
        api_keys::rename(&ada.ctx, key.key.id, "x").await,
        api_keys::revoke(&ada.ctx, key.key.id).await,
    ] {
        assert!(matches!(refused, Err(Error::Domain(PasswordNeeded))), "{refused:?}");
    }
    assert_eq!(names(&ada).await, ["laptop"]);
    sessions::confirm(&ada.ctx, PASSWORD.to_owned().into()).await.unwrap();
    api_keys::revoke(&ada.ctx, key.key.id).await.unwrap();
}

#[tokio::test]
async fn it_is_noted_at_most_once_a_minute_that_a_key_is_used() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let key = make(&ada, "laptop").await;
    assert!(!found(&world, &key).await.unwrap().is_noted);

    api_keys::note_use(&world.instance, key.key.id).await.unwrap();
    let used = api_keys::list_own(&ada.ctx).await.unwrap()[0].last_used;
    world.pass(59_999);
    let soon = found(&world, &key).await.unwrap().is_noted;
    world.pass(1);
    let later = found(&world, &key).await.unwrap().is_noted;

    assert_eq!((used, soon, later), (Some(key.key.created), true, false));
    api_keys::revoke(&ada.ctx, key.key.id).await.unwrap();
    api_keys::note_use(&world.instance, key.key.id).await.unwrap();
    assert!(found(&world, &key).await.is_none());
}

#[tokio::test]
async fn every_change_of_a_key_is_one_row_of_the_history() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let before = world.number("SELECT count(*) FROM history").await;

    let key = make(&ada, "a").await;
    api_keys::rename(&ada.ctx, key.key.id, "b").await.unwrap();
    api_keys::rename(&ada.ctx, key.key.id, "b").await.unwrap();
    let key = api_keys::rotate(&ada.ctx, key.key.id, Overlap::Hour).await.unwrap();
    api_keys::revoke(&ada.ctx, key.key.id).await.unwrap();

    assert_eq!(world.number("SELECT count(*) FROM history").await - before, 4);
    let told = history::list(&ada.ctx, &HistoryQuery::default(), None).await.unwrap().rows;
    let words: Vec<String> = told[1].changes.iter().map(domain::history::FieldChange::words).collect();
    assert!(words.contains(&"Old key: Works for 1 hour more".to_owned()), "{words:?}");
}

#[tokio::test]
async fn keys_made_at_once_are_never_more_than_a_hundred() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    for number in 0..99 {
        make(&ada, &number.to_string()).await;
    }

    let (one, other) = tokio::join!(
        api_keys::make_own(&ada.ctx, "one", Expiry::Never),
        api_keys::make_own(&ada.ctx, "other", Expiry::Never)
    );

    assert_ne!(one.is_ok(), other.is_ok());
}

#[tokio::test]
async fn a_key_of_a_person_is_of_that_person() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let chip = teams::create(&ada.ctx, &NewTeam { name: "vision".to_owned(), storage: StorageType::Instance }).await;
    let key = make(&ada, "laptop").await;

    let found = found(&world, &key).await.unwrap();

    assert!(matches!(found.owner, KeyOwner::User(ref viewer) if viewer.id == ada.id && viewer.username == "ada"));
    assert_eq!(teams::mine(&with(&world, &key).await).await.unwrap().teams, [chip.unwrap()]);
}

#[tokio::test]
async fn a_key_that_replaces_itself_is_not_cut_short_by_working_on() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let (forever, month) =
        (make(&ada, "forever").await, api_keys::make_own(&ada.ctx, "month", Expiry::Month).await.unwrap());

    let by_itself = api_keys::rotate(&with(&world, &forever).await, forever.key.id, Overlap::Hour).await.unwrap();
    world.pass_days(10);
    let of_month = api_keys::rotate(&with(&world, &month).await, month.key.id, Overlap::Hour).await.unwrap();

    assert_eq!(by_itself.key.expires, None);
    assert_eq!(of_month.key.expires, month.key.expires, "no key outlives the one with which it was made");
}
