//! The proof of what somebody may do in a team.

use std::marker::PhantomData;

use domain::error::Kind;
use domain::ids::{TeamId, UserId};
use domain::policy::{self, TeamPermission};
use domain::setting::TeamSettings;
use entity::{team, team_member};
use sea_orm::{ConnectionTrait, EntityTrait};

use super::{Change, Ctx, Granted, UseInstance};
use crate::{Result, organization};

/// A permission in a team, known at compile time.
pub trait TeamGrant {
    const PERMISSION: TeamPermission;
}

macro_rules! team_grants {
    ($($name:ident)+) => {$(
        pub struct $name;
        impl TeamGrant for $name {
            const PERMISSION: TeamPermission = TeamPermission::$name;
        }
    )+};
}
team_grants!(ViewTeam Contribute ManageMembers ManageTeam);

/// Proof that the actor holds `G` in this team. Only [`Ctx::authorize_in`] and [`Ctx::begin_in`] make one.
pub struct InTeam<G> {
    pub(crate) team: team::Model,
    /// What holds in it: its own settings under those that are decided for all teams.
    pub(crate) settings: TeamSettings,
    /// What the actor is in it.
    pub(crate) actor: policy::InTeam,
    /// None at the command line, and where a service account acts.
    pub(crate) by: Option<UserId>,
    grant: PhantomData<G>,
}

impl Ctx {
    /// Proves that the actor holds `G` in the team, for a use case that only reads.
    ///
    /// # Errors
    ///
    /// `NotFound` for whoever is no member, as for a team that does not exist; `Denied` where the role is too weak;
    /// `Unauthenticated` as from [`Ctx::authorize`].
    pub async fn authorize_in<G: TeamGrant>(&self, team: TeamId) -> Result<InTeam<G>> {
        let granted = self.authorize::<UseInstance>().await?;
        InTeam::prove(self.instance.db.read(), &granted, team).await
    }

    /// Begins a write in the team: takes the guard row, then proves `G` inside the transaction.
    pub async fn begin_in<G: TeamGrant>(&self, team: TeamId) -> Result<(Change<UseInstance>, InTeam<G>)> {
        let change = self.begin::<UseInstance>().await?;
        let granted = InTeam::prove(&change.tx, &change.granted, team).await?;
        Ok((change, granted))
    }
}

impl<G: TeamGrant> InTeam<G> {
    pub(crate) async fn prove(db: &impl ConnectionTrait, granted: &Granted<UseInstance>, team: TeamId) -> Result<Self> {
        let unknown = || domain::Error::NotFound(Kind::Team);
        let found = team::Entity::find_by_id(team).one(db).await?.ok_or_else(unknown)?;
        let actor = acting(db, granted, team).await?;
        if actor.acts_as().is_none() {
            return Err(unknown().into());
        }
        actor.check(G::PERMISSION)?;
        let settings = found.settings.under(&enforced(db).await?);
        Ok(Self { team: found, settings, actor, by: granted.by, grant: PhantomData })
    }
}

/// What the actor is in the team, if anything.
pub(super) async fn acting(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    team: TeamId,
) -> Result<policy::InTeam> {
    let role = match (granted.by, granted.account) {
        (Some(user), _) => team_member::Entity::find_by_id((team, user)).one(db).await?.map(|it| it.role),
        (None, Some(account)) => account.reach.role_in(team),
        (None, None) => None,
    };
    Ok(policy::InTeam { organization: granted.role, team: role })
}

/// What is decided for all teams.
pub(crate) async fn enforced(db: &impl ConnectionTrait) -> Result<TeamSettings> {
    Ok(organization::decided(db).await?.enforced)
}
