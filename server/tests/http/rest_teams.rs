//! Teams, who is in them, what they decide, and what the organization decides, as programs see and change them.

use domain::policy::OrgRole;
use domain::project::Visibility;
use domain::run::RunState;
use http::Method;
use serde_json::{Map, Value, json};
use service::instance::Settings;
use testkit::{NOON, Person, S3Server};

use crate::rest_keys::{bearer, get, key_of};
use crate::support::{Answer, Browser, TestServer};

/// Something that acts for somebody.
struct Program {
    browser: Browser,
    key: String,
}

impl Program {
    async fn of(server: &TestServer, person: &Person) -> Self {
        Self { browser: server.browser(), key: bearer(&key_of(person).await) }
    }

    async fn gets(&self, path: &str) -> Answer {
        get(&self.browser, &format!("/api/v1{path}"), &self.key).await
    }

    async fn sends(&self, method: Method, path: &str, body: Value) -> Answer {
        let headers = [("authorization", self.key.as_str()), ("content-type", "application/json")];
        self.browser.send(method, &format!("/api/v1{path}"), &headers, body.to_string()).await
    }

    async fn posts(&self, path: &str, body: Value) -> Answer {
        self.sends(Method::POST, path, body).await
    }

    async fn puts(&self, path: &str, body: Value) -> Answer {
        self.sends(Method::PUT, path, body).await
    }

    async fn deletes(&self, path: &str) -> Answer {
        self.sends(Method::DELETE, path, json!(null)).await
    }
}

/// The field that a refusal blames.
fn blamed(refused: &Answer) -> String {
    assert_eq!(refused.code(), 422, "{}", refused.text);
    refused.json::<Value>()["errors"][0]["field"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_program_creates_a_team_and_puts_people_into_it() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    server.world.joins(&ada, "cat", OrgRole::Member).await;
    server.world.invites(&ada, "dee@example.com", OrgRole::Member).await;
    let program = Program::of(&server, &ada).await;

    let made: Value = program.posts("/teams", json!({ "name": "vision" })).await.json();
    for (user, role) in [(bob.id.to_string().as_str(), "admin"), ("Cat", "member"), ("DEE@example.com", "view_only")] {
        let added = program.posts("/teams/vision/members", json!({ "user": user, "role": role })).await;
        assert_eq!((added.code(), &added.json::<Value>()["role"]), (201, &role.into()), "{}", added.text);
    }
    let again = program.posts("/teams/vision/members", json!({ "user": "cat", "role": "member" })).await;
    program.puts("/teams/vision/description", json!({ "description": "# We see" })).await;

    assert_eq!((&made["role"], &made["members"], &made["storage"]), (&"admin".into(), &1.into(), &"instance".into()));
    assert_eq!(again.code(), 409);
    let team: Value = Program::of(&server, &bob).await.gets("/teams/vision").await.json();
    assert_eq!((&team["id"], &team["description"]), (&made["id"], &"# We see".into()));
    assert_eq!((&team["members"], &team["admins"]), (&4.into(), &2.into()));
}

#[tokio::test]
async fn the_last_admin_of_a_team_goes_only_where_an_admin_of_the_organization_confirms() {
    let server = TestServer::new().await;
    let (world, ada) = (&server.world, server.world.first_admin().await);
    let (bob, cat) = (world.joins(&ada, "bob", OrgRole::Member).await, world.joins(&ada, "cat", OrgRole::Member).await);
    let team = world.team_of(&ada, "vision").await;
    for (person, role) in [(&bob, domain::policy::TeamRole::Admin), (&cat, domain::policy::TeamRole::Member)] {
        world.puts(&ada, team, person, role).await;
    }
    let (of_ada, of_bob) = (Program::of(&server, &ada).await, Program::of(&server, &bob).await);
    let member = format!("/teams/vision/members/{}", bob.id);

    assert_eq!(of_ada.deletes("/teams/vision/members/me").await.code(), 204);
    assert_eq!(of_bob.deletes("/teams/vision/members/me").await.code(), 403);
    let role = json!({ "role": "member" });
    for (program, path, status) in [
        (&of_bob, format!("{member}/role?leave_without_admin=true"), 403),
        (&of_ada, format!("{member}/role"), 403),
        (&of_ada, format!("{member}/role?leave_without_admin=true"), 200),
    ] {
        assert_eq!(program.puts(&path, role.clone()).await.code(), status, "{path}");
    }
    assert_eq!(of_ada.deletes(&member).await.code(), 204);
    assert_eq!(of_bob.gets("/teams/vision").await.code(), 404, "who was taken out is out at once");
}

#[tokio::test]
async fn switches_are_turned_together_unless_they_are_decided_for_all_teams() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.team_of(&ada, "vision").await;
    let program = Program::of(&server, &ada).await;
    let changes = "SELECT count(*) FROM history WHERE action = 'team.settings_changed'";

    let both = json!({ "switches": { "hidden": true, "members_invite": true } });
    let set: Value = program.puts("/teams/vision/settings", both.clone()).await.json();
    let decided = json!({ "members_create_teams": true, "teams": { "hidden": "off" } });
    let settings: Value = program.puts("/organization/settings", decided).await.json();
    let told: Value = program.gets("/teams/vision/settings").await.json();
    let refused = program.puts("/teams/vision/settings", both).await;

    let on = ["hidden", "members_invite"];
    let off = ["private_projects", "no_public_links", "save_code"];
    let switches: Map<String, Value> = on
        .map(|it| (it.to_owned(), true.into()))
        .into_iter()
        .chain(off.map(|it| (it.to_owned(), false.into())))
        .collect();
    assert_eq!(set["switches"], Value::Object(switches));
    assert_eq!((set["decided"].as_array().unwrap().len(), server.world.number(changes).await), (0, 1));
    assert_eq!((&settings["members_create_teams"], &settings["teams"]["hidden"]), (&true.into(), &"off".into()));
    assert_eq!(settings["teams"]["members_invite"], "each_team");
    assert_eq!((&told["switches"]["hidden"], &told["decided"]), (&false.into(), &json!(["hidden"])));
    assert_eq!(refused.code(), 409);
    let left = program.puts("/organization/settings", json!({ "teams": { "hidden": "each_team" } })).await;
    assert_eq!(left.json::<Value>()["members_create_teams"], true, "what is left out stays");
}

