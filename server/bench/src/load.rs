//! Many clients, each asking as soon as it has its answer.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::requests::Case;
use crate::{Failure, Result};

pub struct Figures {
    /// Milliseconds.
    pub p50: f64,
    pub p99: f64,
    pub a_second: f64,
}

/// Lets `clients` ask for some time.
pub async fn measure(address: SocketAddr, case: &Case, clients: usize, time: Duration) -> Result<Figures> {
    let began = Instant::now();
    let asking: Vec<_> =
        (0..clients).map(|i| tokio::spawn(ask(address, case.requests.clone(), i, began + time))).collect();
    let mut times = Vec::new();
    for one in asking {
        times.extend(one.await??);
    }
    #[expect(clippy::cast_precision_loss, reason = "a rate")]
    let a_second = times.len() as f64 / began.elapsed().as_secs_f64();
    Ok(Figures { p50: at(&mut times, 50), p99: at(&mut times, 99), a_second })
}

/// Takes the requests in turn; different clients begin at different ones.
async fn ask(
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    first: usize,
    until: Instant,
) -> Result<Vec<Duration>, Failure> {
    let mut client = Client::connect(address).await?;
    let mut times = Vec::new();
    for request in requests.iter().cycle().skip(first % requests.len()) {
        let began = Instant::now();
        if began >= until {
            break;
        }
        let answer = client.ask(request).await?;
        if answer.status != 200 {
            return Err(format!("status {}: {}", answer.status, String::from_utf8_lossy(&answer.body)).into());
        }
        times.push(began.elapsed());
    }
    Ok(times)
}

/// The time that so many of a hundred stay below, in milliseconds.
pub fn at(times: &mut [Duration], of_a_hundred: usize) -> f64 {
    times.sort_unstable();
    let place = (times.len() * of_a_hundred / 100).min(times.len().saturating_sub(1));
    times.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}
