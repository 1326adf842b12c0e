//! The calls the browser may make, one module for each part of the product.

pub mod accounts;
pub mod alerts;
pub mod api_keys;
pub mod bulk;
mod call;
pub mod history;
pub mod home;
pub mod invitations;
pub mod organization;
pub mod profile;
pub mod projects;
pub mod reports;
#[cfg(feature = "ssr")]
pub mod request;
pub mod runs;
pub mod service_accounts;
pub mod sessions;
pub mod teams;
pub mod usage;
pub mod users;

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::codec::JsonEncoding;
use serde::{Deserialize, Serialize};

pub use call::{Call, post, read};

pub type ApiResult<T> = Result<T, ApiError>;

/// Why a call failed: the server said no, or was not reached.
#[derive(Debug, Clone, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    #[error("{0}")]
    Domain(domain::Error),
    #[error("The request cannot be understood: {0}")]
    Malformed(String),
    #[error("We could not reach the server. Try again.")]
    Transport(String),
}

impl ApiError {
    /// What is wrong with one field of a form, if this says.
    pub fn on_field(&self, field: &str) -> Option<String> {
        match self {
            Self::Domain(error) => error.on_field(field).map(str::to_owned),
            _ => None,
        }
    }

    /// Whether it speaks of fields, so that the words stand beside them.
    pub const fn is_on_fields(&self) -> bool {
        matches!(self, Self::Domain(domain::Error::Invalid(_)))
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        #[cfg(feature = "ssr")]
        request::malformed();
        match error {
            ServerFnErrorErr::Args(rule)
            | ServerFnErrorErr::MissingArg(rule)
            | ServerFnErrorErr::Deserialization(rule) => Self::Malformed(rule),
            other => Self::Transport(other.to_string()),
        }
    }
}