#[tokio::test]
async fn an_admin_lists_all_teams_and_a_member_their_own() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let team = server.world.team_of(&ada, "vision").await;
    server.world.team("speech").await;
    server.world.puts(&ada, team, &bob, domain::policy::TeamRole::Member).await;
    let (of_ada, of_bob) = (Program::of(&server, &ada).await, Program::of(&server, &bob).await);
    let names = async |program: &Program, path: &str| {
        let list: Value = program.gets(path).await.json();
        let items = list["items"].as_array().unwrap().clone();
        items.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };

    assert_eq!(names(&of_ada, "/teams").await, ["vision"]);
    assert_eq!(names(&of_ada, "/teams?all=true").await, ["speech", "vision"]);
    assert_eq!(names(&of_ada, "/teams?all=true&search=PEE").await, ["speech"]);
    assert_eq!(names(&of_bob, "/teams").await, ["vision"]);
    assert_eq!(of_bob.gets("/teams?all=true").await.code(), 403);
}

#[tokio::test]
async fn the_organization_is_told_in_figures_and_renamed() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.invites(&ada, "dee@example.com", OrgRole::Member).await;
    let program = Program::of(&server, &ada).await;

    assert_eq!(program.puts("/organization/name", json!({ "name": " North  wind " })).await.code(), 204);
    let told: Value = program.gets("/organization").await.json();

    assert_eq!((&told["name"], &told["users"], &told["pending"]), (&"North wind".into(), &2.into(), &1.into()));
    assert_eq!((&told["admins"], &told["seats"]), (&1.into(), &json!({ "used": 2, "limit": null })));
    assert_eq!(program.gets("/viewer").await.json::<Value>()["organization"], "North wind");
}

