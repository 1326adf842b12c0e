//! Typed identifiers. Swapping two of them is a compile error.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
        #[serde(transparent)]
        pub struct $name(uuid::Uuid);

        impl $name {
            /// Wraps a value that the caller made, such as a fresh `UUIDv7`.
            pub const fn from_uuid(id: uuid::Uuid) -> Self {
                Self(id)
            }

            pub const fn uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        #[cfg(feature = "sea-orm")]
        impl sea_orm::TryFromU64 for $name {
            fn try_from_u64(n: u64) -> Result<Self, sea_orm::DbErr> {
                uuid::Uuid::try_from_u64(n).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(s: &str) -> Result<Self, Self::Err> {
                s.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person, from invitation to removal.
    UserId
    /// A team: the first part of a URL, as a username is.
    TeamId
    /// A place of a team or person where runs are logged.
    ProjectId
    /// One execution that was logged.
    RunId
    /// The contents of a file, wherever they lie.
    ObjectId
    /// A page of text about runs.
    ReportId
    /// One browser that is signed in.
    SessionId
    /// A link by which a forgotten password is replaced.
    ResetId
    /// A link by which somebody confirms another e-mail address.
    EmailChangeId
    /// A row of the history.
    HistoryId
    /// Whoever or whatever a row of the history is about, a user for one.
    TargetId
    /// A mail in the outbox.
    MailId
    /// Where a team has alerts sent.
    DestinationId
    /// An alert on its way, or what became of it.
    DeliveryId
    /// A key by which a program acts for somebody.
    ApiKeyId
    /// A picture, under a name that says nothing of whose it is.
    AvatarId
    /// What acts for a team or the organization without being a person.
    ServiceAccountId
}

impl From<UserId> for TargetId {
    fn from(user: UserId) -> Self {
        Self(user.0)
    }
}

impl From<TeamId> for TargetId {
    fn from(team: TeamId) -> Self {
        Self(team.0)
    }
}

impl From<ApiKeyId> for TargetId {
    fn from(key: ApiKeyId) -> Self {
        Self(key.0)
    }
}

impl From<ServiceAccountId> for TargetId {
    fn from(account: ServiceAccountId) -> Self {
        Self(account.0)
    }
}

impl From<ProjectId> for TargetId {
    fn from(project: ProjectId) -> Self {
        Self(project.0)
    }
}

impl From<RunId> for TargetId {
    fn from(run: RunId) -> Self {
        Self(run.0)
    }
}

impl From<ReportId> for TargetId {
    fn from(report: ReportId) -> Self {
        Self(report.0)
    }
}
