//! The service accounts of the demo, and their keys, which nobody has.

use std::collections::HashMap;

use domain::ids::{ApiKeyId, ServiceAccountId, TeamId};
use domain::service_account::Scope;
use domain::time::Timestamp;
use entity::{api_key, service_account, team};
use sea_orm::DatabaseTransaction;

use super::dice::Dice;
use crate::{Result, many};

/// They fall by dice of their own, which leaves everything else as it is.
const OWN_DICE: u64 = 11;
/// Each team has them.
pub const NAMES: &[&str] = &["nightly-ci", "sweep-agent", "cluster-queue"];
/// Of the organization, with the first team as its default.
const OF_ALL: &str = "metrics-exporter";
const LETTERS: &[char] =
    &['A', 'C', 'E', 'F', 'H', 'K', 'M', 'P', 'R', 'T', 'W', 'X', 'b', 'd', 'g', 'n', 's', '4', '7', '9'];

/// The accounts, by team and name.
pub struct Robots {
    by_name: HashMap<(TeamId, &'static str), ServiceAccountId>,
    accounts: Vec<service_account::Model>,
    keys: Vec<api_key::Model>,
}

impl Robots {
    pub fn new(teams: &[team::Model], now: Timestamp) -> Self {
        let mut dice = Dice::seeded(OWN_DICE);
        let mut robots = Self { by_name: HashMap::new(), accounts: Vec::new(), keys: Vec::new() };
        for team in teams {
            for name in NAMES {
                let id = robots.add(&mut dice, (Scope::Team, team), name, now);
                robots.by_name.insert((team.id, name), id);
            }
        }
        if let Some(first) = teams.first() {
            robots.add(&mut dice, (Scope::Organization, first), OF_ALL, now);
        }
        robots
    }

    fn add(&mut self, dice: &mut Dice, of: (Scope, &team::Model), name: &str, now: Timestamp) -> ServiceAccountId {
        let (scope, team) = of;
        let id = ServiceAccountId::from_uuid(dice.id(team.created_at));
        self.accounts.push(service_account::Model {
            id,
            scope,
            team_id: team.id,
            name: name.to_owned(),
            created_at: team.created_at,
            made_by: None,
            removed_at: None,
        });
        self.keys.push(api_key::Model {
            id: ApiKeyId::from_uuid(dice.id(team.created_at)),
            user_id: None,
            service_account_id: Some(id),
            name: "cluster".to_owned(),
            key_id: (0..8).map(|_| dice.pick(LETTERS)).collect(),
            key_hash: dice.bytes::<32>().to_vec(),
            created_at: team.created_at,
            made_by: None,
            expires_at: dice.hits(400).then(|| now.plus_days(dice.between(3, 200))),
            last_used_at: Some(now.plus_seconds(-dice.between(30, 200_000))),
            revoked_at: None,
        });
        id
    }

    pub fn of(&self, team: Option<TeamId>, name: &'static str) -> Option<ServiceAccountId> {
        self.by_name.get(&(team?, name)).copied()
    }

    /// Writes them, which the runs that they log name.
    pub async fn write(&mut self, tx: &DatabaseTransaction) -> Result<()> {
        many::insert::<service_account::Entity>(tx, std::mem::take(&mut self.accounts)).await?;
        many::insert::<api_key::Entity>(tx, std::mem::take(&mut self.keys)).await?;
        Ok(())
    }
}
