//! What was changed, by whom, through which door: the words of the history.

mod changes;

use serde::{Deserialize, Serialize};

use crate::activity::Door;
use crate::closed_set::closed_set;
use crate::error::{Error, Result};
use crate::ids::{HistoryId, TargetId, UserId};
use crate::page::{Direction, check_search};
use crate::time::{Day, Timestamp};

pub use changes::{FieldChange, changes};

closed_set! {
    /// What somebody did.
    Action {
        SignedUp = "user.signed_up", "Signed up";
        Invited = "user.invited", "Invited";
        InvitationResent = "invitation.resent", "Sent the invitation again";
        InvitationLinkMade = "invitation.link_made", "Made a new invitation link";
        InvitationAccepted = "invitation.accepted", "Accepted the invitation";
        RoleChanged = "user.role_changed", "Changed the role";
        Deactivated = "user.deactivated", "Deactivated";
        Reactivated = "user.reactivated", "Reactivated";
        Removed = "user.removed", "Removed";
        PasswordChanged = "user.password_changed", "Changed the password";
        PasswordReset = "user.password_reset", "Replaced a forgotten password";
        ResetLinkMade = "user.reset_link_made", "Made a reset link";
        SessionsRevoked = "user.sessions_revoked", "Logged out sessions";
        AdminCreated = "user.admin_created", "Created an admin";
        PictureChanged = "user.picture_changed", "Changed the profile picture";
        ProfileChanged = "user.profile_changed", "Changed the profile";
        EmailChangeAsked = "user.email_change_asked", "Asked for another e-mail address";
        EmailChangeDropped = "user.email_change_dropped", "Kept the e-mail address";
        EmailChanged = "user.email_changed", "Changed the e-mail address";
        NotificationsChanged = "user.notifications_changed", "Changed the notifications";
        UsersExported = "users.exported", "Exported the users";
        HistoryExported = "history.exported", "Exported the history";
        OrganizationRenamed = "organization.renamed", "Renamed the organization";
        TeamCreated = "team.created", "Created the team";
        TeamDescribed = "team.described", "Described the team";
        TeamSettingsChanged = "team.settings_changed", "Changed the team's settings";
        TeamKeysChanged = "team.keys_changed", "Changed the keys of the team's bucket";
        TeamPictureChanged = "team.picture_changed", "Changed the team's picture";
        MemberAdded = "team.member_added", "Added to the team";
        MemberRoleChanged = "team.member_role_changed", "Changed the team role";
        MemberRemoved = "team.member_removed", "Took out of the team";
        MemberLeft = "team.member_left", "Left the team";
        Pinned = "team.pinned", "Pinned to the team's home page";
        Unpinned = "team.unpinned", "Unpinned from the team's home page";
        PinMoved = "team.pin_moved", "Moved on the team's home page";
        KeyMade = "api_key.made", "Made an API key";
        KeyRenamed = "api_key.renamed", "Renamed an API key";
        KeyRotated = "api_key.rotated", "Replaced an API key";
        KeyRevoked = "api_key.revoked", "Revoked an API key";
        ServiceAccountCreated = "service_account.created", "Created a service account";
        ServiceAccountRenamed = "service_account.renamed", "Renamed a service account";
        ServiceAccountRemoved = "service_account.removed", "Removed a service account";
        ProjectCreated = "project.created", "Created the project";
        ProjectDescribed = "project.described", "Described the project";
        ProjectVisibilityChanged = "project.visibility_changed", "Changed who sees the project";
        ProjectDeleted = "project.deleted", "Deleted the project";
        RunCreated = "run.created", "Began the run";
        RunRenamed = "run.renamed", "Renamed the run";
        RunNotesChanged = "run.notes_changed", "Changed the run's notes";
        RunTagsChanged = "run.tags_changed", "Changed the run's tags";
        RunDeleted = "run.deleted", "Deleted the run";
        ReportCreated = "report.created", "Wrote the report";
        ReportSaved = "report.saved", "Changed the report";
        ReportPublished = "report.published", "Published the report";
        ReportUnpublished = "report.unpublished", "Took the report back to a draft";
        ReportDeleted = "report.deleted", "Deleted the report";
        ReportLinked = "report.linked", "Made a public link to the report";
        ReportUnlinked = "report.unlinked", "Took back the public link to the report";
        AlertMailsChanged = "alerts.mails_changed", "Changed which alerts are mailed";
        DestinationAdded = "alert_destination.added", "Added a destination of alerts";
        DestinationChanged = "alert_destination.changed", "Changed a destination of alerts";
        DestinationPaused = "alert_destination.paused", "Paused a destination of alerts";
        DestinationResumed = "alert_destination.resumed", "Resumed a destination of alerts";
        DestinationRotated = "alert_destination.rotated", "Replaced the signing secret of a destination";
        DestinationRemoved = "alert_destination.removed", "Removed a destination of alerts";
        AlertSentAgain = "alert.sent_again", "Sent an alert again";
        InstanceSettingsChanged = "organization.settings_changed", "Changed the organization's settings";
        Repaired = "instance.repaired", "Repaired counters and indexes";
        DemoFilled = "instance.demo_filled", "Filled the database with demo data";
    }
}

