//! A PostgreSQL server of the test's own, which can be crashed and started again.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

pub struct Cluster {
    folder: tempfile::TempDir,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// None, and the reason on the way, where the server's programs are not installed.
    pub fn start() -> Option<Self> {
        let Some(programs) = programs() else {
            println!("skipped: initdb and pg_ctl are not installed");
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { folder, programs, port };
        if is_root() {
            let given = Command::new("chown").arg("postgres").arg(cluster.folder.path()).status().unwrap();
            assert!(given.success());
        }
        cluster.run("initdb", &["-U", "rollcall", "-A", "trust", "-E", "UTF8", "--no-sync"]);
        cluster.begin();
        cluster.run_plain("createdb", &["-h", "127.0.0.1", "-p", &port.to_string(), "-U", "rollcall", "rollcall"]);
        Some(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://rollcall@127.0.0.1:{}/rollcall", self.port)
    }

    pub fn begin(&self) {
        let folder = self.folder.path().display();
        let options = format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}", self.port);
        let log = format!("{folder}/log");
        self.run("pg_ctl", &["-s", "-w", "-l", &log, "-o", &options, "start"]);
    }

    /// Ends it as a crash does: no checkpoint, connections cut.
    pub fn crash(&self) {
        self.run("pg_ctl", &["-s", "-m", "immediate", "stop"]);
    }

    /// Runs a program on the cluster's data, as the user that owns it.
    fn run(&self, program: &str, words: &[&str]) {
        let data = self.folder.path().join("data").to_string_lossy().into_owned();
        let all: Vec<&str> = ["-D", &data].into_iter().chain(words.iter().copied()).collect();
        self.run_plain(program, &all);
    }

    fn run_plain(&self, program: &str, words: &[&str]) {
        let program = self.programs.join(program);
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&program) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&program);
        }
        // What the server inherits it would hold open for as long as it runs.
        let log = std::fs::File::create(self.folder.path().join("said")).unwrap();
        let status = command.args(words).current_dir(self.folder.path()).stdout(log).status().unwrap();
        assert!(status.success(), "{} {words:?}", program.display());
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.folder.path().join("data").to_string_lossy().into_owned();
        let stop = self.programs.join("pg_ctl");
        let mut command = if is_root() { Command::new("runuser") } else { Command::new(&stop) };
        if is_root() {
            command.args(["-u", "postgres", "--"]).arg(&stop);
        }
        let _ = command.args(["-D", &data, "-s", "-m", "immediate", "stop"]).output();
    }
}

/// Where the newest installed server keeps its programs.
fn programs() -> Option<PathBuf> {
    let installed = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = installed.map(|it| it.path().join("bin")).filter(|it| it.join("initdb").exists()).max();
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest.or_else(|| std::env::split_paths(&path).find(|it| it.join("initdb").exists()))
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|it| it.stdout == b"0\n")
}
