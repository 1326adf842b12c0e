//! Forgets, every hour, what is kept for a while only, and deletes the pictures that were left behind.

use std::time::Duration;

use service::{Instance, alerts, avatars, idempotency};

const EVERY: Duration = Duration::from_hours(1);

/// Runs for ever. What is old is not looked at in any case: a sweep that fails is tried again with the next.
pub async fn sweep(instance: Instance) {
    let mut hours = tokio::time::interval(EVERY);
    loop {
        hours.tick().await;
        if let Err(error) = idempotency::sweep(&instance).await {
            tracing::warn!(?error, "old requests could not be forgotten");
        }
        if let Err(error) = alerts::sweep(&instance).await {
            tracing::warn!(?error, "old alerts could not be forgotten");
        }
        if let Err(error) = avatars::sweep(&instance).await {
            tracing::warn!(?error, "pictures that nothing names could not be deleted");
        }
    }
}
