//! The outbox: a mail is written in the transaction of the change it tells of, sealed, and sent later by a job.

use domain::ids::{MailId, UserId};
use domain::invitation::Link;
use domain::mail::{MailKind, MailRow, MailState};
use domain::policy::TeamRole;
use domain::time::Timestamp;
use domain::user::Status;
use entity::{mail, user};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockBehavior, LockType};
use sea_orm::{ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ctx::ManageInstance;
use crate::{Ctx, Instance, Result, email_changes, password_resets};

/// A mail that was tried so often is given up: that is after half a day.
const ATTEMPTS: i32 = 15;
/// The first pause between two tries, in seconds; each one is twice as long as the one before, up to the longest.
const FIRST_PAUSE: i64 = 15;
const LONGEST_PAUSE: i64 = 2 * 3600;
/// Whoever took a mail to send it has so long, in seconds, before another may.
const LEASE_SECONDS: i64 = 120;

/// What a mail says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub subject: String,
    pub body: String,
}

impl Text {
    pub fn invitation(organization: &str, by: &str, link: &Link) -> Self {
        Self {
            subject: format!("{by} invited you to {organization} on Rollcall"),
            body: format!(
                "{by} invited you to {organization} on Rollcall.\n\nOpen this link to create your account:\n{}\n\nIt works once, until {}. If you did not expect this mail, you can ignore it.\n",
                link.url,
                link.expires.exact()
            ),
        }
    }

    pub fn team_notice(team: &str, by: &str, role: TeamRole, url: &str) -> Self {
        let role = role.label();
        Self {
            subject: format!("{by} added you to the team {team} on Rollcall"),
            body: format!(
                "{by} added you to the team {team} on Rollcall, as {role}.\n\nYou find it, and a way to leave it, here:\n{url}\n"
            ),
        }
    }

    pub fn password_reset(organization: &str, url: &str, minutes: i64) -> Self {
        Self {
            subject: format!("Choose a new password for {organization} on Rollcall"),
            body: format!(
                "Somebody, hopefully you, asked for a new password.\n\nOpen this link to choose one:\n{url}\n\nIt works once, for {minutes} minutes. If it was not you, ignore this mail: your password stays as it is.\n"
            ),
        }
    }
}

pub(crate) async fn put(
    cx: &Ctx,
    tx: &DatabaseTransaction,
    kind: MailKind,
    user: &user::Model,
    text: &Text,
) -> Result<()> {
    put_to(&cx.instance, tx, kind, (user.id, &user.email), text).await.map(drop)
}

/// The same, to another address than the user's, or of what nobody asks for.
pub(crate) async fn put_to(
    instance: &Instance,
    tx: &DatabaseTransaction,
    kind: MailKind,
    (user, recipient): (UserId, &str),
    text: &Text,
) -> Result<MailId> {
    let (id, now) = (MailId::from_uuid(Uuid::now_v7()), instance.clock.now());
    let sealed = instance.seal.seal(&place(id), &serde_json::to_string(text).unwrap_or_default())?;
    mail::ActiveModel {
        id: Set(id),
        kind: Set(kind),
        user_id: Set(user),
        recipient: Set(recipient.to_owned()),
        sealed: Set(Some(sealed)),
        state: Set(MailState::Waiting),
        attempts: Set(0),
        error: Set(None),
        created_at: Set(now),
        next_attempt_at: Set(now),
        delivered_at: Set(None),
    }
    .insert(tx)
    .await?;
    Ok(id)
}

fn place(id: MailId) -> String {
    format!("mail:{id}")
}

/// Takes back what waits for the user: it is not true any more.
pub(crate) async fn cancel(tx: &DatabaseTransaction, user: UserId) -> Result<()> {
    cancel_of(tx, user, MailKind::ALL).await
}

/// The same, of these kinds only.
pub(crate) async fn cancel_of(tx: &DatabaseTransaction, user: UserId, kinds: &[MailKind]) -> Result<()> {
    mail::Entity::update_many()
        .col_expr(mail::Column::State, Expr::value(MailState::Cancelled.as_str()))
        .col_expr(mail::Column::Sealed, Expr::value(Option::<Vec<u8>>::None))
        .filter(mail::Column::UserId.eq(user))
        .filter(mail::Column::Kind.is_in(kinds.iter().copied()))
        .filter(mail::Column::State.is_in([MailState::Waiting, MailState::Failed]))
        .exec(tx)
        .await?;
    Ok(())
}

/// A mail taken to be sent.
pub struct Letter {
    pub id: MailId,
    pub recipient: String,
    pub text: Text,
    attempts: i32,
}

/// Takes the next mail that is due. While it is being sent nobody else takes it; if this process dies, somebody does
/// after two minutes. One that was sealed with another secret can never be sent, and fails.
pub async fn take(instance: &Instance) -> Result<Option<Letter>> {
    while let Some(due) = lease(instance).await? {
        let (id, attempts) = (due.id, due.attempts);
        match unseal(instance, &due) {
            Ok(text) => return Ok(Some(Letter { id, recipient: due.recipient, text, attempts })),
            Err(error) => {
                tracing::error!(?error, mail = %id, "a mail cannot be opened");
                let words = "It was sealed with another secret than this server's. Send it again.";
                finish(instance, id, MailState::Failed, Some(words)).await?;
            }
        }
    }
    Ok(None)
}

