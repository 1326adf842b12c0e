//! Service accounts: what acts for a team or for the organization without being a person. It has keys and no password.

use serde::{Deserialize, Serialize};

use crate::closed_set::closed_set;
use crate::ids::{ServiceAccountId, TeamId};
use crate::policy::TeamRole;
use crate::team::TeamChip;
use crate::time::Timestamp;

/// Service accounts that one team, or the organization, has at the same time.
pub const MOST: i64 = 100;

closed_set! {
    /// How far a service account reaches.
    Scope {
        Team = "team", "Team";
        Organization = "organization", "Organization";
    }
}

/// A service account as those who manage it see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceAccount {
    pub id: ServiceAccountId,
    pub name: String,
    pub scope: Scope,
    /// Whose it is; of one of the organization, where its runs go if nothing else is said.
    pub team: TeamChip,
    pub created: Timestamp,
    /// Keys that work.
    pub keys: i64,
    /// When one of its keys was used last.
    pub last_used: Option<Timestamp>,
}

/// How far a service account reaches, and from where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reach {
    pub scope: Scope,
    pub team: TeamId,
}

impl Reach {
    /// What the account is in a team; none where the team does not exist for it.
    pub fn role_in(self, team: TeamId) -> Option<TeamRole> {
        match self.scope {
            Scope::Organization => Some(TeamRole::Service),
            Scope::Team => (team == self.team).then_some(TeamRole::Service),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_of_a_team_reaches_no_other_team() {
        let [own, other] = [1, 2].map(|n| TeamId::from_uuid(uuid::Uuid::from_u128(n)));
        let (narrow, wide) = (Reach { scope: Scope::Team, team: own }, Reach { scope: Scope::Organization, team: own });

        assert_eq!(narrow.role_in(own), Some(TeamRole::Service));
        assert_eq!(narrow.role_in(other), None);
        assert_eq!(wide.role_in(other), Some(TeamRole::Service));
    }
}
