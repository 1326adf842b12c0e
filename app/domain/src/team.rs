//! Teams as other pages show them.

use serde::{Deserialize, Serialize};

use crate::ids::TeamId;

/// A team, as short as it is shown in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamChip {
    pub id: TeamId,
    pub name: String,
}
