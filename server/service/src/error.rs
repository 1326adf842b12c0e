//! What a use case can fail with.

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
