//! What the page of a person lists: all that the viewer may know of, and nothing else.

use domain::ids::{ReportId, RunId, TeamId};
use domain::person::Place;
use domain::policy::{OrgRole, TeamRole};
use domain::project::{NewProject, ProjectPage, Visibility};
use domain::report::NewReport;
use domain::run::RunState;
use domain::setting::TeamSwitch;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use service::{people, projects, reports, runs, teams, users};
use testkit::{NOON, Person, World};

use crate::projects::Vision;

const WORLDS: u64 = 12;
const VISIBILITIES: [Visibility; 3] = [Visibility::Private, Visibility::Team, Visibility::Public];
const ROLES: [Option<TeamRole>; 4] = [None, Some(TeamRole::ViewOnly), Some(TeamRole::Member), Some(TeamRole::Admin)];

/// A team as the test set it up: who is what in it, by their place in the list of people.
struct Team {
    id: TeamId,
    name: &'static str,
    hidden: bool,
    roles: Vec<Option<TeamRole>>,
}

struct Project {
    team: usize,
    visibility: Visibility,
    creator: usize,
    page: ProjectPage,
}

/// What somebody made in a project.
struct Made<T> {
    id: T,
    project: usize,
    author: usize,
    at: i64,
    draft: bool,
}

/// A small world thrown with dice: two teams, five people of whom the first is admin of everything.
struct Thrown {
    world: World,
    people: Vec<Person>,
    teams: Vec<Team>,
    projects: Vec<Project>,
    runs: Vec<Made<RunId>>,
    reports: Vec<Made<ReportId>>,
}

impl Thrown {
    async fn new(seed: u64) -> Self {
        let mut dice = StdRng::seed_from_u64(seed);
        let world = World::new().await;
        let mut people = vec![world.first_admin().await];
        for name in ["bob", "cat", "dee", "eve"] {
            people.push(world.joins(&people[0], name, OrgRole::Member).await);
        }
        let mut thrown =
            Self { world, people, teams: Vec::new(), projects: Vec::new(), runs: Vec::new(), reports: Vec::new() };
        for name in ["vision", "speech"] {
            thrown.found(&mut dice, name).await;
        }
        for n in 0..7 {
            thrown.project(&mut dice, n).await;
        }
        for n in 0..24 {
            thrown.work(&mut dice, n).await;
        }
        thrown.settle(&mut dice).await;
        thrown
    }

    /// Everybody is a member at first, so that anybody can have made anything.
    async fn found(&mut self, dice: &mut StdRng, name: &'static str) {
        let ada = &self.people[0];
        let id = self.world.team_of(ada, name).await;
        for person in &self.people[1..] {
            self.world.puts(ada, id, person, TeamRole::Member).await;
        }
        let mut roles = vec![Some(TeamRole::Admin)];
        roles.extend((1..self.people.len()).map(|_| *ROLES.choose(dice).expect("a role")));
        self.teams.push(Team { id, name, hidden: dice.random_bool(0.3), roles });
    }

    async fn project(&mut self, dice: &mut StdRng, n: usize) {
        let (team, creator) = (dice.random_range(0..2), dice.random_range(0..self.people.len()));
        let visibility = *VISIBILITIES.choose(dice).expect("one");
        let new =
            NewProject { team: self.teams[team].id, name: format!("p{n}"), description: String::new(), visibility };
        let by = &self.people[creator].ctx;
        let name = projects::create(by, &new).await.expect("a project");
        let page = projects::open(by, self.teams[team].name, &name).await.expect("the project");
        self.projects.push(Project { team, visibility, creator, page });
    }

    /// A run and a report, at times of which some are the same.
    async fn work(&mut self, dice: &mut StdRng, n: i64) {
        let (project, author) = (dice.random_range(0..self.projects.len()), dice.random_range(0..self.people.len()));
        let at = NOON.0 - 1000 * dice.random_range(0..12);
        let (by, page) = (&self.people[author], &self.projects[project].page);
        let run = self.world.logs(by, page, &format!("r{n}"), RunState::Finished, at).await;
        self.runs.push(Made { id: run, project, author, at, draft: false });
        let draft = dice.random_bool(0.5);
        let (project, author) = (dice.random_range(0..self.projects.len()), dice.random_range(0..self.people.len()));
        let new = NewReport {
            project: self.projects[project].page.project.id,
            title: format!("t{n}"),
            body: String::new(),
            published: !draft,
        };
        let Ok(report) = reports::create(&self.people[author].ctx, &new).await else { return };
        self.reports.push(Made { id: report, project, author, at: NOON.0, draft });
    }

    /// The teams become what the dice said.
    async fn settle(&mut self, dice: &mut StdRng) {
        let ada = &self.people[0].ctx;
        for team in &self.teams {
            for (person, role) in self.people.iter().zip(&team.roles).skip(1) {
                match role {
                    Some(role) => {
                        teams::set_member_role(ada, team.id, person.id, *role, true).await.expect("a role");
                    }
                    None => teams::remove_member(ada, team.id, person.id, true).await.expect("out"),
                }
            }
            if team.hidden {
                teams::set_switch(ada, team.id, TeamSwitch::Hidden, true).await.expect("hidden");
            }
        }
        if dice.random_bool(0.2) {
            let hidden =
                service::organization::decide_for_teams(ada, TeamSwitch::Hidden, domain::setting::Decision::On);
            hidden.await.expect("hidden everywhere");
            for team in &mut self.teams {
                team.hidden = true;
            }
        }
    }

