//! Sessions: opaque tokens in our own table, ended at once when access ends.

use domain::error::Kind;
use domain::history::Action;
use domain::ids::{SessionId, UserId};
use domain::policy::Denied;
use domain::session::{ABSOLUTE_DAYS, IDLE_DAYS, Session, device};
use domain::time::Timestamp;
use domain::user::{Status, Viewer};
use entity::{instance, session, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use uuid::Uuid;

use crate::ctx::UseInstance;
use crate::history::Record;
use crate::{Ctx, Instance, Result, token};

/// How often, in milliseconds, it is written that a session was used.
const TOUCH_MS: i64 = 60_000;
/// Sign-ins older than this, in milliseconds, are asked for the password before something weighty.
const CONFIRMED_MS: i64 = 12 * 3_600_000;

/// The browser that signs in.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    pub user_agent: String,
    pub address: String,
}

/// A new session: the token goes into the cookie and nowhere else.
pub struct SignedIn {
    pub user: UserId,
    pub token: SecretString,
    pub expires: Timestamp,
}

/// Who is behind a token.
#[derive(Debug, Clone)]
pub struct Found {
    pub user: UserId,
    pub session: SessionId,
    pub viewer: Viewer,
    /// Whether it was written lately that the session is used; if not, [`note_use`] does so.
    pub is_noted: bool,
}

pub(crate) async fn start(
    tx: &DatabaseTransaction,
    user: UserId,
    browser: &Browser,
    now: Timestamp,
) -> Result<SignedIn> {
    let (fresh, expires) = (token::fresh()?, now.plus_days(ABSOLUTE_DAYS));
    session::ActiveModel {
        id: Set(SessionId::from_uuid(Uuid::now_v7())),
        token_hash: Set(fresh.hash),
        user_id: Set(user),
        device: Set(device(&browser.user_agent)),
        address: Set(browser.address.clone()),
        created_at: Set(now),
        confirmed_at: Set(now),
        last_used_at: Set(now),
        expires_at: Set(expires),
        revoked_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(SignedIn { user, token: fresh.token, expires })
}

/// Looks up who is behind a token; none where the session has ended or its user may not come in. Every request begins
/// here, so it is one statement.
pub async fn find(instance: &Instance, token: &str) -> Result<Option<Found>> {
    let (db, now) = (instance.db.read(), instance.clock.now());
    let Some(row) = db.query_one(&behind(token)).await? else { return Ok(None) };
    let (revoked, expires, last_used): (Option<Timestamp>, _, Timestamp) =
        (row.try_get_by_index(1)?, row.try_get_by_index(2)?, row.try_get_by_index(3)?);
    if !is_within(revoked, expires, last_used, now) || row.try_get_by_index::<Status>(4)? != Status::Active {
        return Ok(None);
    }
    let session: SessionId = row.try_get_by_index(0)?;
    let viewer = Viewer {
        id: row.try_get_by_index(5)?,
        name: row.try_get_by_index(6)?,
        username: row.try_get_by_index::<Option<String>>(7)?.unwrap_or_default(),
        email: row.try_get_by_index(8)?,
        role: row.try_get_by_index(9)?,
        organization: row.try_get_by_index::<Option<String>>(10)?.unwrap_or_default(),
        avatar: row.try_get_by_index(11)?,
    };
    Ok(Some(Found { user: viewer.id, session, viewer, is_noted: now.0 - last_used.0 < TOUCH_MS }))
}

/// The session behind a token, its user, and the organization's name.
fn behind(token: &str) -> SelectStatement {
    use session::Column as Session;
    use user::Column as User;
    let own = Expr::col((user::Entity, User::Id)).equals((session::Entity, Session::UserId));
    let organization = Query::select().column(instance::Column::Name).from(instance::Entity).take();
    Query::select()
        .columns(
            [Session::Id, Session::RevokedAt, Session::ExpiresAt, Session::LastUsedAt].map(|it| (session::Entity, it)),
        )
        .columns(
            [User::Status, User::Id, User::Name, User::Username, User::Email, User::Role].map(|it| (user::Entity, it)),
        )
        .expr(organization)
        .column((user::Entity, User::Avatar))
        .from(session::Entity)
        .inner_join(user::Entity, own)
        .and_where(Session::TokenHash.eq(token::hash(token)))
        .take()
}

fn is_within(revoked: Option<Timestamp>, expires: Timestamp, last_used: Timestamp, now: Timestamp) -> bool {
    revoked.is_none() && expires > now && last_used.plus_days(IDLE_DAYS) > now
}

fn is_alive(session: &session::Model, now: Timestamp) -> bool {
    is_within(session.revoked_at, session.expires_at, session.last_used_at, now)
}

/// Notes that a session is used: beside the request, which has nothing to wait for here and is not refused where this
/// fails. Never an upsert: a revoked session stays revoked.
pub async fn note_use(instance: &Instance, id: SessionId) -> Result<()> {
    let tx = instance.db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(instance.clock.now().0))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// My sessions, the one used last first.
pub async fn list(cx: &Ctx) -> Result<Vec<Session>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let now = cx.now();
    let found = session::Entity::find()
        .filter(session::Column::UserId.eq(granted.by))
        .filter(session::Column::RevokedAt.is_null())
        .order_by_desc(session::Column::LastUsedAt)
        .all(cx.instance.db.read())
        .await?;
    let shown = |it: session::Model| Session {
        id: it.id,
        device: it.device,
        address: it.address,
        started: it.created_at,
        last_used: it.last_used_at,
        current: Some(it.id) == cx.session(),
    };
    Ok(found.into_iter().filter(|it| is_alive(it, now)).map(shown).collect())
}

