//! What a run measures, on its way into the tables.

use std::collections::{BTreeMap, HashMap};

use domain::ids::RunId;
use domain::run::{NewPoint, another_metric};
use entity::{run_metric, run_point};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};

use crate::{Error, Result, many};

/// Steps that one statement names.
const AT_ONCE: usize = 500;

/// The values of a metric by step. Of two at the same step the last counts.
type Steps = BTreeMap<i64, f64>;

/// Writes the points, each in the place of the one at its step. The run is held, so that nobody else does meanwhile.
///
/// # Errors
///
/// `Invalid` where the run would have too many metrics.
pub(super) async fn write(tx: &DatabaseTransaction, run: RunId, points: Vec<NewPoint>) -> Result<()> {
    if points.is_empty() {
        return Ok(());
    }
    let mut measured: BTreeMap<String, Steps> = BTreeMap::new();
    for NewPoint { metric, step, value } in points {
        measured.entry(metric).or_default().insert(step, value);
    }
    let mut metrics = Metrics::of(tx, run, measured.keys()).await?;
    let mut rows = Vec::new();
    for (name, steps) in measured {
        let metric = metrics.put(tx, name, &steps).await?;
        rows.extend(steps.into_iter().map(|(step, value)| run_point::Model { run_id: run, metric, step, value }));
    }
    many::insert::<run_point::Entity>(tx, rows).await?;
    Ok(())
}

/// The metrics of a run, as far as they are written now.
struct Metrics {
    run: RunId,
    known: HashMap<String, run_metric::Model>,
    /// The number of the next one. None is ever taken away, so that it says how many there are.
    next: i32,
}

impl Metrics {
    async fn of(tx: &DatabaseTransaction, run: RunId, names: impl Iterator<Item = &String>) -> Result<Self> {
        let of_run = || run_metric::Entity::find().filter(run_metric::Column::RunId.eq(run));
        let known = of_run().filter(run_metric::Column::Name.is_in(names)).all(tx).await?;
        let last = of_run().order_by_desc(run_metric::Column::Metric).one(tx).await?;
        let known = known.into_iter().map(|row| (row.name.clone(), row)).collect();
        Ok(Self { run, known, next: last.map_or(0, |row| row.metric + 1) })
    }

    /// Makes room for the steps of a metric, and returns its number.
    async fn put(&mut self, tx: &DatabaseTransaction, name: String, steps: &Steps) -> Result<i32> {
        let (Some((&first, _)), Some((&last, _))) = (steps.first_key_value(), steps.last_key_value()) else {
            return Err(Error::Internal("a metric without points".to_owned()));
        };
        let count = i64::try_from(steps.len()).unwrap_or(i64::MAX);
        let Some(mut row) = self.known.remove(&name) else { return self.add(tx, name, count, (first, last)).await };
        let overwritten = if first > row.last_step { 0 } else { clear(tx, &row, steps).await? };
        row.points += count - overwritten;
        row.first_step = row.first_step.min(first);
        row.last_step = row.last_step.max(last);
        let metric = row.metric;
        row.into_active_model().reset_all().update(tx).await?;
        Ok(metric)
    }

    async fn add(
        &mut self,
        tx: &DatabaseTransaction,
        name: String,
        points: i64,
        (first_step, last_step): (i64, i64),
    ) -> Result<i32> {
        let metric = self.next;
        another_metric(usize::try_from(metric).unwrap_or_default())
            .map_err(|rule| domain::Error::invalid("points", rule))?;
        let row = run_metric::Model { run_id: self.run, metric, name, points, first_step, last_step };
        row.into_active_model().reset_all().insert(tx).await?;
        self.next += 1;
        Ok(metric)
    }
}

/// Takes away what the metric was at these steps, and says at how many it was something.
async fn clear(tx: &DatabaseTransaction, row: &run_metric::Model, steps: &Steps) -> Result<i64> {
    let steps: Vec<i64> = steps.keys().copied().take_while(|step| *step <= row.last_step).collect();
    let mut cleared = 0;
    for some in steps.chunks(AT_ONCE) {
        let gone = run_point::Entity::delete_many()
            .filter(run_point::Column::RunId.eq(row.run_id))
            .filter(run_point::Column::Metric.eq(row.metric))
            .filter(run_point::Column::Step.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
        cleared += gone.rows_affected;
    }
    Ok(i64::try_from(cleared).unwrap_or(i64::MAX))
}
