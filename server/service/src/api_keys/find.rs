//! Who is behind a key.

use domain::api_key;
use domain::ids::{ApiKeyId, ServiceAccountId, TeamId};
use domain::service_account::{Reach, Scope};
use domain::team::TeamChip;
use domain::time::Timestamp;
use domain::user::{Status, Viewer};
use entity::api_key::Column as Key;
use entity::service_account::Column as Account;
use entity::user::Column as User;
use entity::{instance, service_account, team, user};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryResult};

use crate::{Instance, Result, token};

/// How often, in milliseconds, it is written that a key was used.
const TOUCH_MS: i64 = 60_000;

/// A key that works, and whose it is.
#[derive(Debug, Clone)]
pub struct FoundKey {
    pub key: ApiKeyId,
    pub owner: KeyOwner,
    /// Whether it was written lately that the key is used; if not, [`note_use`] does so.
    pub is_noted: bool,
}

/// For whom a key acts.
#[derive(Debug, Clone)]
pub enum KeyOwner {
    User(Viewer),
    ServiceAccount(FoundAccount),
}

/// A service account as its key was found with.
#[derive(Debug, Clone)]
pub struct FoundAccount {
    pub id: ServiceAccountId,
    pub name: String,
    pub scope: Scope,
    pub team: TeamChip,
    pub organization: String,
}

impl FoundAccount {
    pub const fn reach(&self) -> Reach {
        Reach { scope: self.scope, team: self.team.id }
    }
}

/// Looks up for whom a key acts; none where the key or whose it is does not live any more. One statement, found by the
/// hash, so that the time it takes tells nothing about keys that are near.
pub async fn find(instance: &Instance, text: &str) -> Result<Option<FoundKey>> {
    if !api_key::is_whole(text) {
        return Ok(None);
    }
    one(instance.db.read(), Key::KeyHash.eq(token::hash(text)), instance.clock.now()).await
}

/// The same for a key that was found before.
pub(crate) async fn find_alive(db: &impl ConnectionTrait, key: ApiKeyId, now: Timestamp) -> Result<Option<FoundKey>> {
    one(db, Key::Id.eq(key), now).await
}

/// Keys that were not revoked and have not expired.
pub(crate) fn alive(now: Timestamp) -> Condition {
    let lasts = Cond::any().add(Key::ExpiresAt.is_null()).add(Key::ExpiresAt.gt(now));
    Cond::all().add(Key::RevokedAt.is_null()).add(lasts)
}

async fn one(db: &impl ConnectionTrait, which: SimpleExpr, now: Timestamp) -> Result<Option<FoundKey>> {
    let mut select = behind();
    select.and_where(which).cond_where(alive(now));
    Ok(db.query_one(&select).await?.as_ref().map(|row| read(row, now)).transpose()?.flatten())
}

/// A key, whose it is, and the organization's name. A service account without its team is none.
fn behind() -> SelectStatement {
    use entity::api_key::Entity as Keys;
    let organization = Query::select().column(instance::Column::Name).from(instance::Entity).take();
    Query::select()
        .columns([Key::Id, Key::LastUsedAt].map(|it| (Keys, it)))
        .columns(
            [User::Status, User::Id, User::Name, User::Username, User::Email, User::Role].map(|it| (user::Entity, it)),
        )
        .columns(
            [Account::Id, Account::Name, Account::Scope, Account::RemovedAt].map(|it| (service_account::Entity, it)),
        )
        .columns([team::Column::Id, team::Column::Name].map(|it| (team::Entity, it)))
        .expr(organization)
        .from(Keys)
        .left_join(user::Entity, Expr::col((user::Entity, User::Id)).equals((Keys, Key::UserId)))
        .left_join(
            service_account::Entity,
            Expr::col((service_account::Entity, Account::Id)).equals((Keys, Key::ServiceAccountId)),
        )
        .left_join(
            team::Entity,
            Expr::col((team::Entity, team::Column::Id)).equals((service_account::Entity, Account::TeamId)),
        )
        .take()
}

fn read(row: &QueryResult, now: Timestamp) -> Result<Option<FoundKey>, DbErr> {
    let (key, last_used) = (row.try_get_by_index(0)?, row.try_get_by_index::<Option<Timestamp>>(1)?);
    let owner = match row.try_get_by_index::<Option<Status>>(2)? {
        Some(Status::Active) => Some(KeyOwner::User(viewer(row)?)),
        Some(_) => None,
        None => account(row)?.map(KeyOwner::ServiceAccount),
    };
    let is_noted = last_used.is_some_and(|at| now.0 - at.0 < TOUCH_MS);
    Ok(owner.map(|owner| FoundKey { key, owner, is_noted }))
}

fn viewer(row: &QueryResult) -> Result<Viewer, DbErr> {
    Ok(Viewer {
        id: row.try_get_by_index(3)?,
        name: row.try_get_by_index(4)?,
        username: row.try_get_by_index::<Option<String>>(5)?.unwrap_or_default(),
        email: row.try_get_by_index(6)?,
        role: row.try_get_by_index(7)?,
        organization: organization(row)?,
        // Nothing that a key opens shows it.
        avatar: None,
    })
}

fn account(row: &QueryResult) -> Result<Option<FoundAccount>, DbErr> {
    let (id, removed, team): (Option<ServiceAccountId>, Option<Timestamp>, Option<TeamId>) =
        (row.try_get_by_index(8)?, row.try_get_by_index(11)?, row.try_get_by_index(12)?);
    let (Some(id), None, Some(team)) = (id, removed, team) else { return Ok(None) };
    Ok(Some(FoundAccount {
        id,
        name: row.try_get_by_index(9)?,
        scope: row.try_get_by_index(10)?,
        team: TeamChip { id: team, name: row.try_get_by_index(13)?, avatar: None },
        organization: organization(row)?,
    }))
}

fn organization(row: &QueryResult) -> Result<String, DbErr> {
    Ok(row.try_get_by_index::<Option<String>>(14)?.unwrap_or_default())
}

/// Notes that a key is used: beside the request, which has nothing to wait for here and is not refused where this
/// fails. Never an upsert: a revoked key stays revoked.
pub async fn note_use(instance: &Instance, key: ApiKeyId) -> Result<()> {
    let tx = instance.db.write().await?;
    entity::api_key::Entity::update_many()
        .col_expr(Key::LastUsedAt, Expr::value(instance.clock.now().0))
        .filter(Key::Id.eq(key))
        .filter(Key::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}
