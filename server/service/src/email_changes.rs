//! Another e-mail address: asked for with one's password, confirmed by a link that goes to it, told to the old one.

use domain::email::{Email, EmailChange, NO_MAIL};
use domain::error::{Gone, Kind};
use domain::history::Action;
use domain::ids::{EmailChangeId, UserId};
use domain::mail::MailKind;
use domain::time::Timestamp;
use domain::user::Status;
use entity::email_change::{self, Column};
use entity::user;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use secrecy::ExposeSecret;
use serde_json::json;
use uuid::Uuid;

use crate::ctx::{Change, ManageUsers, UseInstance};
use crate::history::Record;
use crate::outbox::{self, Text};
use crate::{Ctx, Result, accounts, password_resets, sessions, token, users};

/// How long a link works.
pub(crate) const HOURS: i64 = 24;
/// How often somebody may ask in an hour: each time a mail goes to an address that nobody has proved.
const ASKS_AN_HOUR: usize = 5;
/// In seconds.
const HOUR: i64 = 3600;

/// Asks for another address: a link goes there, and replaces the one before. Until it is used everything stays.
///
/// # Errors
///
/// `PasswordNeeded` where the sign-in is old; `Invalid` where it is no address, one's own, or somebody else's, who may be
/// invited only; `Conflict` where no mail is sent; `TooMany` where it was asked five times within the hour.
pub async fn ask(cx: &Ctx, email: &str) -> Result<()> {
    let email = Email::parse(email).map_err(|rule| domain::Error::invalid("email", rule))?;
    let change = cx.begin::<UseInstance>().await?;
    let me = sessions::own_row(cx, &change.tx).await?;
    sessions::require_confirmed(cx, &change.tx).await?;
    if cx.instance.settings.mail_server.is_none() {
        return Err(domain::Error::Conflict(NO_MAIL.to_owned()).into());
    }
    check_free(&change.tx, &me, &email).await?;
    check_patience(&change.tx, me.id, change.now()).await?;
    let url = make(cx, &change, &me, &email).await?;
    let text = link_text(&change.counters.name, &url);
    outbox::put_to(&cx.instance, &change.tx, MailKind::EmailChange, (me.id, email.as_str()), &text).await?;
    let (before, after) = (json!({ "email": me.email }), json!({ "email": email }));
    change.commit(Record::user(Action::EmailChangeAsked, &me, before, after)).await
}

async fn check_free(tx: &DatabaseTransaction, user: &user::Model, email: &Email) -> Result<()> {
    let Some(other) = accounts::find_by_email(tx, email).await? else { return Ok(()) };
    let rule = match other.status {
        _ if other.id == user.id => "This is the address already.",
        Status::Pending => "Somebody is invited under this address. An admin of the organization can take it back.",
        _ => "Somebody else has this address.",
    };
    Err(domain::Error::invalid("email", rule).into())
}

async fn check_patience(tx: &DatabaseTransaction, user: UserId, now: Timestamp) -> Result<()> {
    let lately: Vec<Timestamp> = email_change::Entity::find()
        .select_only()
        .column(Column::CreatedAt)
        .filter(Column::UserId.eq(user))
        .filter(Column::CreatedAt.gt(now.plus_seconds(-HOUR)))
        .order_by_asc(Column::CreatedAt)
        .into_tuple()
        .all(tx)
        .await?;
    match lately.first() {
        Some(first) if lately.len() >= ASKS_AN_HOUR => {
            let wait = first.plus_seconds(HOUR).0 - now.0;
            Err(domain::Error::TooMany(u32::try_from(wait / 1000).unwrap_or_default()).into())
        }
        _ => Ok(()),
    }
}

async fn make<G>(cx: &Ctx, change: &Change<G>, user: &user::Model, email: &Email) -> Result<String> {
    let (fresh, now) = (token::fresh()?, change.now());
    end(&change.tx, user.id, now).await?;
    email_change::ActiveModel {
        id: Set(EmailChangeId::from_uuid(Uuid::now_v7())),
        token_hash: Set(fresh.hash),
        user_id: Set(user.id),
        email: Set(email.to_string()),
        created_at: Set(now),
        expires_at: Set(now.plus_seconds(HOURS * HOUR)),
        used_at: Set(None),
    }
    .insert(&change.tx)
    .await?;
    Ok(format!("{}/settings/email/{}", cx.instance.settings.base_url, fresh.token.expose_secret()))
}

/// Ends every open link of the user, also in a mail that is still on its way.
pub(crate) async fn end(tx: &DatabaseTransaction, user: UserId, now: Timestamp) -> Result<()> {
    email_change::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.0))
        .filter(Column::UserId.eq(user))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    outbox::cancel_of(tx, user, &[MailKind::EmailChange]).await
}

/// The address that I asked for and did not confirm yet, if there is one.
pub async fn own(cx: &Ctx) -> Result<Option<EmailChange>> {
    let me = cx.authorize::<UseInstance>().await?.by;
    match me {
        Some(me) => waiting(cx.instance.db.read(), me, cx.now()).await,
        None => Ok(None),
    }
}

