//! The organization itself: its name and its figures.

use domain::history::Action;
use domain::name::display_name;
use domain::page::check_search;
use domain::setting::{Decision, InstanceSettings, TeamSwitch};
use domain::team::TeamChip;
use domain::time::Day;
use domain::user::{Figures, Seats};
use entity::instance::{self, Column};
use entity::{last_active_day, team};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::json;

use crate::ctx::{ManageInstance, ManageUsers, ViewUsers};
use crate::history::Record;
use crate::{Ctx, Error, Result, made, sessions};

/// How many teams a search offers.
const FOUND: u64 = 6;

/// What the head of the dashboard shows. All of it is kept, and nothing is counted here but teams and days.
pub async fn figures(cx: &Ctx) -> Result<Figures> {
    cx.authorize::<ViewUsers>().await?;
    let today = cx.now().day();
    let teams = Query::select().expr(Func::count(Expr::col(team::Column::Id))).from(team::Entity).take();
    let select = Query::select()
        .columns([Column::Name, Column::Users, Column::Pending, Column::Admins, Column::SeatsUsed])
        .expr(teams)
        .expr(last_active_since(today.plus(-6)))
        .expr(last_active_since(today.plus(-29)))
        .from(instance::Entity)
        .take();
    let row = cx.instance.db.read().query_one(&select).await?;
    let row = row.ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    Ok(Figures {
        organization: row.try_get_by_index(0)?,
        users: row.try_get_by_index(1)?,
        pending: row.try_get_by_index(2)?,
        admins: row.try_get_by_index(3)?,
        seats: Seats { used: row.try_get_by_index(4)?, limit: cx.instance.settings.seats },
        teams: row.try_get_by_index(5)?,
        active_7_days: row.try_get_by_index(6)?,
        active_30_days: row.try_get_by_index(7)?,
    })
}

/// How many listed users were active on this day or later.
fn last_active_since(day: Day) -> SelectStatement {
    let users = Expr::col(last_active_day::Column::Users).sum().cast_as("bigint");
    Query::select()
        .expr(Func::coalesce([users, Expr::val(0)]))
        .from(last_active_day::Entity)
        .and_where(last_active_day::Column::Day.gte(day))
        .take()
}

/// Every team, by name, for whoever puts people into them.
pub async fn teams(cx: &Ctx) -> Result<Vec<TeamChip>> {
    cx.authorize::<ManageUsers>().await?;
    let teams = team::Entity::find().order_by_asc(team::Column::Name).all(cx.instance.db.read()).await?;
    Ok(teams.into_iter().map(|team| TeamChip { id: team.id, name: team.name, avatar: team.avatar }).collect())
}

/// The first teams by name in which all these words stand, for whoever sees them all.
///
/// # Errors
///
/// `Invalid` where the search is too long; `Denied` to all but admins.
pub async fn find_teams(cx: &Ctx, search: &str) -> Result<Vec<TeamChip>> {
    cx.authorize::<ManageUsers>().await?;
    check_search(search)?;
    let mut select = team::Entity::find().order_by_asc(team::Column::Name).limit(FOUND);
    for word in search.split_whitespace() {
        select = select.filter(made::stands_in(team::Column::Name, word));
    }
    let teams = select.all(cx.instance.db.read()).await?;
    Ok(teams.into_iter().map(|team| TeamChip { id: team.id, name: team.name, avatar: team.avatar }).collect())
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

/// What it is called.
pub(crate) async fn name(db: &impl ConnectionTrait) -> Result<String> {
    Ok(instance::Entity::find_by_id(1).one(db).await?.map(|it| it.name).unwrap_or_default())
}

/// What the admins of the organization decided.
pub async fn settings(cx: &Ctx) -> Result<InstanceSettings> {
    cx.authorize::<ManageInstance>().await?;
    decided(cx.instance.db.read()).await
}

/// The same, for whoever it holds for.
pub(crate) async fn decided(db: &impl ConnectionTrait) -> Result<InstanceSettings> {
    let settings = Query::select().column(instance::Column::Settings).from(instance::Entity).take();
    let row = db.query_one(&settings).await?;
    Ok(row.ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?.try_get_by_index(0)?)
}

/// Lets every member create teams, or admins alone.
///
/// # Errors
///
/// `PasswordNeeded` where the sign-in is old.
pub async fn let_members_create_teams(cx: &Ctx, on: bool) -> Result<()> {
    change_settings(cx, |before| InstanceSettings { members_create_teams: on, ..before }).await
}

/// Decides a switch for all teams, or leaves it to each.
///
/// # Errors
///
/// As [`let_members_create_teams`].
pub async fn decide_for_teams(cx: &Ctx, switch: TeamSwitch, decision: Decision) -> Result<()> {
    change_settings(cx, |before| InstanceSettings { enforced: before.enforced.deciding(switch, decision), ..before })
        .await
}

/// Decides what is given, and leaves the rest as it is: whether every member creates teams, and switches for all teams.
///
/// # Errors
///
/// As [`let_members_create_teams`].
pub async fn decide(
    cx: &Ctx,
    members_create_teams: Option<bool>,
    for_teams: &[(TeamSwitch, Decision)],
) -> Result<InstanceSettings> {
    let changed = |before: InstanceSettings| InstanceSettings {
        members_create_teams: members_create_teams.unwrap_or(before.members_create_teams),
        enforced: for_teams.iter().fold(before.enforced, |all, (switch, decision)| all.deciding(*switch, *decision)),
    };
    change_settings(cx, changed).await?;
    settings(cx).await
}

async fn change_settings(cx: &Ctx, changed: impl FnOnce(InstanceSettings) -> InstanceSettings) -> Result<()> {
    let mut change = cx.begin::<ManageInstance>().await?;
    sessions::require_confirmed(cx, &change.tx).await?;
    let settings = changed(change.counters.settings.clone());
    if change.counters.settings != settings {
        let before = std::mem::replace(&mut change.counters.settings, settings);
        let record = Record::instance(Action::InstanceSettingsChanged, json!(before), json!(change.counters.settings));
        change.also(record);
    }
    change.commit_if_any().await
}
