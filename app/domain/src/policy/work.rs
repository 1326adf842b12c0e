//! Who may do what with what is made in a team: projects, runs and reports.

use super::{Denied, InTeam, TeamPermission, TeamRole};
use crate::project::Visibility;
use crate::setting::{TeamSettings, TeamSwitch};

/// Whether `viewer` may know of a project of this visibility and of the runs and reports in it; `own` is whether they
/// created it.
pub fn see_work(viewer: InTeam, visibility: Visibility, own: bool) -> bool {
    match (visibility, viewer.acts_as()) {
        (Visibility::Public, _) | (_, Some(TeamRole::Admin)) | (Visibility::Team, Some(_)) => true,
        (Visibility::Private, Some(_)) => own,
        (_, None) => false,
    }
}

/// Whether `viewer` may know of a report that is not published; `own` is whether they write it.
pub fn see_draft(viewer: InTeam, own: bool) -> bool {
    own || viewer.acts_as() == Some(TeamRole::Admin)
}

/// Checks that `viewer` may change or delete something made in the team; `own` is whether they made it.
///
/// # Errors
///
/// `AuthorsOnly` where it is somebody else's; `NoContribution` where it is one's own and one only looks by now.
pub fn edit_work(viewer: InTeam, own: bool) -> Result<(), Denied> {
    match viewer.acts_as() {
        Some(role) if role.allows(TeamPermission::EditAll) => Ok(()),
        Some(_) if own => viewer.check(TeamPermission::Contribute),
        Some(TeamRole::ViewOnly) => Err(Denied::NoContribution),
        _ => Err(Denied::AuthorsOnly),
    }
}

/// Checks that what is in a project of this visibility may be read by whoever has a link, without signing in.
///
/// # Errors
///
/// `NoPublicLinks` where the team wants none.
pub fn link_work(visibility: Visibility, settings: &TeamSettings) -> Result<(), Denied> {
    if visibility != Visibility::Public && settings.is_on(TeamSwitch::NoPublicLinks) {
        Err(Denied::NoPublicLinks)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::OrgRole;

    const fn acting(team: Option<TeamRole>) -> InTeam {
        InTeam { organization: OrgRole::Member, team }
    }
    const ADMIN: InTeam = acting(Some(TeamRole::Admin));
    const MEMBER: InTeam = acting(Some(TeamRole::Member));
    const VIEWER: InTeam = acting(Some(TeamRole::ViewOnly));
    const OUTSIDER: InTeam = acting(None);
    const INSTANCE_ADMIN: InTeam = InTeam { organization: OrgRole::Admin, team: None };

    #[test]
    fn a_private_project_is_its_creators_and_the_admins() {
        let sees = |viewer, own| see_work(viewer, Visibility::Private, own);

        assert!(sees(ADMIN, false) && sees(INSTANCE_ADMIN, false) && sees(MEMBER, true) && sees(VIEWER, true));
        assert!(!sees(MEMBER, false) && !sees(VIEWER, false));
        assert!(!sees(OUTSIDER, true), "who left the team left the project");
    }

    #[test]
    fn a_team_project_is_the_teams_and_a_public_one_everybodys() {
        for viewer in [ADMIN, MEMBER, VIEWER, INSTANCE_ADMIN] {
            assert!(see_work(viewer, Visibility::Team, false) && see_work(viewer, Visibility::Public, false));
        }
        assert!(!see_work(OUTSIDER, Visibility::Team, true));
        assert!(see_work(OUTSIDER, Visibility::Public, false));
    }

    #[test]
    fn a_draft_is_its_authors_and_the_admins() {
        assert!(see_draft(MEMBER, true) && see_draft(ADMIN, false) && see_draft(INSTANCE_ADMIN, false));
        assert!(!see_draft(MEMBER, false) && !see_draft(VIEWER, false) && !see_draft(OUTSIDER, false));
    }

    #[test]
    fn members_change_what_is_theirs_and_admins_everything() {
        assert_eq!(edit_work(ADMIN, false), Ok(()));
        assert_eq!(edit_work(INSTANCE_ADMIN, false), Ok(()));
        assert_eq!(edit_work(MEMBER, true), Ok(()));
        assert_eq!(edit_work(MEMBER, false), Err(Denied::AuthorsOnly));
        assert_eq!(edit_work(VIEWER, false), Err(Denied::NoContribution));
        assert_eq!(edit_work(VIEWER, true), Err(Denied::NoContribution), "once a member, now looking");
        assert_eq!(edit_work(OUTSIDER, true), Err(Denied::AuthorsOnly), "who left changes nothing any more");
    }

    #[test]
    fn a_team_without_public_links_has_them_to_public_projects_only() {
        let open = TeamSettings::default();
        let closed = open.clone().with(TeamSwitch::NoPublicLinks, Some(true));

        for visibility in Visibility::ALL {
            assert_eq!(link_work(*visibility, &open), Ok(()));
        }
        assert_eq!(link_work(Visibility::Public, &closed), Ok(()));
        assert_eq!(link_work(Visibility::Team, &closed), Err(Denied::NoPublicLinks));
        assert_eq!(link_work(Visibility::Private, &closed), Err(Denied::NoPublicLinks));
        let hidden = closed.with(TeamSwitch::Hidden, Some(true));
        let of_hidden = Visibility::Public.under(&hidden);
        assert_eq!(link_work(of_hidden, &hidden), Err(Denied::NoPublicLinks), "nothing of it is public");
    }
}
