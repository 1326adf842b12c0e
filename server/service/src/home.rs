//! The home page: my newest runs, and what waits for me.

use domain::home::{Home, Waiting};
use domain::ids::UserId;
use domain::mail::{MailKind, MailState};
use domain::page::Page;
use domain::policy::{Permission, TeamRole};
use domain::time::Timestamp;
use domain::user::Seats;
use entity::{instance, mail, team, team_member, user};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, Order};

use crate::ctx::{Granted, UseInstance};
use crate::runs::{self, Own};
use crate::sql::Limited;
use crate::{Ctx, Error, Result, api_keys, counted, email_changes, sessions};

/// How many of the newest runs are listed.
const RUNS: u64 = 8;
/// How many runs that ended badly have a line each.
const ENDED: usize = 3;
/// How many teams and keys have a line each.
const FEW: u64 = 5;
/// What ends within so many days waits by now, and what went wrong so many days ago does not any more.
const DAYS: i64 = 7;
/// As far as is counted what is a matter of a few.
const MANY: u64 = 1000;

/// What the page shows to whoever asks.
pub async fn open(cx: &Ctx) -> Result<Home> {
    let granted = cx.authorize::<UseInstance>().await?;
    let Some(me) = granted.by else {
        return Ok(Home { waiting: Vec::new(), runs: Page { rows: Vec::new(), next: None, total: counted::total(0) } });
    };
    let (db, now) = (cx.instance.db.read(), cx.now());
    let own = runs::own(db, &granted, me, RUNS, now.plus_days(-DAYS)).await?;
    let mut waiting = Vec::new();
    waiting.extend(email_changes::waiting(db, me, now).await?.map(Waiting::EmailToConfirm));
    let keys = api_keys::ending(db, me, (now, now.plus_days(DAYS)), FEW).await?;
    waiting.extend(keys.into_iter().map(|(name, at)| Waiting::KeyExpires { name, at }));
    let runs = own.newest.clone();
    waiting.extend(of_runs(cx, own).await?);
    if granted.role.allows(Permission::ManageUsers) {
        waiting.extend(of_organization(cx, now).await?);
    }
    waiting.extend(of_teams(db, &granted, me).await?);
    Ok(Home { waiting, runs })
}

/// The last of the runs that ended badly, and how many more there are.
async fn of_runs(cx: &Ctx, own: Own) -> Result<Vec<Waiting>> {
    let more = own.ended.len().saturating_sub(ENDED);
    let mut lines: Vec<_> = own.ended.into_iter().take(ENDED).map(|run| Waiting::RunEnded(Box::new(run))).collect();
    if more > 0 {
        let username = sessions::own_row(cx, cx.instance.db.read()).await?.username.unwrap_or_default();
        lines.push(Waiting::MoreRunsEnded { username, runs: i64::try_from(more).unwrap_or(i64::MAX) });
    }
    Ok(lines)
}

/// What waits for the admins of the organization: one statement.
async fn of_organization(cx: &Ctx, now: Timestamp) -> Result<Vec<Waiting>> {
    let select = Query::select()
        .column(instance::Column::SeatsUsed)
        .expr(count(failed_invitations()))
        .expr(count(expired_invitations(now)))
        .expr(count(mails_on_the_way()))
        .expr(count(refused_mails(now)))
        .from(instance::Entity)
        .take();
    let row = cx.instance.db.read().query_one(&Limited(&select)).await?;
    let row = row.ok_or_else(|| Error::Internal("the instance row is missing".to_owned()))?;
    let seats = Seats { used: row.try_get_by_index(0)?, limit: cx.instance.settings.seats };
    let (failed, expired): (i64, i64) = (row.try_get_by_index(1)?, row.try_get_by_index(2)?);
    let mails = row.try_get_by_index::<i64>(3)? + row.try_get_by_index::<i64>(4)?;
    let lines = [
        (failed > 0, Waiting::InvitationsFailed(failed)),
        (mails > 0, Waiting::MailsFailing(mails)),
        (expired > 0, Waiting::InvitationsExpired(expired)),
        (seats.are_short(), Waiting::SeatsShort(seats)),
    ];
    Ok(lines.into_iter().filter(|(waits, _)| *waits).map(|(_, line)| line).collect())
}

