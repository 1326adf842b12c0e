//! The configuration as the rest of the server sees it: complete, typed and true to its rules.

use std::net::SocketAddr;
use std::path::PathBuf;

use secrecy::SecretString;

use super::sources::Sources;
use super::{BaseUrl, ConfigError, LogSettings, Options, rules};
use crate::client::Cidr;

/// Printing it with `{:?}` shows no secret: those are [`SecretString`]s.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Config {
    pub addr: SocketAddr,
    pub base_url: BaseUrl,
    /// A secret because a `PostgreSQL` address holds a password. A `SQLite` file is given with its folder.
    pub database_url: SecretString,
    /// Not made yet: see [`Config::make_data_dir`].
    pub data_dir: PathBuf,
    pub secret_file: PathBuf,
    /// Unlimited when `None`.
    pub seats: Option<i64>,
    pub smtp_url: Option<SecretString>,
    /// Always there when `smtp_url` is.
    pub mail_from: Option<String>,
    pub log: LogSettings,
    /// Factor on all rate limits; 0 turns them off.
    pub rate_limit: f64,
    pub open_signup: bool,
    pub trusted_proxies: Vec<Cidr>,
    pub invitation_days: u32,
    pub metrics_token: Option<SecretString>,
    pub insecure_http: bool,
    /// Whether teams may bring buckets at internal addresses.
    pub internal_buckets: bool,
    /// Whether teams may send alerts to internal addresses.
    pub internal_webhooks: bool,
    pub accept_clock: bool,
    pub config_file: Option<PathBuf>,
    base_url_is_derived: bool,
}

impl Config {
    /// `environment` gives the value of a variable; [`super::environment`] asks the process.
    pub fn load(options: &Options, environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let given = Given(Sources::gather(options, environment)?);
        let addr = given.or("addr", "must be an address and a port like 127.0.0.1:3000", "127.0.0.1:3000", |text| {
            text.parse().ok()
        })?;
        let insecure_http = given.or("insecure_http", rules::TRUTH, "false", rules::truth)?;
        let base_url = given.base_url(addr, insecure_http)?;
        let data_dir = PathBuf::from(given.0.get("data_dir").unwrap_or("data"));
        let smtp_url = given.secret("smtp_url", rules::SMTP, rules::is_smtp)?;
        given.secret("smtp_url", rules::PRIVATE_SMTP, rules::is_private_smtp)?;

        Ok(Self {
            addr,
            database_url: given.database_url(&data_dir)?,
            secret_file: given.0.get("secret_file").map_or_else(|| data_dir.join("rollcall.secret"), PathBuf::from),
            seats: given.maybe("seats", rules::SEATS, rules::seats)?,
            mail_from: given.mail_from(&base_url, smtp_url.is_some())?,
            smtp_url,
            log: given.or("log", rules::LOG, "info", rules::log)?,
            rate_limit: given.or("rate_limit", rules::FACTOR, "1", rules::factor)?,
            open_signup: given.or("open_signup", rules::TRUTH, "false", rules::truth)?,
            trusted_proxies: given.or("trusted_proxies", rules::NETWORKS, "", rules::networks)?,
            invitation_days: given.or("invitation_days", rules::DAYS, "7", rules::days)?,
            metrics_token: given.secret("metrics_token", rules::TOKEN, rules::is_token)?,
            insecure_http,
            internal_buckets: given.or("internal_buckets", rules::TRUTH, "false", rules::truth)?,
            internal_webhooks: given.or("internal_webhooks", rules::TRUTH, "false", rules::truth)?,
            accept_clock: given.or("accept_clock", rules::TRUTH, "false", rules::truth)?,
            config_file: given.0.file.clone(),
            base_url_is_derived: given.0.get("base_url").is_none(),
            base_url,
            data_dir,
        })
    }

    /// The same, listening on `addr`: with port 0 the system picks the port, and a derived `base_url` follows it.
    #[must_use]
    pub fn bound_to(mut self, addr: SocketAddr) -> Self {
        self.addr = addr;
        if self.base_url_is_derived {
            self.base_url = BaseUrl::loopback(addr);
        }
        self
    }

    /// The folder of the files that the instance keeps.
    pub fn files(&self) -> PathBuf {
        self.data_dir.join("files")
    }

    /// Makes the folder, on Unix for the owner's eyes only, if it is not there.
    pub fn make_data_dir(&self) -> Result<(), ConfigError> {
        let mut folder = std::fs::DirBuilder::new();
        folder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&self.data_dir).map_err(|_| {
            ConfigError::wrong(
                "data_dir",
                "must be a folder that can be made and written",
                &self.data_dir.to_string_lossy(),
            )
        })
    }
}

struct Given(Sources);

impl Given {
    fn maybe<T>(
        &self,
        key: &str,
        rule: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ConfigError> {
        self.0.get(key).map(|text| parse(text).ok_or_else(|| ConfigError::wrong(key, rule, text))).transpose()
    }

    fn or<T>(
        &self,
        key: &str,
        rule: &'static str,
        default: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<T, ConfigError> {
        let text = self.0.get(key).unwrap_or(default);
        parse(text).ok_or_else(|| ConfigError::wrong(key, rule, text))
    }

    fn secret(
        &self,
        key: &str,
        rule: &'static str,
        sound: impl Fn(&str) -> bool,
    ) -> Result<Option<SecretString>, ConfigError> {
        match self.0.get(key) {
            Some(text) if !sound(text) => Err(ConfigError::refused(key, rule)),
            text => Ok(text.map(SecretString::from)),
        }
    }

    fn base_url(&self, addr: SocketAddr, insecure_http: bool) -> Result<BaseUrl, ConfigError> {
        let Some(text) = self.0.get("base_url") else {
            let derived = addr.ip().is_loopback().then(|| BaseUrl::loopback(addr));
            return derived.ok_or_else(|| {
                ConfigError::refused("base_url", "must be set when ROLLCALL_ADDR is not a loopback address")
            });
        };
        let url = BaseUrl::parse(text).ok_or_else(|| ConfigError::refused("base_url", BaseUrl::RULE))?;
        if url.is_https() || url.is_loopback() || insecure_http {
            return Ok(url);
        }
        Err(ConfigError::wrong("base_url", "must be https, or ROLLCALL_INSECURE_HTTP must be true", text))
    }

    fn database_url(&self, data_dir: &std::path::Path) -> Result<SecretString, ConfigError> {
        let text = self.0.get("database_url").unwrap_or("sqlite://rollcall.db");
        let url =
            rules::database(text, data_dir).ok_or_else(|| ConfigError::refused("database_url", rules::DATABASE))?;
        Ok(SecretString::from(url))
    }

    fn mail_from(&self, base_url: &BaseUrl, required: bool) -> Result<Option<String>, ConfigError> {
        match self.maybe("mail_from", rules::MAILBOX, rules::mailbox)?.or_else(|| rules::sender(base_url)) {
            None if required => Err(ConfigError::refused(
                "mail_from",
                "must be set when ROLLCALL_SMTP_URL is and ROLLCALL_BASE_URL has no name",
            )),
            mailbox => Ok(mailbox),
        }
    }
}
