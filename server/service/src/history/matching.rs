//! The rows that a query asks for. Whatever it asks by leads an index, and a page costs the same however deep it lies.

use domain::history::HistoryQuery;
use domain::page::Direction;
use domain::time::{Day, Timestamp};
use entity::history::{Column, Entity, Model};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr, UnionType};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::names::{self, Names};
use crate::Result;

/// How far a server's clock may have been set back: that many days beyond those asked for are looked at.
const GRACE_DAYS: i64 = 1;

/// A query whose days and names were looked up.
pub struct Matching {
    /// What holds of every row, the names left aside.
    all: Condition,
    names: Names,
    direction: Direction,
}

impl Matching {
    /// None where no row can match.
    pub async fn of(db: &impl ConnectionTrait, query: &HistoryQuery) -> Result<Option<Self>> {
        let names = names::find(db, &query.search).await?;
        if matches!(&names, Names::Few(names) if names.is_empty()) {
            return Ok(None);
        }
        let Some(days) = days(db, query).await? else { return Ok(None) };
        let all = days
            .add_option(query.action.map(|action| Column::Action.eq(action)))
            .add_option(query.door.map(|door| Column::Door.eq(door)))
            .add_option(query.actor.map(|actor| Column::ActorId.eq(actor.uuid())))
            .add_option(query.target.map(|target| Column::TargetId.eq(target.uuid())));
        Ok(Some(Self { all, names, direction: query.direction }))
    }

    /// Up to `limit` rows, those that come after the row numbered `after`.
    pub async fn rows(&self, db: &impl ConnectionTrait, after: Option<i64>, limit: u64) -> Result<Vec<Model>> {
        let (order, beyond) = match self.direction {
            Direction::Ascending => (Order::Asc, after.map(|seq| Column::Seq.gt(seq))),
            Direction::Descending => (Order::Desc, after.map(|seq| Column::Seq.lt(seq))),
        };
        let all = self.all.clone().add_option(beyond);
        let select = match &self.names {
            Names::Any => Entity::find().filter(all),
            Names::Few(names) => {
                Entity::find().filter(Column::Seq.in_subquery(first_of_each(names, &all, &order, limit)))
            }
            Names::Many(named) => Entity::find().filter(all).filter(
                Condition::any()
                    .add(walked(Column::ActorName).in_subquery(named.as_ref().clone()))
                    .add(walked(Column::TargetName).in_subquery(named.as_ref().clone())),
            ),
        };
        Ok(select.order_by(Column::Seq, order).limit(limit).all(db).await?)
    }

    /// Selects something of each row, in no order, to be counted.
    pub fn each(&self) -> SelectStatement {
        let named = match &self.names {
            Names::Any => None,
            Names::Few(names) => Some(
                Condition::any()
                    .add(Column::ActorName.is_in(names.iter().map(String::as_str)))
                    .add(Column::TargetName.is_in(names.iter().map(String::as_str))),
            ),
            Names::Many(named) => Some(
                Condition::any()
                    .add(Column::ActorName.in_subquery(named.as_ref().clone()))
                    .add(Column::TargetName.in_subquery(named.as_ref().clone())),
            ),
        };
        let all = self.all.clone().add_option(named);
        Query::select().column(Column::Seq).from(Entity).cond_where(all).take()
    }
}

/// The rows of the days asked for. Rows are numbered as time goes, so the days bound the numbers: a walk begins and
/// ends with them instead of looking at every other day. None where there is no row on those days.
async fn days(db: &impl ConnectionTrait, query: &HistoryQuery) -> Result<Option<Condition>> {
    let mut all = Condition::all();
    if let Some(from) = query.from.map(Day::start) {
        let since = Column::At.gte(from.plus_days(-GRACE_DAYS));
        let Some(first) = number(db, since, Order::Asc).await? else { return Ok(None) };
        all = all.add(Column::Seq.gte(first)).add(Column::At.gte(from));
    }
    if let Some(end) = query.to.map(|day| day.plus(1).start()) {
        let until: SimpleExpr = Column::At.lt(end.plus_days(GRACE_DAYS));
        let Some(last) = number(db, until, Order::Desc).await? else { return Ok(None) };
        all = all.add(Column::Seq.lte(last)).add(Column::At.lt::<Timestamp>(end));
    }
    Ok(Some(all))
}

/// The number of the first row by time.
async fn number(db: &impl ConnectionTrait, when: SimpleExpr, order: Order) -> Result<Option<i64>> {
    let first = Query::select()
        .column(Column::Seq)
        .from(Entity)
        .and_where(when)
        .order_by(Column::At, order.clone())
        .order_by(Column::Seq, order)
        .limit(1)
        .take();
    Ok(db.query_one(&first).await?.map(|row| row.try_get_by_index(0)).transpose()?)
}

/// Selects the numbers of the first rows of each name, as actor and as target: the first of all are among them. So
/// the cost follows from the names and the size of the page, however many rows there are.
fn first_of_each(names: &[String], all: &Condition, order: &Order, limit: u64) -> SelectStatement {
    let columns = [Column::ActorName, Column::TargetName];
    let firsts = names.iter().flat_map(|name| columns.map(|column| (column, name))).map(|(column, name)| {
        let first = Query::select()
            .column(Column::Seq)
            .from(Entity)
            .cond_where(all.clone())
            .and_where(column.eq(name.as_str()))
            .order_by(Column::Seq, order.clone())
            .limit(limit)
            .take();
        // Only a query within a query may have an order of its own among the parts of a union.
        Query::select().column(Column::Seq).from_subquery(first, Alias::new("first")).take()
    });
    firsts
        .reduce(|mut union, first| union.union(UnionType::All, first).take())
        .unwrap_or_else(|| Query::select().column(Column::Seq).from(Entity).and_where(Expr::val(1).eq(0)).take())
}

/// A column that is compared while rows are walked in their order, not looked up in its index.
fn walked(column: Column) -> SimpleExpr {
    Func::coalesce([Expr::col((Entity, column)), Expr::val("")]).into()
}
