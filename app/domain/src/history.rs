//! What was changed, by whom: the words of the history table.

use crate::closed_set::closed_set;

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
        UsersExported = "users.exported", "Exported the users";
        OrganizationRenamed = "organization.renamed", "Renamed the organization";
        DemoFilled = "instance.demo_filled", "Filled the database with demo data";
    }
}

closed_set! {
    /// What kind of actor did it.
    ActorKind {
        User = "user", "User";
        /// Somebody who had no account before this.
        Newcomer = "newcomer", "Newcomer";
        CommandLine = "command_line", "Command line";
        Job = "job", "Job";
    }
}
