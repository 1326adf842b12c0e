//! The proof that somebody may know of a project, and what they may do in it.

use domain::error::Kind;
use domain::ids::{ProjectId, ServiceAccountId, UserId};
use domain::policy::{self, Denied, TeamPermission, TeamRole};
use domain::setting::TeamSettings;
use domain::text::has_nul;
use entity::{project, run, team};
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::team::{acting, enforced};
use super::{Granted, InTeam, UseInstance};
use crate::{Result, handles};

/// Proof that the actor may read this project. Only `InProject::prove` and `InProject::find` make one.
pub struct InProject {
    pub(crate) project: project::Model,
    pub(crate) team: team::Model,
    /// What holds in the team.
    pub(crate) settings: TeamSettings,
    /// What of this is decided for all teams.
    pub(crate) enforced: TeamSettings,
    /// What the actor is in the team: nothing, maybe, where the project is public.
    pub(crate) actor: policy::InTeam,
    /// None at the command line, and where a service account acts.
    pub(crate) by: Option<UserId>,
    /// The service account that acts, if one does.
    pub(crate) account: Option<ServiceAccountId>,
    _private: (),
}

impl InProject {
    /// # Errors
    ///
    /// `NotFound` of `looked_for` for whoever may not know of the project, as where there is none.
    pub(crate) async fn prove(
        db: &impl ConnectionTrait,
        granted: &Granted<UseInstance>,
        project: ProjectId,
        looked_for: Kind,
    ) -> Result<Self> {
        let found = project::Entity::find_by_id(project).one(db).await?;
        Self::prove_found(db, granted, found, looked_for).await
    }

    /// By the names in its address.
    ///
    /// # Errors
    ///
    /// As [`prove`](Self::prove).
    pub(crate) async fn find(
        db: &impl ConnectionTrait,
        granted: &Granted<UseInstance>,
        (team, project): (&str, &str),
        looked_for: Kind,
    ) -> Result<Self> {
        let team = handles::find(db, team).await?.and_then(|it| it.team_id);
        let found = match team.filter(|_| !has_nul(project)) {
            Some(team) => {
                let of_team = project::Entity::find().filter(project::Column::TeamId.eq(team));
                of_team.filter(project::Column::Name.eq(project)).one(db).await?
            }
            None => None,
        };
        Self::prove_found(db, granted, found, looked_for).await
    }

    async fn prove_found(
        db: &impl ConnectionTrait,
        granted: &Granted<UseInstance>,
        found: Option<project::Model>,
        looked_for: Kind,
    ) -> Result<Self> {
        let unknown = || domain::Error::NotFound(looked_for);
        let project = found.ok_or_else(unknown)?;
        let team = project.team_id.ok_or_else(unknown)?;
        let actor = acting(db, granted, team).await?;
        let own = granted.by.is_some() && project.creator_id == granted.by;
        let team = team::Entity::find_by_id(team).one(db).await?.ok_or_else(unknown)?;
        let enforced = enforced(db).await?;
        let settings = team.settings.under(&enforced);
        if !policy::see_work(actor, project.visibility.under(&settings), own) {
            return Err(unknown().into());
        }
        let account = granted.account.map(|it| it.id);
        Ok(Self { project, team, settings, enforced, actor, by: granted.by, account, _private: () })
    }

    /// Checks that the actor may change or delete what `author` made.
    ///
    /// # Errors
    ///
    /// `Denied` where it is somebody else's, or the actor only looks.
    pub(crate) fn edit(&self, author: Option<UserId>) -> Result<(), Denied> {
        policy::edit_work(self.actor, self.by.is_some() && author == self.by)
    }

    /// Checks that the actor may change, delete or go on with a run: its author, the service account that logged it, and
    /// the team's admins.
    ///
    /// # Errors
    ///
    /// As [`edit`](Self::edit).
    pub(crate) fn edit_run(&self, row: &run::Model) -> Result<(), Denied> {
        let logged = self.account.is_some() && row.service_account_id == self.account;
        policy::edit_work(self.actor, logged || self.by == Some(row.author_id))
    }

    /// Checks that the actor may make something in the project.
    ///
    /// # Errors
    ///
    /// `Denied` to whoever only looks.
    pub(crate) fn contribute(&self) -> Result<(), Denied> {
        match self.actor.acts_as() {
            Some(_) => self.actor.check(TeamPermission::Contribute),
            None => Err(Denied::MembersOnly),
        }
    }
}

impl<G> InTeam<G> {
    pub(crate) fn is_admin(&self) -> bool {
        self.actor.acts_as() == Some(TeamRole::Admin)
    }

    /// The projects of the team that the actor may not know of; none for its admins.
    pub(crate) fn hidden_projects(&self) -> Option<SelectStatement> {
        if self.is_admin() {
            return None;
        }
        let mut hidden = Query::select();
        hidden
            .column(project::Column::Id)
            .from(project::Entity)
            .and_where(project::Column::TeamId.eq(self.team.id))
            .and_where(project::Column::Visibility.eq(domain::project::Visibility::Private));
        if let Some(by) = self.by {
            hidden.cond_where(project::Column::CreatorId.is_null().or(project::Column::CreatorId.ne(by)));
        }
        Some(hidden)
    }
}
