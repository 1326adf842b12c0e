//! A small world to test in: a fresh database of its own, people who act in it, and a clock that stands still.

mod database;
mod dice;
mod mail_server;
mod picture;
mod plan;
mod receiver;
mod s3_server;
mod work;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::ids::{TeamId, UserId};
use domain::invitation::{AddOutcome, Link, NewUsers};
use domain::policy::OrgRole;
use domain::time::Timestamp;
use service::accounts::{self, SignUp};
use service::activity::{Notes, Tracker};
use service::db::Db;
use service::instance::{Clock, Settings};
use service::invitations::{self, Acceptance};
use service::passwords::Cost;
use service::sealed::Seal;
use service::sessions::{self, Browser, SignedIn};
use service::{Ctx, Instance, Result};

pub use database::{Database, Lock, on_postgres};
pub use dice::Dice;
pub use mail_server::{Mail, MailServer, Manner};
pub use picture::picture;
use plan::Heard;
pub use receiver::{Answer, Received, Receiver};
pub use s3_server::S3Server;

/// A password that breaks no rule.
pub const PASSWORD: &str = "quiet lantern above seven rivers";
/// When a world begins: 2026-11-23, 12:00 UTC.
pub const NOON: Timestamp = Timestamp(1_795_435_200_000);

/// A running instance on a fresh, migrated database that nothing else uses.
pub struct World {
    pub instance: Instance,
    pub notes: Notes,
    now: Arc<AtomicI64>,
    database: Database,
    heard: Heard,
    _files: tempfile::TempDir,
}

/// Somebody signed in.
#[derive(Clone)]
pub struct Person {
    pub id: UserId,
    pub ctx: Ctx,
    pub token: String,
}

/// Cheap hashing, so that tests spend their time elsewhere, and room for everybody at once.
pub fn settings() -> Settings {
    Settings {
        hashing: Cost { memory_kib: 8, passes: 1, queue: 1000 },
        mail_server: Some("smtp://127.0.0.1".to_owned()),
        ..Settings::default()
    }
}

impl World {
    pub async fn new() -> Self {
        Self::with(settings()).await
    }

    /// On SQLite, or on PostgreSQL where `TEST_DATABASE_URL` names a server.
    pub async fn with(settings: Settings) -> Self {
        let database = Database::fresh().await;
        let db = Db::connect(database.url()).await.expect("connect");
        Self::on(database, db, settings).await
    }

    /// A world without the guards, to show what they are for.
    pub async fn unguarded(settings: Settings) -> Self {
        let database = Database::fresh().await;
        let db = Db::connect_unguarded(database.url()).await.expect("connect");
        Self::on(database, db, settings).await
    }

    async fn on(database: Database, mut db: Db, settings: Settings) -> Self {
        let files = tempfile::tempdir().expect("a temporary folder");
        let settings = Settings { files: files.path().to_owned(), ..settings };
        db.migrate().await.expect("migrate");
        let heard = Heard::on(&mut db);
        let now = Arc::new(AtomicI64::new(NOON.0));
        let clock = {
            let now = now.clone();
            Clock::new(move || Timestamp(now.load(Ordering::SeqCst))).never_back(Timestamp(0))
        };
        let (tracker, notes) = Tracker::new();
        let instance = Instance::new(db, clock, settings, Seal::from_key([7; 32]), tracker).expect("instance");
        Self { instance, notes, now, database, heard, _files: files }
    }

    pub fn database(&self) -> &Database {
        &self.database
    }

    /// Makes a team that nobody is in.
    pub async fn team(&self, name: &str) -> TeamId {
        let uuid = uuid::Uuid::now_v7();
        let id = if on_postgres() { format!("'{uuid}'") } else { format!("X'{}'", uuid.simple()) };
        self.execute(&format!("INSERT INTO team (id, name, description, storage, settings, created_at) VALUES ({id}, '{name}', '', 'instance', '{{}}', {})", NOON.0)).await;
        TeamId::from_uuid(uuid)
    }

    /// Moves the clock.
    pub fn pass(&self, milliseconds: i64) {
        self.now.fetch_add(milliseconds, Ordering::SeqCst);
    }

    pub fn pass_days(&self, days: i64) {
        self.pass(days * 86_400_000);
    }

    /// Somebody who is not signed in.
    pub fn stranger(&self) -> Ctx {
        self.instance.anonymous("test")
    }

    /// The first person, who is the instance admin.
    pub async fn first_admin(&self) -> Person {
        let signed_in = accounts::sign_up(&self.stranger(), form("ada"), &Browser::default()).await.expect("sign up");
        self.person(signed_in).await
    }

    /// Invites somebody under `name@example.com`, who accepts.
    pub async fn joins(&self, admin: &Person, name: &str, role: OrgRole) -> Person {
        let link = self.invites(admin, &format!("{name}@example.com"), role).await;
        let typed = Acceptance { name: title(name), username: name.to_owned(), password: PASSWORD.to_owned().into() };
        let accepted =
            invitations::accept(&self.stranger(), token_of(&link), typed, &Browser::default()).await.expect("accept");
        self.person(accepted).await
    }

    /// Invites one address.
    pub async fn invites(&self, admin: &Person, email: &str, role: OrgRole) -> Link {
        let added = invitations::add(&admin.ctx, &NewUsers { emails: email.to_owned(), role, teams: Vec::new() })
            .await
            .expect("invite");
        match added.into_iter().next().map(|it| it.outcome) {
            Some(AddOutcome::Invited(link)) => link,
            other => panic!("{email} was not invited: {other:?}"),
        }
    }

    pub async fn signs_in(&self, login: &str) -> Result<Person> {
        let signed_in =
            accounts::sign_in(&self.stranger(), login, PASSWORD.to_owned().into(), &Browser::default()).await?;
        Ok(self.person(signed_in).await)
    }

    pub async fn person(&self, signed_in: SignedIn) -> Person {
        use secrecy::ExposeSecret;
        let token = signed_in.token.expose_secret().to_owned();
        let found = sessions::find(&self.instance, &token).await.expect("read session").expect("a session");
        Person { id: found.user, ctx: Ctx::signed_in(self.instance.clone(), found.user, found.session, "test"), token }
    }

    /// Reads one number straight from the tables, past every check.
    pub async fn number(&self, sql: &str) -> i64 {
        self.database.number(sql).await
    }

    /// Reads texts and whole numbers straight from the tables; what is missing is empty.
    pub async fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        self.database.rows(sql).await
    }
}

impl World {
    /// Changes the tables past every rule.
    pub async fn execute(&self, sql: &str) {
        self.database.execute(sql).await;
    }
}

/// What `name` types to sign up.
pub fn form(name: &str) -> SignUp {
    SignUp {
        name: title(name),
        username: name.to_owned(),
        email: format!("{name}@example.com"),
        password: PASSWORD.to_owned().into(),
    }
}

/// The token at the end of an invitation link.
pub fn token_of(link: &Link) -> &str {
    link.url.rsplit('/').next().unwrap_or_default()
}

fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
