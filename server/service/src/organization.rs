//! The organization itself: its name and its figures.

use domain::history::Action;
use domain::name::display_name;
use domain::team::TeamChip;
use domain::time::Timestamp;
use domain::user::{Figures, Seats};
use entity::{instance, team, user};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use serde_json::json;

use crate::ctx::{ManageInstance, ManageUsers, ViewUsers};
use crate::history::Record;
use crate::{Ctx, Error, Result, sessions};

/// What the head of the dashboard shows.
pub async fn figures(cx: &Ctx) -> Result<Figures> {
    cx.authorize::<ViewUsers>().await?;
    let (db, now) = (cx.instance.db.read(), cx.now());
    let counters = instance::Entity::find_by_id(1)
        .one(db)
        .await?
        .ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    Ok(Figures {
        organization: counters.name,
        users: counters.users,
        pending: counters.pending,
        admins: counters.admins,
        teams: signed(team::Entity::find().count(db).await?),
        seats: Seats { used: counters.seats_used, limit: cx.instance.settings.seats },
        active_7_days: active_since(db, now.plus_days(-7)).await?,
        active_30_days: active_since(db, now.plus_days(-30)).await?,
    })
}

async fn active_since(db: &impl ConnectionTrait, since: Timestamp) -> Result<i64> {
    let active =
        user::Entity::find().filter(user::Column::Listed.eq(true)).filter(user::Column::LastActiveKey.gte(since.0));
    Ok(signed(active.count(db).await?))
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Every team, by name, for whoever puts people into them.
pub async fn teams(cx: &Ctx) -> Result<Vec<TeamChip>> {
    cx.authorize::<ManageUsers>().await?;
    let teams = team::Entity::find().order_by_asc(team::Column::Name).all(cx.instance.db.read()).await?;
    Ok(teams.into_iter().map(|team| TeamChip { id: team.id, name: team.name }).collect())
}

/// Gives the organization another name.
///
/// # Errors
///
/// `PasswordNeeded` where the sign-in is old; `Invalid` where it is no name.
pub async fn rename(cx: &Ctx, name: &str) -> Result<String> {
    let name = display_name(name).map_err(|rule| domain::Error::invalid("name", rule))?;
    let mut change = cx.begin::<ManageInstance>().await?;
    sessions::require_confirmed(cx, &change.tx).await?;
    let before = std::mem::replace(&mut change.counters.name, name.clone());
    change
        .commit(Record::instance(Action::OrganizationRenamed, json!({ "name": before }), json!({ "name": name })))
        .await?;
    Ok(name)
}
