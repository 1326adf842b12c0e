//! Where a setting is looked up: flag, then environment, then file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::{ExposeSecret, SecretString};

use super::error::environment_name;
use super::{ConfigError, Options};

const KEYS: [&str; 18] = [
    "addr",
    "base_url",
    "database_url",
    "data_dir",
    "secret_file",
    "seats",
    "smtp_url",
    "mail_from",
    "log",
    "rate_limit",
    "open_signup",
    "trusted_proxies",
    "invitation_days",
    "metrics_token",
    "insecure_http",
    "internal_buckets",
    "internal_webhooks",
    "accept_clock",
];

/// Reads one variable of the process; bytes that are no UTF-8 become replacement characters, so that the
/// setting's own rule refuses them.
pub fn environment(name: &str) -> Option<String> {
    std::env::var_os(name).map(|value| value.to_string_lossy().into_owned())
}

/// Every setting that was given anywhere, by its name in snake case.
pub(super) struct Sources {
    values: BTreeMap<&'static str, SecretString>,
    pub(super) file: Option<PathBuf>,
}

impl Sources {
    /// An empty variable counts as not set: compose files and unit files leave such lines behind.
    pub(super) fn gather(options: &Options, environment: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let variable = |key: &str| environment(&environment_name(key)).filter(|value| !value.is_empty());
        let file = options.config.clone().or_else(|| variable("config")).map(PathBuf::from);
        let mut in_file = file.as_deref().map(read_file).transpose()?.unwrap_or_default();

        let values = KEYS
            .into_iter()
            .filter_map(|key| {
                let stored = in_file.remove(key);
                let value = flag(options, key).or_else(|| variable(key)).or(stored)?;
                Some((key, SecretString::from(value)))
            })
            .collect();
        Ok(Self { values, file })
    }

    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(ExposeSecret::expose_secret)
    }
}

fn flag(options: &Options, key: &str) -> Option<String> {
    let open = |secret: &Option<SecretString>| secret.as_ref().map(|secret| secret.expose_secret().to_owned());
    match key {
        "addr" => options.addr.clone(),
        "base_url" => options.base_url.clone(),
        "database_url" => open(&options.database_url),
        "data_dir" => options.data_dir.clone(),
        "secret_file" => options.secret_file.clone(),
        "seats" => options.seats.clone(),
        "smtp_url" => open(&options.smtp_url),
        "mail_from" => options.mail_from.clone(),
        "log" => options.log.clone(),
        "rate_limit" => options.rate_limit.clone(),
        "open_signup" => options.open_signup.clone(),
        "trusted_proxies" => options.trusted_proxies.clone(),
        "invitation_days" => options.invitation_days.clone(),
        "metrics_token" => open(&options.metrics_token),
        "insecure_http" => options.insecure_http.clone(),
        "internal_buckets" => options.internal_buckets.clone(),
        "internal_webhooks" => options.internal_webhooks.clone(),
        "accept_clock" => options.accept_clock.clone(),
        _ => None,
    }
}

fn read_file(file: &Path) -> Result<BTreeMap<String, String>, ConfigError> {
    let refused = |reason: String| ConfigError::File { file: file.display().to_string(), reason };
    let text = std::fs::read_to_string(file).map_err(|error| refused(error.to_string()))?;
    // The error's own text quotes the line, which may hold a secret.
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        refused(format!("line {line} is not TOML"))
    })?;

    table
        .into_iter()
        .map(|(key, value)| {
            if !KEYS.contains(&key.as_str()) {
                return Err(ConfigError::UnknownKey { file: file.display().to_string(), key });
            }
            let value =
                plain(value).ok_or_else(|| refused(format!("{key} must be a text, a number, true or false")))?;
            Ok((key, value))
        })
        .collect()
}

/// A list, which only `trusted_proxies` has a use for, becomes text separated by commas.
fn plain(value: toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Float(number) => Some(number.to_string()),
        toml::Value::Boolean(truth) => Some(truth.to_string()),
        toml::Value::Array(items) => {
            items.into_iter().map(plain).collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        toml::Value::Datetime(_) | toml::Value::Table(_) => None,
    }
}
