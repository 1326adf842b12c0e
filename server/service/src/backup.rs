//! A copy of everything, while the server runs.

use std::path::Path;

use sea_orm::DbBackend;

use crate::ctx::ManageInstance;
use crate::{Ctx, Error, Result, sql};

/// Writes a consistent copy of the SQLite database to `file`, which must not exist yet.
///
/// # Errors
///
/// On PostgreSQL, which has `pg_dump` for this, and when the file exists or cannot be written.
pub async fn write(cx: &Ctx, file: &Path) -> Result<()> {
    cx.authorize::<ManageInstance>().await?;
    let db = &cx.instance.db;
    if db.backend() == DbBackend::Postgres {
        return Err(Error::Internal("this database is PostgreSQL: back it up with pg_dump".to_owned()));
    }
    if file.exists() {
        return Err(Error::Internal(format!("{} exists already: choose another file", file.display())));
    }
    let path = file.to_str().ok_or_else(|| Error::Internal("the file's name is not valid Unicode".to_owned()))?;
    sql::vacuum_into(db.writer(), path).await
}
