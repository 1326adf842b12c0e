//! A request body that ends with an error when it grows too large or comes too slowly.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody};
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

use super::{BodyTime, RouteLimits};

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Breach {
    #[error("the body is larger than this route accepts")]
    TooLarge,
    #[error("the body came too slowly")]
    TooSlow,
}

/// What was wrong with the body, told to the layer that made it.
#[derive(Clone, Default)]
pub(super) struct Verdict(Arc<OnceLock<Breach>>);

impl Verdict {
    pub fn get(&self) -> Option<Breach> {
        self.0.get().copied()
    }
}

pub(super) struct Confined {
    body: Body,
    left: Option<u64>,
    alarm: Pin<Box<Sleep>>,
    pause: Option<Duration>,
    verdict: Verdict,
}

impl Confined {
    pub fn new(body: Body, limits: RouteLimits, verdict: Verdict) -> Self {
        let (time, pause) = match limits.body_time {
            BodyTime::Total(time) => (time, None),
            BodyTime::Idle(pause) => (pause, Some(pause)),
        };
        Self { body, left: limits.body, alarm: Box::pin(sleep(time)), pause, verdict }
    }

    fn fail(&self, breach: Breach) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let breach = *self.verdict.0.get_or_init(|| breach);
        Poll::Ready(Some(Err(axum::Error::new(breach))))
    }

    /// `None` when `bytes` are more than what is left.
    fn spend(&mut self, bytes: usize) -> Option<()> {
        if let Some(left) = &mut self.left {
            *left = left.checked_sub(bytes as u64)?;
        }
        Some(())
    }
}

impl HttpBody for Confined {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) else {
            return match self.alarm.as_mut().poll(cx) {
                Poll::Ready(()) => self.fail(Breach::TooSlow),
                Poll::Pending => Poll::Pending,
            };
        };
        if let Some(pause) = self.pause {
            self.alarm.as_mut().reset(Instant::now() + pause);
        } else if Instant::now() >= self.alarm.deadline() {
            return self.fail(Breach::TooSlow);
        }
        let bytes = frame.as_ref().and_then(|frame| frame.as_ref().ok()?.data_ref()).map_or(0, Bytes::len);
        if self.spend(bytes).is_none() {
            return self.fail(Breach::TooLarge);
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
