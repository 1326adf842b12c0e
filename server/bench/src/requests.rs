//! What a dashboard asks, as bytes.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::Result;
use crate::client::Client;
use crate::program::{ADMIN, Database, PASSWORD, Program};
use crate::raw::CROWDED;

/// How many pages are turned to come to the deep one.
const DEEP: u32 = 200;
/// What the page shows of a user.
const ROWS: &str = "SELECT id, name, username, email, role, status, added_at, joined_at, last_active_key, days_active, runs, reports, team_names, invitation_sent_at, invitation_expires_at, name_key FROM \"user\" WHERE listed = true";

const PLOT: &str = "SELECT day, users FROM active_users_day ORDER BY day DESC LIMIT 90";

/// Requests that are measured together, in turn.
pub struct Case {
    pub name: &'static str,
    pub requests: Vec<Vec<u8>>,
    /// What the database alone is asked for the same.
    pub raw: Option<String>,
}

/// What is known when everything is measured.
pub struct Requests {
    host: String,
    cookie: String,
    /// Where page [`DEEP`] begins: the cursor, and as the database says it.
    deep: (Value, String),
    somebody: String,
    /// As large as the page.
    file: StaticFile,
}

impl Requests {
    pub async fn prepare(program: &Program) -> Result<Self> {
        let mut this = Self {
            host: program.address.to_string(),
            cookie: String::new(),
            deep: (Value::Null, "true".to_owned()),
            somebody: String::new(),
            file: StaticFile(PathBuf::new()),
        };
        let mut client = Client::connect(program.address).await?;
        let typed = format!("login={ADMIN}&password={}", PASSWORD.replace(' ', "+"));
        let signed_in = client.ask(&this.form("sign_in", &typed)).await?;
        let cookie = signed_in.header("set-cookie").and_then(|it| it.split(';').next());
        this.cookie = cookie.ok_or("no session")?.to_owned();
        for _ in 1..DEEP {
            let page: Value = serde_json::from_slice(&client.ask(&this.list(json!({}), &this.deep.0)).await?.body)?;
            let Some(next) = page["next"].as_str() else { break };
            this.deep = (json!(next), behind(next)?);
        }
        let members = client.ask(&this.list(json!({ "role": "member", "status": "active" }), &Value::Null)).await?;
        let members: Value = serde_json::from_slice(&members.body)?;
        this.somebody = members["rows"][0][0].as_str().ok_or("nobody")?.to_owned();
        this.file = StaticFile::of(client.ask(&this.get("/organization")).await?.body.len())?;
        Ok(this)
    }

    pub fn cases(&self) -> Vec<Case> {
        let null = Value::Null;
        let data = |query: Value| vec![self.list(query, &null)];
        let searches = |words: &[&str]| words.iter().map(|it| self.list(json!({ "search": it }), &null)).collect();
        let first = format!("{ROWS} ORDER BY name_key, id LIMIT 51");
        let deep = format!("{ROWS} AND {} ORDER BY name_key, id LIMIT 51", self.deep.1);
        let newest = format!("{ROWS} ORDER BY last_active_key DESC, id DESC LIMIT 51");
        let roles =
            ["admin", "member"].map(|role| self.form("set_user_role", &format!("user={}&role={role}", self.somebody)));
        let case = |name, requests, raw: Option<&str>| Case { name, requests, raw: raw.map(str::to_owned) };
        vec![
            case("whole page, rendered, 50 rows", vec![self.get("/organization")], None),
            case("static file of that size", vec![self.get(&self.file.address())], None),
            case("first page as data", data(json!({})), Some(&first)),
            case("page 200 as data", vec![self.list(json!({}), &self.deep.0)], Some(&deep)),
            case(
                "by last active",
                data(json!({ "sort": { "column": "last_active", "direction": "desc" } })),
                Some(&newest),
            ),
            case("search for what many have: son, mar, wang", searches(&["son", "mar", "wang"]), None),
            case("search for what few have: okafor, lindqv, ada.ok", searches(&["okafor", "lindqv", "ada.ok"]), None),
            case("search for two letters: xu, li, an", searches(&["xu", "li", "an"]), None),
            case("deactivated members of a team", data(json!({ "status": "deactivated", "team": "vision" })), None),
            case(
                "never active, by e-mail",
                data(json!({ "last_active": "never", "sort": { "column": "email", "direction": "asc" } })),
                None,
            ),
            case("plot, 90 days", vec![self.form("plot_active_users", "span=days&long=true")], Some(PLOT)),
            case("figures", vec![self.form("get_figures", "")], None),
            case("home of the largest team, rendered", vec![self.get(&format!("/{CROWDED}"))], None),
            case("its members, rendered", vec![self.get(&format!("/{CROWDED}/members"))], None),
            case("its members called son", vec![self.get(&format!("/{CROWDED}/members?q=son"))], None),
            case("its runs, rendered", vec![self.get(&format!("/{CROWDED}/runs"))], None),
            case("its runs by name", vec![self.get(&format!("/{CROWDED}/runs?sort=name&dir=asc"))], None),
            case("role change", roles.to_vec(), None),
        ]
    }

    /// The users as a file.
    pub fn csv(&self) -> Vec<u8> {
        self.get("/organization/users.csv")
    }

    fn list(&self, query: Value, after: &Value) -> Vec<u8> {
        let body = json!({ "query": query, "after": after }).to_string();
        self.post("list_users", "application/json", &body)
    }

    fn form(&self, name: &str, body: &str) -> Vec<u8> {
        self.post(name, "application/x-www-form-urlencoded", body)
    }

    fn post(&self, name: &str, kind: &str, body: &str) -> Vec<u8> {
        let (host, length) = (&self.host, body.len());
        let head = self.head("POST", &format!("/api/fn/{name}"));
        format!("{head}Origin: http://{host}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}")
            .into_bytes()
    }

    fn get(&self, path: &str) -> Vec<u8> {
        format!("{}\r\n", self.head("GET", path)).into_bytes()
    }

    fn head(&self, method: &str, path: &str) -> String {
        format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nCookie: {}\r\n", self.host, self.cookie)
    }
}

/// What a cursor stands for, as a condition.
fn behind(cursor: &str) -> Result<String> {
    let cursor: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(cursor)?)?;
    let (name, id) = (cursor["key"].as_str().unwrap_or_default(), cursor["id"].as_str().unwrap_or_default());
    let id = if Database::is_postgres() { format!("'{id}'") } else { format!("X'{}'", id.replace('-', "")) };
    Ok(format!("(name_key, id) > ('{}', {id})", name.replace('\'', "''")))
}

/// A file among those of the site, for as long as this lives.
struct StaticFile(PathBuf);

impl StaticFile {
    fn of(size: usize) -> Result<Self> {
        let path = PathBuf::from("target/site/bench.txt");
        std::fs::write(&path, "a page of the dashboard\n".repeat(size / 24))?;
        Ok(Self(path))
    }

    fn address(&self) -> String {
        format!("/{}", self.0.file_name().unwrap_or_default().display())
    }
}

impl Drop for StaticFile {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).ok();
    }
}
