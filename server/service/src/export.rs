//! The users as CSV: some thousand at a time, so that memory stays flat however many there are.

use async_stream::try_stream;
use domain::history::Action;
use domain::policy::OrgRole;
use domain::time::Timestamp;
use domain::user::{Status, UserQuery};
use entity::user;
use futures::{Stream, future};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::json;

use crate::csv::{File, harmless};
use crate::ctx::ExportUsers;
use crate::db::Reader;
use crate::history::Record;
use crate::keyset::Last;
use crate::made::sought;
use crate::sql::Limited;
use crate::users;
use crate::{Ctx, Error, Result};

/// Users in one piece of the file.
const PIECE: u64 = 2000;
const HEADER: [&str; 10] = [
    "Name",
    "Username",
    "Last active",
    "Role",
    "Email",
    "Teams",
    "Status",
    "Number of Reports",
    "Number of Runs",
    "Number of active days",
];
/// What a line needs on top of its cells: where the next piece begins.
const CELLS: usize = HEADER.len() + 2;
/// Between the cells of a user and between users, on the way from the database: no name holds a control character.
const CELLS_APART: char = '\u{1f}';
const USERS_APART: char = '\u{1e}';

/// Every user that `query` asks for, in its order. That somebody exports is itself noted in the history.
pub async fn users(cx: &Ctx, query: UserQuery) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + 'static> {
    users::filters(cx.instance.db.backend(), &query)?;
    let query = UserQuery { search: sought(&query.search), ..query };
    let change = cx.begin::<ExportUsers>().await?;
    change.commit(Record::instance(Action::UsersExported, json!({}), json!({ "query": query }))).await?;
    Ok(pieces(cx.instance.db.read().clone(), query))
}

fn pieces(db: Reader, query: UserQuery) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    try_stream! {
        let filters = users::filters(db.get_database_backend(), &query)?;
        let (way, _) = users::choose(&db, &filters).await?;
        let mut file = File::new();
        file.line(HEADER)?;
        yield file.take()?;
        let read = async |after: Option<Last>| {
            gathered(&db, some(&db, &query, way.condition(&filters), after.as_ref())).await
        };
        let mut piece = Some(read(None).await?);
        while let Some(some) = piece {
            let after = last(&some, &query)?;
            let next = async {
                match after {
                    Some(after) => read(Some(after)).await.map(Some),
                    None => Ok(None),
                }
            };
            // While these lines are written, the database reads on.
            let (next, written) = future::join(next, async { write(&mut file, &some) }).await;
            written?;
            yield file.take()?;
            piece = next?;
        }
    }
}

/// The next users, each as one text: a row of many columns costs more on the way than all that is done with it.
fn some(db: &impl ConnectionTrait, query: &UserQuery, fits: Condition, after: Option<&Last>) -> SelectStatement {
    use user::Column as User;
    let own = |column: User| Expr::col((user::Entity, column));
    let id = match db.get_database_backend() {
        DbBackend::Postgres => own(User::Id).cast_as("text"),
        _ => Func::cust("hex").arg(own(User::Id)).into(),
    };
    let cells: [SimpleExpr; CELLS] = [
        own(User::Name),
        Func::coalesce([own(User::Username), Expr::val("")]).into(),
        own(User::LastActiveKey),
        own(User::Role),
        own(User::Email),
        own(User::TeamNames),
        own(User::Status),
        own(User::Reports),
        own(User::Runs),
        own(User::DaysActive),
        own(users::column(query.sort.column)),
        id,
    ];
    let line = Func::cust("concat_ws").args([Expr::val(CELLS_APART.to_string())].into_iter().chain(cells));
    let mut select = Query::select();
    select.expr_as(line, "line").from(user::Entity).cond_where(fits);
    users::keyset(query.sort).order(&mut select, after).limit(PIECE).take()
}

/// The lines of `some` as one text.
async fn gathered(db: &impl ConnectionTrait, some: SelectStatement) -> Result<String> {
    let name = if db.get_database_backend() == DbBackend::Postgres { "string_agg" } else { "group_concat" };
    let all = Func::cust(name).args([Expr::col("line"), Expr::val(USERS_APART.to_string())]);
    let row = db.query_one(&Limited(&Query::select().expr(all).from_subquery(some, "some").take())).await?;
    let row = row.ok_or_else(|| Error::Internal("an aggregate without an answer".to_owned()))?;
    Ok(row.try_get_by_index::<Option<String>>(0)?.unwrap_or_default())
}

fn torn(line: &str) -> Error {
    Error::Internal(format!("a line of the export is torn: {line:?}"))
}

/// Where the last user of a text stands, if more may follow: a text with fewer than [`PIECE`] is the last one.
fn last(some: &str, query: &UserQuery) -> Result<Option<Last>> {
    let line = some.rsplit(USERS_APART).next().filter(|_| some.matches(USERS_APART).count() as u64 + 1 == PIECE);
    let last = line.map(|line| {
        let [.., key, id] = cells(line);
        let key = users::keyset(query.sort).parse(key).ok_or_else(|| torn(key))?;
        Ok::<_, Error>(Last::new(query, key, uuid::Uuid::parse_str(id).map_err(|_| torn(id))?))
    });
    last.transpose()
}

fn cells(line: &str) -> [&str; CELLS] {
    let mut cells = line.split(CELLS_APART);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}

/// Writes the users of a text.
fn write(file: &mut File, some: &str) -> Result<()> {
    some.split(USERS_APART).filter(|line| !line.is_empty()).try_for_each(|line| write_user(file, &cells(line)))
}

fn write_user(file: &mut File, cells: &[&str; CELLS]) -> Result<()> {
    let [name, username, last_active, role, email, teams, status, reports, runs, days, ..] = *cells;
    let last_active: i64 = last_active.parse().map_err(|_| torn(last_active))?;
    let last_active = if last_active > 0 { Timestamp(last_active).rfc3339() } else { String::new() };
    let role = role.parse::<OrgRole>().map_err(|_| torn(role))?.label();
    let name = if status == Status::Pending.as_str() { "" } else { name };
    let [name, username, email, teams] = [name, username, email, teams].map(harmless);
    file.line([&*name, &*username, &last_active, role, &*email, &*teams, status, reports, runs, days])
}