#[tokio::test]
async fn what_a_team_uses_is_told_as_in_the_file() {
    let server = TestServer::new().await;
    let (world, ada) = (&server.world, server.world.first_admin().await);
    world.team_of(&ada, "vision").await;
    let page = world.project(&ada, "sweep", Visibility::Team).await;
    let run = world.logs(&ada, &page, "first", RunState::Finished, NOON.0).await;
    world.measures(run, 3).await;

    let usage: Value = Program::of(&server, &ada).await.gets("/teams/vision/usage").await.json();
    let file = server.browser_of(&ada).get("/vision/usage.csv").await.text;

    let months = usage["months"].as_array().unwrap();
    assert_eq!((months.len(), &months[11]["month"], &usage["stored_bytes"]), (12, &"2026-11".into(), &12.into()));
    let people = json!([{ "id": ada.id, "name": "Ada", "runs": 1, "run_seconds": 60, "stored_bytes": 12 }]);
    assert_eq!((&months[11]["people"], &months[0]["people"]), (&people, &json!([])));
    assert!(file.contains("\"2026-11\",\"Ada\",\"1\""), "{file}");
}

#[tokio::test]
async fn a_team_with_a_bucket_is_created_and_given_another_key() {
    let settings = Settings { internal_buckets: true, ..testkit::settings() };
    let server = TestServer::with(settings, &[("ROLLCALL_RATE_LIMIT", "0")]).await;
    let ada = server.world.first_admin().await;
    let program = Program::of(&server, &ada).await;
    let typed = S3Server::running().typed("rest");
    let bucket = |secret: &str| {
        json!({
            "name": "vision",
            "bucket": {
                "endpoint": typed.endpoint, "region": typed.region, "name": typed.name, "prefix": typed.prefix,
                "access_key_id": typed.access_key_id, "secret_access_key": secret,
            },
        })
    };
    let key = |secret: &str| json!({ "access_key_id": typed.access_key_id, "secret_access_key": secret });

    assert_eq!(blamed(&program.posts("/teams", bucket("wrong")).await), "secret_access_key");
    let made = program.posts("/teams", bucket(&typed.secret_access_key)).await;
    let told = program.gets("/teams/vision/settings").await;

    assert_eq!((made.code(), &made.json::<Value>()["storage"]), (201, &"s3".into()), "{}", made.text);
    assert_eq!(told.json::<Value>()["bucket"]["endpoint"], typed.endpoint.as_str());
    assert!(!told.text.contains(&typed.secret_access_key));
    assert_eq!(blamed(&program.puts("/teams/vision/bucket-key", key("wrong")).await), "secret_access_key");
    assert_eq!(program.puts("/teams/vision/bucket-key", key(&typed.secret_access_key)).await.code(), 204);
}

#[tokio::test]
async fn a_key_is_renamed_and_replaced_while_the_old_one_works_on() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let bob = server.world.joins(&ada, "bob", OrgRole::Member).await;
    let (of_ada, of_bob) = (Program::of(&server, &ada).await, Program::of(&server, &bob).await);
    let made: Value = of_ada.posts("/api-keys", json!({ "name": "nightly" })).await.json();
    let (old, path) = (bearer(made["key"].as_str().unwrap()), format!("/api-keys/{}", made["id"].as_str().unwrap()));

    assert_eq!(of_bob.puts(&format!("{path}/name"), json!({ "name": "mine" })).await.code(), 404);
    assert_eq!(of_bob.posts(&format!("{path}/rotate"), json!({})).await.code(), 404);
    assert_eq!(of_ada.puts(&format!("{path}/name"), json!({ "name": "hourly" })).await.code(), 204);
    let new: Value = of_ada.posts(&format!("{path}/rotate"), json!({ "overlap": "1h" })).await.json();
    let works = async |key: &str| get(&server.browser(), "/api/v1/viewer", key).await.code() == 200;

    assert_eq!((&new["name"], &new["expires"]), (&"hourly".into(), &Value::Null));
    let new = bearer(new["key"].as_str().unwrap());
    assert!(works(&old).await && works(&new).await);
    server.world.pass(3_600_000);
    assert!(!works(&old).await && works(&new).await);
}

#[tokio::test]
async fn a_program_invites_no_more_in_an_hour_than_a_page() {
    let server = TestServer::limited().await;
    let program = Program::of(&server, &server.world.first_admin().await).await;
    let wrong: Vec<String> = (0..100).map(|it| format!("nobody{it}")).collect();
    let invited = json!({ "emails": wrong, "role": "member" });

    let mut codes = Vec::new();
    for _ in 0..11 {
        codes.push(program.posts("/users", invited.clone()).await.code());
    }

    assert_eq!((&codes[..10], codes[10]), (&[200; 10][..], 429));
}
