//! Programs that act with a key: as the user whose key it is, or as a service account.

use domain::activity::Door;
use domain::history::ActorKind;
use domain::ids::{ApiKeyId, ServiceAccountId};
use domain::policy::OrgRole;
use domain::service_account::Reach;
use sea_orm::ConnectionTrait;

use super::{Actor, Ctx, Proved};
use crate::api_keys::{self, FoundKey, KeyOwner};
use crate::{Instance, Result};

/// A service account that was proved to act.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub id: ServiceAccountId,
    pub reach: Reach,
}

impl Ctx {
    /// The context of one request, whose key was just looked up: what it reads needs no second look, what it writes
    /// proves once more that the key works. Not for what outlives a request.
    pub fn of_key(instance: Instance, found: FoundKey, door: Door, request_id: &str) -> Self {
        Self { instance, actor: Actor::Key(found.into()), door, request_id: request_id.into(), attempt: None }
    }

    /// The key with which this is done, if with any.
    pub(crate) fn key(&self) -> Option<ApiKeyId> {
        match &self.actor {
            Actor::Key(found) => Some(found.key),
            _ => None,
        }
    }

    /// Whether nobody in person does this, but what has no account of its own to change.
    pub(crate) fn is_service_account(&self) -> bool {
        matches!(&self.actor, Actor::Key(found) if matches!(found.owner, KeyOwner::ServiceAccount(_)))
    }

    pub(crate) fn actor_kind(&self) -> ActorKind {
        match &self.actor {
            Actor::Anonymous => ActorKind::Newcomer,
            Actor::User { .. } => ActorKind::User,
            Actor::Key(found) => found.owner.actor_kind(),
            Actor::CommandLine { .. } => ActorKind::CommandLine,
            Actor::Job => ActorKind::Job,
        }
    }

    pub(super) async fn prove_key(&self, db: &impl ConnectionTrait, key: ApiKeyId) -> Result<Proved> {
        let found = api_keys::find_alive(db, key, self.now()).await?.ok_or(domain::Error::Unauthenticated)?;
        Ok(Proved::of_key(&found))
    }
}

impl Proved {
    /// A service account is a member of the organization, whatever its team lets it do.
    pub(super) fn of_key(found: &FoundKey) -> Self {
        match &found.owner {
            KeyOwner::User(it) => Self { role: it.role, by: Some(it.id), account: None, name: it.name.clone() },
            KeyOwner::ServiceAccount(it) => {
                let account = Account { id: it.id, reach: it.reach() };
                Self { role: OrgRole::Member, by: None, account: Some(account), name: it.name.clone() }
            }
        }
    }
}

impl KeyOwner {
    const fn actor_kind(&self) -> ActorKind {
        match self {
            Self::User(_) => ActorKind::User,
            Self::ServiceAccount(_) => ActorKind::ServiceAccount,
        }
    }
}
