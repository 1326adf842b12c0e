//! Service accounts: created, listed and removed by whoever manages the team or the organization.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::{ServiceAccountId, TeamId};
use domain::name::display_name;
use domain::policy::Permission;
use domain::service_account::{MOST, Scope, ServiceAccount};
use domain::team::TeamChip;
use domain::time::Timestamp;
use entity::service_account::{self, Column, Entity, Model};
use entity::{api_key, team};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel, Order,
    PaginatorTrait, QueryFilter, QueryResult,
};
use serde_json::json;
use uuid::Uuid;

use crate::ctx::{Change, Granted, InTeam, ManageServiceAccounts, ManageTeam, UseInstance};
use crate::history::Record;
use crate::{Ctx, Error, Result, api_keys, sessions};

/// Creates a service account that reaches one team.
///
/// # Errors
///
/// `Denied` to all but the admins of the team; `PasswordNeeded` where the sign-in is old; `Invalid` where the name breaks
/// a rule or is taken; `Conflict` where there are 100 accounts.
pub async fn create_in_team(cx: &Ctx, team: TeamId, name: &str) -> Result<ServiceAccount> {
    let name = checked(name)?;
    let (change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    create(cx, change, Scope::Team, granted.team, name).await
}

/// Creates a service account that reaches every team. Its runs go to `default_team` where nothing else is said.
///
/// # Errors
///
/// `Denied` to all but admins; `Invalid` where there is no such team; else as [`create_in_team`].
pub async fn create_in_organization(cx: &Ctx, default_team: TeamId, name: &str) -> Result<ServiceAccount> {
    let name = checked(name)?;
    let change = cx.begin::<ManageServiceAccounts>().await?;
    let team = team::Entity::find_by_id(default_team).one(&change.tx).await?;
    let team = team.ok_or_else(|| domain::Error::invalid("default_team", "Choose a team of the organization."))?;
    create(cx, change, Scope::Organization, team, name).await
}

async fn create<G>(
    cx: &Ctx,
    mut change: Change<G>,
    scope: Scope,
    team: team::Model,
    name: String,
) -> Result<ServiceAccount> {
    sessions::require_confirmed(cx, &change.tx).await?;
    let among = among(scope, team.id);
    check_name(&change.tx, among.clone(), &name).await?;
    if i64::try_from(Entity::find().filter(among).count(&change.tx).await?).unwrap_or(i64::MAX) >= MOST {
        let words = format!("There are {MOST} service accounts, and no more can be created. Remove one.");
        return Err(domain::Error::Conflict(words).into());
    }
    let row = Model {
        id: ServiceAccountId::from_uuid(Uuid::now_v7()),
        scope,
        team_id: team.id,
        name,
        created_at: change.now(),
        made_by: change.granted.by,
        removed_at: None,
    };
    row.clone().into_active_model().reset_all().insert(&change.tx).await?;
    let after = json!({ "scope": scope, "team": team.name });
    change.also(Record::service_account(Action::ServiceAccountCreated, &row, json!({}), after));
    change.commit_if_any().await?;
    let team = TeamChip { id: team.id, name: team.name, avatar: team.avatar };
    Ok(ServiceAccount { id: row.id, name: row.name, scope, team, created: row.created_at, keys: 0, last_used: None })
}

/// The service accounts of a team, by name.
///
/// # Errors
///
/// `Denied` to all but the admins of the team.
pub async fn list_of_team(cx: &Ctx, team: TeamId) -> Result<Vec<ServiceAccount>> {
    cx.authorize_in::<ManageTeam>(team).await?;
    list(cx, among(Scope::Team, team)).await
}

/// The service accounts of the organization, by name.
pub async fn list_of_organization(cx: &Ctx) -> Result<Vec<ServiceAccount>> {
    cx.authorize::<ManageServiceAccounts>().await?;
    let of_organization = Column::Scope.eq(Scope::Organization).and(Column::RemovedAt.is_null());
    list(cx, Condition::all().add(of_organization)).await
}

/// Gives a service account another name.
///
/// # Errors
///
/// As [`remove`]; `Invalid` where the name breaks a rule or is taken.
pub async fn rename(cx: &Ctx, account: ServiceAccountId, name: &str) -> Result<()> {
    let name = checked(name)?;
    let (mut change, mut row) = begin_on(cx, account).await?;
    if row.name != name {
        check_name(&change.tx, among(row.scope, row.team_id), &name).await?;
        let before = std::mem::replace(&mut row.name, name);
        let (before, after) = (json!({ "name": before }), json!({ "name": row.name }));
        change.also(Record::service_account(Action::ServiceAccountRenamed, &row, before, after));
        row.into_active_model().reset_all().update(&change.tx).await?;
    }
    change.commit_if_any().await
}

/// Removes a service account. Its keys stop working at once.
///
/// # Errors
///
/// `NotFound` and `Denied` to whoever does not manage it; `PasswordNeeded` where the sign-in is old.
pub async fn remove(cx: &Ctx, account: ServiceAccountId) -> Result<()> {
    let (mut change, row) = begin_on(cx, account).await?;
    let keys = api_keys::revoke_all(&change.tx, api_keys::of_account(row.id), change.now()).await?;
    let mut gone = row.into_active_model();
    gone.removed_at = Set(Some(change.now()));
    let row = gone.update(&change.tx).await?;
    change.also(Record::service_account(
        Action::ServiceAccountRemoved,
        &row,
        json!({ "scope": row.scope }),
        json!({ "keys": keys }),
    ));
    change.commit_if_any().await
}

async fn begin_on(cx: &Ctx, account: ServiceAccountId) -> Result<(Change<UseInstance>, Model)> {
    let change = cx.begin::<UseInstance>().await?;
    let row = managed(&change.tx, &change.granted, account).await?;
    sessions::require_confirmed(cx, &change.tx).await?;
    Ok((change, row))
}

/// The service account, for whoever manages it.
///
/// # Errors
///
/// `NotFound` where there is none, and to whoever may not know of it; `Denied` to a member of its team.
pub(crate) async fn managed(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    account: ServiceAccountId,
) -> Result<Model> {
    let unknown = || Error::from(domain::Error::NotFound(Kind::ServiceAccount));
    let found = Entity::find_by_id(account).filter(Column::RemovedAt.is_null()).one(db).await?;
    let row = found.ok_or_else(unknown)?;
    match row.scope {
        Scope::Organization if granted.role.allows(Permission::ManageServiceAccounts) => Ok(row),
        Scope::Organization => Err(unknown()),
        Scope::Team => match InTeam::<ManageTeam>::prove(db, granted, row.team_id).await {
            Ok(_) => Ok(row),
            Err(Error::Domain(domain::Error::NotFound(_))) => Err(unknown()),
            Err(error) => Err(error),
        },
    }
}

fn checked(name: &str) -> Result<String> {
    display_name(name).map_err(|rule| domain::Error::invalid("name", rule).into())
}

/// Those that one list shows together.
fn among(scope: Scope, team: TeamId) -> Condition {
    let all = Condition::all().add(Column::Scope.eq(scope)).add(Column::RemovedAt.is_null());
    if scope == Scope::Team { all.add(Column::TeamId.eq(team)) } else { all }
}

async fn check_name(tx: &DatabaseTransaction, among: Condition, name: &str) -> Result<()> {
    match Entity::find().filter(among).filter(Column::Name.eq(name)).one(tx).await? {
        Some(_) => {
            let words = format!("There is a service account called “{name}” already. Choose another name.");
            Err(domain::Error::invalid("name", words).into())
        }
        None => Ok(()),
    }
}

async fn list(cx: &Ctx, which: Condition) -> Result<Vec<ServiceAccount>> {
    let own = Expr::col((team::Entity, team::Column::Id)).equals((Entity, Column::TeamId));
    let select = Query::select()
        .columns([Column::Id, Column::Name, Column::Scope, Column::CreatedAt].map(|it| (Entity, it)))
        .columns([team::Column::Id, team::Column::Name].map(|it| (team::Entity, it)))
        .expr(keys(Func::count(Expr::cust("*"))).cond_where(api_keys::alive(cx.now())).take())
        .expr(keys(Func::max(Expr::col(api_key::Column::LastUsedAt))))
        .from(service_account::Entity)
        .inner_join(team::Entity, own)
        .cond_where(which)
        .order_by((Entity, Column::Name), Order::Asc)
        .order_by((Entity, Column::Id), Order::Asc)
        .take();
    let found = cx.instance.db.read().query_all(&select).await?;
    Ok(found.iter().map(read).collect::<Result<_, _>>()?)
}

/// Something about the keys of the account at hand.
fn keys(what: impl Into<Expr>) -> SelectStatement {
    let own = Expr::col((api_key::Entity, api_key::Column::ServiceAccountId)).equals((Entity, Column::Id));
    Query::select().expr(what.into()).from(api_key::Entity).and_where(own).take()
}

fn read(row: &QueryResult) -> Result<ServiceAccount, DbErr> {
    Ok(ServiceAccount {
        id: row.try_get_by_index(0)?,
        name: row.try_get_by_index(1)?,
        scope: row.try_get_by_index(2)?,
        created: row.try_get_by_index(3)?,
        team: TeamChip { id: row.try_get_by_index(4)?, name: row.try_get_by_index(5)?, avatar: None },
        keys: row.try_get_by_index(6)?,
        last_used: row.try_get_by_index::<Option<Timestamp>>(7)?,
    })
}
