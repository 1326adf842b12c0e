//! The real program, on a database of its own.

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sea_orm::ConnectionTrait;
use tempfile::TempDir;

use crate::Result;
use crate::client::Client;

pub const PASSWORD: &str = "seven quiet rivers under glass";
pub const ADMIN: &str = "admin@rollcall.example";
/// What `/proc` counts in, on every Linux.
const TICKS_A_SECOND: u64 = 100;
const STARTS_WITHIN: Duration = Duration::from_secs(30);

/// A folder of its own, and a database in it or on a server.
pub struct Database {
    pub folder: TempDir,
    pub url: String,
}

impl Database {
    pub async fn fresh() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let Some(server) = server() else {
            let url = format!("sqlite://{}", folder.path().join("rollcall.db").display());
            return Ok(Self { folder, url });
        };
        let admin = sea_orm::Database::connect(format!("{server}/postgres")).await?;
        admin.execute_unprepared("CREATE DATABASE bench").await?;
        admin.close().await?;
        Ok(Self { folder, url: format!("{server}/bench") })
    }

    pub fn is_postgres() -> bool {
        server().is_some()
    }
}

/// The PostgreSQL server to measure on, if any.
fn server() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.is_empty())
}

/// The program as it is called.
pub struct Call<'a> {
    binary: &'a Path,
    database: &'a Database,
    address: SocketAddr,
}

/// The program as it runs.
pub struct Program {
    pub address: SocketAddr,
    /// From the start to the first answer.
    pub started_in: Duration,
    child: Child,
}

impl Program {
    /// Memory in MiB.
    pub fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? / 1024)
    }

    /// The time that processors spent on it: unlike the time that passes, the same when other work shares the machine.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        let ticks = fields.map(str::parse::<u64>).sum::<std::result::Result<u64, _>>()?;
        Ok(Duration::from_millis(ticks * 1000 / TICKS_A_SECOND))
    }

    pub async fn stop(&mut self) -> Result<()> {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        while self.child.try_wait()?.is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl<'a> Call<'a> {
    pub fn new(binary: &'a Path, database: &'a Database) -> Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self { binary, database, address })
    }

    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.binary);
        command
            .arg(name)
            .env("ROLLCALL_DATA_DIR", self.database.folder.path())
            .env("ROLLCALL_DATABASE_URL", &self.database.url)
            .env("ROLLCALL_ADDR", self.address.to_string())
            .env("ROLLCALL_RATE_LIMIT", "0")
            .env("ROLLCALL_LOG", "text,error")
            .stdout(Stdio::null());
        command
    }

    /// Fills the database with demo data.
    pub fn fill(&self, users: u32, days: u32) -> Result<()> {
        let (users, days) = (users.to_string(), days.to_string());
        let arguments = ["--users", &users, "--days", &days, "--password", PASSWORD];
        let filled = self.command("demo").args(arguments).status()?;
        if filled.success() { Ok(()) } else { Err("the demo data could not be made".into()) }
    }

    pub async fn start(self) -> Result<Program> {
        let began = Instant::now();
        let child = self.command("serve").spawn()?;
        let mut program = Program { address: self.address, started_in: Duration::ZERO, child };
        let request = b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
        while began.elapsed() < STARTS_WITHIN {
            if let Ok(mut client) = Client::connect(self.address).await
                && client.ask(request).await.is_ok_and(|answer| answer.status == 200)
            {
                program.started_in = began.elapsed();
                return Ok(program);
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        Err("the program does not answer".into())
    }
}
