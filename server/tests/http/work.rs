//! Projects, runs and reports: what an outsider is told of them, and what calls about them are tried with.

use bytes::Bytes;
use domain::ids::RunId;
use domain::policy::{OrgRole, TeamRole};
use domain::project::Visibility;
use domain::report::NewReport;
use domain::run::RunState;
use futures::stream;
use service::{reports, runs};
use testkit::{NOON, Person, World};

use crate::support::{TestServer, masked};

/// `arguments` with a project of the admin's in the team "vision", and in it, where it is asked for, a run, a file of it and
/// a report.
pub async fn fill(world: &World, admin: &Person, arguments: String, fresh: &str) -> String {
    let page = world.project(admin, fresh, Visibility::Team).await;
    let (team, project) = (page.team.id.to_string(), page.project.id);
    let mut filled = arguments.replace("TEAM", &team).replace("PROJECT", &project.to_string());
    if ["RUN", "run=PLACE", "runs/PLACE", "files/"].iter().any(|it| filled.contains(it)) {
        let run = world.logs(admin, &page, fresh, RunState::Running, NOON.0).await;
        filled = filled.replace("RUN", &run.to_string());
        if filled.contains("files/") {
            leave(admin, run, "output.log").await;
        }
    }
    if filled.contains("REPORT") {
        let new = NewReport { project, title: fresh.to_owned(), body: String::new(), published: true };
        filled = filled.replace("REPORT", &reports::create(&admin.ctx, &new).await.expect("a report").to_string());
    }
    filled.replace("PLACE", fresh)
}

/// Leaves a file of a run.
pub async fn leave(admin: &Person, run: RunId, name: &str) {
    let body = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"one"))]);
    runs::put_file(&admin.ctx, run, name, Some(3), body).await.expect("a file");
}

#[tokio::test]
async fn an_outsider_is_told_the_same_of_what_is_there_and_what_is_not() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.team_of(&ada, "vision").await;
    let places = "/vision/PLACE|/vision/PLACE/runs/PLACE|/vision/reports/REPORT".to_owned();
    let veiled = fill(&server.world, &ada, places, "veiled").await;
    let eve = server.world.joins(&ada, "eve", OrgRole::Member).await;
    let browser = server.browser_of(&eve);

    for path in veiled.split('|').chain(["/vision/projects", "/vision/runs", "/vision/reports", "/vision/overview"]) {
        let there = browser.get(path).await;
        assert_eq!(there.code(), 404, "{path}");
        assert!(there.text.contains("This page does not exist"), "{path}");
        for (name, other) in [("vision", "nosuch"), ("veiled", "absent")] {
            let nothing = browser.get(&path.replace(name, other)).await;
            assert_eq!(masked(&there).replace(name, other), masked(&nothing), "{path}");
        }
    }
}

#[tokio::test]
async fn hostile_text_in_a_report_does_not_act_in_its_page() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    let team = server.world.team_of(&ada, "vision").await;
    let vic = server.world.joins(&ada, "vic", OrgRole::Member).await;
    server.world.puts(&ada, team, &vic, TeamRole::ViewOnly).await;
    let project = server.world.project_id(&ada, "sweep").await;
    let body =
        "# Hello\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n[x](javascript:alert(3))".to_owned();
    let new = NewReport { project, title: "</title><script>alert(4)</script>".to_owned(), body, published: true };
    let report = reports::create(&ada.ctx, &new).await.expect("a report");

    let page = server.browser_of(&vic).get(&format!("/vision/reports/{report}")).await;

    assert_eq!(page.code(), 200);
    let shown = page.text.split_once("<article").and_then(|(_, rest)| rest.split_once("</article>")).expect("it").0;
    assert!(shown.contains("<h1>Hello</h1>"), "{shown}");
    for harm in ["<script", "onerror", "javascript:"] {
        assert!(!shown.contains(harm), "{shown}");
    }
    let around = page.text.split_once("<script>alert").map(|(before, _)| &before[before.len().saturating_sub(300)..]);
    assert_eq!(around, None, "in the head, or among what the page was made of");
}

#[tokio::test]
async fn a_report_is_read_by_its_link_and_by_nothing_else() {
    let server = TestServer::new().await;
    let ada = server.world.first_admin().await;
    server.world.team_of(&ada, "vision").await;
    let report = fill(&server.world, &ada, "REPORT".to_owned(), "Findings").await;
    let url = reports::make_link(&ada.ctx, report.parse().expect("an id")).await.expect("a link");
    let path = url.strip_prefix(server.world.instance.settings.base_url.as_str()).expect("an address of this server");

    let page = server.browser().get(path).await;
    let mangled = server.browser().get(&format!("{path}a")).await;

    assert_eq!((page.code(), mangled.code()), (200, 404));
    assert!(page.text.contains("<h1>Findings"), "{}", page.text);
    assert!(mangled.text.contains("This link opens nothing"), "{}", mangled.text);
    assert!(!mangled.text.contains("Findings"));
    for (name, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        assert_eq!(page.headers[name], value, "{name}");
    }
    let robots = page.headers.get("x-robots-tag").map(|it| it.to_str().unwrap());
    assert_eq!(robots, Some("noindex, nofollow"), "what was handed to one is not for search engines");
    reports::take_link_back(&ada.ctx, report.parse().expect("an id")).await.expect("taken back");
    let gone = server.browser().get(path).await;
    assert_eq!(gone.code(), 404);
    assert_eq!(masked(&gone).replace(path, ""), masked(&mangled).replace(&format!("{path}a"), ""));
}
