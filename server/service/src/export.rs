//! The users as CSV: some thousand at a time, so that memory stays flat however many there are.

use async_stream::try_stream;
use domain::history::Action;
use domain::policy::OrgRole;
use domain::time::Timestamp;
use domain::user::{Status, UserQuery};
use entity::user;
use futures::{Stream, TryStreamExt, stream};
use sea_orm::sea_query::{Expr, Func, Query, SelectStatement, SimpleExpr};
use sea_orm::{ConnectionTrait, DbBackend};
use serde_json::json;

use crate::csv::{File, harmless};
use crate::ctx::ExportUsers;
use crate::db::Reader;
use crate::history::Record;
use crate::keyset::Last;
use crate::made::sought;
use crate::sql::Limited;
use crate::users::{self, Filter, Way};
use crate::{Ctx, Error, Result};

/// Users in one piece of the file.
const PIECE: u64 = 2000;
/// Pieces that are read at the same time: a database reads users from all over its file, and can do so twice at once.
const AT_ONCE: usize = 2;
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
const CELLS: usize = HEADER.len();
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
        let export = Export { db, query, filters, way };
        let mut file = File::new();
        file.line(HEADER)?;
        yield file.take()?;
        let texts = export.pieces().map_ok(|piece| export.read(piece)).try_buffered(AT_ONCE);
        for await text in texts {
            text?.split(USERS_APART).filter(|line| !line.is_empty()).try_for_each(|line| write(&mut file, line))?;
            yield file.take()?;
        }
    }
}

struct Export {
    db: Reader,
    query: UserQuery,
    filters: Vec<Filter>,
    way: Way,
}

/// The users after one, up to and with another: from the first on, to the last, where there is none.
struct Piece {
    after: Option<Last>,
    to: Option<Last>,
}

impl Export {
    /// Where pieces begin and end. What comes or goes meanwhile changes the length of a piece, and no other.
    fn pieces(&self) -> impl Stream<Item = Result<Piece>> {
        stream::try_unfold(Some(None), |begin| async {
            let Some(after) = begin else { return Ok(None) };
            let to = users::place(&self.db, &self.query, (self.way, &self.filters), after.as_ref(), PIECE).await?;
            Ok(Some((Piece { after, to: to.clone() }, to.map(Some))))
        })
    }

    /// The users of a piece as one text.
    async fn read(&self, piece: Piece) -> Result<String> {
        let name = if self.db.get_database_backend() == DbBackend::Postgres { "string_agg" } else { "group_concat" };
        let all = Func::cust(name).args([Expr::col("line"), Expr::val(USERS_APART.to_string())]);
        let lines = Query::select().expr(all).from_subquery(self.lines(&piece), "some").take();
        let row = self.db.query_one(&Limited(&lines)).await?;
        let row = row.ok_or_else(|| Error::Internal("an aggregate without an answer".to_owned()))?;
        Ok(row.try_get_by_index::<Option<String>>(0)?.unwrap_or_default())
    }

    /// Each user as one text: a row of many columns costs more on the way than all that is done with it.
    fn lines(&self, piece: &Piece) -> SelectStatement {
        use user::Column as User;
        let own = |column: User| Expr::col((user::Entity, column));
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
        ];
        let line = Func::cust("concat_ws").args([Expr::val(CELLS_APART.to_string())].into_iter().chain(cells));
        let mut select = Query::select();
        select.expr_as(line, "line").from(user::Entity).cond_where(self.way.condition(&self.filters));
        let order = users::keyset(self.query.sort);
        if let Some(to) = &piece.to {
            order.until(&mut select, to);
        }
        order.order(&mut select, piece.after.as_ref()).take()
    }
}

fn torn(line: &str) -> Error {
    Error::Internal(format!("a line of the export is torn: {line:?}"))
}

/// Writes a user of a text.
fn write(file: &mut File, line: &str) -> Result<()> {
    let mut cells = line.split(CELLS_APART);
    let cells: [&str; CELLS] = std::array::from_fn(|_| cells.next().unwrap_or_default());
    let [name, username, last_active, role, email, teams, status, reports, runs, days] = cells;
    let last_active: i64 = last_active.parse().map_err(|_| torn(last_active))?;
    let last_active = if last_active > 0 { Timestamp(last_active).rfc3339() } else { String::new() };
    let role = role.parse::<OrgRole>().map_err(|_| torn(role))?.label();
    let name = if status == Status::Pending.as_str() { "" } else { name };
    let [name, username, email, teams] = [name, username, email, teams].map(harmless);
    file.line([&*name, &*username, &last_active, role, &*email, &*teams, status, reports, runs, days])
}
