//! Whose a run is that begins.

use domain::ids::{ServiceAccountId, UserId};
use domain::policy::{self, TeamPermission};
use domain::user::Status;
use entity::{service_account, team_member, user};
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::ctx::InProject;
use crate::{Error, Result, accounts};

/// The author of a run, and the service account that logs it, if one does.
pub(super) struct Authorship {
    pub author: UserId,
    pub account: Option<service_account::Model>,
}

/// A person is the author of what they log. A service account logs for whoever it names, if they may log runs in the team
/// themselves, and else for whoever created it. The command line names somebody.
///
/// # Errors
///
/// `Invalid` on the field `author`, in words.
pub(super) async fn of(db: &impl ConnectionTrait, proof: &InProject, named: Option<&str>) -> Result<Authorship> {
    match (proof.by, proof.account) {
        (Some(me), _) => {
            check_self(db, me, named).await?;
            Ok(Authorship { author: me, account: None })
        }
        (None, Some(account)) => for_account(db, proof, account, named).await,
        (None, None) => {
            let named = named.ok_or_else(|| refused("Say by username or e-mail whose run it is."))?;
            Ok(Authorship { author: member(db, proof, named).await?, account: None })
        }
    }
}

async fn check_self(db: &impl ConnectionTrait, me: UserId, named: Option<&str>) -> Result<()> {
    let Some(named) = named else { return Ok(()) };
    match accounts::find_by_login(db, named).await? {
        Some(found) if found.id == me => Ok(()),
        _ => Err(refused("Only a service account logs runs for others. Leave the author out: it is you.")),
    }
}

async fn for_account(
    db: &impl ConnectionTrait,
    proof: &InProject,
    account: ServiceAccountId,
    named: Option<&str>,
) -> Result<Authorship> {
    let row = service_account::Entity::find_by_id(account).one(db).await?;
    let row = row.ok_or(domain::Error::Unauthenticated)?;
    let author = match (named, row.made_by) {
        (Some(named), _) => member(db, proof, named).await?,
        (None, Some(maker)) if may_log(db, proof, maker).await? => maker,
        _ => {
            return Err(refused(
                "Whoever created this service account logs no runs in the team any more. Say by username or e-mail for \
                 which member of the team it logs.",
            ));
        }
    };
    Ok(Authorship { author, account: Some(row) })
}

/// The same words whether there is nobody of that name, or nobody who may log runs in the team.
async fn member(db: &impl ConnectionTrait, proof: &InProject, named: &str) -> Result<UserId> {
    match accounts::find_by_login(db, named).await? {
        Some(found) if may_log(db, proof, found.id).await? => Ok(found.id),
        _ => Err(refused("No member of the team who logs runs has this username or e-mail.")),
    }
}

async fn may_log(db: &impl ConnectionTrait, proof: &InProject, user: UserId) -> Result<bool> {
    let Some(row) = user::Entity::find_by_id(user).one(db).await? else { return Ok(false) };
    let member = team_member::Entity::find_by_id((proof.team.id, user)).one(db).await?;
    let standing = policy::InTeam { organization: row.role, team: member.map(|it| it.role) };
    Ok(row.status == Status::Active && standing.check(TeamPermission::Contribute).is_ok())
}

fn refused(words: &str) -> Error {
    domain::Error::invalid("author", words).into()
}
