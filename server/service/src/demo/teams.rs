//! The teams, and who is in which.

use domain::ids::{TeamId, UserId};
use domain::policy::TeamRole;
use domain::setting::TeamSettings;
use domain::storage::StorageType;
use domain::time::Timestamp;
use domain::user::Status;
use entity::{team, team_member};

use super::dice::Dice;
use super::people::Person;
use super::pictures::Pictures;

const TEAMS: &[(&str, &str)] = &[
    ("vision", "Sees: detection, segmentation, and the cameras of the warehouses."),
    ("language", "Trains the language models that everybody else tunes."),
    ("speech", "Listens and talks, in 31 languages so far."),
    ("robotics", "Arms that pick, carts that drive, and the simulator they learn in."),
    ("recommendations", "Decides what comes first on the page, and measures whether it should have."),
    ("forecasting", "Demand, prices and weather, one to ninety days ahead."),
    ("safety", "Breaks models before others do. Evaluations, red teaming, incident reviews."),
    ("ml-platform", "Clusters, queues, images: the ground the others stand on."),
    ("data-engine", "Collects, cleans, labels and deduplicates what models learn from."),
    ("evals", "One harness, 140 benchmarks, no excuses."),
    ("compression", "Distills, prunes and quantizes until it fits on a phone."),
    ("inference", "Serves models fast and cheaply. Owns the latency budget."),
    ("reinforcement", "Rewards, policies and the long nights between them."),
    ("graph-learning", "Molecules, roads and social networks."),
    ("biology", "Protein structures and cell images, with two university hospitals."),
    ("climate", "Downscales climate models to the size of a valley."),
    ("finance-ml", "Fraud, credit and reconciliation. Everything here is audited."),
    ("search", "Retrieval and ranking over our own documents."),
    ("multimodal", "Text, image and sound in one model."),
    ("edge", "Models on devices that have no network and little battery."),
    ("theory", "Proves things, sometimes in time for the deadline."),
    ("tools", "Notebooks, linters, templates: small things that save hours."),
    ("education", "Courses and reading groups for new colleagues."),
    ("annotation", "Guidelines and quality control for 60 annotators."),
    ("field-lab", "Tries prototypes with customers, on site."),
];

/// What somebody joined.
pub struct Joined {
    /// The places of the teams in [`Teams::all`].
    pub places: Vec<usize>,
    pub rows: Vec<team_member::Model>,
}

/// The teams of the demo. A team has its first admin before anybody else joins.
pub struct Teams {
    pub all: Vec<team::Model>,
    /// How many of them, from the first on, have an admin.
    staffed: usize,
}

impl Teams {
    pub fn new(dice: &mut Dice, users: i64, at: Timestamp) -> Self {
        let count = usize::try_from(users / 4 + 1).unwrap_or(usize::MAX).min(TEAMS.len());
        let mut all: Vec<_> = TEAMS[..count].iter().map(|told| team_of(dice, told, at)).collect();
        dice.shuffle(&mut all);
        Self { all, staffed: 0 }
    }

    /// Gives some of them a picture.
    pub fn show(&mut self, pictures: &mut Pictures) {
        for (number, team) in (1..).zip(&mut self.all) {
            team.avatar = pictures.give(number);
        }
    }

    /// Lets the person, whose row has this id and number, join some teams. Active people found them, one each, until every team has its admin; removed
    /// people are in none.
    pub fn join(&mut self, dice: &mut Dice, person: &Person, (user_id, number): (UserId, i64)) -> Joined {
        let founded =
            (person.standing.status == Status::Active && self.staffed < self.all.len()).then_some(self.staffed);
        self.staffed += usize::from(founded.is_some());
        let places = self.places(dice, person.standing.status, founded);
        let added_at = person.joined.unwrap_or(person.added);
        let mut membership = |&at: &usize| {
            let role = match person.standing.status {
                _ if founded == Some(at) => TeamRole::Admin,
                Status::Pending => TeamRole::Member,
                _ => dice.weigh(&[(6, TeamRole::Admin), (82, TeamRole::Member), (12, TeamRole::ViewOnly)]),
            };
            team_member::Model { team_id: self.all[at].id, user_id, role, added_at, number }
        };
        let rows = places.iter().map(&mut membership).collect();
        Joined { places, rows }
    }

    fn places(&self, dice: &mut Dice, status: Status, founded: Option<usize>) -> Vec<usize> {
        let mut places: Vec<usize> = founded.into_iter().collect();
        if status == Status::Removed {
            return places;
        }
        let staffed = i64::try_from(self.staffed).unwrap_or_default();
        let wanted = dice.weigh(&[(8, 0), (50, 1), (27, 2), (11, 3), (4, 4)]);
        for _ in places.len()..wanted {
            // The lower of two throws, so that some teams are much larger than others.
            let place = usize::try_from(dice.below(staffed).min(dice.below(staffed))).unwrap_or_default();
            if place < self.staffed && !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    /// The names of the teams at these places, in order.
    pub fn names(&self, places: &[usize]) -> Vec<&str> {
        let mut names: Vec<&str> = places.iter().map(|&at| self.all[at].name.as_str()).collect();
        names.sort_unstable();
        names
    }
}

fn team_of(dice: &mut Dice, (name, description): &(&str, &str), at: Timestamp) -> team::Model {
    team::Model {
        id: TeamId::from_uuid(dice.id(at)),
        name: (*name).to_owned(),
        description: (*description).to_owned(),
        storage: StorageType::Instance,
        settings: TeamSettings::default(),
        created_at: at,
        avatar: None,
    }
}
