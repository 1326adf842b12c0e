//! Every route of the API, and what it answers to whom. A new one without a row here fails.

use std::collections::BTreeSet;

use domain::api_key::Expiry;
use domain::ids::TeamId;
use domain::policy::{OrgRole, TeamRole};
use http::Method;
use service::{alerts, api_keys, service_accounts, users};
use testkit::Person;

use crate::rest_keys::{bearer, key_of};
use crate::support::TestServer;
use crate::work;

/// Method, path, body, and the status without a key, for a member of the organization, an admin, and a service account
/// of the team "vision". Beside what [`work::fill`] fills in there stand, for fresh ones of each try: `ACTIVE`, `AWAY` and
/// `PENDING` for users by their standing, `MATE` for a member of "vision", `KEY` for a key of the admin's, `ACCOUNT` for a
/// service account of the organization, `DESTINATION` for one of the alerts of "vision", `FRESH` for an unused word.
pub type Row = (&'static str, &'static str, &'static str, [u16; 4]);

/// What is done elsewhere, as it needs what no row has: a bucket.
const ELSEWHERE: [(Method, &str); 1] = [(Method::PUT, "/teams/{team}/bucket-key")];

const NOBODY: &str = "018f0000-0000-7000-8000-000000000000";

pub const ROUTES: &[Row] = &[
    ("GET", "/viewer", "", [401, 200, 200, 200]),
    ("GET", "/teams", "", [401, 200, 200, 200]),
    ("GET", "/teams?search=vis", "", [401, 200, 200, 200]),
    ("GET", "/teams?after=x", "", [401, 422, 422, 422]),
    ("GET", "/teams?all=true", "", [401, 403, 200, 403]),
    ("GET", "/teams?all=maybe", "", [401, 422, 422, 422]),
    ("POST", "/teams", r#"{"name":"FRESH"}"#, [401, 403, 201, 403]),
    ("POST", "/teams", r#"{"name":"a b"}"#, [401, 422, 422, 422]),
    ("POST", "/teams", NOWHERE, [401, 403, 422, 403]),
    ("GET", "/teams/vision", "", [401, 404, 200, 200]),
    ("GET", "/teams/speech", "", [401, 404, 200, 404]),
    ("GET", "/teams/%00", "", [401, 404, 404, 404]),
    ("PUT", "/teams/vision/description", r#"{"description":"Why"}"#, [401, 404, 204, 403]),
    ("GET", "/teams/vision/settings", "", [401, 404, 200, 403]),
    ("PUT", "/teams/vision/settings", r#"{"switches":{"members_invite":false}}"#, [401, 404, 200, 403]),
    ("PUT", "/teams/vision/settings", r#"{"switches":{"loud":true}}"#, [401, 422, 422, 422]),
    ("PUT", "/teams/vision/bucket-key", r#"{"access_key_id":"A","secret_access_key":"B"}"#, [401, 404, 404, 403]),
    ("GET", "/teams/vision/usage", "", [401, 404, 200, 403]),
    ("POST", "/teams/vision/members", r#"{"user":"ACTIVE","role":"member"}"#, [401, 404, 201, 403]),
    ("POST", "/teams/vision/members", r#"{"user":"ACTIVE","role":"service"}"#, [401, 404, 422, 403]),
    ("POST", "/teams/vision/members", r#"{"user":"nobody","role":"member"}"#, [401, 404, 404, 403]),
    ("POST", "/teams/vision/members", r#"{"user":"NOBODY","role":"member"}"#, [401, 404, 404, 403]),
    ("PUT", "/teams/vision/members/MATE/role", r#"{"role":"view_only"}"#, [401, 404, 200, 403]),
    ("PUT", "/teams/vision/members/NOBODY/role", r#"{"role":"view_only"}"#, [401, 404, 404, 403]),
    ("PUT", "/teams/vision/members/MATE/role?leave_without_admin=yes", r#"{"role":"member"}"#, [401, 422, 422, 422]),
    ("DELETE", "/teams/vision/members/MATE", "", [401, 404, 204, 403]),
    ("DELETE", "/teams/vision/members/MATE?leave_without_admin=true", "", [401, 404, 204, 403]),
    ("DELETE", "/teams/vision/members/x", "", [401, 404, 404, 404]),
    ("DELETE", "/teams/speech/members/me", "", [401, 404, 204, 404]),
    ("GET", "/teams/vision/members", "", [401, 404, 200, 200]),
    ("GET", "/teams/speech/members", "", [401, 404, 200, 404]),
    ("GET", "/teams/nothing/members", "", [401, 404, 404, 404]),
    ("GET", "/teams/vision/members?after=x", "", [401, 404, 422, 422]),
    ("GET", "/teams/vision/members?unknown=x", "", [401, 422, 422, 422]),
    ("GET", "/api-keys", "", [401, 200, 200, 403]),
    ("POST", "/api-keys", r#"{"name":"made"}"#, [401, 201, 201, 403]),
    ("POST", "/api-keys", r#"{"name":" "}"#, [401, 422, 422, 422]),
    ("POST", "/api-keys", r#"{"name":"made","expiry":"soon"}"#, [401, 422, 422, 422]),
    ("POST", "/api-keys", "{", [401, 400, 400, 400]),
    ("PUT", "/api-keys/KEY/name", r#"{"name":"FRESH"}"#, [401, 404, 204, 404]),
    ("PUT", "/api-keys/KEY/name", r#"{"name":" "}"#, [401, 422, 422, 422]),
    ("POST", "/api-keys/KEY/rotate", r#"{"overlap":"24h"}"#, [401, 404, 201, 404]),
    ("POST", "/api-keys/KEY/rotate", "{}", [401, 404, 201, 404]),
    ("POST", "/api-keys/KEY/rotate", r#"{"overlap":"2h"}"#, [401, 422, 422, 422]),
    ("DELETE", "/api-keys/KEY", "", [401, 404, 204, 404]),
    ("DELETE", "/api-keys/NOBODY", "", [401, 404, 404, 404]),
    ("DELETE", "/api-keys/x", "", [401, 404, 404, 404]),
    ("PUT", "/api-keys", "", [401, 405, 405, 405]),
    ("GET", "/organization", "", [401, 403, 200, 403]),
    ("PUT", "/organization/name", r#"{"name":"Northwind"}"#, [401, 403, 204, 403]),
    ("PUT", "/organization/name", r#"{"name":" "}"#, [401, 422, 422, 422]),
    ("GET", "/organization/settings", "", [401, 403, 200, 403]),
    ("PUT", "/organization/settings", r#"{"teams":{"hidden":"each_team"}}"#, [401, 403, 200, 403]),
    ("PUT", "/organization/settings", r#"{"teams":{"hidden":"maybe"}}"#, [401, 422, 422, 422]),
    ("GET", "/users", "", [401, 403, 200, 403]),
    ("GET", "/users?status=pending&role=member&active=never&sort=role&dir=desc", "", [401, 403, 200, 403]),
    ("GET", "/users?status=asleep", "", [401, 422, 422, 422]),
    ("POST", "/users", r#"{"emails":["FRESH@example.com"],"role":"member"}"#, [401, 403, 200, 403]),
    ("POST", "/users", r#"{"emails":[],"role":"member"}"#, [401, 422, 422, 422]),
    ("GET", "/users/ACTIVE", "", [401, 403, 200, 403]),
    ("GET", "/users/NOBODY", "", [401, 403, 404, 403]),
    ("PUT", "/users/ACTIVE/role", r#"{"role":"admin"}"#, [401, 403, 200, 403]),
    ("PUT", "/users/ACTIVE/role", r#"{"role":"king"}"#, [401, 422, 422, 422]),
    ("POST", "/users/ACTIVE/deactivate", "", [401, 403, 200, 403]),
    ("POST", "/users/AWAY/deactivate", "", [401, 403, 409, 403]),
    ("POST", "/users/AWAY/reactivate", "", [401, 403, 200, 403]),
    ("POST", "/users/PENDING/invitation", "", [401, 403, 200, 403]),
    ("DELETE", "/users/ACTIVE", "", [401, 403, 204, 403]),
    ("DELETE", "/users/x", "", [401, 404, 404, 404]),
    ("GET", "/service-accounts", "", [401, 403, 200, 403]),
    ("POST", "/service-accounts", r#"{"name":"FRESH","team":"TEAM"}"#, [401, 403, 201, 403]),
    ("GET", "/teams/vision/service-accounts", "", [401, 404, 200, 403]),
    ("POST", "/teams/vision/service-accounts", r#"{"name":"FRESH"}"#, [401, 404, 201, 403]),
    ("PUT", "/service-accounts/ACCOUNT/name", r#"{"name":"FRESH"}"#, [401, 404, 204, 404]),
    ("GET", "/service-accounts/ACCOUNT/api-keys", "", [401, 404, 200, 404]),
    ("POST", "/service-accounts/ACCOUNT/api-keys", r#"{"name":"made"}"#, [401, 404, 201, 404]),
    ("DELETE", "/service-accounts/ACCOUNT", "", [401, 404, 204, 404]),
    ("GET", "/teams/vision/projects", "", [401, 404, 200, 200]),
    ("GET", "/teams/nothing/projects", "", [401, 404, 404, 404]),
    ("POST", "/teams/vision/projects", r#"{"name":"FRESH"}"#, [401, 404, 201, 201]),
    ("POST", "/teams/vision/projects", r#"{"name":"a b"}"#, [401, 404, 422, 422]),
    ("GET", "/teams/vision/projects/PLACE", "", [401, 404, 200, 200]),
    ("PUT", "/teams/vision/projects/PLACE/description", r#"{"description":"Why"}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/visibility", r#"{"visibility":"public"}"#, [401, 404, 204, 403]),
    ("DELETE", "/teams/vision/projects/PLACE", "", [401, 404, 204, 403]),
    ("GET", "/teams/vision/runs", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/runs?state=failed&search=x", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/runs?sort=name&dir=desc", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/runs?sort=loud", "", [401, 422, 422, 422]),
    ("GET", "/teams/vision/projects/PLACE/runs", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE/metrics", "", [401, 404, 200, 200]),
    ("POST", "/teams/vision/projects/PLACE/runs", r#"{"name":"FRESH-2"}"#, [401, 404, 201, 201]),
    ("POST", "/teams/vision/projects/PLACE/runs", r#"{"author":"nobody"}"#, [401, 404, 422, 422]),
    ("POST", "/teams/vision/projects/FRESH/runs", "{}", [401, 404, 201, 201]),
    ("POST", "/teams/vision/projects/members/runs", "{}", [401, 404, 422, 422]),
    ("POST", "/teams/vision/projects/PLACE/runs/PLACE/points", POINTS, [401, 404, 200, 403]),
    ("POST", "/teams/vision/projects/PLACE/runs/nothing/points", POINTS, [401, 404, 404, 404]),
    ("POST", "/teams/vision/projects/PLACE/runs/PLACE/lines", r#"{"lines":[{"text":"a"}]}"#, [401, 404, 200, 403]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE/lines", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE/lines?after=x", "", [401, 404, 422, 422]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/state", r#"{"state":"finished"}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/state", r#"{"state":"asleep"}"#, [401, 422, 422, 422]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/config", r#"{"seed":7}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/summary", r#"{"loss":0.5}"#, [401, 404, 204, 403]),
    ("POST", "/teams/vision/projects/PLACE/runs/PLACE/alerts", r#"{"title":"A"}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/display-name", r#"{"display_name":"A"}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/files/output.log", "one", [401, 404, 200, 403]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE/files/output.log", "", [401, 404, 200, 200]),
    ("GET", "/teams/vision/projects/PLACE/runs/PLACE/files/nothing", "", [401, 404, 404, 404]),
    ("DELETE", "/teams/vision/projects/PLACE/runs/PLACE/files/output.log", "", [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/notes", r#"{"notes":"Good"}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/vision/projects/PLACE/runs/PLACE/tags", r#"{"tags":["best"]}"#, [401, 404, 200, 403]),
    ("DELETE", "/teams/vision/projects/PLACE/runs/PLACE", "", [401, 404, 204, 403]),
    ("GET", "/teams/vision/reports", "", [401, 404, 200, 200]),
    ("POST", "/teams/vision/projects/PLACE/reports", r#"{"title":"FRESH","body":""}"#, [401, 404, 201, 409]),
    ("GET", "/teams/vision/reports/REPORT", "", [401, 404, 200, 200]),
    ("GET", "/teams/speech/reports/REPORT", "", [401, 404, 404, 404]),
    ("GET", "/teams/vision/reports/x", "", [401, 404, 404, 404]),
    ("PUT", "/teams/vision/reports/REPORT", SAVED, [401, 404, 200, 403]),
    ("PUT", "/teams/vision/reports/REPORT", r#"{"title":"A","body":"","edited":"then"}"#, [401, 422, 422, 422]),
    ("PUT", "/teams/vision/reports/REPORT/published", r#"{"published":false}"#, [401, 404, 204, 403]),
    ("PUT", "/teams/speech/reports/REPORT/published", r#"{"published":false}"#, [401, 404, 404, 404]),
    ("POST", "/teams/vision/reports/REPORT/link", "", [401, 404, 201, 403]),
    ("POST", "/teams/speech/reports/REPORT/link", "", [401, 404, 404, 404]),
    ("DELETE", "/teams/vision/reports/REPORT/link", "", [401, 404, 204, 403]),
    ("DELETE", "/teams/vision/reports/REPORT", "", [401, 404, 204, 403]),
    ("GET", "/teams/vision/alerts/destinations", "", [401, 404, 200, 403]),
    ("GET", "/teams/nothing/alerts/destinations", "", [401, 404, 404, 404]),
    ("POST", "/teams/vision/alerts/destinations", WEBHOOK, [401, 404, 201, 403]),
    ("POST", "/teams/vision/alerts/destinations", r#"{"kind":"fax","name":"a","url":"b"}"#, [401, 422, 422, 422]),
    ("POST", "/teams/vision/alerts/destinations", INTERNAL, [401, 404, 422, 403]),
    ("DELETE", "/teams/vision/alerts/destinations/DESTINATION", "", [401, 404, 204, 403]),
    ("DELETE", "/teams/speech/alerts/destinations/DESTINATION", "", [401, 404, 404, 404]),
    ("DELETE", "/teams/vision/alerts/destinations/x", "", [401, 404, 404, 404]),
    ("GET", "/teams/vision/alerts/deliveries", "", [401, 404, 200, 403]),
    ("GET", "/history", "", [401, 403, 200, 403]),
    ("GET", "/history?action=user.invited&door=page&from=2026-11-01&to=2026-11-30&dir=asc", "", [401, 403, 200, 403]),
    ("GET", "/history?from=2026-11-02&to=2026-11-01", "", [401, 403, 422, 403]),
    ("GET", "/nothing", "", [401, 404, 404, 404]),
    ("GET", "", "", [401, 404, 404, 404]),
    ("GET", "/", "", [401, 404, 404, 404]),
];

const NOWHERE: &str = r#"{"name":"FRESH","bucket":{"endpoint":"nowhere","region":"x","name":"runs","access_key_id":"A","secret_access_key":"B"}}"#;
const WEBHOOK: &str = r#"{"kind":"webhook","name":"Pager","url":"https://pager.invalid/rollcall"}"#;
const INTERNAL: &str = r#"{"kind":"slack","name":"Pager","url":"https://169.254.169.254/","events":["failed"]}"#;
const POINTS: &str = r#"{"points":[{"metric":"loss","step":0,"value":0.5}]}"#;

const SAVED: &str = r#"{"title":"FRESH","body":"More.","edited":"2026-11-23T12:00:00.000Z"}"#;

/// A server with a team, and what the rows ask for.
pub struct Scene {
    pub server: TestServer,
    pub ada: Person,
    team: TeamId,
    tries: usize,
}

impl Scene {
    pub async fn new() -> Self {
        let server = TestServer::new().await;
        let ada = server.world.first_admin().await;
        let team = server.world.team_of(&ada, "vision").await;
        server.world.team_of(&ada, "speech").await;
        Self { server, ada, team, tries: 0 }
    }

    /// Of nobody, a member of the organization, an admin, and a service account of the team.
    async fn keys(&self) -> [Option<String>; 4] {
        let bob = self.server.world.joins(&self.ada, "bob", OrgRole::Member).await;
        let account = service_accounts::create_in_team(&self.ada.ctx, self.team, "trainer").await.unwrap().id;
        let of_account = api_keys::make_for(&self.ada.ctx, account, "job", Expiry::Never).await.unwrap().secret;
        [None, Some(key_of(&bob).await), Some(key_of(&self.ada).await), Some(of_account)]
    }

    pub async fn fill(&mut self, text: &str) -> String {
        self.tries += 1;
        let (world, fresh) = (&self.server.world, format!("fresh{}", self.tries));
        let mut filled = text.replace("FRESH", &fresh).replace("NOBODY", NOBODY);
        if filled.contains("ACTIVE") {
            let id = world.joins(&self.ada, &fresh, OrgRole::Member).await.id;
            filled = filled.replace("ACTIVE", &id.to_string());
        }
        if filled.contains("AWAY") {
            let id = world.joins(&self.ada, &fresh, OrgRole::Member).await.id;
            users::deactivate(&self.ada.ctx, id).await.unwrap();
            filled = filled.replace("AWAY", &id.to_string());
        }
        if filled.contains("MATE") {
            let mate = world.joins(&self.ada, &fresh, OrgRole::Member).await;
            world.puts(&self.ada, self.team, &mate, TeamRole::Member).await;
            filled = filled.replace("MATE", &mate.id.to_string());
        }
        if filled.contains("KEY") {
            let id = api_keys::make_own(&self.ada.ctx, &fresh, Expiry::Never).await.unwrap().key.id;
            filled = filled.replace("KEY", &id.to_string());
        }
        if filled.contains("PENDING") {
            let id = world.invites(&self.ada, &format!("{fresh}@example.com"), OrgRole::Member).await.user;
            filled = filled.replace("PENDING", &id.to_string());
        }
        if filled.contains("ACCOUNT") {
            let id = service_accounts::create_in_organization(&self.ada.ctx, self.team, &fresh).await.unwrap().id;
            filled = filled.replace("ACCOUNT", &id.to_string());
        }
        if filled.contains("DESTINATION") {
            let new = r#"{"kind":"slack","name":"Channel","url":"https://chat.invalid/a","events":["alert"]}"#;
            let new = serde_json::from_str(new).unwrap();
            let id = alerts::add(&self.ada.ctx, self.team, &new).await.unwrap().destination.id;
            filled = filled.replace("DESTINATION", &id.to_string());
        }
        if ["TEAM", "PLACE", "REPORT"].iter().any(|it| filled.contains(it)) {
            filled = work::fill(world, &self.ada, filled, &fresh).await;
        }
        filled
    }
}

#[tokio::test]
async fn every_route_answers_each_as_its_row_says_and_each_is_done_by_one() {
    let mut scene = Scene::new().await;
    let keys = scene.keys().await;
    let described = scene.server.described().await;
    let (mut differ, mut done) = (Vec::new(), BTreeSet::new());

    for (method, path, body, expected) in ROUTES {
        let method: Method = method.parse().unwrap();
        for (key, expected) in keys.iter().zip(expected) {
            let filled = scene.fill(&format!("/api/v1{path} {body}")).await;
            let (path, body) = filled.split_once(' ').unwrap();
            let line = key.as_deref().map(bearer).unwrap_or_default();
            let mut headers = vec![("content-type", "application/json")];
            headers.extend(key.is_some().then_some(("authorization", line.as_str())));
            let answer = scene.server.browser().send(method.clone(), path, &headers, body.to_owned()).await;
            if answer.code() != *expected {
                differ.push(format!("{method} {path} {body} {expected}: {} {}", answer.code(), answer.text));
            }
            if answer.status.is_success() {
                let path = path.split('?').next().unwrap().trim_start_matches("/api/v1");
                done.extend(described.operation(&method, path).map(|it| (it.method.as_str(), it.path.as_str())));
            }
        }
    }

    assert!(differ.is_empty(), "{}", differ.join("\n"));
    done.extend(ELSEWHERE.iter().map(|(method, path)| (method.as_str(), *path)));
    let all = described.operations.iter().map(|it| (it.method.as_str(), it.path.as_str()));
    let undone: Vec<_> = all.filter(|it| !done.contains(it)).collect();
    assert!(undone.is_empty(), "without a row in which it is done: {undone:?}");
}
