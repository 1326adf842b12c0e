//! Links by which a forgotten password is replaced: once, for half an hour, only the newest.

use domain::error::{Gone, Kind};
use domain::history::Action;
use domain::ids::{ResetId, UserId};
use domain::mail::MailKind;
use domain::time::Timestamp;
use domain::user::Status;
use entity::{password_reset, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;
use uuid::Uuid;

use crate::ctx::{Change, ManageUsers};
use crate::history::Record;
use crate::sessions::{self, Browser, SignedIn};
use crate::{Ctx, Result, accounts, outbox, token, users};

pub(crate) const MINUTES: i64 = 30;

/// Mails a link to whoever forgot the password. Says nothing about whether there is such an account.
pub async fn request(cx: &Ctx, email: &str) -> Result<()> {
    let parsed = domain::email::Email::parse(email).map_err(|rule| domain::Error::invalid("email", rule))?;
    let found = accounts::find_by_email(cx.instance.db.read(), &parsed).await?;
    let Some(user) = found.filter(|it| it.status == Status::Active && cx.instance.settings.mail_server.is_some())
    else {
        return Ok(());
    };
    let change = cx.begin_as_newcomer(&user.name).await?;
    let url = make(cx, &change, &user).await?;
    outbox::put(
        cx,
        &change.tx,
        MailKind::PasswordReset,
        &user,
        &outbox::Text::password_reset(&change.counters.name, &url, MINUTES),
    )
    .await?;
    change.commit(Record::user(Action::ResetLinkMade, &user, json!({}), json!({}))).await
}

/// Makes a link at the command line, for an instance without mail.
///
/// # Errors
///
/// `NotFound` where there is no active user with this address.
pub async fn make_link(cx: &Ctx, email: &str) -> Result<String> {
    let parsed = domain::email::Email::parse(email).map_err(|rule| domain::Error::invalid("email", rule))?;
    let change = cx.begin::<ManageUsers>().await?;
    let found = accounts::find_by_email(&change.tx, &parsed).await?;
    let user = found.filter(|it| it.status == Status::Active).ok_or(domain::Error::NotFound(Kind::User))?;
    let url = make(cx, &change, &user).await?;
    change.commit(Record::user(Action::ResetLinkMade, &user, json!({}), json!({}))).await?;
    Ok(url)
}

async fn make<G>(cx: &Ctx, change: &Change<G>, user: &user::Model) -> Result<String> {
    let (fresh, now) = (token::fresh()?, change.now());
    void(&change.tx, user.id, now).await?;
    password_reset::ActiveModel {
        id: Set(ResetId::from_uuid(Uuid::now_v7())),
        token_hash: Set(fresh.hash),
        user_id: Set(user.id),
        created_at: Set(now),
        expires_at: Set(now.plus_seconds(MINUTES * 60)),
        used_at: Set(None),
    }
    .insert(&change.tx)
    .await?;
    Ok(format!("{}/reset/{}", cx.instance.settings.base_url, fresh.token.expose_secret()))
}

/// Ends every open link of the user.
pub(crate) async fn void(tx: &DatabaseTransaction, user: UserId, now: Timestamp) -> Result<()> {
    password_reset::Entity::update_many()
        .col_expr(password_reset::Column::UsedAt, Expr::value(now.0))
        .filter(password_reset::Column::UserId.eq(user))
        .filter(password_reset::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Checks that a link still works, without using it up.
///
/// # Errors
///
/// `NotFound` for a token that never was, `Gone` for one that was used, replaced, or has expired.
pub async fn open(cx: &Ctx, token: &str) -> Result<()> {
    find(cx, cx.instance.db.read(), token).await.map(drop)
}

async fn find(cx: &Ctx, db: &impl ConnectionTrait, token: &str) -> Result<user::Model> {
    let reset =
        password_reset::Entity::find().filter(password_reset::Column::TokenHash.eq(token::hash(token))).one(db).await?;
    let reset = reset.ok_or(domain::Error::NotFound(Kind::Page))?;
    if reset.used_at.is_some() || reset.expires_at <= cx.now() {
        return Err(Gone::ResetUsed.into());
    }
    let user = user::Entity::find_by_id(reset.user_id).one(db).await?;
    user.filter(|it| it.status == Status::Active).ok_or_else(|| Gone::ResetUsed.into())
}

/// Replaces the password, logs out every session and signs in here.
///
/// # Errors
///
/// As [`open`]; `Invalid` where the new password breaks a rule.
pub async fn use_link(cx: &Ctx, token: &str, new: SecretString, browser: &Browser) -> Result<SignedIn> {
    let user = find(cx, cx.instance.db.read(), token).await?;
    accounts::check_password("password", &user, &new)?;
    let hash = cx.instance.hasher.hash(new).await?;

    let change = cx.begin_as_newcomer(&user.name).await?;
    let mut row = find(cx, &change.tx, token).await?;
    void(&change.tx, row.id, change.now()).await?;
    row.password_hash = Some(hash);
    let row = users::save(&change.tx, row).await?;
    sessions::revoke_all(&change.tx, row.id, None, change.now()).await?;
    let signed_in = sessions::start(&change.tx, row.id, browser, change.now()).await?;
    change.commit(Record::user(Action::PasswordReset, &row, json!({}), json!({}))).await?;
    Ok(signed_in)
}
