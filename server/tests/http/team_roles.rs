//! What each role in a team is told by the calls and pages of the team. A new one without a row here fails.

use std::collections::BTreeSet;

use domain::policy::{OrgRole, TeamRole};
use service::teams;

use crate::coverage::{Arguments, CALLS, PAGES_OF_TEAMS, Scene, call};
use crate::support::Browser;

/// Those that are in the team.
const ROLES: [TeamRole; 3] = [TeamRole::Admin, TeamRole::Member, TeamRole::ViewOnly];

/// What there is to call about a team, with the arguments of [`CALLS`], and the status for an admin of the team, a member who made nothing of it, and a view-only member.
const IN_TEAM: &[(&str, [u16; 3])] = &[
    ("add_alert_destination", [200, 403, 403]),
    ("add_member", [200, 403, 403]),
    ("change_alert_destination", [200, 403, 403]),
    ("create_project", [200, 200, 403]),
    ("create_report", [200, 200, 403]),
    ("delete_project", [200, 403, 403]),
    ("delete_report", [200, 403, 403]),
    ("delete_run", [200, 403, 403]),
    ("describe_project", [200, 403, 403]),
    ("describe_team", [200, 403, 403]),
    ("find_candidates", [200, 403, 403]),
    ("get_alerts", [200, 403, 403]),
    ("get_place", [200, 200, 200]),
    ("get_project", [200, 200, 200]),
    ("get_report", [200, 200, 200]),
    ("get_run", [200, 200, 200]),
    ("get_run_metrics", [200, 200, 200]),
    ("get_team", [200, 200, 200]),
    ("get_team_settings", [200, 403, 403]),
    ("get_usage", [200, 403, 403]),
    ("list_members", [200, 200, 200]),
    ("list_project_runs", [200, 200, 200]),
    ("list_projects", [200, 200, 200]),
    ("list_reports", [200, 200, 200]),
    ("list_run_lines", [200, 200, 200]),
    ("list_team_runs", [200, 200, 200]),
    ("make_report_link", [200, 403, 403]),
    ("move_pin", [409, 403, 403]),
    ("pause_alert_destination", [200, 403, 403]),
    ("preview_removal", [200, 403, 403]),
    ("publish_report", [200, 403, 403]),
    ("remove_alert_destination", [200, 403, 403]),
    ("remove_member", [200, 403, 403]),
    ("remove_service_account", [404, 404, 404]),
    ("remove_team_picture", [200, 403, 403]),
    ("rename_service_account", [404, 404, 404]),
    ("rotate_alert_secret", [200, 403, 403]),
    ("save_report", [200, 403, 403]),
    ("set_alert_mail", [200, 403, 403]),
    ("set_member_role", [200, 403, 403]),
    ("set_pinned", [200, 403, 403]),
    ("set_project_visibility", [200, 403, 403]),
    ("set_run_notes", [200, 403, 403]),
    ("set_run_tags", [200, 403, 403]),
    ("set_team_switch", [200, 403, 403]),
    ("take_report_link_back", [200, 403, 403]),
    ("test_alert_destination", [200, 403, 403]),
];

/// What is about a team with arguments of its own, as above.
const ALSO: &[(&str, Arguments, [u16; 3])] = &[
    ("create_service_account", r#"{"scope":"team","team":"TEAM","name":"FRESH"}"#, [200, 403, 403]),
    ("list_service_accounts", r#"{"team":"TEAM"}"#, [200, 403, 403]),
    ("set_bucket_key", "team=TEAM&access_key_id=AKIA7&secret_access_key=secret", [404, 403, 403]),
    ("test_team_bucket", "team=TEAM", [404, 403, 403]),
    ("leave_team", "team=TEAM", [200, 200, 200]),
];

/// Page, as above.
const PAGES: &[(&str, [u16; 3])] = &[
    ("/files/vision/PLACE/PLACE/output.log", [200, 200, 200]),
    ("/vision/PLACE", [200, 200, 200]),
    ("/vision/PLACE/runs/PLACE", [200, 200, 200]),
    ("/vision/members", [200, 200, 200]),
    ("/vision/projects", [200, 200, 200]),
    ("/vision/reports", [200, 200, 200]),
    ("/vision/reports/REPORT", [200, 200, 200]),
    ("/vision/runs", [200, 200, 200]),
    ("/vision/settings", [200, 403, 403]),
    ("/vision/settings/alerts", [200, 403, 403]),
    ("/vision/settings/members", [200, 403, 403]),
    ("/vision/settings/privacy", [200, 403, 403]),
    ("/vision/settings/service-accounts", [200, 403, 403]),
    ("/vision/settings/storage", [200, 403, 403]),
    ("/vision/settings/usage", [200, 403, 403]),
    ("/vision/usage.csv", [200, 403, 403]),
];

/// Of what is about a team, an outsider learns nothing.
fn is_of_a_team([_, outside, admin]: [u16; 3]) -> bool {
    outside == 404 && admin != 404
}

async fn member(scene: &mut Scene, role: TeamRole) -> Browser {
    let person = scene.somebody(OrgRole::Member).await;
    teams::add_member(&scene.ada.ctx, scene.team, person.id, role).await.expect("a member");
    scene.server.browser_of(&person)
}

#[test]
fn every_call_and_page_of_a_team_has_a_row() {
    let calls: BTreeSet<_> = CALLS.iter().filter(|(.., told)| is_of_a_team(*told)).map(|(name, ..)| *name).collect();
    let pages: BTreeSet<_> =
        PAGES_OF_TEAMS.iter().filter(|(_, told)| is_of_a_team(*told)).map(|(path, _)| *path).collect();

    assert_eq!(IN_TEAM.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), calls);
    assert_eq!(PAGES.iter().map(|(path, _)| *path).collect::<BTreeSet<_>>(), pages);
}

#[tokio::test]
async fn every_call_answers_each_role_as_its_row_says() {
    let mut scene = Scene::new().await;
    let mut differ = Vec::new();

    let of_teams = CALLS.iter().filter(|(.., told)| is_of_a_team(*told)).map(|(name, arguments, _)| {
        let expected = IN_TEAM.iter().find(|(it, _)| it == name).map(|(_, told)| *told);
        (name, arguments, expected)
    });
    let also = ALSO.iter().map(|(name, arguments, told)| (name, arguments, Some(*told)));
    for (name, arguments, expected) in of_teams.chain(also) {
        let mut told = [0; 3];
        for (told, role) in told.iter_mut().zip(ROLES) {
            let browser = member(&mut scene, role).await;
            let arguments = scene.fill(arguments, &browser).await;
            *told = call(&browser, name, arguments).await.code();
        }
        if Some(told) != expected {
            differ.push(format!("(\"{name}\", {told:?}),"));
        }
    }

    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[tokio::test]
async fn every_page_answers_each_role_as_its_row_says() {
    let mut scene = Scene::new().await;
    let mut differ = Vec::new();

    for (path, _) in PAGES_OF_TEAMS.iter().filter(|(_, told)| is_of_a_team(*told)) {
        let expected = PAGES.iter().find(|(it, _)| it == path).map(|(_, told)| *told);
        let mut told = [0; 3];
        for (told, role) in told.iter_mut().zip(ROLES) {
            let browser = member(&mut scene, role).await;
            let path = scene.fill(path, &browser).await;
            *told = browser.get(&path).await.code();
        }
        if Some(told) != expected {
            differ.push(format!("(\"{path}\", {told:?}),"));
        }
    }

    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
