//! Projects: who creates them, who sees them, who changes them.

use domain::Error::{Conflict, Denied as Refused, Invalid, NotFound};
use domain::error::Kind;
use domain::ids::TeamId;
use domain::page::Direction;
use domain::policy::{Denied, OrgRole, TeamRole};
use domain::project::{NewProject, ProjectColumn, ProjectPage, ProjectQuery, Visibility};
use domain::run::{NewRun, RunState};
use domain::sort::Sort;
use service::{Error, Result, check, projects, runs};
use testkit::{NOON, Person, World};

/// Ada, admin of everything; Bob, a member, and Vic, who only looks, of the team "vision"; Eve, who is in no team.
pub struct Vision {
    pub world: World,
    pub ada: Person,
    pub bob: Person,
    pub vic: Person,
    pub eve: Person,
    pub team: TeamId,
}

impl Vision {
    pub async fn new() -> Self {
        let world = World::new().await;
        let ada = world.first_admin().await;
        let bob = world.joins(&ada, "bob", OrgRole::Member).await;
        let vic = world.joins(&ada, "vic", OrgRole::Member).await;
        let eve = world.joins(&ada, "eve", OrgRole::Member).await;
        let team = world.team_of(&ada, "vision").await;
        world.puts(&ada, team, &bob, TeamRole::Member).await;
        world.puts(&ada, team, &vic, TeamRole::ViewOnly).await;
        Self { world, ada, bob, vic, eve, team }
    }

    /// One more member.
    pub async fn member(&self, name: &str) -> Person {
        let person = self.world.joins(&self.ada, name, OrgRole::Member).await;
        self.world.puts(&self.ada, self.team, &person, TeamRole::Member).await;
        person
    }

    fn new_project(&self, name: &str) -> NewProject {
        NewProject {
            team: self.team,
            name: name.to_owned(),
            description: "# Why".to_owned(),
            visibility: Visibility::Team,
        }
    }
}

async fn names(person: &Person, team: TeamId, search: &str) -> Vec<String> {
    projects::list(&person.ctx, team, &ProjectQuery::searching(search), None)
        .await
        .expect("a page")
        .rows
        .into_iter()
        .map(|it| it.name)
        .collect()
}

fn is_missing<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Domain(NotFound(Kind::Project))))
}

fn is_refused<T>(outcome: Result<T>, why: Denied) -> bool {
    matches!(outcome, Err(Error::Domain(Refused(denied))) if denied == why)
}

#[tokio::test]
async fn a_member_creates_a_project_and_it_is_in_the_history() {
    let it = Vision::new().await;

    let name = projects::create(&it.bob.ctx, &it.new_project(" Sweep-1 ")).await.unwrap();

    let page = projects::open(&it.vic.ctx, "vision", &name).await.unwrap();
    assert_eq!((page.project.name.as_str(), page.team.name.as_str()), ("Sweep-1", "vision"));
    assert_eq!(page.project.creator.map(|it| it.name).as_deref(), Some("Bob"));
    assert_eq!(page.description.into_string().trim(), "<h1>Why</h1>");
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE action = 'project.created'").await, 1);
    let refused = projects::create(&it.vic.ctx, &it.new_project("mine")).await;
    assert!(is_refused(refused, Denied::NoContribution));
    let outside = projects::create(&it.eve.ctx, &it.new_project("mine")).await;
    assert!(matches!(outside, Err(Error::Domain(NotFound(Kind::Team)))));
}

#[tokio::test]
async fn a_project_cannot_be_called_like_a_tab_or_another_project() {
    let it = Vision::new().await;
    projects::create(&it.bob.ctx, &it.new_project("sweep")).await.unwrap();

    for taken in ["sweep", "runs", "Settings", "a b", ""] {
        let refused = projects::create(&it.bob.ctx, &it.new_project(taken)).await;
        assert!(matches!(refused, Err(Error::Domain(Invalid(ref fields))) if fields[0].field == "name"), "{taken}");
    }
}

#[tokio::test]
async fn a_private_project_is_its_creators_and_the_admins() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = it.world.project(&it.bob, "secret", Visibility::Private).await.project.id;

    assert!(is_missing(projects::open(&cat.ctx, "vision", "secret").await));
    assert!(is_missing(projects::open(&it.vic.ctx, "vision", "secret").await));
    assert!(is_missing(projects::open(&it.eve.ctx, "vision", "secret").await));
    assert!(is_missing(projects::describe(&cat.ctx, project, "mine").await));
    assert!(is_missing(projects::delete(&it.eve.ctx, project).await));
    assert_eq!(names(&cat, it.team, "").await, [""; 0]);
    assert_eq!(names(&it.bob, it.team, "").await, ["secret"]);
    assert_eq!(names(&it.ada, it.team, "").await, ["secret"]);
    projects::set_visibility(&it.bob.ctx, project, Visibility::Team).await.unwrap();
    assert_eq!(names(&cat, it.team, "").await, ["secret"]);
}

