//! Every address of the server, and what it says to whom. A new one without a row here fails.

use std::collections::BTreeSet;

use domain::ids::TeamId;
use domain::policy::{OrgRole, TeamRole};
use domain::storage::StorageType;
use domain::team::NewTeam;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::Value;
use service::{alerts, password_resets, service_accounts, teams, users};
use testkit::{PASSWORD, Person};

use crate::support::{Answer, Browser, TestServer, form};
use crate::work;

/// What a call is sent with. In it stand, for fresh ones of each try: `ACTIVE`, `PENDING`, `AWAY` for users by their
/// standing, `SESSION` and `KEY` for a session and a key of the caller's, `PROJECT`, `RUN` and `REPORT` for what is in it, `PLACE` for the name of that project and that run, `TEAM` for a team of others and `TEAMMATE` for somebody in it, `ACCOUNT` for a service
/// account of the organization, `DESTINATION` for one of that team's alerts, `WEBHOOK` for one to be added, `INVITATION` and `RESET` for tokens, `FRESH` for an unused word.
pub type Arguments = &'static str;

/// An id that nobody has.
const NOBODY: &str = "018f0000-0000-7000-8000-000000000000";

/// A destination of alerts, at an address that nobody has.
const WEBHOOK: &str = r#"{"kind":"webhook","name":"Pager","url":"https://pager.invalid/rollcall","events":["failed"]}"#;

