//! Where the time comes from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Timestamp;
use entity::{history, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::Result;
use crate::db::Db;

/// Tells the time; tests set it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub fn system() -> Self {
        Self::new(|| {
            let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
        })
    }

    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The same clock, which stands still where that one goes back, and shows nothing before `floor`: what has expired
    /// stays so.
    #[must_use]
    pub fn never_back(self, floor: Timestamp) -> Self {
        let highest = AtomicI64::new(floor.0);
        Self::new(move || {
            let now = self.now();
            Timestamp(highest.fetch_max(now.0, Ordering::Relaxed)).max(now)
        })
    }

    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

/// The newest moment that is stored: a clock that shows an earlier one is wrong, or was.
pub async fn newest_moment(db: &Db) -> Result<Timestamp> {
    let change = history::Entity::find().order_by_desc(history::Column::Seq).one(db.read()).await?;
    let active = user::Entity::find()
        .filter(user::Column::Listed.eq(true))
        .order_by_desc(user::Column::LastActiveKey)
        .one(db.read())
        .await?;
    let change = change.map_or(0, |row| row.at.0);
    Ok(Timestamp(active.map_or(0, |row| row.last_active_key).max(change)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_back_stands_still() {
        let wall = Arc::new(AtomicI64::new(100));
        let shown = wall.clone();
        let clock = Clock::new(move || Timestamp(shown.load(Ordering::Relaxed))).never_back(Timestamp(50));

        let told: Vec<i64> = [100, 120, 30, 119, 121]
            .into_iter()
            .map(|at| {
                wall.store(at, Ordering::Relaxed);
                clock.now().0
            })
            .collect();

        assert_eq!(told, [100, 120, 120, 120, 121]);
        assert_eq!(Clock::new(|| Timestamp(1)).never_back(Timestamp(50)).now(), Timestamp(50));
    }
}
