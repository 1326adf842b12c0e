//! A copy of everything, while the server runs.

use std::path::Path;

use sea_orm::DbBackend;

use crate::ctx::ManageInstance;
use crate::{Ctx, Error, Result, sql};

/// Writes a consistent copy of the SQLite database to `file`, which must not exist yet. Only its owner may read it.
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
    let path = file.to_str().ok_or_else(|| Error::Internal("the file's name is not valid Unicode".to_owned()))?;
    make(file).map_err(|error| Error::Internal(format!("{} cannot be made: {error}", file.display())))?;
    sql::vacuum_into(db.writer(), path).await
}

/// An empty file for its owner's eyes only: what goes into it are password hashes too.
fn make(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}