/// Call, arguments (JSON if they begin with a brace), and the status for an outsider, a member and an admin.
pub const CALLS: &[(&str, Arguments, [u16; 3])] = &[
    ("accept_invitation", "token=INVITATION&name=New&username=FRESH&password=PASSWORD", [200, 200, 200]),
    ("add_member", r#"{"team":"TEAM","user":"ACTIVE","role":"member"}"#, [401, 404, 200]),
    ("add_users", r#"{"users":{"emails":"FRESH@example.com","role":"member"}}"#, [401, 403, 200]),
    ("ask_email_change", "email=FRESH@example.net", [401, 200, 200]),
    ("change_profile", "display_name=New&username=FRESH", [401, 200, 200]),
    ("confirm_email_change", "token=unknown", [401, 404, 404]),
    ("drop_email_change", "", [401, 200, 200]),
    ("get_email_change", "", [401, 200, 200]),
    ("get_home", "", [401, 200, 200]),
    ("list_person_reports", r#"{"person":"ACTIVE","after":null}"#, [401, 200, 200]),
    ("list_person_runs", r#"{"person":"ACTIVE","after":null}"#, [401, 200, 200]),
    ("get_notifications", "", [401, 200, 200]),
    ("set_notification", "notification=run_finished&on=true", [401, 200, 200]),
    ("view_email_change", "token=unknown", [401, 404, 404]),
    ("change_password", "current_password=PASSWORD&new_password=seven+bright+foxes+cross+the+river", [401, 200, 200]),
    ("confirm_password", "password=PASSWORD", [401, 200, 200]),
    ("create_team", "name=FRESH&storage=instance", [401, 403, 200]),
    ("create_service_account", r#"{"scope":"organization","team":"TEAM","name":"FRESH"}"#, [401, 403, 200]),
    ("deactivate_user", "user=ACTIVE", [401, 403, 200]),
    ("describe_team", "team=TEAM&description=ours", [401, 404, 200]),
    ("find_candidates", "team=TEAM&search=ada", [401, 404, 200]),
    ("get_figures", "", [401, 403, 200]),
    ("get_instance_settings", "", [401, 403, 200]),
    ("get_place", "name=vision", [401, 404, 200]),
    ("get_sign_up_door", "", [200, 200, 200]),
    ("get_team", "team=vision", [401, 404, 200]),
    ("get_team_settings", "team=vision", [401, 404, 200]),
    ("get_user_activity", "user=ACTIVE", [401, 403, 200]),
    ("leave_team", "team=TEAM", [401, 404, 404]),
    ("list_history", r#"{"query":{},"after":null}"#, [401, 403, 200]),
    ("list_mails", "", [401, 403, 200]),
    (
        "list_members",
        r#"{"team":"vision","query":{"search":"","sort":{"column":"role","direction":"desc"}},"after":null}"#,
        [401, 404, 200],
    ),
    ("find_teams", "search=vis", [401, 403, 200]),
    ("set_pinned", r#"{"what":{"project":"PROJECT"},"pinned":true}"#, [401, 404, 200]),
    ("move_pin", r#"{"what":{"report":"REPORT"},"step":"earlier"}"#, [401, 404, 409]),
    ("list_api_keys", r#"{"account":null}"#, [401, 200, 200]),
    ("list_service_accounts", r#"{"team":null}"#, [401, 403, 200]),
    ("list_sessions", "", [401, 200, 200]),
    ("list_teams", "", [401, 403, 200]),
    ("list_user_ids", r#"{"query":{}}"#, [401, 403, 200]),
    ("list_users", r#"{"query":{},"after":null}"#, [401, 403, 200]),
    ("make_api_key", r#"{"account":null,"name":"FRESH","expiry":"30d"}"#, [401, 200, 200]),
    ("make_invitation_link", "user=PENDING", [401, 403, 200]),
    ("open_password_reset", "token=RESET", [200, 200, 200]),
    ("plot_active_users", "span=days&long=false", [401, 403, 200]),
    ("preview_bulk", r#"{"deed":"deactivate","users":["ACTIVE"],"from":null}"#, [401, 403, 200]),
    ("preview_removal", "team=TEAM&user=TEAMMATE", [401, 404, 200]),
    ("reactivate_user", "user=AWAY", [401, 403, 200]),
    ("remove_member", "team=TEAM&user=TEAMMATE&without_admin=false", [401, 404, 200]),
    ("remove_picture", "", [401, 200, 200]),
    ("remove_service_account", "account=ACCOUNT", [401, 404, 200]),
    ("remove_team_picture", "team=TEAM", [401, 404, 200]),
    ("remove_user", "user=ACTIVE", [401, 403, 200]),
    ("rename_api_key", "key=KEY&name=FRESH", [401, 200, 200]),
    ("rename_organization", "name=Northwind", [401, 403, 200]),
    ("rename_service_account", "account=ACCOUNT&name=FRESH", [401, 404, 200]),
    ("request_password_reset", "email=FRESH@example.com", [200, 200, 200]),
    ("resend_invitation", "user=PENDING", [401, 403, 200]),
    ("reset_password", "token=RESET&password=seven+bright+foxes+cross+the+river", [200, 200, 200]),
    ("revoke_api_key", "key=KEY", [401, 200, 200]),
    ("revoke_other_sessions", "", [401, 200, 200]),
    ("revoke_session", "session=SESSION", [401, 200, 200]),
    ("rotate_api_key", "key=KEY&overlap=24h", [401, 200, 200]),
    ("run_bulk", r#"{"deed":{"set_role":"admin"},"users":["ACTIVE"]}"#, [401, 403, 200]),
    ("let_members_create_teams", "on=false", [401, 403, 200]),
    ("decide_for_teams", "switch=hidden&decision=each_team", [401, 403, 200]),
    ("set_team_switch", "team=TEAM&switch=members_invite&on=true", [401, 404, 200]),
    ("set_member_role", "team=TEAM&user=TEAMMATE&role=view_only&without_admin=false", [401, 404, 200]),
    ("set_user_role", "user=ACTIVE&role=admin", [401, 403, 200]),
    ("set_bucket_key", "team=TEAM&access_key_id=AKIA7&secret_access_key=secret", [401, 404, 404]),
    ("sign_in", "login=ada&password=PASSWORD", [200, 200, 200]),
    ("sign_out", "", [200, 200, 200]),
    ("sign_up", "name=New&username=FRESH&email=FRESH@example.com&password=PASSWORD", [403, 403, 403]),
    ("test_bucket", r#"{"bucket":{}}"#, [401, 403, 422]),
    ("test_team_bucket", "team=TEAM", [401, 404, 404]),
    ("view_invitation", "token=INVITATION", [200, 200, 200]),
    (
        "create_project",
        r#"{"project":{"team":"TEAM","name":"new-FRESH","description":"","visibility":"team"}}"#,
        [401, 404, 200],
    ),
    (
        "create_report",
        r#"{"report":{"project":"PROJECT","title":"FRESH","body":"","published":false}}"#,
        [401, 404, 200],
    ),
    ("delete_project", "project=PROJECT", [401, 404, 200]),
    ("delete_report", "report=REPORT", [401, 404, 200]),
    ("delete_run", "run=RUN", [401, 404, 200]),
    ("describe_project", "project=PROJECT&description=Why", [401, 404, 200]),
    ("get_project", "team=vision&project=PLACE", [401, 404, 200]),
    ("get_report", "team=vision&report=REPORT", [401, 404, 200]),
    ("get_run", "team=vision&project=PLACE&run=PLACE", [401, 404, 200]),
    ("get_usage", "team=vision", [401, 404, 200]),
    ("get_run_metrics", "run=RUN", [401, 404, 200]),
    ("list_project_runs", r#"{"project":"PROJECT","query":{},"after":null}"#, [401, 404, 200]),
    ("list_projects", r#"{"team":"TEAM","query":{},"after":null}"#, [401, 404, 200]),
    ("list_reports", r#"{"team":"TEAM","query":{},"after":null}"#, [401, 404, 200]),
    ("list_run_lines", r#"{"run":"RUN","before":null}"#, [401, 404, 200]),
    ("list_team_runs", r#"{"team":"TEAM","query":{},"after":null}"#, [401, 404, 200]),
    ("preview_markdown", "text=FRESH", [401, 200, 200]),
    ("publish_report", "report=REPORT&published=true", [401, 404, 200]),
    ("make_report_link", "report=REPORT", [401, 404, 200]),
    ("take_report_link_back", "report=REPORT", [401, 404, 200]),
    ("read_report_by_link", "token=unknown", [404, 404, 404]),
    ("save_report", r#"{"report":"REPORT","title":"FRESH","body":"","seen":1795435200000}"#, [401, 404, 200]),
    ("set_project_visibility", "project=PROJECT&visibility=private", [401, 404, 200]),
    ("set_run_notes", "run=RUN&notes=Good", [401, 404, 200]),
    ("set_run_tags", "run=RUN&tags=best", [401, 404, 200]),
    ("get_alerts", "team=vision", [401, 404, 200]),
    ("set_alert_mail", "team=TEAM&event=finished&on=true", [401, 404, 200]),
    ("add_alert_destination", r#"{"team":"TEAM","destination":WEBHOOK}"#, [401, 404, 200]),
    (
        "change_alert_destination",
        r#"{"destination":"DESTINATION","name":"FRESH","url":"","events":["alert"]}"#,
        [401, 404, 200],
    ),
    ("pause_alert_destination", "destination=DESTINATION&paused=true", [401, 404, 200]),
    ("rotate_alert_secret", "destination=DESTINATION", [401, 404, 200]),
    ("remove_alert_destination", "destination=DESTINATION", [401, 404, 200]),
    ("test_alert_destination", "destination=DESTINATION", [401, 404, 200]),
    ("send_alert_again", "delivery=NOBODY", [401, 404, 404]),
];

/// Page, and the status for an outsider, a member and an admin.
const PAGES: &[(&str, [u16; 3])] = &[
    ("/", [303, 200, 200]),
    ("/authorize", [303, 200, 200]),
    ("/forgot", [200, 200, 200]),
    ("/invite/:token", [404, 404, 404]),
    ("/login", [200, 200, 200]),
    ("/organization", [303, 403, 200]),
    ("/organization/history", [303, 403, 200]),
    ("/organization/settings", [303, 403, 200]),
    ("/public/:token", [404, 404, 404]),
    ("/reset/:token", [404, 404, 404]),
    ("/settings", [303, 200, 200]),
    ("/signup", [200, 200, 200]),
    ("/:team", [303, 404, 200]),
    ("/:team/*below", [303, 404, 404]),
];

/// The pages of a team, which share the last row above, with the status for an outsider, a member of the organization who is not
/// in the team, and an admin.
pub const PAGES_OF_TEAMS: &[(&str, [u16; 3])] = &[
    ("/settings/email/unknown", [303, 404, 404]),
    ("/vision/members", [303, 404, 200]),
    ("/vision/settings", [303, 404, 200]),
    ("/vision/settings/members", [303, 404, 200]),
    ("/vision/settings/privacy", [303, 404, 200]),
    ("/vision/settings/alerts", [303, 404, 200]),
    ("/vision/settings/storage", [303, 404, 200]),
    ("/vision/settings/service-accounts", [303, 404, 200]),
    ("/vision/settings/usage", [303, 404, 200]),
    ("/vision/usage.csv", [303, 404, 200]),
    ("/vision/projects", [303, 404, 200]),
    ("/vision/reports", [303, 404, 200]),
    ("/vision/reports/REPORT", [303, 404, 200]),
    ("/vision/runs", [303, 404, 200]),
    ("/vision/PLACE", [303, 404, 200]),
    ("/vision/PLACE/runs/PLACE", [303, 404, 200]),
    ("/files/vision/PLACE/PLACE/output.log", [303, 404, 200]),
    ("/files/vision/PLACE/PLACE/nothing", [303, 404, 404]),
];

/// What needs a sign-in, and an admin sees.
pub const PAGES_OF_PEOPLE: &[&str] = &[
    "/",
    "/authorize",
    "/organization",
    "/organization/history",
    "/organization/settings",
    "/settings",
    "/organization/users.csv",
    "/organization/history.csv",
];

/// Who tries an address.
#[derive(Clone, Copy, Debug)]
enum Principal {
    Outsider,
    Member,
    Admin,
}

const PRINCIPALS: [Principal; 3] = [Principal::Outsider, Principal::Member, Principal::Admin];

/// A server in which every try has people of its own.
pub struct Scene {
    pub server: TestServer,
    pub ada: Person,
    /// The team "vision", of which Ada is the admin.
    pub team: TeamId,
    tries: usize,
}

impl Scene {
    pub async fn new() -> Self {
        let server = TestServer::new().await;
        let ada = server.world.first_admin().await;
        let new = NewTeam { name: "vision".to_owned(), storage: StorageType::Instance };
        let team = teams::create(&ada.ctx, &new).await.unwrap().id;
        Self { server, ada, team, tries: 0 }
    }

    pub async fn somebody(&mut self, role: OrgRole) -> Person {
        self.tries += 1;
        self.server.world.joins(&self.ada, &format!("user{}", self.tries), role).await
    }

    async fn principal(&mut self, principal: Principal) -> Browser {
        let person = match principal {
            Principal::Outsider => return self.server.browser(),
            Principal::Member => self.somebody(OrgRole::Member).await,
            Principal::Admin => self.somebody(OrgRole::Admin).await,
        };
        self.server.browser_of(&person)
    }

    /// `arguments` with what stands for somebody or something fresh filled in.
    pub async fn fill(&mut self, arguments: &str, browser: &Browser) -> String {
        self.tries += 1;
        let fresh = format!("fresh{}", self.tries);
        let mut filled = arguments.replace("FRESH", &fresh).replace("PASSWORD", &PASSWORD.replace(' ', "+"));
        filled = filled.replace("NOBODY", NOBODY).replace("WEBHOOK", WEBHOOK);
        if filled.contains("DESTINATION") {
            let new = serde_json::from_str(WEBHOOK).unwrap();
            let added = alerts::add(&self.ada.ctx, self.team, &new).await.unwrap().destination.id;
            filled = filled.replace("DESTINATION", &added.to_string());
        }
        if filled.contains("TEAMMATE") {
            let mate = self.somebody(OrgRole::Member).await.id;
            teams::add_member(&self.ada.ctx, self.team, mate, TeamRole::Member).await.unwrap();
            filled = filled.replace("TEAMMATE", &mate.to_string());
        }
        if ["PROJECT", "PLACE", "RUN", "REPORT"].iter().any(|it| filled.contains(it)) {
            filled = work::fill(&self.server.world, &self.ada, filled, &fresh).await;
        }
        filled = filled.replace("TEAM", &self.team.to_string());
        if filled.contains("ACTIVE") {
            filled = filled.replace("ACTIVE", &self.somebody(OrgRole::Member).await.id.to_string());
        }
        if filled.contains("AWAY") {
            let away = self.somebody(OrgRole::Member).await.id;
            users::deactivate(&self.ada.ctx, away).await.unwrap();
            filled = filled.replace("AWAY", &away.to_string());
        }
        if filled.contains("PENDING") || filled.contains("INVITATION") {
            let link = self.server.world.invites(&self.ada, &format!("{fresh}@example.com"), OrgRole::Member).await;
            filled = filled.replace("PENDING", &link.user.to_string()).replace("INVITATION", testkit::token_of(&link));
        }
        if filled.contains("RESET") {
            self.somebody(OrgRole::Member).await;
            let email = format!("user{}@example.com", self.tries);
            let url = password_resets::make_link(&self.server.world.instance.command_line(), &email).await.unwrap();
            filled = filled.replace("RESET", url.rsplit('/').next().unwrap());
        }
        if filled.contains("SESSION") {
            let listed = browser.call("list_sessions", &[]).await;
            let own = if listed.code() == 200 { listed.json::<Vec<domain::session::Session>>().pop() } else { None };
            filled = filled.replace("SESSION", &own.map_or(NOBODY.to_owned(), |it| it.id.to_string()));
        }
        if filled.contains("KEY") {
            let made = browser.call("make_api_key", &[("name", "laptop"), ("expiry", "never")]).await;
            let own = (made.code() == 200).then(|| made.json::<domain::api_key::NewKey>().key.id.to_string());
            filled = filled.replace("KEY", &own.unwrap_or(NOBODY.to_owned()));
        }
        if filled.contains("ACCOUNT") {
            let name = format!("{fresh}-account");
            let account = service_accounts::create_in_organization(&self.ada.ctx, self.team, &name).await.unwrap().id;
            filled = filled.replace("ACCOUNT", &account.to_string());
        }
        filled
    }
}

pub async fn call(browser: &Browser, name: &str, arguments: String) -> Answer {
    let kind = if arguments.starts_with('{') { "application/json" } else { "application/x-www-form-urlencoded" };
    browser.call_with(name, kind, arguments).await
}

/// The last segments of the addresses of all calls.
fn registered() -> BTreeSet<String> {
    server_fn_paths().filter_map(|(path, _)| path.strip_prefix("/api/fn/")).map(str::to_owned).collect()
}

#[test]
fn every_call_is_posted_to_an_address_in_words() {
    for (path, method) in server_fn_paths() {
        assert_eq!(method, http::Method::POST, "{path}");
        let name = path.strip_prefix("/api/fn/").unwrap_or_else(|| panic!("{path} is elsewhere"));
        assert!(!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{path}");
    }
}

#[test]
fn every_call_has_a_row() {
    let rows: BTreeSet<String> = CALLS.iter().map(|(name, ..)| (*name).to_owned()).collect();

    assert_eq!(rows.len(), CALLS.len(), "a row stands there twice");
    assert_eq!(rows, registered());
}

#[tokio::test]
async fn every_page_has_a_row() {
    let pages: BTreeSet<String> =
        leptos_axum::generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    // The router of axum spells what varies in braces.
    let rows: BTreeSet<String> = PAGES
        .iter()
        .map(|(path, _)| path.replace(":token", "{token}").replace(":team", "{team}").replace("*below", "{*below}"))
        .collect();

    assert_eq!(pages, rows);
}

#[tokio::test]
async fn every_call_answers_each_as_its_row_says() {
    let mut scene = Scene::new().await;
    let mut differ = Vec::new();

    for (name, arguments, expected) in CALLS {
        for (principal, expected) in PRINCIPALS.into_iter().zip(expected) {
            let browser = scene.principal(principal).await;
            let arguments = scene.fill(arguments, &browser).await;
            let answer = call(&browser, name, arguments).await;
            if answer.code() != *expected {
                differ.push(format!("{name} as {principal:?}: {} {}", answer.status, answer.text));
            }
        }
    }

    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// The arguments with a NUL in place of each text in turn.
fn with_nul(arguments: &str) -> Vec<String> {
    let Ok(json) = serde_json::from_str::<Value>(arguments) else {
        let pairs: Vec<_> = arguments.split('&').filter_map(|it| it.split_once('=')).collect();
        let spoil = |name: &str| {
            let pair = |(own, value): &(&str, &str)| format!("{own}={}", if *own == name { "a%00b" } else { *value });
            pairs.iter().map(pair).collect::<Vec<_>>().join("&")
        };
        return pairs.iter().map(|(name, _)| spoil(name)).collect();
    };
    let mut texts = Vec::new();
    find_texts(&json, String::new(), &mut texts);
    let spoil = |at: &String| {
        let mut spoiled = json.clone();
        *spoiled.pointer_mut(at).unwrap() = "a\0b".into();
        spoiled.to_string()
    };
    texts.iter().map(spoil).collect()
}

/// Where the texts are.
fn find_texts(part: &Value, at: String, found: &mut Vec<String>) {
    match part {
        Value::String(_) => found.push(at),
        Value::Array(parts) => {
            parts.iter().enumerate().for_each(|(place, it)| find_texts(it, format!("{at}/{place}"), found));
        }
        Value::Object(parts) => parts.iter().for_each(|(name, it)| find_texts(it, format!("{at}/{name}"), found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[tokio::test]
async fn no_call_and_no_page_breaks_on_a_nul() {
    let mut scene = Scene::new().await;
    let mut broken = Vec::new();

    for (name, arguments, _) in CALLS {
        let browser = scene.principal(Principal::Admin).await;
        for spoiled in with_nul(&scene.fill(arguments, &browser).await) {
            let answer = call(&browser, name, spoiled.clone()).await;
            if answer.code() >= 500 {
                broken.push(format!("{name} {spoiled}: {} {}", answer.status, answer.text));
            }
        }
    }
    let browser = scene.principal(Principal::Admin).await;
    for page in [
        "/a%00b",
        "/vision/a%00b",
        "/vision/a%00b/runs/a%00b",
        "/vision/reports/a%00b",
        "/invite/a%00b",
        "/public/a%00b",
    ] {
        let answer = browser.get(page).await;
        assert_eq!(answer.code(), 404, "{page}");
    }
    for (file, status) in [
        ("/organization/users.csv?q=a%00b", 200),
        ("/organization/users.csv?team=a%00b", 422),
        ("/organization/history.csv?q=a%00b", 200),
        ("/a%00b/usage.csv", 404),
    ] {
        assert_eq!(browser.get(file).await.code(), status, "{file}");
    }

    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[tokio::test]
async fn every_page_answers_each_as_its_row_says() {
    let mut scene = Scene::new().await;
    let mut differ = Vec::new();

    for (path, expected) in PAGES.iter().chain(PAGES_OF_TEAMS) {
        for (principal, expected) in PRINCIPALS.into_iter().zip(expected) {
            let browser = scene.principal(principal).await;
            let path = path.replace(":token", "unknown").replace(":team", "vision");
            let path = scene.fill(&path, &browser).await;
            let answer = browser.get(&path).await;
            if answer.code() != *expected {
                differ.push(format!("{path} as {principal:?}: {}", answer.status));
            }
        }
    }

    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// Checks that `browser` may make no call that an outsider may not, whatever its cookie was worth.
pub async fn is_an_outsider(server: &TestServer, browser: &Browser) {
    let users = server.world.number("SELECT count(*) FROM \"user\"").await;
    let somebody = form(&[("user", NOBODY), ("role", "admin")]);
    for (name, arguments, [outsider, ..]) in CALLS.iter().filter(|(.., [outsider, ..])| *outsider == 401) {
        let arguments = match *arguments {
            json if json.starts_with('{') => {
                json.replace("FRESH", "fresh").replace("ACTIVE", NOBODY).replace("TEAM", NOBODY)
            }
            text if text.starts_with("user=") => somebody.clone(),
            text => {
                let text = text.replace("TEAMMATE", NOBODY).replace("TEAM", NOBODY);
                text.replace("SESSION", NOBODY).replace("PASSWORD", PASSWORD)
            }
        };
        let arguments = arguments.replace("WEBHOOK", WEBHOOK);
        let arguments = ["KEY", "TEAM", "ACCOUNT", "PROJECT", "RUN", "REPORT", "DESTINATION", "NOBODY"]
            .into_iter()
            .fold(arguments, |it, word| it.replace(word, NOBODY));
        let answer = call(browser, name, arguments).await;
        assert_eq!(answer.code(), *outsider, "{name} {}", answer.text);
    }
    assert_eq!(server.world.number("SELECT count(*) FROM \"user\"").await, users);
}
