//! `rollcall serve`: everything that runs while the server runs.

use std::future::Future;

use futures::FutureExt;
use futures::future::Shared;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::oneshot;

use super::{Failure, open};
use crate::accept::{self, Limits};
use crate::config::Config;
use crate::jobs::{Mailer, send_alerts, send_mails, sweep, tidy_files, watch_runs, write_activity};
use crate::router::{Web, router};
use crate::{metrics, site, telemetry};

/// Serves until SIGINT or SIGTERM: then it takes no more connections, lets the open ones end, and writes what is noted.
pub async fn serve(config: Config) -> Result<(), Failure> {
    telemetry::init(&config.log)?;
    let options = site::find(config.addr)?;
    let listener = TcpListener::bind(config.addr)
        .await
        .map_err(|error| format!("ROLLCALL_ADDR: {} cannot be listened on: {error}", config.addr))?;
    let config = config.bound_to(listener.local_addr()?);
    let mailer = mailer(&config)?;
    let (instance, notes) = open::open(&config).await?;
    let stop = stop_signal()?.shared();

    let numbers = metrics::install()?;
    let web = Web::new(instance.clone(), options, &config);
    let limits = web.limits.clone();
    let app = router(web, &config, metrics::routes(numbers.clone(), config.metrics_token.clone()));
    tokio::spawn(metrics::upkeep(numbers));
    tokio::spawn(async move {
        let mut minutes = tokio::time::interval(std::time::Duration::from_mins(1));
        loop {
            minutes.tick().await;
            limits.sweep();
        }
    });
    tokio::spawn(sweep(instance.clone()));
    tokio::spawn(watch_runs(instance.clone()));
    tokio::spawn(tidy_files(instance.clone()));
    let (drained, when_drained) = oneshot::channel::<()>();
    let writing = tokio::spawn(write_activity(instance.clone(), notes, when_drained.map(drop)));
    let sending = mailer.map(|mailer| tokio::spawn(send_mails(instance.clone(), mailer, stopped(&stop))));
    let alerting = tokio::spawn(send_alerts(instance.clone(), stopped(&stop)));

    tracing::info!(address = %config.addr, url = %config.base_url, "Rollcall is ready");
    accept::serve(listener, app, Limits::default(), stopped(&stop)).await?;
    drop(drained);
    writing.await?;
    if let Some(sending) = sending {
        sending.await?;
    }
    alerting.await?;
    tracing::info!("Rollcall has stopped");
    Ok(())
}

fn mailer(config: &Config) -> Result<Option<Mailer>, Failure> {
    let Some(url) = &config.smtp_url else { return Ok(None) };
    let mailer = Mailer::new(url, config.mail_from.as_deref().unwrap_or_default());
    Ok(Some(mailer.map_err(|rule| format!("ROLLCALL_SMTP_URL: {rule}"))?))
}

fn stop_signal() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}

fn stopped<F: Future<Output = ()> + Send + 'static>(
    stop: &Shared<F>,
) -> impl Future<Output = ()> + Send + 'static + use<F> {
    stop.clone()
}