/// Logs out one of my sessions, or all but the one that asks.
///
/// # Errors
///
/// `NotFound` where it is not mine or has ended.
pub async fn revoke(cx: &Ctx, which: Option<SessionId>) -> Result<()> {
    let change = cx.begin::<UseInstance>().await?;
    let me = own_row(cx, &change.tx).await?;
    let ended = match which {
        Some(id) => end(&change.tx, me.id, Some(id), None, change.now()).await?,
        None => end(&change.tx, me.id, None, cx.session(), change.now()).await?,
    };
    if ended == 0 && which.is_some() {
        return Err(domain::Error::NotFound(Kind::Session).into());
    }
    change.commit(Record::user(Action::SessionsRevoked, &me, json!({}), json!({ "sessions": ended }))).await
}

/// Ends the session that asks. Whoever is signed out already stays so.
pub async fn sign_out(cx: &Ctx) -> Result<()> {
    let Some((user, session)) = cx.user().zip(cx.session()) else { return Ok(()) };
    let tx = cx.instance.db.write().await?;
    end(&tx, user, Some(session), None, cx.now()).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends all sessions of `user`, except `but`.
pub(crate) async fn revoke_all(
    tx: &DatabaseTransaction,
    user: UserId,
    but: Option<SessionId>,
    now: Timestamp,
) -> Result<()> {
    end(tx, user, None, but, now).await.map(drop)
}

async fn end(
    tx: &DatabaseTransaction,
    user: UserId,
    only: Option<SessionId>,
    but: Option<SessionId>,
    now: Timestamp,
) -> Result<u64> {
    let mut update = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now.0))
        .filter(session::Column::UserId.eq(user))
        .filter(session::Column::RevokedAt.is_null());
    if let Some(id) = only {
        update = update.filter(session::Column::Id.eq(id));
    }
    if let Some(id) = but {
        update = update.filter(session::Column::Id.ne(id));
    }
    Ok(update.exec(tx).await?.rows_affected)
}

/// Checks that the password was typed in the last 12 hours.
///
/// # Errors
///
/// `PasswordNeeded` where it is longer ago.
pub(crate) async fn require_confirmed(cx: &Ctx, db: &impl ConnectionTrait) -> Result<()> {
    let Some(id) = cx.session() else { return Ok(()) };
    let session = session::Entity::find_by_id(id).one(db).await?;
    match session {
        Some(it) if cx.now().0 - it.confirmed_at.0 < CONFIRMED_MS => Ok(()),
        _ => Err(domain::Error::PasswordNeeded.into()),
    }
}

pub(crate) async fn own_row(cx: &Ctx, db: &impl ConnectionTrait) -> Result<user::Model> {
    let id = cx.user().ok_or(domain::Error::Unauthenticated)?;
    user::Entity::find_by_id(id).one(db).await?.ok_or_else(|| domain::Error::Unauthenticated.into())
}

/// Types the password again, so that weighty things may be done for the next 12 hours.
///
/// # Errors
///
/// `Invalid` where it is the wrong one.
pub async fn confirm(cx: &Ctx, password: SecretString) -> Result<()> {
    cx.authorize::<UseInstance>().await?;
    verify_own(cx, "password", password).await?;
    let tx = cx.instance.db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::ConfirmedAt, Expr::value(cx.now().0))
        .filter(session::Column::Id.eq(cx.session().ok_or(domain::Error::Unauthenticated)?))
        .filter(session::Column::RevokedAt.is_null())
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn verify_own(cx: &Ctx, field: &str, password: SecretString) -> Result<()> {
    let me = own_row(cx, cx.instance.db.read()).await?;
    if password.expose_secret().len() > domain::password::MAX_BYTES
        || !cx.instance.hasher.verify(password, me.password_hash).await?
    {
        return Err(domain::Error::invalid(field, "This is not your password.").into());
    }
    Ok(())
}

/// Why a user with the right password may not come in.
pub(crate) fn may_enter(user: &user::Model) -> Result<()> {
    match user.status {
        Status::Active => Ok(()),
        Status::Deactivated => Err(Denied::Deactivated.into()),
        Status::Pending | Status::Removed => Err(domain::Error::WrongCredentials.into()),
    }
}
