//! The errors a person may see. All else is `Internal`, told only to the log.

use serde::{Deserialize, Serialize};

use crate::policy::Denied;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a request was not done, in words for the person who made it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Error {
    #[error("Sign in to continue.")]
    Unauthenticated,
    #[error("The e-mail or the password is wrong.")]
    WrongCredentials,
    #[error("Your sign-in is older than 12 hours. Type your password again to go on.")]
    PasswordNeeded,
    #[error("{0}")]
    Denied(#[from] Denied),
    #[error("That {0} does not exist, or you cannot see it.")]
    NotFound(Kind),
    /// What somebody wants to do does not fit how things stand, such as reactivating an active user.
    #[error("{0}")]
    Conflict(String),
    #[error("{0}")]
    Gone(Gone),
    #[error("{}", .0.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join(" "))]
    Invalid(Vec<FieldError>),
    #[error("Too many attempts. Try again in {0} seconds.")]
    TooMany(u32),
    #[error("The server is busy. Try again in a moment.")]
    Busy,
    #[error("{0}")]
    Unavailable(Outage),
    #[error("Something went wrong on our side. It is in the server's log under the request id.")]
    Internal,
}

impl Error {
    /// A refusal of one field, with the rule in words.
    pub fn invalid(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, message)])
    }

    /// The HTTP status this error answers with, on every door.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Unauthenticated | Self::WrongCredentials => 401,
            Self::PasswordNeeded | Self::Denied(_) => 403,
            Self::NotFound(_) => 404,
            Self::Conflict(_) => 409,
            Self::Gone(_) => 410,
            Self::Invalid(_) => 422,
            Self::TooMany(_) => 429,
            Self::Internal => 500,
            Self::Busy | Self::Unavailable(_) => 503,
        }
    }

    /// In how many seconds it is worth another try, where waiting helps.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany(seconds) => Some(*seconds),
            Self::Busy | Self::Unavailable(_) => Some(5),
            _ => None,
        }
    }

    /// What is wrong with `field`, if this error says.
    pub fn on_field(&self, field: &str) -> Option<&str> {
        match self {
            Self::Invalid(fields) => fields.iter().find(|it| it.field == field).map(|it| it.message.as_str()),
            _ => None,
        }
    }
}

/// One field of a form, and the rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

impl FieldError {
    pub fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// Collects what is wrong with several fields, so that a form is told everything at once.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Keeps the value, or notes what is wrong with `field`.
    pub fn take<T>(&mut self, field: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|message| self.0.push(FieldError::new(field, message))).ok()
    }

    /// # Errors
    ///
    /// `Invalid` with everything noted, if anything was.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::Invalid(self.0)) }
    }
}

/// What was looked for, in the words of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    User,
    Team,
    Member,
    Project,
    Run,
    File,
    Report,
    Session,
    ApiKey,
    ServiceAccount,
    Bucket,
    Destination,
    Delivery,
    Page,
}

impl std::fmt::Display for Kind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::User => "user",
            Self::Team => "team",
            Self::Member => "member",
            Self::Project => "project",
            Self::Run => "run",
            Self::File => "file",
            Self::Report => "report",
            Self::Session => "session",
            Self::ApiKey => "API key",
            Self::ServiceAccount => "service account",
            Self::Bucket => "bucket",
            Self::Destination => "destination",
            Self::Delivery => "delivery",
            Self::Page => "page",
        })
    }
}

/// A link that worked once and does not any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Gone {
    #[error("This invitation has expired. Ask an admin to send it again.")]
    InvitationExpired,
    #[error(
        "This link is not valid any more. It was used or replaced by a newer one, or the invitation was taken back."
    )]
    InvitationUsed,
    #[error("This link is not valid any more: a reset link works once, for 30 minutes, and only the newest one.")]
    ResetUsed,
    #[error(
        "This link is not valid any more: it works once, for 24 hours, and only the newest one. Ask for another one in your settings."
    )]
    EmailChangeUsed,
}

/// What the server depends on and cannot use at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Outage {
    #[error("The database does not answer. Try again in a moment.")]
    Database,
    #[error(
        "The server's disk is full or fails, so nothing was saved. Try again in a moment; if it stays so, tell its operator."
    )]
    Disk,
    /// The bucket of a team, or the folder of the instance.
    #[error("The storage does not answer. Try again in a moment.")]
    Storage,
}

/// A word outside a closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a value of {0}")]
pub struct UnknownWord(pub &'static str);
