//! Whether anything runs on a connection, and since when nothing does.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::timeout;

/// Counts the requests that wait for their answer.
#[derive(Clone, Default)]
pub(super) struct Pulse(Arc<watch::Sender<Beat>>);

#[derive(Default)]
struct Beat {
    running: u32,
    has_begun: bool,
}

impl Pulse {
    /// The request runs until the value is dropped.
    pub fn begin(&self) -> Running {
        self.0.send_modify(|beat| *beat = Beat { running: beat.running + 1, has_begun: true });
        Running(self.clone())
    }

    /// Never resolves once there was a request.
    pub async fn first_request_overdue(&self, patience: Duration) {
        if timeout(patience, self.0.subscribe().wait_for(|beat| beat.has_begun)).await.is_ok() {
            std::future::pending::<()>().await;
        }
    }

    /// Resolves when nothing ran for so long.
    pub async fn idle(&self, patience: Duration) {
        let mut changes = self.0.subscribe();
        loop {
            let _ = changes.wait_for(|beat| beat.running == 0).await;
            if timeout(patience, changes.changed()).await.is_err() {
                return;
            }
        }
    }
}

pub(super) struct Running(Pulse);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.send_modify(|beat| beat.running -= 1);
    }
}
