//! What a team uses, told to its admins.

use domain::ids::{TeamId, UserId};
use domain::time::Month;
use domain::usage::{MONTHS, MonthUsage, PersonUsage, Usage, hours_words, most_first};
use entity::{run, run_file};
use sea_orm::sea_query::{Expr, ExprTrait, Func, Query, SelectStatement};
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
    file.line(["Month", "Name", "Runs", "Run hours"])?;
    for MonthUsage { month, people } in usage.months {
        let day = month.first_day().iso();
        for PersonUsage { person, runs, lasted } in people {
            let hours = hours_words(lasted);
            let cells = [&day[..7], &csv::harmless(&person.name), &runs.to_string(), hours.trim_end_matches(" h")];
            file.line(cells)?;
        }
    }
    file.take()
}

async fn month(db: &impl ConnectionTrait, team: TeamId, month: Month) -> Result<MonthUsage> {
    let ended = Func::coalesce([Expr::col(run::Column::FinishedAt), Expr::col(run::Column::HeartbeatAt)]);
    let lasted = Expr::expr(ended).sub(Expr::col(run::Column::CreatedAt));
    let runs = Query::select()
        .column(run::Column::AuthorId)
        .expr(Func::count(Expr::cust("*")))
        .expr(Func::cast_as(Func::sum(lasted), "bigint"))
        .from(run::Entity)
        .and_where(run::Column::TeamId.eq(team))
        .and_where(run::Column::CreatedAt.gte(month.first_day().start()))
        .and_where(run::Column::CreatedAt.lt(month.plus(1).first_day().start()))
        .group_by_col(run::Column::AuthorId)
        .take();
    let mut rows: Vec<(UserId, i64, i64)> = Vec::new();
    for row in db.query_all(&runs).await? {
        rows.push((row.try_get_by_index(0)?, row.try_get_by_index(1)?, row.try_get_by_index(2)?));
    }
    let known = made::authors(db, rows.iter().map(|row| row.0)).await?;
    let tell = |(id, runs, lasted)| Ok(PersonUsage { person: made::author(&known, id)?, runs, lasted });
    let mut people = rows.into_iter().map(tell).collect::<Result<Vec<_>>>()?;
    most_first(&mut people);
    Ok(MonthUsage { month, people })
}

fn stored(team: TeamId) -> SelectStatement {
    let own = Expr::col((run::Entity, run::Column::Id)).equals((run_file::Entity, run_file::Column::RunId));
    let size = Func::sum(Expr::col((run_file::Entity, run_file::Column::Size)));
    Query::select()
        .expr(Func::cast_as(Func::coalesce([size.into(), Expr::val(0)]), "bigint"))
        .from(run::Entity)
        .inner_join(run_file::Entity, own)
        .and_where(run::Column::TeamId.eq(team))
        .take()
}
