//! What admins decide: one typed struct each for the instance and for a team, kept as JSON.

use serde::{Deserialize, Serialize};

/// What the admins of the organization decide for the whole instance.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(default)]
pub struct InstanceSettings {
    /// Every member may create a team, and not only admins.
    pub members_create_teams: bool,
}

/// What the admins of a team decide for it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::FromJsonQueryResult))]
#[serde(default)]
pub struct TeamSettings {
    /// Every member may put people of the instance into the team.
    pub members_invite: bool,
}
