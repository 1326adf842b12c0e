//! How people are called, and what follows from it.

use domain::Error::Invalid;
use domain::history::{FieldChange, HistoryQuery};
use domain::person::Place;
use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::run::RunState;
use domain::user::UserQuery;
use service::{Error, Result, check, history, people, profile, projects, runs, sessions, teams, users};
use testkit::{NOON, Person, World};

async fn found(by: &Person, search: &str) -> Vec<String> {
    let query = UserQuery { search: search.to_owned(), ..UserQuery::default() };
    users::list(&by.ctx, &query, None).await.expect("a page").rows.into_iter().map(|it| it.name).collect()
}

/// The fields that are refused.
fn refused<T>(outcome: Result<T>) -> Vec<String> {
    match outcome.err() {
        Some(Error::Domain(Invalid(fields))) => fields.into_iter().map(|it| it.field).collect(),
        other => panic!("{other:?}"),
    }
}

async fn drifts(world: &World) -> Vec<String> {
    let report = check::run(&world.instance.command_line()).await.expect("a report");
    report.drifts.into_iter().map(|it| it.words).collect()
}

#[tokio::test]
async fn whoever_is_called_otherwise_is_found_by_the_new_names_only() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    profile::change(&bob.ctx, " Robert  Ångström ", "R.Angstrom").await.unwrap();

    for search in ["rob", "angstrom", "Ån", "r.ang", "ro"] {
        assert_eq!(found(&ada, search).await, ["Robert Ångström"], "{search}");
    }
    assert_eq!(found(&ada, "bob").await, ["Robert Ångström"], "the address is what it was");
    assert_eq!(drifts(&world).await, [""; 0]);
    let session = sessions::find(&world.instance, &bob.token).await.unwrap().unwrap();
    assert_eq!((session.viewer.name.as_str(), session.viewer.username.as_str()), ("Robert Ångström", "r.angstrom"));
    assert_eq!(world.signs_in("r.angstrom").await.unwrap().id, bob.id);
    assert!(world.signs_in("bob").await.is_err());
}

#[tokio::test]
async fn a_username_that_was_given_up_is_free_and_its_address_leads_to_whoever_takes_it() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    profile::change(&bob.ctx, "Bob", "robert").await.unwrap();

    assert!(people::open(&ada.ctx, "bob").await.is_err());
    let Place::Person(person) = people::open(&ada.ctx, "robert").await.unwrap() else { panic!("a team") };
    assert_eq!(person.id, bob.id);
    profile::change(&ada.ctx, "Ada", "bob").await.unwrap();
    let Place::Person(person) = people::open(&bob.ctx, "bob").await.unwrap() else { panic!("a team") };
    assert_eq!(person.id, ada.id);
    assert_eq!(refused(profile::change(&bob.ctx, "Bob", "bob").await), ["username"]);
}

#[tokio::test]
async fn what_somebody_made_stays_theirs_under_another_name() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    world.team_of(&ada, "vision").await;
    let page = world.project(&ada, "sweep", Visibility::Team).await;
    world.logs(&ada, &page, "one", RunState::Finished, NOON.0).await;

    profile::change(&ada.ctx, "Augusta", "augusta").await.unwrap();

    assert_eq!(runs::open(&ada.ctx, "vision", "sweep", "one").await.unwrap().run.author.name, "Augusta");
    let creator = projects::open(&ada.ctx, "vision", "sweep").await.unwrap().project.creator;
    assert_eq!(creator.map(|it| it.name).as_deref(), Some("Augusta"));
}

#[tokio::test]
async fn every_rule_that_a_form_breaks_is_told_at_once() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;
    world.team_of(&ada, "vision").await;

    assert_eq!(refused(profile::change(&bob.ctx, " ", "b").await), ["display_name", "username"]);
    for taken in ["ada", " ADA ", "vision", "settings"] {
        assert_eq!(refused(profile::change(&bob.ctx, "Bob", taken).await), ["username"], "{taken}");
    }
    assert_eq!(found(&ada, "bob").await, ["Bob"]);
    assert!(teams::open(&ada.ctx, "vision").await.is_ok());
}

#[tokio::test]
async fn what_was_changed_is_in_the_history_under_both_names() {
    let world = World::new().await;
    let ada = world.first_admin().await;
    let bob = world.joins(&ada, "bob", OrgRole::Member).await;

    profile::change(&bob.ctx, "Robert", "bob").await.unwrap();
    profile::change(&bob.ctx, "Robert", "bob").await.unwrap();

    let told = async |search: &str| {
        let query = HistoryQuery { search: search.to_owned(), ..HistoryQuery::default() };
        let mut rows = history::list(&ada.ctx, &query, None).await.unwrap().rows;
        rows.retain(|it| it.action == domain::history::Action::ProfileChanged);
        rows
    };
    let rows = told("robert").await;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].actor.name.as_str(), rows[0].target.name.as_str()), ("Bob", "Robert"));
    assert_eq!(rows[0].changes.iter().map(FieldChange::words).collect::<Vec<_>>(), ["Name: Bob → Robert"]);
    assert_eq!(told("bob").await.len(), 1);
}
