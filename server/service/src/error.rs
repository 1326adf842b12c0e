//! What a use case can fail with.

use crate::outage;

/// A failure, split by who may read it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The person who asked may see this one as it is.
    #[error(transparent)]
    Domain(#[from] domain::Error),
    /// Only the log may see this one.
    #[error("database")]
    Db(#[from] sea_orm::DbErr),
    /// Only the log may see this one.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// What the person who asked is told. What only the log may see is told to the log, here and once.
    pub fn told(self) -> domain::Error {
        match self {
            Self::Domain(error) => error,
            Self::Db(cause) => {
                tracing::error!(?cause, "the database failed");
                outage::of(&cause).map_or(domain::Error::Internal, domain::Error::Unavailable)
            }
            Self::Internal(cause) => {
                tracing::error!(cause, "a use case failed");
                domain::Error::Internal
            }
        }
    }
}

impl From<domain::policy::Denied> for Error {
    fn from(denied: domain::policy::Denied) -> Self {
        Self::Domain(denied.into())
    }
}

impl From<domain::error::Gone> for Error {
    fn from(gone: domain::error::Gone) -> Self {
        Self::Domain(domain::Error::Gone(gone))
    }
}

pub type Result<T, E = Error> = std::result::Result<T, E>;
