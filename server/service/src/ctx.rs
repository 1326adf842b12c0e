//! Who asks, and the proof of what they may do.

mod change;
mod key;
mod team;
mod uncounted;
mod work;

use std::marker::PhantomData;
use std::sync::Arc;

use domain::activity::Door;
use domain::ids::{SessionId, UserId};
use domain::policy::{Denied, OrgRole, Permission};
use domain::time::Timestamp;
use domain::user::{Status, Viewer};
use entity::{session, user};
use sea_orm::{ConnectionTrait, EntityTrait};
use uuid::Uuid;

use crate::api_keys::{FoundKey, KeyOwner};
use crate::idempotency::Attempt;
use crate::sessions::Found;
use crate::{Instance, Result, guard};

pub use change::Change;
pub use key::Account;
pub(crate) use team::enforced;
pub use team::{Contribute, InTeam, ManageMembers, ManageTeam, TeamGrant, ViewTeam};
pub use uncounted::Uncounted;
pub use work::InProject;

/// One request's view of the world.
#[derive(Clone)]
pub struct Ctx {
    pub(crate) instance: Instance,
    pub(crate) actor: Actor,
    pub(crate) door: Door,
    pub(crate) request_id: Arc<str>,
    /// What marks the changes made here as done, where they must not be made twice.
    pub(crate) attempt: Option<Arc<Attempt>>,
}

/// On whose behalf something is done.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Not signed in; becomes a newcomer by signing up or accepting.
    Anonymous,
    User {
        id: UserId,
        session: SessionId,
        /// As the session was found with when this request began. It proves reads of the request, and no write.
        seen: Option<Arc<Viewer>>,
    },
    /// A program with a key, as it was found when this request began. It proves reads of the request, and no write.
    Key(Arc<FoundKey>),
    /// Somebody at the server's command line, who has every right.
    CommandLine { system_user: String },
    /// The server by itself.
    Job,
}

/// A permission known at compile time.
pub trait Grant {
    const PERMISSION: Permission;
}

macro_rules! grants {
    ($($name:ident)+) => {$(
        pub struct $name;
        impl Grant for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )+};
}
grants!(UseInstance ViewUsers ManageUsers ExportUsers ViewHistory ManageInstance ManageServiceAccounts);

/// Proof that the actor holds `G`. Only [`Ctx::authorize`] and [`Ctx::begin`] make one.
pub struct Granted<G> {
    pub(crate) role: OrgRole,
    /// None at the command line, and where a service account acts.
    pub(crate) by: Option<UserId>,
    /// The service account that acts, if one does.
    pub(crate) account: Option<Account>,
    pub(crate) name: String,
    grant: PhantomData<G>,
}

/// Who was proved to act, before it is known whether they may.
struct Proved {
    role: OrgRole,
    by: Option<UserId>,
    account: Option<Account>,
    name: String,
}

/// The right of somebody without an account: to sign up, to accept an invitation, to replace a forgotten password.
pub struct Newcomer;

impl Ctx {
    pub(crate) fn anonymous(instance: Instance, request_id: &str) -> Self {
        Self { instance, actor: Actor::Anonymous, door: Door::Page, request_id: request_id.into(), attempt: None }
    }

    pub(crate) fn command_line(instance: Instance) -> Self {
        let system_user =
            std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_else(|_| "unknown".to_owned());
        Self {
            instance,
            actor: Actor::CommandLine { system_user },
            door: Door::CommandLine,
            request_id: "".into(),
            attempt: None,
        }
    }

    /// The context of what the server does by itself.
    pub(crate) fn job(instance: Instance) -> Self {
        Self { instance, actor: Actor::Job, door: Door::Job, request_id: "".into(), attempt: None }
    }

    /// The context of somebody with a session; whether it still holds is looked up whenever it matters.
    pub fn signed_in(instance: Instance, id: UserId, session: SessionId, request_id: &str) -> Self {
        let actor = Actor::User { id, session, seen: None };
        Self { instance, actor, door: Door::Page, request_id: request_id.into(), attempt: None }
    }

    /// The context of one request, whose session was just looked up: what it reads needs no second look. Not for
    /// what outlives a request.
    pub fn of_request(instance: Instance, found: &Found, request_id: &str) -> Self {
        let seen = Some(Arc::new(found.viewer.clone()));
        let actor = Actor::User { id: found.user, session: found.session, seen };
        Self { instance, actor, door: Door::Page, request_id: request_id.into(), attempt: None }
    }