/// How many rows a statement selects, of which there are few.
fn count(mut rows: SelectStatement) -> SimpleExpr {
    let some = rows.limit(MANY).take();
    let count = counted::all().from_subquery(some, Alias::new("some")).take();
    Expr::SubQuery(None, Box::new(count.into()))
}

/// An invitation that was replaced or taken back has no failed mail any more: it is cancelled.
fn failed_invitations() -> SelectStatement {
    Query::select()
        .distinct()
        .column(mail::Column::UserId)
        .from(mail::Entity)
        .and_where(mail::Column::State.eq(MailState::Failed))
        .and_where(mail::Column::Kind.eq(MailKind::Invitation))
        .take()
}

/// Of those that failed the ones of the last days: nobody sends them again.
fn refused_mails(now: Timestamp) -> SelectStatement {
    Query::select()
        .column(mail::Column::Id)
        .from(mail::Entity)
        .and_where(mail::Column::State.eq(MailState::Failed))
        .and_where(mail::Column::NextAttemptAt.gt(now.plus_days(-DAYS)))
        .and_where(mail::Column::Kind.ne(MailKind::Invitation))
        .take()
}

/// Mails that the server did not take and is asked to take again.
fn mails_on_the_way() -> SelectStatement {
    Query::select()
        .column(mail::Column::Id)
        .from(mail::Entity)
        .and_where(mail::Column::State.eq(MailState::Waiting))
        .and_where(mail::Column::Error.is_not_null())
        .take()
}

fn expired_invitations(now: Timestamp) -> SelectStatement {
    invited().and_where(user::Column::InvitationExpiresAt.lte(now)).take()
}

/// Whoever is invited and has not accepted.
fn invited() -> SelectStatement {
    Query::select()
        .column(user::Column::Id)
        .from(user::Entity)
        .and_where(user::Column::InvitationHash.is_not_null())
        .and_where(user::Column::InvitationExpiresAt.gt(Timestamp(0)))
        .take()
}

/// Of the teams of which the actor is an admin, those in which somebody is invited. Admins of the organization are told
/// instead what goes wrong with invitations.
async fn of_teams(db: &impl ConnectionTrait, granted: &Granted<UseInstance>, me: UserId) -> Result<Vec<Waiting>> {
    use team_member::Column as Member;
    if granted.role.allows(Permission::ManageUsers) {
        return Ok(Vec::new());
    }
    let mine = Query::select()
        .column(Member::TeamId)
        .from(team_member::Entity)
        .and_where(Member::UserId.eq(me))
        .and_where(Member::Role.eq(TeamRole::Admin))
        .take();
    let of_team = Expr::col((team::Entity, team::Column::Id)).equals((team_member::Entity, Member::TeamId));
    let select = Query::select()
        .column((team::Entity, team::Column::Name))
        .expr(Func::count(Expr::col((team_member::Entity, Member::UserId))))
        .from(team_member::Entity)
        .inner_join(team::Entity, of_team)
        .cond_where(
            Condition::all()
                .add(Expr::col((team_member::Entity, Member::TeamId)).in_subquery(mine))
                .add(Expr::col((team_member::Entity, Member::UserId)).in_subquery(invited())),
        )
        .group_by_col((team::Entity, team::Column::Name))
        .order_by((team::Entity, team::Column::Name), Order::Asc)
        .limit(FEW)
        .take();
    let rows = db.query_all(&Limited(&select)).await?;
    let line = |row: &sea_orm::QueryResult| {
        Ok(Waiting::Invited { team: row.try_get_by_index(0)?, people: row.try_get_by_index(1)? })
    };
    rows.iter().map(line).collect()
}
