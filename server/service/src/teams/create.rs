//! A team comes to be, and is told about.

use domain::history::Action;
use domain::ids::TeamId;
use domain::name::team_name;
use domain::policy::{self, Denied, TeamRole};
use domain::setting::{DECIDED, TeamSettings, TeamSwitch};
use domain::storage::{StorageType, TypedBucket};
use domain::team::{NewTeam, TeamChip, description};
use entity::{team, team_member, user};
use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::json;
use uuid::Uuid;

use super::bucket::{self, Tried};
use super::change::say_teams;
use crate::ctx::{ManageTeam, UseInstance};
use crate::handles::{self, Owner};
use crate::history::Record;
use crate::{Ctx, Result, storage};

/// Creates a team, whose first admin is whoever created it. At the command line nobody is.
///
/// # Errors
///
/// `Invalid` where the name breaks a rule or is taken, by a team or a person; `Denied` for members, unless the
/// organization lets them, and for service accounts, which would leave it without an admin.
pub async fn create(cx: &Ctx, new: &NewTeam) -> Result<TeamChip> {
    if new.storage != StorageType::Instance {
        return Err(domain::Error::invalid("storage", "Say which bucket.").into());
    }
    make(cx, new, None).await
}

/// The same, for a team that keeps its files in a bucket of its own. The bucket is tried out before.
///
/// # Errors
///
/// `Invalid` on the field that is to blame where the bucket does not do what is asked of it; else as [`create`].
pub async fn create_in_bucket(cx: &Ctx, name: &str, typed: &TypedBucket) -> Result<TeamChip> {
    let new = NewTeam { name: name.to_owned(), storage: StorageType::S3 };
    let tried = bucket::try_out(cx, typed).await?;
    make(cx, &new, Some(tried)).await
}

async fn make(cx: &Ctx, new: &NewTeam, bucket: Option<Tried>) -> Result<TeamChip> {
    let name = team_name(&new.name).map_err(|rule| domain::Error::invalid("name", rule))?;
    let mut change = cx.begin::<UseInstance>().await?;
    if cx.is_service_account() {
        return Err(Denied::PeopleOnly.into());
    }
    policy::create_team(change.granted.role, change.counters.settings.members_create_teams)?;
    handles::check_free(&change.tx, "name", &name).await?;
    let team = team::Model {
        id: TeamId::from_uuid(Uuid::now_v7()),
        name,
        description: String::new(),
        storage: new.storage,
        settings: TeamSettings::default(),
        created_at: change.now(),
        avatar: None,
    };
    team.clone().into_active_model().reset_all().insert(&change.tx).await?;
    handles::put(&change.tx, &team.name, Owner::Team(team.id)).await?;
    if let Some(Tried { bucket, secret }) = bucket {
        storage::put(&change.tx, &cx.instance.seal, team.id, bucket, &secret).await?;
    }
    let creator = match change.granted.by {
        Some(id) => user::Entity::find_by_id(id).one(&change.tx).await?,
        None => None,
    };
    if let Some(creator) = creator {
        let member = team_member::ActiveModel {
            team_id: Set(team.id),
            user_id: Set(creator.id),
            role: Set(TeamRole::Admin),
            added_at: Set(change.now()),
            number: Set(creator.number),
        };
        member.insert(&change.tx).await?;
        say_teams(&change.tx, creator).await?;
    }
    let chip = TeamChip { id: team.id, name: team.name.clone(), avatar: team.avatar };
    change.also(Record::team(
        Action::TeamCreated,
        &team,
        json!({}),
        json!({ "name": team.name, "storage": team.storage }),
    ));
    change.commit_if_any().await?;
    Ok(chip)
}

/// Describes the team, and returns the team's name.
///
/// # Errors
///
/// `Invalid` where it is too long.
pub async fn describe(cx: &Ctx, team: TeamId, text: &str) -> Result<String> {
    let text = description(text).map_err(|rule| domain::Error::invalid("description", rule))?;
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let mut row = granted.team;
    let name = row.name.clone();
    if row.description != text {
        let before = std::mem::replace(&mut row.description, text);
        let record = Record::team(
            Action::TeamDescribed,
            &row,
            json!({ "description": before }),
            json!({ "description": row.description }),
        );
        row.into_active_model().reset_all().update(&change.tx).await?;
        change.also(record);
    }
    change.commit_if_any().await?;
    Ok(name)
}

/// Turns a switch of the team on or off.
///
/// # Errors
///
/// `Conflict` where it is decided for all teams.
pub async fn set_switch(cx: &Ctx, team: TeamId, switch: TeamSwitch, on: bool) -> Result<()> {
    set_switches(cx, team, &TeamSettings::default().with(switch, Some(on))).await
}

/// Turns the switches of the team that `wanted` decides, and leaves the others.
///
/// # Errors
///
/// `Conflict` where one of them is decided for all teams.
pub async fn set_switches(cx: &Ctx, team: TeamId, wanted: &TeamSettings) -> Result<()> {
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let is_set = |settings: &TeamSettings, switch| settings.get(switch).is_some();
    let enforced = &change.counters.settings.enforced;
    if TeamSwitch::ALL.iter().any(|it| is_set(wanted, *it) && is_set(enforced, *it)) {
        return Err(domain::Error::Conflict(DECIDED.to_owned()).into());
    }
    let mut row = granted.team;
    let settings = row.settings.under(wanted);
    if row.settings != settings {
        let before = std::mem::replace(&mut row.settings, settings);
        let record = Record::team(Action::TeamSettingsChanged, &row, json!(before), json!(row.settings));
        row.into_active_model().reset_all().update(&change.tx).await?;
        change.also(record);
    }
    change.commit_if_any().await
}