/// The same, of somebody.
pub(crate) async fn waiting(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Option<EmailChange>> {
    let newest = email_change::Entity::find()
        .filter(Column::UserId.eq(user))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .one(db)
        .await?;
    Ok(newest.filter(|it| it.used_at.is_none() && it.expires_at > now).map(shown))
}

fn shown(row: email_change::Model) -> EmailChange {
    EmailChange { email: row.email, expires: row.expires_at }
}

/// Keeps the address that I have: the link stops working.
pub async fn drop_own(cx: &Ctx) -> Result<()> {
    let mut change = cx.begin::<UseInstance>().await?;
    let me = sessions::own_row(cx, &change.tx).await?;
    if let Some(waits) = waiting(&change.tx, me.id, change.now()).await? {
        end(&change.tx, me.id, change.now()).await?;
        let (before, after) = (json!({ "email": waits.email }), json!({ "email": me.email }));
        change.also(Record::user(Action::EmailChangeDropped, &me, before, after));
    }
    change.commit_if_any().await
}

/// What a link shows to whoever asked for it. Opening it changes nothing: mail scanners open links.
///
/// # Errors
///
/// `NotFound` for a token that never was, and for whoever did not ask for it: an address that was typed wrongly is
/// somebody else's mailbox, which must not become the way into the account. `Gone` for a token that was used,
/// replaced, taken back, or has expired.
pub async fn open(cx: &Ctx, token: &str) -> Result<EmailChange> {
    let granted = cx.authorize::<UseInstance>().await?;
    find(cx.instance.db.read(), granted.by, token, cx.now()).await.map(shown)
}

async fn find(
    db: &impl ConnectionTrait,
    me: Option<UserId>,
    token: &str,
    now: Timestamp,
) -> Result<email_change::Model> {
    let found = email_change::Entity::find().filter(Column::TokenHash.eq(token::hash(token))).one(db).await?;
    let row = found.filter(|it| Some(it.user_id) == me).ok_or(domain::Error::NotFound(Kind::Page))?;
    if row.used_at.is_some() || row.expires_at <= now {
        return Err(Gone::EmailChangeUsed.into());
    }
    Ok(row)
}

/// Makes the new address mine. The old one is told; links that went there to replace my password stop working.
///
/// # Errors
///
/// As [`open`]; `Invalid` where somebody else has the address by now.
pub async fn confirm(cx: &Ctx, token: &str) -> Result<()> {
    let change = cx.begin::<UseInstance>().await?;
    let row = find(&change.tx, change.granted.by, token, change.now()).await?;
    let me = sessions::own_row(cx, &change.tx).await?;
    let email = Email::parse(&row.email).map_err(|rule| domain::Error::invalid("email", rule))?;
    move_to(cx, change, me, email).await
}

/// Changes somebody's address at the command line, for an instance without mail.
///
/// # Errors
///
/// `NotFound` where there is nobody with the old address; `Conflict` for somebody who is invited under it, and has no
/// account yet; `Invalid` as from [`ask`].
pub async fn set(cx: &Ctx, old: &str, new: &str) -> Result<()> {
    let (old, new) = (parse("email", old)?, parse("to", new)?);
    let change = cx.begin::<ManageUsers>().await?;
    let row = accounts::find_by_email(&change.tx, &old).await?.ok_or(domain::Error::NotFound(Kind::User))?;
    if row.status == Status::Pending {
        let words = format!("{} is invited under this address. Take the invitation back and send another.", row.email);
        return Err(domain::Error::Conflict(words).into());
    }
    move_to(cx, change, row, new).await
}

fn parse(field: &str, text: &str) -> Result<Email> {
    Email::parse(text).map_err(|rule| domain::Error::invalid(field, rule).into())
}

async fn move_to<G>(cx: &Ctx, change: Change<G>, mut row: user::Model, email: Email) -> Result<()> {
    check_free(&change.tx, &row, &email).await?;
    end(&change.tx, row.id, change.now()).await?;
    password_resets::void(&change.tx, row.id, change.now()).await?;
    outbox::cancel_of(&change.tx, row.id, &[MailKind::PasswordReset]).await?;
    if cx.instance.settings.mail_server.is_some() {
        let text = notice_text(&change.counters.name, &email);
        outbox::put(cx, &change.tx, MailKind::EmailChanged, &row, &text).await?;
    }
    let (before, after) = (json!({ "email": row.email }), json!({ "email": email }));
    users::address_anew(&mut row, email);
    let row = users::save_named(&change.tx, row).await?;
    change.commit(Record::user(Action::EmailChanged, &row, before, after)).await
}

fn link_text(organization: &str, url: &str) -> Text {
    Text {
        subject: format!("Confirm your new e-mail address for {organization} on Rollcall"),
        body: format!(
            "Somebody, hopefully you, wants to use this address for their account at {organization} on Rollcall.\n\nOpen this link and log in to confirm it:\n{url}\n\nIt works once, for {HOURS} hours. If it was not you, ignore this mail: nothing changes.\n"
        ),
    }
}

fn notice_text(organization: &str, new: &Email) -> Text {
    Text {
        subject: format!("Your e-mail address for {organization} on Rollcall was changed"),
        body: format!(
            "Your account at {organization} on Rollcall has another e-mail address from now on: {new}. You log in with it, and mails go there.\n\nIf it was not you, tell an admin of your organization at once.\n"
        ),
    }
}
