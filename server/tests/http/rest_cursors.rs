//! Places of pages that were tampered with. `SEED` and `ROUNDS` throw the same dice again, or more of them.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::invitation::NewUsers;
use domain::policy::OrgRole;
use domain::project::{NewProject, Visibility};
use domain::report::NewReport;
use domain::run::{NewLine, NewLog, NewRun, RunState};
use serde_json::{Value, json};
use service::{invitations, projects, reports, runs};
use testkit::{Dice, NOON, Person};

use crate::rest_keys::{bearer, get, key_of};
use crate::support::TestServer;

/// More than fit on a page.
const MANY: usize = 51;

/// Every list that has pages, in each of the orders whose places differ.
const LISTS: &[&str] = &[
    "/teams?",
    "/teams?all=true&",
    "/teams?search=t&",
    "/teams/vision/members?",
    "/teams/vision/members?sort=role&dir=desc&",
    "/teams/vision/members?sort=last_active&",
    "/teams/vision/projects?",
    "/teams/vision/projects?sort=last_run&",
    "/teams/vision/runs?",
    "/teams/vision/runs?sort=name&",
    "/teams/vision/projects/sweep/runs?",
    "/teams/vision/projects/sweep/runs?sort=name&dir=desc&state=finished&",
    "/teams/vision/projects/sweep/runs/writing/lines?",
    "/teams/vision/reports?",
    "/teams/vision/reports?sort=title&",
    "/users?",
    "/users?sort=last_active&dir=desc&",
    "/users?sort=role&",
    "/users?sort=email&search=example&",
    "/users?sort=team&team=vision&",
    "/history?",
    "/history?dir=asc&search=p&",
];

async fn fill(server: &TestServer, ada: &Person) {
    let world = &server.world;
    let team = world.team_of(ada, "vision").await;
    let mut emails = String::new();
    for number in 0..MANY {
        world.team_of(ada, &format!("team{number}")).await;
        write!(emails, "p{number}@example.com ").unwrap();
    }
    let everybody = NewUsers { emails, role: OrgRole::Member, teams: vec![team] };
    invitations::add(&ada.ctx, &everybody).await.unwrap();
    let page = world.project(ada, "sweep", Visibility::Team).await;
    let project = page.project.id;
    for number in 0..MANY {
        let name = format!("p{number}");
        let new = NewProject { team, name: name.clone(), description: String::new(), visibility: Visibility::Team };
        projects::create(&ada.ctx, &new).await.unwrap();
        reports::create(&ada.ctx, &NewReport { project, title: name.clone(), body: String::new(), published: true })
            .await
            .unwrap();
        world.logs(ada, &page, &name, RunState::Finished, NOON.0).await;
    }
    let writing = NewRun { name: Some("writing".to_owned()), ..NewRun::default() };
    let run = runs::start(&ada.ctx, project, &writing).await.unwrap().run;
    let lines = (0..501).map(|it| NewLine { text: it.to_string(), is_error: false }).collect();
    runs::log(&ada.ctx, run, NewLog { lines, ..NewLog::default() }).await.unwrap();
}

/// Another text than `place`, which may still be one.
fn tampered(place: &str, dice: &mut Dice) -> String {
    if dice.below(3) == 0 {
        let mut bytes = place.as_bytes().to_vec();
        let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
        match dice.below(3) {
            0 => bytes[at] = b"AZaz09-_.~"[usize::try_from(dice.below(10)).unwrap()],
            1 => bytes.truncate(at),
            _ => bytes.insert(at, b'A'),
        }
        return String::from_utf8(bytes).unwrap();
    }
    let mut inside: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(place).unwrap()).unwrap();
    let parts = inside.as_object_mut().unwrap();
    let names: Vec<String> = parts.keys().cloned().collect();
    let name = &names[usize::try_from(dice.below(names.len() as u64)).unwrap()];
    let hostile = hostile();
    let value = hostile[usize::try_from(dice.below(hostile.len() as u64)).unwrap()].clone();
    if dice.below(8) == 0 {
        parts.remove(name);
    } else {
        parts.insert(name.clone(), value);
    }
    URL_SAFE_NO_PAD.encode(inside.to_string())
}

fn hostile() -> Vec<Value> {
    let texts = ["", "\0", "p\0", "' OR 1=1--", "%", "\u{10ffff}", "018f0000-0000-7000-8000-000000000000"];
    let others = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(i64::MIN),
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1.0e308),
        json!([]),
        json!({}),
        json!("x".repeat(3_000)),
    ];
    texts.iter().map(|it| json!(it)).chain(others).collect()
}

#[tokio::test]
async fn a_place_that_was_tampered_with_is_refused_or_one_of_the_same_list() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    fill(&server, &ada).await;
    let (browser, key) = (server.browser(), bearer(&key_of(&ada).await));
    let rounds = std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let mut dice = Dice::thrown("cursors");

    for list in LISTS {
        let first: Value = get(&browser, &format!("/api/v1{list}"), &key).await.json();
        let place = first["next"].as_str().unwrap_or_else(|| panic!("{list} has one page"));
        let second: Value = get(&browser, &format!("/api/v1{list}after={place}"), &key).await.json();
        assert_ne!(second["items"][0], first["items"][0], "{list}");
        for _ in 0..rounds {
            let tampered = tampered(place, &mut dice);
            let answer = get(&browser, &format!("/api/v1{list}after={tampered}"), &key).await;
            assert!([200, 422].contains(&answer.code()), "{list}after={tampered}: {} {}", answer.status, answer.text);
        }
    }
}

#[tokio::test]
async fn a_place_is_good_for_its_own_list_only_and_every_list_that_has_pages_is_tried() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    fill(&server, &ada).await;
    let (browser, key) = (server.browser(), bearer(&key_of(&ada).await));
    let described = server.described().await;
    let operation = |list: &str| described.operation(&http::Method::GET, list.split('?').next().unwrap());

    let mut places = Vec::new();
    for list in LISTS {
        let first: Value = get(&browser, &format!("/api/v1{list}"), &key).await.json();
        places.push((list, first["next"].as_str().unwrap().to_owned()));
    }
    for list in LISTS {
        for (other, place) in &places {
            let answer = get(&browser, &format!("/api/v1{list}after={place}"), &key).await;
            let expected = if list == *other { 200 } else { 422 };
            assert_eq!(answer.code(), expected, "{list} with a place of {other}");
        }
    }
    for paged in described.operations.iter().filter(|it| it.parameters("query").any(|it| it["name"] == "after")) {
        assert!(LISTS.iter().any(|list| operation(list).is_some_and(|it| it.path == paged.path)), "{}", paged.path);
    }
}