closed_set! {
    /// What kind of actor did it.
    ActorKind {
        User = "user", "User";
        /// Somebody who had no account before this.
        Newcomer = "newcomer", "Newcomer";
        ServiceAccount = "service_account", "Service account";
        CommandLine = "command_line", "Command line";
        Job = "job", "Job";
    }
}

closed_set! {
    /// What kind of thing it was done to.
    TargetKind {
        User = "user", "User";
        Team = "team", "Team";
        ServiceAccount = "service_account", "Service account";
        ApiKey = "api_key", "API key";
        Project = "project", "Project";
        Run = "run", "Run";
        Report = "report", "Report";
        /// The organization as a whole.
        Instance = "instance", "Organization";
    }
}

/// One change, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub id: HistoryId,
    /// Counts all changes of the instance, from 1, without gaps.
    pub seq: i64,
    pub at: Timestamp,
    pub actor: Actor,
    pub door: Door,
    pub action: Action,
    pub target: Target,
    pub changes: Vec<FieldChange>,
    /// The name under which the request is found in the server's log; empty at the command line.
    pub request: String,
}

/// Who did it, called as on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    pub kind: ActorKind,
    /// Of a user.
    pub id: Option<UserId>,
    pub name: String,
}

/// Whom it was done to, called as on that day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub kind: TargetKind,
    /// The instance has none.
    pub id: Option<TargetId>,
    pub name: String,
}

impl Target {
    /// The name, or what a thing without a name is called.
    pub fn words(&self) -> &str {
        if self.name.is_empty() { self.kind.label() } else { &self.name }
    }
}

/// Which changes, in which order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HistoryQuery {
    /// Beginnings of words in the name of the actor, or in that of the target.
    pub search: String,
    pub action: Option<Action>,
    pub door: Option<Door>,
    pub actor: Option<UserId>,
    pub target: Option<TargetId>,
    /// The first day, in UTC.
    pub from: Option<Day>,
    /// The last day.
    pub to: Option<Day>,
    pub direction: Direction,
}

impl Default for HistoryQuery {
    /// Everything, the newest first.
    fn default() -> Self {
        Self {
            search: String::new(),
            action: None,
            door: None,
            actor: None,
            target: None,
            from: None,
            to: None,
            direction: Direction::Descending,
        }
    }
}

impl HistoryQuery {
    /// Whether it leaves anything out.
    pub fn is_filtered(&self) -> bool {
        let everything = Self { direction: self.direction, ..Self::default() };
        *self != everything
    }

    /// # Errors
    ///
    /// `Invalid` where the search is too long or the last day comes before the first.
    pub fn check(&self) -> Result<()> {
        check_search(&self.search)?;
        match (self.from, self.to) {
            (Some(from), Some(to)) if to < from => Err(Error::invalid(
                "to",
                format!("The last day, {}, comes before the first, {}.", to.words(), from.words()),
            )),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_alone_leaves_nothing_out() {
        let oldest_first = HistoryQuery { direction: Direction::Ascending, ..HistoryQuery::default() };

        assert!(!HistoryQuery::default().is_filtered());
        assert!(!oldest_first.is_filtered());
        assert!(HistoryQuery { to: Some(Day(0)), ..oldest_first }.is_filtered());
    }

    #[test]
    fn days_in_the_wrong_order_are_refused_by_field() {
        let days = |from, to| HistoryQuery { from: Some(Day(from)), to: Some(Day(to)), ..HistoryQuery::default() };

        assert_eq!(days(7, 7).check(), Ok(()));
        let refused = days(8, 7).check().unwrap_err();
        assert_eq!(refused.on_field("to"), Some("The last day, 8 Jan 1970, comes before the first, 9 Jan 1970."));
    }

    #[test]
    fn a_search_without_end_is_refused() {
        let searching = |search: String| HistoryQuery { search, ..HistoryQuery::default() };

        assert_eq!(searching("é".repeat(200)).check(), Ok(()));
        assert!(searching("é".repeat(201)).check().unwrap_err().on_field("search").is_some());
    }

    #[test]
    fn what_has_no_name_is_called_by_its_kind() {
        let target = |name: &str| Target { kind: TargetKind::Instance, id: None, name: name.to_owned() };

        assert_eq!(target("").words(), "Organization");
        assert_eq!(target("Bob").words(), "Bob");
    }
}
