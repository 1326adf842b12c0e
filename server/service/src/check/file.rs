//! The database file, as SQLite itself sees it. PostgreSQL has tools of its own for this.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend};

use super::{Kind, Report};
use crate::{Result, sql};

pub async fn verify(tx: &DatabaseTransaction, report: &mut Report) -> Result<()> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        return Ok(());
    }
    for words in sql::sqlite_integrity(tx).await? {
        report.find(Kind::File, format!("the database file: {words}"));
    }
    Ok(())
}
