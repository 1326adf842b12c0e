//! The users as CSV: page by page, so that memory stays flat however many there are.

use async_stream::try_stream;
use domain::history::Action;
use domain::user::{Status, User, UserQuery};
use futures::Stream;
use sea_orm::DatabaseConnection;
use serde_json::json;

use crate::ctx::ExportUsers;
use crate::history::Record;
use crate::users::{self, Keyset};
use crate::{Ctx, Error, Result};

const PAGE: u64 = 1000;
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

/// Every user that `query` asks for, in its order. That somebody exports is itself noted in the history.
pub async fn users(cx: &Ctx, query: UserQuery) -> Result<impl Stream<Item = Result<Vec<u8>>> + Send + 'static> {
    users::matching(cx.instance.db.backend(), &query)?;
    let change = cx.begin::<ExportUsers>().await?;
    change.commit(Record::instance(Action::UsersExported, json!({}), json!({ "query": query }))).await?;
    Ok(pages(cx.instance.db.read().clone(), query))
}

fn pages(db: DatabaseConnection, query: UserQuery) -> impl Stream<Item = Result<Vec<u8>>> + Send + 'static {
    try_stream! {
        yield lines(std::iter::once(HEADER.map(str::to_owned)))?;
        let mut keyset = Keyset::start(&query);
        loop {
            let (found, next) = keyset.page(&db, PAGE).await?;
            yield lines(users::rows(&db, found).await?.iter().map(cells))?;
            let Some(cursor) = next else { break };
            keyset = Keyset::after(&query, cursor);
        }
    }
}

fn cells(user: &User) -> [String; 10] {
    let teams: Vec<&str> = user.teams.iter().map(|team| team.name.as_str()).collect();
    let name = if user.status == Status::Pending { "" } else { &user.name };
    [
        harmless(name),
        harmless(user.username.as_deref().unwrap_or_default()),
        user.last_active.map(domain::time::Timestamp::rfc3339).unwrap_or_default(),
        user.role.label().to_owned(),
        harmless(&user.email),
        harmless(&teams.join(", ")),
        user.status.to_string(),
        user.reports.to_string(),
        user.runs.to_string(),
        user.days_active.to_string(),
    ]
}

/// A cell that a spreadsheet would run as a formula is led by an apostrophe.
fn harmless(cell: &str) -> String {
    const TRIGGERS: [char; 13] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠', '\''];
    if cell.starts_with(TRIGGERS) { format!("'{cell}") } else { cell.to_owned() }
}

fn lines(rows: impl Iterator<Item = [String; 10]>) -> Result<Vec<u8>> {
    let failed = |error: csv::Error| Error::Internal(format!("csv: {error}"));
    let mut writer = csv::WriterBuilder::new()
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| Error::Internal(format!("csv: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_made_harmless() {
        for (cell, safe) in
            [("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("＝cmd", "'＝cmd"), ("Ada", "Ada"), ("a=b", "a=b")]
        {
            assert_eq!(harmless(cell), safe);
        }
    }

    #[test]
    fn cells_are_quoted_by_the_book() {
        let row = std::array::from_fn(|i| if i == 0 { "O\"Neil, Jr.\nof \"X\"".to_owned() } else { String::new() });
        let written = lines(std::iter::once(row)).unwrap();

        assert!(String::from_utf8(written).unwrap().starts_with("\"O\"\"Neil, Jr.\nof \"\"X\"\"\",\"\","));
    }
}
