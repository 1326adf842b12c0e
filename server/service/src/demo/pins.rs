//! What the teams of the demo have pinned: the first projects that they opened, and the first reports they published.

use std::collections::HashMap;

use domain::ids::TeamId;
use domain::pin::Pinned;
use entity::{report, team_pin};

use super::work::Place;
use crate::pins;

/// Of each kind, in each team.
const EACH: usize = 2;

/// By the team, in the order of pinning.
pub struct Pins(HashMap<TeamId, Vec<Pinned>>);

impl Pins {
    pub fn of_projects<'a>(places: impl Iterator<Item = &'a Place>) -> Self {
        let mut pins = Self(HashMap::new());
        for Place { project, team } in places {
            if let Some(team) = team {
                pins.put(*team, Pinned::Project(*project), EACH);
            }
        }
        pins
    }

    /// Pins a report where its team has few.
    pub fn add(&mut self, row: &report::Model) {
        if let Some(team) = row.team_id.filter(|_| row.published) {
            self.put(team, Pinned::Report(row.id), 2 * EACH);
        }
    }

    fn put(&mut self, team: TeamId, what: Pinned, most: usize) {
        let pinned = self.0.entry(team).or_default();
        if pinned.len() < most {
            pinned.push(what);
        }
    }

    pub fn rows(self) -> Vec<team_pin::Model> {
        let rows =
            |(team, pinned): (TeamId, Vec<Pinned>)| (1..).zip(pinned).map(move |(at, it)| pins::row(team, at, it));
        self.0.into_iter().flat_map(rows).collect()
    }
}
