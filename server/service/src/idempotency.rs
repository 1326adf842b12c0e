//! A request that a program repeats, because it does not know what became of it, is done once.
//!
//! An attempt is written down before the work, marked as done in the transaction of the work, and keeps the answer after
//! it. So an attempt without a mark changed nothing, whatever its program was told, and another may take its place.

use domain::time::Timestamp;
use entity::idempotent_request::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, UpdateMany};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::api_keys::KeyOwner;
use crate::{Ctx, Error, Instance, Result};

/// Longest key, in characters.
pub const KEY_MAX: usize = 255;
const KEPT_DAYS: i64 = 1;
/// How long an attempt may be under way: longer than any request may take.
const UNDER_WAY_SECONDS: i64 = 120;

/// A request, as far as it says whether it is the same as another.
pub struct Request<'a> {
    pub owner: &'a KeyOwner,
    /// What the program calls it.
    pub key: &'a str,
    pub method: &'a str,
    /// With what stands behind the question mark.
    pub address: &'a str,
    pub body: &'a [u8],
}

impl Request<'_> {
    fn owner(&self) -> Uuid {
        match self.owner {
            KeyOwner::User(it) => it.id.uuid(),
            KeyOwner::ServiceAccount(it) => it.id.uuid(),
        }
    }

    fn hash(&self) -> Vec<u8> {
        let head = format!("{} {}\n", self.method, self.address);
        Sha256::new().chain_update(head).chain_update(self.body).finalize().to_vec()
    }
}

/// What is to be done with a request.
pub enum Verdict {
    /// It is the first, or no other did what it asks for.
    Do(Attempt),
    /// It was done, and answered like this.
    Done { status: u16, body: String },
}

/// A request that is being done.
#[derive(Debug, Clone)]
pub struct Attempt {
    owner: Uuid,
    key: String,
    id: Uuid,
}

/// Writes the request down.
///
/// # Errors
///
/// `Invalid` where the key was used for another request; `Conflict` while the same one is under way, and where what it
/// was answered cannot be told again.
pub async fn begin(instance: &Instance, request: &Request<'_>) -> Result<Verdict> {
    let now = instance.clock.now();
    let attempt = Attempt { owner: request.owner(), key: request.key.to_owned(), id: Uuid::now_v7() };
    let tx = instance.db.write().await?;
    Entity::delete_many().filter(attempt.row().add(old(now))).exec(&tx).await?;
    let row = Model {
        owner: attempt.owner,
        key: attempt.key.clone(),
        request_hash: request.hash(),
        attempt: attempt.id,
        done: false,
        status: None,
        body: None,
        created_at: now,
    };
    let known = OnConflict::columns([Column::Owner, Column::Key]).do_nothing().to_owned();
    let fresh = Entity::insert(row.into_active_model()).on_conflict(known).exec_without_returning(&tx).await?;
    let verdict = if fresh > 0 { Verdict::Do(attempt) } else { repeated(&tx, attempt, request, now).await? };
    tx.commit().await?;
    Ok(verdict)
}

async fn repeated(
    tx: &DatabaseTransaction,
    attempt: Attempt,
    request: &Request<'_>,
    now: Timestamp,
) -> Result<Verdict> {
    let row = Entity::find().filter(attempt.row()).one(tx).await?.ok_or_else(under_way)?;
    if row.request_hash != request.hash() {
        let words = "This key was used for another request. Choose a fresh one for each request.";
        return Err(domain::Error::invalid("Idempotency-Key", words).into());
    }
    match (row.done, row.status.and_then(|it| u16::try_from(it).ok()), row.body) {
        (_, Some(status), Some(body)) => Ok(Verdict::Done { status, body }),
        (_, Some(_), None) => Err(conflict("This was done already. What it made is a secret and was shown once.")),
        (true, None, _) => Err(conflict("This was done already, but what it was answered is not known any more.")),
        (false, None, _) if row.created_at > now.plus_seconds(-UNDER_WAY_SECONDS) => Err(under_way()),
        (false, None, _) => take_over(tx, attempt, row.attempt, now).await,
    }
}

/// Takes the place of an attempt that never came back. Should it still be at work, it cannot commit any more.
async fn take_over(tx: &DatabaseTransaction, attempt: Attempt, from: Uuid, now: Timestamp) -> Result<Verdict> {
    let taken = Entity::update_many()
        .col_expr(Column::Attempt, Expr::value(attempt.id))
        .col_expr(Column::CreatedAt, Expr::value(now.0))
        .filter(attempt.row().add(Column::Attempt.eq(from)).add(Column::Done.eq(false)))
        .exec(tx)
        .await?;
    if taken.rows_affected == 1 { Ok(Verdict::Do(attempt)) } else { Err(under_way()) }
}

impl Attempt {
    /// The row of the request, whoever is at work on it.
    fn row(&self) -> Condition {
        Condition::all().add(Column::Owner.eq(self.owner)).add(Column::Key.eq(&self.key))
    }

    /// The same, as long as no other took it over.
    fn own(&self) -> Condition {
        self.row().add(Column::Attempt.eq(self.id))
    }

    fn done(&self) -> UpdateMany<Entity> {
        Entity::update_many().col_expr(Column::Done, Expr::value(true)).filter(self.own())
    }

    /// Says, in the transaction of the work, that it is done.
    pub(crate) async fn mark(&self, tx: &DatabaseTransaction) -> Result<()> {
        let marked = self.done().exec(tx).await?;
        if marked.rows_affected == 1 { Ok(()) } else { Err(under_way()) }
    }

    /// Keeps what was answered; the body only where it holds no secret.
    pub async fn keep(&self, instance: &Instance, status: u16, body: Option<&str>) -> Result<()> {
        self.done()
            .col_expr(Column::Status, Expr::value(i32::from(status)))
            .col_expr(Column::Body, Expr::value(body))
            .exec(instance.db.writer())
            .await?;
        Ok(())
    }

    /// Forgets an attempt that was refused. What it did in spite of that is not forgotten.
    pub async fn give_up(&self, instance: &Instance) -> Result<()> {
        let undone = self.own().add(Column::Done.eq(false));
        Entity::delete_many().filter(undone).exec(instance.db.writer()).await?;
        Ok(())
    }
}

fn old(now: Timestamp) -> Condition {
    Condition::all().add(Column::CreatedAt.lte(now.plus_days(-KEPT_DAYS)))
}

fn conflict(words: &str) -> Error {
    domain::Error::Conflict(words.to_owned()).into()
}

fn under_way() -> Error {
    conflict("The same request is under way. Ask again in a moment.")
}

/// Forgets what is older than a day.
pub async fn sweep(instance: &Instance) -> Result<()> {
    Entity::delete_many().filter(old(instance.clock.now())).exec(instance.db.writer()).await?;
    Ok(())
}

impl Ctx {
    /// The same context, whose changes are those of `attempt`.
    #[must_use]
    pub fn once(mut self, attempt: Attempt) -> Self {
        self.attempt = Some(attempt.into());
        self
    }
}