    /// Whether somebody may know of it, in the plain words of the product.
    fn knows<T>(&self, viewer: usize, made: &Made<T>) -> bool {
        let project = &self.projects[made.project];
        let team = &self.teams[project.team];
        let (role, own_draft) = (team.roles[viewer], viewer == made.author);
        if viewer == 0 || role == Some(TeamRole::Admin) {
            return true;
        }
        let sees_project = match project.visibility {
            Visibility::Public => role.is_some() || !team.hidden,
            Visibility::Team => role.is_some(),
            Visibility::Private => role.is_some() && project.creator == viewer,
        };
        sees_project && (!made.draft || own_draft)
    }

    /// What the list of an author should hold for a viewer, the newest first.
    fn expected<T: Copy + Ord>(&self, all: &[Made<T>], viewer: usize, author: usize) -> Vec<T> {
        let known = all.iter().filter(|it| it.author == author && self.knows(viewer, it));
        let mut rows: Vec<(i64, T)> = known.map(|it| (it.at, it.id)).collect();
        rows.sort_unstable();
        rows.into_iter().rev().map(|(_, id)| id).collect()
    }
}

#[tokio::test]
async fn a_list_holds_what_the_viewer_may_know_of_and_nothing_else() {
    let (mut shown, mut hidden) = (0, 0);
    for seed in 0..WORLDS {
        let it = Thrown::new(seed).await;
        for viewer in 0..it.people.len() {
            for author in 0..it.people.len() {
                let (ctx, person) = (&it.people[viewer].ctx, it.people[author].id);
                let listed = runs::list_of_person(ctx, person, None).await.expect("runs");
                let expected = it.expected(&it.runs, viewer, author);
                let ids: Vec<RunId> = listed.rows.iter().map(|it| it.run.id).collect();
                assert_eq!(ids, expected, "runs, seed {seed}, {viewer} of {author}");
                assert_eq!(listed.total.rows, i64::try_from(expected.len()).unwrap());

                let listed = reports::list_of_person(ctx, person, None).await.expect("reports");
                let mut ids: Vec<ReportId> = listed.rows.iter().map(|it| it.report.id).collect();
                let mut expected = it.expected(&it.reports, viewer, author);
                ids.sort_unstable();
                expected.sort_unstable();
                assert_eq!(ids, expected, "reports, seed {seed}, {viewer} of {author}");
                shown += ids.len();
                hidden += it.reports.iter().filter(|it| it.author == author).count() - ids.len();
            }
        }
    }
    assert!(shown > 100 && hidden > 100, "the dice show both: {shown} shown, {hidden} hidden");
}

#[tokio::test]
async fn a_page_says_where_each_run_is() {
    let it = Vision::new().await;
    let page = it.world.project(&it.bob, "sweep", Visibility::Team).await;
    it.world.logs(&it.bob, &page, "one", RunState::Crashed, NOON.0).await;

    let Place::Person(person) = people::open(&it.vic.ctx, "bob").await.unwrap() else { panic!("a team") };

    let run = &person.runs.rows[0];
    assert_eq!((run.team.as_str(), run.run.project.as_str(), run.run.name.as_str()), ("vision", "sweep", "one"));
    assert!(person.reports.rows.is_empty() && person.runs.next.is_none());
}

#[tokio::test]
async fn a_list_goes_on_where_the_page_before_ended() {
    let it = Vision::new().await;
    let mut pages = Vec::new();
    for name in ["a", "b", "c"] {
        pages.push(it.world.project(&it.bob, name, Visibility::Team).await);
    }
    for n in 0..120_i64 {
        let page = &pages[usize::try_from(n % 3).unwrap()];
        it.world.logs(&it.bob, page, &format!("r{n}"), RunState::Finished, NOON.0 - n / 2).await;
    }

    let (mut names, mut after) = (std::collections::BTreeSet::new(), None);
    for rows in [50, 50, 20] {
        let page = runs::list_of_person(&it.vic.ctx, it.bob.id, after.as_deref()).await.unwrap();
        assert_eq!((page.rows.len(), page.total.rows), (rows, 120));
        names.extend(page.rows.into_iter().map(|it| it.run.name));
        after = page.next;
    }
    assert_eq!((names.len(), after), (120, None));
    let first = runs::list_of_person(&it.vic.ctx, it.bob.id, None).await.unwrap();
    assert!(reports::list_of_person(&it.vic.ctx, it.bob.id, first.next.as_deref()).await.is_err(), "of another list");
}

#[tokio::test]
async fn nobody_lists_who_is_not_there() {
    let it = Vision::new().await;
    let link = it.world.invites(&it.ada, "new@example.com", OrgRole::Member).await;
    assert!(runs::list_of_person(&it.vic.ctx, link.user, None).await.unwrap().rows.is_empty());

    users::remove(&it.ada.ctx, it.eve.id).await.unwrap();

    assert!(runs::list_of_person(&it.vic.ctx, it.eve.id, None).await.is_err());
    assert!(reports::list_of_person(&it.vic.ctx, it.eve.id, None).await.is_err());
}