#[tokio::test]
async fn a_public_project_is_read_by_everybody_and_written_by_the_team() {
    let it = Vision::new().await;
    let project = it.world.project(&it.bob, "open", Visibility::Public).await.project.id;

    let page = projects::open(&it.eve.ctx, "vision", "open").await.unwrap();

    assert_eq!(page.edit(Some(it.eve.id)), Err(Denied::AuthorsOnly));
    assert!(is_refused(projects::describe(&it.eve.ctx, project, "mine").await, Denied::AuthorsOnly));
    let list = projects::list(&it.eve.ctx, it.team, &ProjectQuery::default(), None).await;
    assert!(matches!(list, Err(Error::Domain(NotFound(Kind::Team)))), "the team stays unknown");
    assert!(is_missing(projects::open(&it.eve.ctx, "vision", "nothing").await));
    assert!(is_missing(projects::open(&it.eve.ctx, "nothing", "open").await));
}

#[tokio::test]
async fn creators_and_admins_change_a_project_and_each_change_is_one_row() {
    let it = Vision::new().await;
    let cat = it.member("cat").await;
    let project = it.world.project(&it.bob, "sweep", Visibility::Team).await.project.id;

    assert!(is_refused(projects::describe(&cat.ctx, project, "mine").await, Denied::AuthorsOnly));
    assert!(is_refused(
        projects::set_visibility(&it.vic.ctx, project, Visibility::Public).await,
        Denied::NoContribution
    ));
    projects::describe(&it.bob.ctx, project, "Rates").await.unwrap();
    projects::describe(&it.ada.ctx, project, "Rates").await.unwrap();
    projects::set_visibility(&it.ada.ctx, project, Visibility::Public).await.unwrap();

    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE action = 'project.described'").await, 1);
    assert_eq!(it.world.number("SELECT count(*) FROM history WHERE action = 'project.visibility_changed'").await, 1);
}

#[tokio::test]
async fn a_project_is_deleted_while_nothing_is_in_it() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    let empty = it.world.project(&it.bob, "empty", Visibility::Team).await.project.id;
    it.world.logs(&it.bob, &page, "a", RunState::Finished, NOON.0).await;

    let used = projects::delete(&it.bob.ctx, page.project.id).await;
    projects::delete(&it.bob.ctx, empty).await.unwrap();

    assert!(matches!(used, Err(Error::Domain(Conflict(_)))));
    assert_eq!(names(&it.bob, it.team, "").await, ["sweep"]);
}

#[tokio::test]
async fn projects_are_counted_searched_and_paged_by_name() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "Sweep", Visibility::Team).await;
    for (name, at) in [("a", 1), ("b", 3), ("c", 2)] {
        it.world.logs(&it.bob, &page, name, RunState::Finished, at).await;
    }
    for number in 0..60 {
        projects::create(&it.bob.ctx, &it.new_project(&format!("p{number:02}"))).await.unwrap();
    }

    let first = projects::list(&it.vic.ctx, it.team, &ProjectQuery::default(), None).await.unwrap();
    let second = projects::list(&it.vic.ctx, it.team, &ProjectQuery::default(), first.next.as_deref()).await.unwrap();

    let sweep = &first.rows[0];
    assert_eq!((sweep.name.as_str(), sweep.runs.rows, sweep.last_run.map(|it| it.0)), ("Sweep", 3, Some(3)));
    assert_eq!((first.rows.len(), second.rows.len(), first.total.rows, second.next), (50, 11, 61, None));
    assert_eq!((second.rows[0].name.as_str(), second.rows[0].runs.rows), ("p49", 0));
    assert_eq!(names(&it.vic, it.team, "WEE").await, ["Sweep"]);
    assert_eq!(names(&it.vic, it.team, "%").await, [""; 0]);
    let foreign = projects::list(&it.vic.ctx, it.team, &ProjectQuery::searching("p"), first.next.as_deref()).await;
    assert!(matches!(foreign, Err(Error::Domain(Invalid(_)))));
}

#[tokio::test]
async fn projects_are_ordered_by_their_last_run_which_follows_what_becomes_of_it() {
    let it = Vision::new().await;
    let ordered = async |direction| {
        let sort = Sort { column: ProjectColumn::LastRun, direction };
        let query = ProjectQuery { search: String::new(), sort };
        let page = projects::list(&it.vic.ctx, it.team, &query, None).await.unwrap();
        page.rows.into_iter().map(|it| it.name).collect::<Vec<_>>()
    };
    let mut made = Vec::new();
    for name in ["first", "second", "empty"] {
        made.push(it.world.project(&it.bob, name, Visibility::Team).await);
    }
    let start = async |page: &ProjectPage| runs::start(&it.bob.ctx, page.project.id, &NewRun::default()).await.unwrap();
    start(&made[0]).await;
    it.world.pass_days(1);
    let newest = start(&made[1]).await;
    it.world.pass_days(1);
    let of_today = start(&made[0]).await;

    assert_eq!(ordered(Direction::Descending).await, ["first", "second", "empty"]);
    assert_eq!(ordered(Direction::Ascending).await, ["empty", "second", "first"]);

    runs::delete(&it.bob.ctx, of_today.run).await.unwrap();
    assert_eq!(ordered(Direction::Descending).await, ["second", "first", "empty"]);
    runs::delete(&it.bob.ctx, newest.run).await.unwrap();
    let left = projects::open(&it.vic.ctx, "vision", "second").await.unwrap().project;
    assert_eq!((left.last_run, left.runs.rows), (None, 0));
    assert!(check::run(&it.world.instance.command_line()).await.unwrap().is_clean());
}
