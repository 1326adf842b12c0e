//! Opens the instance that the configuration names.

use domain::time::Timestamp;
use secrecy::ExposeSecret;
use service::Instance;
use service::activity::{Notes, Tracker};
use service::clock::newest_moment;
use service::db::Db;
use service::instance::{Clock, Settings};
use service::sealed::Seal;

use super::Failure;
use crate::config::Config;

/// So far behind what is stored no clock is by mere drift.
const BEHIND_DAYS: i64 = 1;

/// The instance on a database that is up to date, and the notes of its activity tracker.
pub async fn open(config: &Config) -> Result<(Instance, Notes), Failure> {
    config.make_data_dir()?;
    let seal = Seal::open(&config.secret_file)?;
    let db = Db::connect(config.database_url.expose_secret()).await.map_err(|error| unreachable_database(&error))?;
    db.migrate().await.map_err(|error| unreachable_database(&error))?;
    let clock = Clock::system().never_back(floor(config, &db).await?);
    let (tracker, notes) = Tracker::new();
    Ok((Instance::new(db, clock, settings(config), seal, tracker)?, notes))
}

/// What the clock shows at least: a bit behind what is stored it catches up, far behind it is wrong, or was.
async fn floor(config: &Config, db: &Db) -> Result<Timestamp, Failure> {
    if config.accept_clock {
        return Ok(Timestamp::default());
    }
    let (now, newest) = (Clock::system().now(), newest_moment(db).await?);
    if now.plus_days(BEHIND_DAYS) < newest {
        let (now, newest) = (now.exact(), newest.exact());
        return Err(format!(
            "the clock of this machine shows {now}, but something was stored at {newest}: set the clock right. If it is \
             right, start with ROLLCALL_ACCEPT_CLOCK=true; what expired since then works again"
        )
        .into());
    }
    Ok(newest)
}

fn unreachable_database(error: &service::Error) -> Failure {
    let cause = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    format!("ROLLCALL_DATABASE_URL: the database cannot be used: {cause}").into()
}

fn settings(config: &Config) -> Settings {
    Settings {
        base_url: config.base_url.to_string(),
        seats: config.seats,
        invitation_days: i64::from(config.invitation_days),
        open_signup: config.open_signup,
        mail_server: config.smtp_url.as_ref().map(|url| without_password(url.expose_secret())),
        files: config.files(),
        internal_buckets: config.internal_buckets,
        internal_webhooks: config.internal_webhooks,
        ..Settings::default()
    }
}

/// Scheme and host of a mail server's URL.
fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("smtp", url));
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    let host = host.split(['/', '?']).next().unwrap_or_default();
    format!("{scheme}://{host}")
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_mail_server_is_shown_without_its_password() {
        assert_eq!(
            without_password("smtp://ada:s3cret@mail.example.com:587?tls=required"),
            "smtp://mail.example.com:587"
        );
        assert_eq!(without_password("smtps://mail.example.com"), "smtps://mail.example.com");
    }
}
