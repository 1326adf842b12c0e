//! What the operator may set, where it may be set, and the rule of each setting.

mod base_url;
mod error;
mod options;
mod rules;
mod settings;
mod sources;
#[cfg(test)]
mod tests;

pub use base_url::BaseUrl;
pub use error::ConfigError;
pub use options::Options;
pub use rules::{LogFormat, LogSettings};
pub use settings::Config;
pub use sources::environment;
