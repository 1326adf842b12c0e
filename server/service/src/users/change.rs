//! What an admin changes about a user: role, access, membership of the organization.

use domain::history::Action;
use domain::ids::UserId;
use domain::policy::{self, OrgRole, Standing};
use domain::user::{Status, User};
use entity::{team_member, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{row, shown};
use crate::ctx::{Change, ManageUsers};
use crate::history::{Record, standing};
use crate::{Ctx, Result, activity, handles, invitations, outbox, password_resets, sessions};

/// Gives the user a role, and returns the row as it now stands.
///
/// # Errors
///
/// `Denied` if the actor may not, or if the user is the last admin; `NotFound` if there is no such user.
pub async fn set_role(cx: &Ctx, user: UserId, role: OrgRole) -> Result<User> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let row = row::find_listed(&change.tx, user).await?;
    policy::change_role(change.granted.role, stands(&row), role, change.counters.admins)?;
    if row.role == role {
        return shown::one(&change.tx, user).await;
    }
    let status = row.status;
    restand(&mut change, row, role, status).await?.finish(change, Action::RoleChanged).await
}

/// Takes the user's access away; the seat becomes free, runs and reports stay.
///
/// # Errors
///
/// `Conflict` unless the user is active; else as [`set_role`].
pub async fn deactivate(cx: &Ctx, user: UserId) -> Result<User> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let row = row::find_listed(&change.tx, user).await?;
    policy::revoke(change.granted.role, stands(&row), change.counters.admins)?;
    if row.status != Status::Active {
        return Err(conflict(&row, "Only an active user can be deactivated"));
    }
    lock_out(&change, &row).await?;
    let role = row.role;
    restand(&mut change, row, role, Status::Deactivated).await?.finish(change, Action::Deactivated).await
}

/// Lets a deactivated user in again, who takes a seat.
///
/// # Errors
///
/// `Conflict` unless the user is deactivated; `Denied` where no seat is left; else as [`set_role`].
pub async fn reactivate(cx: &Ctx, user: UserId) -> Result<User> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let row = row::find_listed(&change.tx, user).await?;
    if row.status != Status::Deactivated {
        return Err(conflict(&row, "Only a deactivated user can be reactivated"));
    }
    policy::reactivate(change.granted.role, change.seats())?;
    let role = row.role;
    restand(&mut change, row, role, Status::Active).await?.finish(change, Action::Reactivated).await
}

/// Takes the user out of the organization and its teams. Of somebody pending this takes the invitation back. Runs,
/// reports and history keep the name.
///
/// # Errors
///
/// As [`set_role`].
pub async fn remove(cx: &Ctx, user: UserId) -> Result<()> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let mut row = row::find_listed(&change.tx, user).await?;
    policy::revoke(change.granted.role, stands(&row), change.counters.admins)?;
    lock_out(&change, &row).await?;
    invitations::spend(&change, &mut row).await?;
    team_member::Entity::delete_many().filter(team_member::Column::UserId.eq(user)).exec(&change.tx).await?;
    handles::release(&change.tx, user).await?;
    row::set_teams(&mut row, &[]);
    row.password_hash = None;
    let role = row.role;
    let moved = restand(&mut change, row, role, Status::Removed).await?;
    row::prefixes(&change.tx, &moved.after).await?;
    activity::forget(&change.tx, &moved.before).await?;
    change.commit(moved.record(Action::Removed)).await
}

/// Ends whatever the user could still act with.
async fn lock_out(change: &Change<ManageUsers>, row: &user::Model) -> Result<()> {
    sessions::revoke_all(&change.tx, row.id, None, change.now()).await?;
    password_resets::void(&change.tx, row.id, change.now()).await?;
    outbox::cancel(&change.tx, row.id).await
}

/// A user before and after.
struct Moved {
    before: user::Model,
    after: user::Model,
}

impl Moved {
    fn record(&self, action: Action) -> Record {
        Record::user(action, &self.after, standing(&self.before), standing(&self.after))
    }

    async fn finish(self, change: Change<ManageUsers>, action: Action) -> Result<User> {
        let record = self.record(action);
        let shown = shown::one(&change.tx, self.after.id).await?;
        change.commit(record).await?;
        Ok(shown)
    }
}

/// Saves the row with another role or status, and moves the counters along.
async fn restand(change: &mut Change<ManageUsers>, row: user::Model, role: OrgRole, status: Status) -> Result<Moved> {
    let before = row.clone();
    let mut after = row;
    row::set_standing(&mut after, role, status);
    change.recount(Some(stands(&before)), Some(stands(&after)));
    let after = row::save(&change.tx, after).await?;
    Ok(Moved { before, after })
}

fn stands(row: &user::Model) -> Standing {
    Standing { role: row.role, status: row.status }
}

fn conflict(row: &user::Model, rule: &str) -> crate::Error {
    domain::Error::Conflict(format!("{rule}. {} is {}.", row.name, row.status.label().to_lowercase())).into()
}
