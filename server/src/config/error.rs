//! Why a start is refused: always one line that names the setting and its rule.

/// One line for the operator; the value is shown only where it cannot be a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    #[error("{name} {rule}, not {value:?}")]
    Wrong { name: String, rule: &'static str, value: String },

    #[error("{name} {rule}")]
    Refused { name: String, rule: &'static str },

    #[error("the configuration file {file} has the unknown key {key:?}")]
    UnknownKey { file: String, key: String },

    #[error("the configuration file {file} (ROLLCALL_CONFIG) cannot be used: {reason}")]
    File { file: String, reason: String },
}

impl ConfigError {
    /// `key` is the name in snake case; the line shows the name of the environment variable.
    pub(super) fn wrong(key: &str, rule: &'static str, value: &str) -> Self {
        Self::Wrong { name: environment_name(key), rule, value: value.to_owned() }
    }

    pub(super) fn refused(key: &str, rule: &'static str) -> Self {
        Self::Refused { name: environment_name(key), rule }
    }
}

pub(super) fn environment_name(key: &str) -> String {
    format!("ROLLCALL_{}", key.to_ascii_uppercase())
}
