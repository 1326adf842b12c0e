//! Somebody as the others of the instance see them.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::{AvatarId, UserId};
use crate::page::Page;
use crate::report::TeamReport;
use crate::run::TeamRun;
use crate::team::{TeamChip, TeamHome};
use crate::time::Timestamp;
use crate::user::Status;

/// What the page of a person shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    pub id: UserId,
    pub name: String,
    pub username: String,
    pub avatar: Option<AvatarId>,
    pub status: Status,
    pub joined: Option<Timestamp>,
    /// The teams that the viewer may see as well, by name.
    pub teams: Vec<TeamChip>,
    /// None for whoever shares no team with them and is no admin.
    pub work: Option<Work>,
    /// The few newest, of those that the viewer may know of.
    pub runs: Page<TeamRun>,
    pub reports: Page<TeamReport>,
}

/// What somebody does here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    pub last_active: Option<Timestamp>,
    pub days_active: i64,
    pub runs: i64,
    pub reports: i64,
    /// Requests of each day.
    pub calendar: Calendar,
}

/// What is at an address of one part: usernames and team names share one space.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    Team(Box<TeamHome>),
    Person(Box<Profile>),
}
