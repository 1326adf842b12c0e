//! For whom the key acts.

use axum::{Extension, Json};
use domain::ids::{ServiceAccountId, UserId};
use domain::policy::OrgRole;
use domain::service_account::Scope;
use serde::Serialize;
use service::api_keys::KeyOwner;
use utoipa::ToSchema;

use super::shape::{self, Id};
use super::teams::Team;
use crate::rest::key::Caller;

#[derive(Serialize, ToSchema)]
pub struct Viewer {
    organization: String,
    #[serde(flatten)]
    owner: Owner,
}

#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Owner {
    User {
        #[schema(value_type = Id)]
        id: UserId,
        name: String,
        username: String,
        email: String,
        #[schema(value_type = shape::OrgRole)]
        role: OrgRole,
    },
    ServiceAccount {
        #[schema(value_type = Id)]
        id: ServiceAccountId,
        name: String,
        #[schema(value_type = shape::Scope)]
        scope: Scope,
        team: Team,
    },
}

/// For whom the key acts.
#[utoipa::path(get, path = "/viewer", tag = "viewer", responses((status = 200, body = Viewer)))]
pub async fn show(Extension(caller): Extension<Caller>) -> Json<Viewer> {
    Json(match caller.owner {
        KeyOwner::User(it) => Viewer {
            organization: it.organization,
            owner: Owner::User { id: it.id, name: it.name, username: it.username, email: it.email, role: it.role },
        },
        KeyOwner::ServiceAccount(it) => Viewer {
            organization: it.organization,
            owner: Owner::ServiceAccount { id: it.id, name: it.name, scope: it.scope, team: it.team.into() },
        },
    })
}
