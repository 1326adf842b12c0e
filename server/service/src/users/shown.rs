//! What the page shows of a user: read in one statement, by place rather than by name, as fifty rows come at once.

use domain::ids::UserId;
use domain::invitation::{Delivery, Invitation};
use domain::mail::{MailKind, MailState};
use domain::time::Timestamp;
use domain::user::{Status, User};
use entity::{mail, user};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, Order, QueryResult};

use super::row::TEAMS_APART;
use crate::sql::Limited;
use crate::{Error, Result};

const COLUMNS: [user::Column; 16] = [
    user::Column::Id,
    user::Column::Name,
    user::Column::Username,
    user::Column::Email,
    user::Column::Role,
    user::Column::Status,
    user::Column::AddedAt,
    user::Column::JoinedAt,
    user::Column::LastActiveKey,
    user::Column::DaysActive,
    user::Column::Runs,
    user::Column::Reports,
    user::Column::TeamNames,
    user::Column::InvitationSentAt,
    user::Column::InvitationExpiresAt,
    user::Column::Avatar,
];

/// How many columns [`read`] takes; what a statement selects on top comes after them.
pub const WIDTH: usize = COLUMNS.len() + 2;

/// Selects what [`read`] takes, of every user.
pub fn select() -> SelectStatement {
    let mut select = Query::select();
    select.from(user::Entity).columns(COLUMNS.map(|column| (user::Entity, column)));
    select.expr(of_pending(mail::Column::State)).expr(of_pending(mail::Column::Error));
    select
}

/// A column of the newest invitation mail of somebody pending.
fn of_pending(column: mail::Column) -> CaseStatement {
    let newest = Query::select()
        .column((mail::Entity, column))
        .from(mail::Entity)
        .and_where(Expr::col((mail::Entity, mail::Column::UserId)).eq(Expr::col((user::Entity, user::Column::Id))))
        .and_where(mail::Column::Kind.eq(MailKind::Invitation))
        .order_by((mail::Entity, mail::Column::CreatedAt), Order::Desc)
        .order_by((mail::Entity, mail::Column::Id), Order::Desc)
        .limit(1)
        .take();
    CaseStatement::new().case(user::Column::Status.eq(Status::Pending), newest)
}

/// The user in a row of [`select`].
pub fn read(row: &QueryResult) -> Result<User, DbErr> {
    let status: Status = row.try_get_by_index(5)?;
    let last_active: i64 = row.try_get_by_index(8)?;
    let teams: String = row.try_get_by_index(12)?;
    Ok(User {
        id: row.try_get_by_index(0)?,
        name: row.try_get_by_index(1)?,
        username: row.try_get_by_index(2)?,
        avatar: row.try_get_by_index(15)?,
        email: row.try_get_by_index(3)?,
        role: row.try_get_by_index(4)?,
        status,
        added: row.try_get_by_index(6)?,
        joined: row.try_get_by_index(7)?,
        last_active: (last_active > 0).then_some(Timestamp(last_active)),
        days_active: row.try_get_by_index(9)?,
        runs: row.try_get_by_index(10)?,
        reports: row.try_get_by_index(11)?,
        teams: teams.split(TEAMS_APART).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
        invitation: if status == Status::Pending { invitation(row)? } else { None },
    })
}

fn invitation(row: &QueryResult) -> Result<Option<Invitation>, DbErr> {
    let (sent, expires): (Option<Timestamp>, Option<Timestamp>) =
        (row.try_get_by_index(13)?, row.try_get_by_index(14)?);
    let delivery = match row.try_get_by_index::<Option<MailState>>(16)? {
        None | Some(MailState::Cancelled) => Delivery::ByHand,
        Some(MailState::Waiting) => Delivery::Waiting,
        Some(MailState::Delivered) => Delivery::Delivered,
        Some(MailState::Failed) => Delivery::Failed,
    };
    let error: Option<String> = row.try_get_by_index(17)?;
    let error = error.filter(|_| delivery != Delivery::ByHand);
    Ok(sent.zip(expires).map(|(sent, expires)| Invitation { sent, expires, delivery, error }))
}

/// One user, as the page shows them.
pub async fn one(db: &impl ConnectionTrait, id: UserId) -> Result<User> {
    let found = many(db, &[id]).await?.pop();
    found.ok_or_else(|| Error::Internal(format!("user {id} has no row")))
}

/// These users, as the page shows them, in no order.
pub async fn many(db: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<User>> {
    let rows = db.query_all(&Limited(select().and_where(user::Column::Id.is_in(ids.iter().copied())))).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
