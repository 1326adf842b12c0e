//! Which failures of the database pass by themselves, or when the operator helps: the request was right, and may come
//! again.

use domain::error::Outage;
use sea_orm::sqlx::Error as Cause;
use sea_orm::{DbErr, RuntimeErr};

/// What is out of order; none where the fault is in the request, or in this program.
pub fn of(error: &DbErr) -> Option<Outage> {
    let cause = match error {
        DbErr::ConnectionAcquire(_) => return Some(Outage::Database),
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => cause,
        _ => return None,
    };
    match &**cause {
        Cause::Database(error) => by_code(&error.code()?),
        Cause::Io(_)
        | Cause::Tls(_)
        | Cause::Protocol(_)
        | Cause::PoolTimedOut
        | Cause::PoolClosed
        | Cause::WorkerCrashed
        | Cause::BeginFailed => Some(Outage::Database),
        _ => None,
    }
}

/// PostgreSQL's codes have five characters, SQLite's are numbers of at most four.
fn by_code(code: &str) -> Option<Outage> {
    if code.len() == 5 { by_sqlstate(code) } else { by_sqlite_code(code.parse().ok()?) }
}

/// <https://www.postgresql.org/docs/current/errcodes-appendix.html>
fn by_sqlstate(code: &str) -> Option<Outage> {
    match code {
        "53100" | "58030" => Some(Outage::Disk),
        // A standby that only reads, a deadlock, a lock or a statement that took too long, a session that was ended.
        "25006" | "25P03" | "40001" | "40P01" | "55P03" | "57014" => Some(Outage::Database),
        _ if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => Some(Outage::Database),
        _ => None,
    }
}

/// <https://sqlite.org/rescode.html>; the lowest byte of an extended code is the primary one.
const fn by_sqlite_code(code: i32) -> Option<Outage> {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const NOMEM: i32 = 7;
    const READONLY: i32 = 8;
    const IOERR: i32 = 10;
    const FULL: i32 = 13;
    const CANTOPEN: i32 = 14;
    match code & 0xff {
        BUSY | LOCKED | NOMEM => Some(Outage::Database),
        READONLY | IOERR | FULL | CANTOPEN => Some(Outage::Disk),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_whether_waiting_helps() {
        for (code, outage) in [
            ("13", Some(Outage::Disk)),
            ("778", Some(Outage::Disk)),
            ("517", Some(Outage::Database)),
            ("2067", None),
            ("53100", Some(Outage::Disk)),
            ("57P02", Some(Outage::Database)),
            ("08006", Some(Outage::Database)),
            ("23505", None),
            ("42P01", None),
        ] {
            assert_eq!(by_code(code), outage, "{code}");
        }
    }

    #[test]
    fn only_what_passes_is_an_outage() {
        assert_eq!(of(&DbErr::ConnectionAcquire(sea_orm::ConnAcquireErr::Timeout)), Some(Outage::Database));
        assert_eq!(of(&DbErr::RecordNotUpdated), None);
    }
}
