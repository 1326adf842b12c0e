//! What an admin changes about a user: role, access, membership of the organization.

use domain::bulk::{Deed, Kept};
use domain::history::Action;
use domain::ids::UserId;
use domain::invitation::Link;
use domain::policy::{OrgRole, Standing};
use domain::user::User;
use entity::{team_member, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{row, shown};
use crate::ctx::{Change, ManageUsers};
use crate::history::{Record, standing};
use crate::{Ctx, Result, activity, api_keys, email_changes, handles, invitations, outbox, password_resets, sessions};

/// Gives the user a role, and returns the row as it now stands.
///
/// # Errors
///
/// `Denied` if the actor may not, or if the user is the last admin; `NotFound` if there is no such user.
pub async fn set_role(cx: &Ctx, user: UserId, role: OrgRole) -> Result<User> {
    to_one(cx, user, Deed::SetRole(role)).await
}

/// Takes the user's access away; the seat becomes free, runs and reports stay.
///
/// # Errors
///
/// `Conflict` unless the user is active; else as [`set_role`].
pub async fn deactivate(cx: &Ctx, user: UserId) -> Result<User> {
    to_one(cx, user, Deed::Deactivate).await
}

/// Lets a deactivated user in again, who takes a seat.
///
/// # Errors
///
/// `Conflict` unless the user is deactivated; `Denied` where no seat is left; else as [`set_role`].
pub async fn reactivate(cx: &Ctx, user: UserId) -> Result<User> {
    to_one(cx, user, Deed::Reactivate).await
}

/// Takes the user out of the organization and its teams. Of somebody pending this takes the invitation back. Runs,
/// reports and history keep the name.
///
/// # Errors
///
/// As [`set_role`].
pub async fn remove(cx: &Ctx, user: UserId) -> Result<()> {
    to_one(cx, user, Deed::Remove).await.map(drop)
}

async fn to_one(cx: &Ctx, user: UserId, deed: Deed) -> Result<User> {
    let mut change = cx.begin::<ManageUsers>().await?;
    let row = row::find_listed(&change.tx, user).await?;
    let row = match deed.on(change.granted.role, stands(&row), change.counts()) {
        Ok(after) => enact(cx, &mut change, deed, row, after).await?.0,
        Err(Kept::SameRole) => row,
        Err(kept) => return Err(refusal(kept, &row)),
    };
    let shown = shown::one(&change.tx, row.id).await?;
    change.commit_if_any().await?;
    Ok(shown)
}

/// Why something is not done to the one user it was meant for.
pub fn refusal(kept: Kept, row: &user::Model) -> crate::Error {
    let (name, status) = (&row.name, row.status.label().to_lowercase());
    match kept {
        Kept::Denied(denied) => denied.into(),
        Kept::NotPending => {
            domain::Error::Conflict(format!("{name} has accepted already: there is no invitation any more.")).into()
        }
        kept => domain::Error::Conflict(format!("{kept} {name} is {status}.")).into(),
    }
}

/// Does what the rules let be done to a user, who stands as `after` then, and notes it for the history. The link is
/// that of an invitation sent again.
pub async fn enact(
    cx: &Ctx,
    change: &mut Change<ManageUsers>,
    deed: Deed,
    mut row: user::Model,
    after: Standing,
) -> Result<(user::Model, Option<Link>)> {
    let action = match deed {
        Deed::SetRole(_) => Action::RoleChanged,
        Deed::Deactivate => Action::Deactivated,
        Deed::Reactivate => Action::Reactivated,
        Deed::Remove => Action::Removed,
        Deed::Resend => {
            let (row, link) = invitations::replace(cx, change, row, Action::InvitationResent).await?;
            return Ok((row, Some(link)));
        }
    };
    if deed.revokes() {
        lock_out(change, &row).await?;
    }
    if deed == Deed::Remove {
        take_out(change, &mut row).await?;
    }
    let before = row.clone();
    row::set_standing(&mut row, after.role, after.status);
    change.recount(Some(stands(&before)), Some(after));
    let row = row::save(&change.tx, row).await?;
    if deed == Deed::Remove {
        row::prefixes(&change.tx, &row).await?;
        activity::forget(&change.tx, &before).await?;
    }
    change.also(Record::user(action, &row, standing(&before), standing(&row)));
    Ok((row, None))
}

/// Ends what a user is in the organization, besides their access.
async fn take_out(change: &mut Change<ManageUsers>, row: &mut user::Model) -> Result<()> {
    invitations::spend(change, row).await?;
    team_member::Entity::delete_many().filter(team_member::Column::UserId.eq(row.id)).exec(&change.tx).await?;
    handles::release(&change.tx, row.id).await?;
    row::set_teams(row, &[]);
    row.password_hash = None;
    let picture = row.avatar.take();
    change.renames_picture(picture, None).await
}

/// Ends whatever the user could still act with.
async fn lock_out(change: &Change<ManageUsers>, row: &user::Model) -> Result<()> {
    sessions::revoke_all(&change.tx, row.id, None, change.now()).await?;
    api_keys::revoke_all(&change.tx, api_keys::of_user(row.id), change.now()).await?;
    password_resets::void(&change.tx, row.id, change.now()).await?;
    email_changes::end(&change.tx, row.id, change.now()).await?;
    outbox::cancel(&change.tx, row.id).await
}

pub fn stands(row: &user::Model) -> Standing {
    Standing { role: row.role, status: row.status }
}
