//! The counters of the instance's row, which follow from the users.

use domain::policy::OrgRole;
use domain::user::Status;
use entity::{instance, user};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use serde_json::{Value, json};

use super::{Kind, Report};
use crate::{Error, Result};

struct Counted {
    admins: i64,
    users: i64,
    pending: i64,
    seats_used: i64,
    highest_number: i64,
}

impl Counted {
    async fn of(tx: &DatabaseTransaction) -> Result<Self> {
        let active = || user::Column::Status.eq(Status::Active);
        let pending = || user::Column::Status.eq(Status::Pending);
        let count = async |which| signed(user::Entity::find().filter(which).count(tx).await?);
        let highest: Option<Option<i64>> = user::Entity::find()
            .select_only()
            .column_as(user::Column::Number.max(), "highest")
            .into_tuple()
            .one(tx)
            .await?;
        Ok(Self {
            admins: count(active().and(user::Column::Role.eq(OrgRole::Admin))).await?,
            users: count(user::Column::Listed.eq(true)).await?,
            pending: count(pending()).await?,
            seats_used: count(active().or(pending())).await?,
            highest_number: highest.flatten().unwrap_or_default(),
        })
    }
}

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    let stored = instance::Entity::find_by_id(1)
        .one(tx)
        .await?
        .ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    let counted = Counted::of(tx).await?;
    report.compare(Kind::Counters, "instance.admins", stored.admins, counted.admins);
    report.compare(Kind::Counters, "instance.users", stored.users, counted.users);
    report.compare(Kind::Counters, "instance.pending", stored.pending, counted.pending);
    report.compare(Kind::Counters, "instance.seats_used", stored.seats_used, counted.seats_used);
    if stored.user_number < counted.highest_number {
        report.compare(Kind::Counters, "instance.user_number", stored.user_number, counted.highest_number);
    }
    Ok(())
}

pub async fn mend(tx: &DatabaseTransaction, counters: &mut instance::Model) -> Result<()> {
    let counted = Counted::of(tx).await?;
    counters.admins = counted.admins;
    counters.users = counted.users;
    counters.pending = counted.pending;
    counters.seats_used = counted.seats_used;
    counters.user_number = std::cmp::max(counters.user_number, counted.highest_number);
    Ok(())
}

/// The counters as the history tells them.
pub fn words(counters: &instance::Model) -> Value {
    json!({
        "admins": counters.admins,
        "users": counters.users,
        "pending": counters.pending,
        "seats_used": counters.seats_used,
        "user_number": counters.user_number,
    })
}

fn signed(count: u64) -> Result<i64> {
    i64::try_from(count).map_err(|error| Error::Internal(error.to_string()))
}
