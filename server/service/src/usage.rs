//! What a team uses, told to its admins.

use std::collections::HashMap;

use domain::ids::{TeamId, UserId};
use domain::time::Month;
use domain::usage::{MONTHS, MonthUsage, PersonUsage, Usage, hours_words, most_first};
use entity::{run, run_file};
use sea_orm::sea_query::{Expr, ExprTrait, Func, FunctionCall, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait};

use crate::ctx::ManageTeam;
use crate::{Ctx, Result, counted, csv, made, teams};

/// What the team with this name uses. Counted anew each time: months of many runs take a moment.
///
/// # Errors
///
/// `Denied` to all but its admins; `NotFound` as from [`teams::open`].
pub async fn of_team(cx: &Ctx, team: &str) -> Result<Usage> {
    let team = teams::find::<ManageTeam>(cx, team).await?.team.id;
    let db = cx.instance.db.read();
    let this = cx.now().day().month();
    let mut months = Vec::new();
    for back in (0..MONTHS).rev() {
        months.push(month(db, team, this.plus(-back)).await?);
    }
    Ok(Usage { stored: counted::number(db, &stored(team)).await?, months })
}

/// The same as a file: a line for each person in each month.
///
/// # Errors
///
/// As [`of_team`].
pub async fn export(cx: &Ctx, team: &str) -> Result<Vec<u8>> {
    let usage = of_team(cx, team).await?;
    let mut file = csv::File::new();
    file.line(["Month", "Name", "Runs", "Run hours", "Bytes"])?;
    for MonthUsage { month, people } in usage.months {
        let day = month.first_day().iso();
        for PersonUsage { person, runs, lasted, stored } in people {
            let hours = hours_words(lasted);
            let (name, runs, stored) = (csv::harmless(&person.name), runs.to_string(), stored.to_string());
            file.line([&day[..7], &name, &runs, hours.trim_end_matches(" h"), &stored])?;
        }
    }
    file.take()
}

async fn month(db: &impl ConnectionTrait, team: TeamId, month: Month) -> Result<MonthUsage> {
    let ended = Func::coalesce([Expr::col(run::Column::FinishedAt), Expr::col(run::Column::HeartbeatAt)]);
    let lasted = Expr::expr(ended).sub(Expr::col(run::Column::CreatedAt));
    let runs = begun_in(month, runs_of(team))
        .column(run::Column::AuthorId)
        .expr(Func::count(Expr::cust("*")))
        .expr(Func::cast_as(Func::sum(lasted), "bigint"))
        .group_by_col(run::Column::AuthorId)
        .take();
    let mut rows: Vec<(UserId, i64, i64)> = Vec::new();
    for row in db.query_all(&runs).await? {
        rows.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?));
    }
    let bytes = bytes_by_author(db, team, month).await?;
    let known = made::authors(db, rows.iter().map(|row| row.0)).await?;
    let tell = |(id, runs, lasted)| {
        let stored = bytes.get(&id).copied().unwrap_or_default();
        Ok(PersonUsage { person: made::author(&known, id)?, runs, lasted, stored })
    };
    let mut people = rows.into_iter().map(tell).collect::<Result<Vec<_>>>()?;
    most_first(&mut people);
    Ok(MonthUsage { month, people })
}

async fn bytes_by_author(db: &impl ConnectionTrait, team: TeamId, month: Month) -> Result<HashMap<UserId, i64>> {
    let bytes = begun_in(month, with_files(runs_of(team)))
        .column(run::Column::AuthorId)
        .expr(bytes())
        .group_by_col(run::Column::AuthorId)
        .take();
    let rows = db.query_all(&bytes).await?;
    rows.into_iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

fn stored(team: TeamId) -> SelectStatement {
    with_files(runs_of(team)).expr(bytes()).take()
}

fn runs_of(team: TeamId) -> SelectStatement {
    Query::select().from(run::Entity).and_where(run::Column::TeamId.eq(team)).take()
}

fn begun_in(month: Month, mut runs: SelectStatement) -> SelectStatement {
    runs.and_where(run::Column::CreatedAt.gte(month.first_day().start()))
        .and_where(run::Column::CreatedAt.lt(month.plus(1).first_day().start()))
        .take()
}

fn with_files(mut runs: SelectStatement) -> SelectStatement {
    let own = Expr::col((run::Entity, run::Column::Id)).equals((run_file::Entity, run_file::Column::RunId));
    runs.inner_join(run_file::Entity, own).take()
}

/// Of all files together.
fn bytes() -> FunctionCall {
    let size = Func::sum(Expr::col((run_file::Entity, run_file::Column::Size)));
    Func::cast_as(Func::coalesce([size.into(), Expr::val(0)]), "bigint")
}
