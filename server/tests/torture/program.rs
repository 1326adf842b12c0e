//! The program under test: started, killed, stopped and started again on the same data.

use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::PASSWORD;

use crate::client::{Body, Client};

/// The program that was built with the tests, or the one that `ROLLCALL_BINARY` names.
fn program() -> String {
    std::env::var("ROLLCALL_BINARY").unwrap_or_else(|_| env!("CARGO_BIN_EXE_rollcall").to_owned())
}

const STARTS_WITHIN: Duration = Duration::from_mins(1);

/// Where the program lives: a data folder, an empty site, an address and its settings.
pub struct Home {
    pub addr: SocketAddr,
    folder: tempfile::TempDir,
    settings: Vec<(String, String)>,
    /// A command that starts the program in other surroundings.
    wrapper: Vec<String>,
}

impl Home {
    /// On a free port; with `SQLite` in the data folder unless `database` says otherwise.
    pub fn new(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("site/pkg")).unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let addr = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let mut home = Self { addr, folder, settings: Vec::new(), wrapper: Vec::new() };
        let (data, site) = (home.data(), home.folder.path().join("site"));
        home.set("ROLLCALL_ADDR", &addr.to_string());
        home.set("ROLLCALL_DATA_DIR", &data.to_string_lossy());
        home.set("ROLLCALL_LOG", "json,warn");
        home.set("ROLLCALL_RATE_LIMIT", "0");
        // So that the clients may say how their requests are called.
        home.set("ROLLCALL_TRUSTED_PROXIES", "127.0.0.1");
        home.set("LEPTOS_OUTPUT_NAME", "rollcall");
        home.set("LEPTOS_SITE_ROOT", &site.to_string_lossy());
        home.set("LEPTOS_SITE_PKG_DIR", "pkg");
        home.set("LEPTOS_HASH_FILES", "false");
        if let Some(url) = database {
            home.set("ROLLCALL_DATABASE_URL", url);
        }
        home
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.settings.push((name.to_owned(), value.to_owned()));
    }

    pub fn wrapped(mut self, wrapper: &[&str]) -> Self {
        self.wrapper = wrapper.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the data folder.
    pub fn elsewhere(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn sqlite_url(&self) -> String {
        format!("sqlite://{}", self.data().join("rollcall.db").display())
    }

    /// Starts the program and waits until it is ready.
    pub fn start(&self) -> Program {
        let begun = Instant::now();
        let mut words = self.wrapper.clone();
        words.push(program());
        let mut child = self.command(&words).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let log = Arc::new(Mutex::new(String::new()));
        let (lines, kept) = (BufReader::new(child.stderr.take().unwrap()).lines(), log.clone());
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut kept = kept.lock().unwrap();
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        let mut program = Program { child, log, addr: self.addr, ready_after: Duration::ZERO };
        let client = program.client();
        while !client.get("/readyz").is_ok_and(|answer| answer.status == 200) {
            let may_become_ready = program.child.try_wait().unwrap().is_none() && begun.elapsed() < STARTS_WITHIN;
            assert!(may_become_ready, "the program is not ready: {}", program.log());
            std::thread::sleep(Duration::from_millis(5));
        }
        program.ready_after = begun.elapsed();
        program
    }

    /// Runs a sub-command to its end; its exit code and what it says.
    pub fn run(&self, wrapper: &[&str], words: &[&str]) -> (Option<i32>, String) {
        let program = program();
        let all = wrapper.iter().copied().chain([program.as_str()]).chain(words.iter().copied());
        let all: Vec<String> = all.map(str::to_owned).collect();
        let output = self.command(&all).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8_lossy(&said).into_owned())
    }

    /// Everything that is stored twice agrees, says the program itself.
    pub fn is_consistent(&self, wrapper: &[&str]) {
        let (code, said) = self.run(wrapper, &["check"]);
        assert_eq!(code, Some(0), "{said}");
    }

    fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]).current_dir(self.folder.path()).stdin(Stdio::null());
        command
            .env_clear()
            .envs(std::env::vars().filter(|(name, _)| matches!(name.as_str(), "PATH" | "HOME" | "USER")));
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }
}

/// The program while it runs. Killed when it is dropped.
pub struct Program {
    child: Child,
    log: Arc<Mutex<String>>,
    addr: SocketAddr,
    pub ready_after: Duration,
}

impl Program {
    pub fn client(&self) -> Client {
        Client::new(self.addr)
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn log(&self) -> String {
        self.log.lock().unwrap().clone()
    }

    /// SIGKILL: no destructor runs, no buffer is flushed.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    pub fn ask_to_stop(&self) {
        let told = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().unwrap();
        assert!(told.success());
    }

    /// Waits for the end; how it ended, and what was logged.
    pub fn ended(mut self) -> (ExitStatus, String) {
        (self.child.wait().unwrap(), self.log())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let log = self.log.lock().unwrap();
        if !std::thread::panicking() {
            assert!(!log.contains("panicked"), "{log}");
        }
    }
}

/// A path under which another process sees a file of `program`, which may live in a file system of its own.
pub fn seen_from_outside(program: &Program, path: &Path) -> PathBuf {
    PathBuf::from(format!("/proc/{}/root", program.id())).join(path.strip_prefix("/").unwrap())
}

/// Somebody who signed in.
#[derive(Clone)]
pub struct Person {
    pub client: Client,
    pub id: String,
}

/// Signs the first person up, who is the instance admin.
pub fn first_admin(program: &Program) -> Client {
    let body = Body::Form(vec![
        ("name", "Ada".to_owned()),
        ("username", "ada".to_owned()),
        ("email", "ada@example.com".to_owned()),
        ("password", PASSWORD.to_owned()),
    ]);
    let answer = program.client().call("sign_up", "set-up-ada", &body).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    program.client().entered(&answer)
}

/// Invites `name`, who accepts.
pub fn joins(program: &Program, admin: &Client, name: &str, role: &str) -> Person {
    let email = format!("{name}@example.com");
    let answer = admin.call("add_users", &format!("set-up-{name}"), &add_users(&email, role)).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    let added = answer.json();
    let invited = &added[0]["outcome"]["invited"];
    let (id, url) = (invited["user"].as_str().unwrap(), invited["url"].as_str().unwrap());
    let body = Body::Form(vec![
        ("token", url.rsplit('/').next().unwrap().to_owned()),
        ("name", name.to_owned()),
        ("username", name.to_owned()),
        ("password", PASSWORD.to_owned()),
    ]);
    let answer = program.client().call("accept_invitation", &format!("accept-{name}"), &body).unwrap();
    assert_eq!(answer.status, 200, "{answer:?}");
    Person { client: program.client().entered(&answer), id: id.to_owned() }
}

pub fn add_users(email: &str, role: &str) -> Body {
    Body::Json(json!({ "users": { "emails": email, "role": role, "teams": [] } }))
}

pub fn list_users() -> Body {
    Body::Json(json!({ "query": {}, "after": null }))
}