    pub fn now(&self) -> Timestamp {
        self.instance.clock.now()
    }

    /// The server that handles this request.
    pub fn instance(&self) -> &Instance {
        &self.instance
    }

    /// Who is signed in, if anybody.
    pub fn user(&self) -> Option<UserId> {
        match &self.actor {
            Actor::User { id, .. } => Some(*id),
            Actor::Key(found) => match &found.owner {
                KeyOwner::User(viewer) => Some(viewer.id),
                KeyOwner::ServiceAccount(_) => None,
            },
            _ => None,
        }
    }

    pub(crate) fn session(&self) -> Option<SessionId> {
        match self.actor {
            Actor::User { session, .. } => Some(session),
            _ => None,
        }
    }

    /// Proves that the actor holds `G`, for a use case that only reads.
    ///
    /// # Errors
    ///
    /// `Unauthenticated` for whoever is not signed in or was just deactivated; `Denied` where the role is too weak.
    pub async fn authorize<G: Grant>(&self) -> Result<Granted<G>> {
        match &self.actor {
            Actor::User { seen: Some(viewer), .. } => {
                grant(Proved::of_user(viewer.role, viewer.id, viewer.name.clone()))
            }
            Actor::Key(found) => grant(Proved::of_key(found)),
            _ => self.prove(self.instance.db.read()).await,
        }
    }

    /// Begins a write: takes the guard row, then proves `G` inside the transaction, so that nobody acts on a right
    /// that was taken away a moment ago.
    pub async fn begin<G: Grant>(&self) -> Result<Change<G>> {
        let tx = self.instance.db.write().await?;
        let counters = guard::take(&tx, self.instance.db.is_guarded()).await?;
        let granted = self.prove(&tx).await?;
        Ok(Change::new(tx, granted, counters, self.clone()))
    }

    /// Begins a write of somebody who has no account yet, or none that they can prove; `name` goes into the history.
    pub(crate) async fn begin_as_newcomer(&self, name: &str) -> Result<Change<Newcomer>> {
        let tx = self.instance.db.write().await?;
        let counters = guard::take(&tx, self.instance.db.is_guarded()).await?;
        let granted =
            Granted { role: OrgRole::Member, by: None, account: None, name: name.to_owned(), grant: PhantomData };
        let cx = Self { actor: Actor::Anonymous, ..self.clone() };
        Ok(Change::new(tx, granted, counters, cx))
    }

    async fn prove<G: Grant>(&self, db: &impl ConnectionTrait) -> Result<Granted<G>> {
        let proved = match &self.actor {
            Actor::Anonymous => return Err(domain::Error::Unauthenticated.into()),
            Actor::CommandLine { system_user } => {
                Proved { role: OrgRole::Admin, by: None, account: None, name: system_user.clone() }
            }
            Actor::Job => Proved { role: OrgRole::Admin, by: None, account: None, name: "Rollcall".to_owned() },
            Actor::Key(found) => self.prove_key(db, found.key).await?,
            Actor::User { id, session, .. } => {
                let (user, session) = (
                    user::Entity::find_by_id(*id).one(db).await?,
                    session::Entity::find_by_id(*session).one(db).await?,
                );
                let alive = session.is_some_and(|it| it.revoked_at.is_none() && it.expires_at > self.now());
                let user =
                    user.filter(|it| alive && it.status == Status::Active).ok_or(domain::Error::Unauthenticated)?;
                Proved::of_user(user.role, user.id, user.name)
            }
        };
        grant(proved)
    }
}

impl Proved {
    const fn of_user(role: OrgRole, id: UserId, name: String) -> Self {
        Self { role, by: Some(id), account: None, name }
    }
}

fn grant<G: Grant>(Proved { role, by, account, name }: Proved) -> Result<Granted<G>> {
    if role.allows(G::PERMISSION) {
        Ok(Granted { role, by, account, name, grant: PhantomData })
    } else {
        Err(Denied::AdminsOnly.into())
    }
}

impl<G> Granted<G> {
    /// Under which id the history tells who did it.
    fn actor_id(&self) -> Option<Uuid> {
        self.by.map(UserId::uuid).or_else(|| self.account.map(|it| it.id.uuid()))
    }
}