async fn lease(instance: &Instance) -> Result<Option<mail::Model>> {
    let now = instance.clock.now();
    let tx = instance.db.write().await?;
    let due = mail::Entity::find()
        .filter(mail::Column::State.eq(MailState::Waiting))
        .filter(mail::Column::NextAttemptAt.lte(now))
        .order_by_asc(mail::Column::NextAttemptAt)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .one(&tx)
        .await?;
    let Some(due) = due else { return Ok(None) };
    let attempts = due.attempts + 1;
    let mut row: mail::ActiveModel = due.into();
    row.attempts = Set(attempts);
    row.next_attempt_at = Set(now.plus_seconds(LEASE_SECONDS));
    let leased = row.update(&tx).await?;
    tx.commit().await?;
    Ok(Some(leased))
}

fn unseal(instance: &Instance, mail: &mail::Model) -> Result<Text> {
    let text = instance.seal.unseal(&place(mail.id), mail.sealed.as_deref().unwrap_or_default())?;
    serde_json::from_str(&text).map_err(|error| crate::Error::Internal(error.to_string()))
}

/// Whether the mail may still go out: asked again right before it does. One whose link has expired meanwhile fails.
pub async fn is_wanted(instance: &Instance, letter: &Letter) -> Result<bool> {
    let row = mail::Entity::find_by_id(letter.id).one(instance.db.read()).await?;
    let Some(row) = row.filter(|row| row.state == MailState::Waiting) else { return Ok(false) };
    if link_works(instance, &row).await? {
        return Ok(true);
    }
    let words = "The mail server could not be reached before the link expired. Send it again.";
    finish(instance, row.id, MailState::Failed, Some(words)).await?;
    Ok(false)
}

async fn link_works(instance: &Instance, mail: &mail::Model) -> Result<bool> {
    let (db, now) = (instance.db.read(), instance.clock.now());
    let expires = match mail.kind {
        MailKind::Invitation => {
            let user = user::Entity::find_by_id(mail.user_id).one(db).await?;
            user.filter(|it| it.status == Status::Pending).and_then(|it| it.invitation_expires_at)
        }
        MailKind::PasswordReset => Some(mail.created_at.plus_seconds(password_resets::MINUTES * 60)),
        MailKind::EmailChange => Some(mail.created_at.plus_seconds(email_changes::HOURS * 3600)),
        MailKind::TeamNotice | MailKind::EmailChanged => return Ok(true),
        MailKind::RunAlert => {
            let user = user::Entity::find_by_id(mail.user_id).one(db).await?;
            return Ok(user.is_some_and(|it| it.status == Status::Active));
        }
    };
    Ok(expires.is_some_and(|at| at > now))
}

/// Notes that the mail server took the mail, and wipes what it says.
pub async fn delivered(instance: &Instance, letter: &Letter) -> Result<()> {
    finish(instance, letter.id, MailState::Delivered, None).await
}

/// Notes why the mail did not go out: it is tried again later, twice as late each time, unless it is refused for good
/// or was tried often enough.
pub async fn not_delivered(instance: &Instance, letter: &Letter, error: &str, for_good: bool) -> Result<()> {
    if for_good || letter.attempts >= ATTEMPTS {
        return finish(instance, letter.id, MailState::Failed, Some(error)).await;
    }
    let pause = (FIRST_PAUSE << (letter.attempts - 1).clamp(0, 12)).min(LONGEST_PAUSE);
    let next = instance.clock.now().plus_seconds(pause);
    let tx = instance.db.write().await?;
    mail::Entity::update_many()
        .col_expr(mail::Column::NextAttemptAt, Expr::value(next.0))
        .col_expr(mail::Column::Error, Expr::value(error))
        .filter(mail::Column::Id.eq(letter.id))
        .filter(mail::Column::State.eq(MailState::Waiting))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

async fn finish(instance: &Instance, id: MailId, state: MailState, error: Option<&str>) -> Result<()> {
    let now = instance.clock.now();
    let delivered: Option<Timestamp> = (state == MailState::Delivered).then_some(now);
    let tx = instance.db.write().await?;
    mail::Entity::update_many()
        .col_expr(mail::Column::State, Expr::value(state.as_str()))
        .col_expr(mail::Column::Sealed, Expr::value(Option::<Vec<u8>>::None))
        .col_expr(mail::Column::Error, Expr::value(error.map(str::to_owned)))
        .col_expr(mail::Column::DeliveredAt, Expr::value(delivered.map(|at| at.0)))
        .filter(mail::Column::Id.eq(id))
        .filter(mail::Column::State.eq(MailState::Waiting))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// The newest hundred mails with their state; what they say is not shown.
pub async fn list(cx: &Ctx) -> Result<Vec<MailRow>> {
    cx.authorize::<ManageInstance>().await?;
    let mails = mail::Entity::find()
        .order_by_desc(mail::Column::CreatedAt)
        .order_by_desc(mail::Column::Id)
        .limit(100)
        .all(cx.instance.db.read())
        .await?;
    let shown = |it: mail::Model| MailRow {
        id: it.id,
        kind: it.kind,
        recipient: it.recipient,
        state: it.state,
        attempts: it.attempts,
        error: it.error,
        created: it.created_at,
        delivered: it.delivered_at,
        next_attempt: it.next_attempt_at,
    };
    Ok(mails.into_iter().map(shown).collect())
}
