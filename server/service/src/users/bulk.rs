//! One deed done to many users: looked at first, then done row by row, at most a hundred in one transaction.

use std::collections::HashMap;

use domain::bulk::{self, Counts, Deed, Done, Kept, KeptUser, Outcome, Preview};
use domain::ids::UserId;
use domain::page::Total;
use domain::policy::Standing;
use domain::session::IDLE_DAYS;
use domain::user::{Seats, Status, UserQuery};
use entity::{api_key, instance, session, team_member, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};

use super::change::{enact, stands};
use super::{filter, shown};
use crate::ctx::{Granted, ManageUsers, ViewUsers};
use crate::{Ctx, Error, Result, api_keys, teams};

/// The ids of all users that `query` asks for, so that they can be selected.
///
/// # Errors
///
/// `Invalid` on `query` where there are more than can be selected.
pub async fn ids(cx: &Ctx, query: &UserQuery) -> Result<Vec<UserId>> {
    cx.authorize::<ViewUsers>().await?;
    let db = cx.instance.db.read();
    let filters = filter::filters(db.get_database_backend(), query)?;
    let (way, rows) = filter::choose(db, &filters).await?;
    bulk::select(Total { rows, more: false })?;
    Ok(user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(way.condition(&filters))
        .into_tuple()
        .all(db)
        .await?)
}

/// What the deed will do to these users, in numbers. `from` is what the calls before this one leave; by itself it
/// is looked at how things stand now.
///
/// # Errors
///
/// `Invalid` on `users` where there are none or too many.
pub async fn preview(cx: &Ctx, deed: Deed, users: &[UserId], from: Option<Counts>) -> Result<Preview> {
    let users = bulk::read(users)?;
    let many = users.len() > 1;
    let granted = cx.authorize::<ManageUsers>().await?;
    let db = cx.instance.db.read();
    let before = match from {
        Some(counts) => counts,
        None => counts(cx, db).await?,
    };
    let mut found = find(db, &users).await?;
    let mut preview =
        Preview { before, after: before, mailed: cx.instance.settings.mail_server.is_some(), ..Preview::default() };
    let mut changed = Vec::new();
    for id in last_myself(&granted, users) {
        let Some(row) = found.remove(&id) else {
            preview.kept.push(KeptUser { user: id, name: String::new(), why: Kept::Missing });
            continue;
        };
        match decide(&granted, deed, &row, preview.after, many) {
            Err(why) => preview.kept.push(KeptUser { user: id, name: row.name, why }),
            Ok(after) => {
                preview.after = preview.after.moved(stands(&row), after);
                count_in(&mut preview, &row);
                changed.push(id);
            }
        }
    }
    if deed.revokes() {
        preview.sessions = sessions_of(cx, db, &changed).await?;
        preview.orphaned = teams::left_without_admin(db, &changed).await?;
        preview.keys = keys_of(cx, db, &changed).await?;
    }
    if deed == Deed::Remove {
        preview.memberships = memberships_of(db, &changed).await?;
    }
    Ok(preview)
}

/// Does the deed to these users, row by row: who may not be changed is left as they are, and the others are done.
///
/// # Errors
///
/// `Invalid` on `users` where there are none or too many. What fails for another reason was done to nobody.
pub async fn run(cx: &Ctx, deed: Deed, users: &[UserId]) -> Result<Vec<Done>> {
    let users = bulk::read(users)?;
    let many = users.len() > 1;
    let mut change = cx.begin::<ManageUsers>().await?;
    let mut found = find(&change.tx, &users).await?;
    let (mut done, mut changed, mut links) = (Vec::with_capacity(users.len()), Vec::new(), HashMap::new());
    for id in last_myself(&change.granted, users) {
        let kept = |name: String, why| Done { user: id, outcome: Outcome::Kept { name, why } };
        let Some(row) = found.remove(&id) else {
            done.push(kept(String::new(), Kept::Missing));
            continue;
        };
        match decide(&change.granted, deed, &row, change.counts(), many) {
            Err(why) => done.push(kept(row.name, why)),
            Ok(after) => {
                let (row, link) = enact(cx, &mut change, deed, row, after).await?;
                links.extend(link.map(|link| (id, link)));
                changed.push(row.id);
            }
        }
    }
    for row in shown::many(&change.tx, &changed).await? {
        let (user, link) = (row.id, links.remove(&row.id));
        done.push(Done { user, outcome: Outcome::Changed { row: Box::new(row), link } });
    }
    change.commit_if_any().await?;
    Ok(done)
}

/// Whoever does it comes last, when what the others leave is known.
fn last_myself<G>(granted: &Granted<G>, mut users: Vec<UserId>) -> Vec<UserId> {
    users.sort_by_key(|user| Some(*user) == granted.by);
    users
}

/// Alone, one may end one's own right, as everywhere else.
fn decide<G>(
    granted: &Granted<G>,
    deed: Deed,
    row: &user::Model,
    counts: Counts,
    many: bool,
) -> Result<Standing, Kept> {
    deed.on_one_of_many(granted.role, stands(row), counts, many && Some(row.id) == granted.by)
}

async fn find(db: &impl ConnectionTrait, users: &[UserId]) -> Result<HashMap<UserId, user::Model>> {
    let found = user::Entity::find()
        .filter(user::Column::Id.is_in(users.iter().copied()))
        .filter(user::Column::Listed.eq(true))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|row| (row.id, row)).collect())
}

async fn counts(cx: &Ctx, db: &impl ConnectionTrait) -> Result<Counts> {
    let counters = instance::Entity::find_by_id(1)
        .one(db)
        .await?
        .ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    let seats = Seats { used: counters.seats_used, limit: cx.instance.settings.seats };
    Ok(Counts { admins: counters.admins, seats })
}

fn count_in(preview: &mut Preview, row: &user::Model) {
    preview.changed += 1;
    preview.pending += i64::from(row.status == Status::Pending);
    preview.runs += row.runs;
    preview.reports += row.reports;
}

/// How many browsers are signed in for these users.
async fn sessions_of(cx: &Ctx, db: &impl ConnectionTrait, users: &[UserId]) -> Result<i64> {
    let now = cx.now();
    let alive = session::Entity::find()
        .filter(session::Column::UserId.is_in(users.iter().copied()))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .filter(session::Column::LastUsedAt.gt(now.plus_days(-IDLE_DAYS)));
    Ok(i64::try_from(alive.count(db).await?).unwrap_or(i64::MAX))
}

/// How many programs act for these users.
async fn keys_of(cx: &Ctx, db: &impl ConnectionTrait, users: &[UserId]) -> Result<i64> {
    let alive = api_key::Entity::find()
        .filter(api_key::Column::UserId.is_in(users.iter().copied()))
        .filter(api_keys::alive(cx.now()));
    Ok(i64::try_from(alive.count(db).await?).unwrap_or(i64::MAX))
}

async fn memberships_of(db: &impl ConnectionTrait, users: &[UserId]) -> Result<i64> {
    let members = team_member::Entity::find().filter(team_member::Column::UserId.is_in(users.iter().copied()));
    Ok(i64::try_from(members.count(db).await?).unwrap_or(i64::MAX))
}
