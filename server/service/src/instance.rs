//! The running instance: its database, clock, settings and workers' ends.

use std::path::PathBuf;
use std::sync::Arc;

use crate::activity::Tracker;
use crate::alerts::Sender;
pub use crate::clock::Clock;
use crate::db::Db;
use crate::passwords::{Cost, Hasher};
use crate::sealed::Seal;
use crate::storage::Store;
use crate::{Ctx, Result};

/// What the operator decided.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Scheme, host and port under which people reach the instance, without a slash at the end.
    pub base_url: String,
    pub seats: Option<i64>,
    pub invitation_days: i64,
    pub open_signup: bool,
    /// The mail server as it may be shown, without its password; none if links are handed over by hand.
    pub mail_server: Option<String>,
    pub hashing: Cost,
    /// The folder of the files that the instance keeps.
    pub files: PathBuf,
    /// Whether buckets may be at internal addresses.
    pub internal_buckets: bool,
    /// Whether alerts may be sent to internal addresses.
    pub internal_webhooks: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: "http://127.0.0.1:3000".to_owned(),
            seats: None,
            invitation_days: 7,
            open_signup: false,
            mail_server: None,
            hashing: Cost::default(),
            files: PathBuf::from("data/files"),
            internal_buckets: false,
            internal_webhooks: false,
        }
    }
}

/// One server of the instance. Cheap to clone.
#[derive(Clone)]
pub struct Instance(Arc<Parts>);

pub struct Parts {
    pub db: Db,
    pub clock: Clock,
    pub settings: Settings,
    pub hasher: Hasher,
    pub seal: Seal,
    pub activity: Tracker,
    /// What the instance itself keeps.
    pub files: Store,
    pub alerts: Sender,
}

impl Instance {
    pub fn new(db: Db, clock: Clock, settings: Settings, seal: Seal, activity: Tracker) -> Result<Self> {
        let hasher = Hasher::new(settings.hashing)?;
        let files = Store::in_folder(&settings.files)?;
        let alerts = Sender::default();
        Ok(Self(Arc::new(Parts { db, clock, settings, hasher, seal, activity, files, alerts })))
    }

    /// The context of somebody who is not signed in.
    pub fn anonymous(&self, request_id: &str) -> Ctx {
        Ctx::anonymous(self.clone(), request_id)
    }

    /// The context of somebody at the server's command line.
    pub fn command_line(&self) -> Ctx {
        Ctx::command_line(self.clone())
    }
}

impl std::ops::Deref for Instance {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
