//! A person's own page, as the others of the instance see it.

use domain::error::Kind;
use domain::ids::UserId;
use domain::person::{Place, Profile, Work};
use domain::policy::{self, OrgRole};
use domain::team::TeamChip;
use domain::time::Timestamp;
use entity::user;
use sea_orm::ConnectionTrait;

use crate::ctx::{Granted, UseInstance};
use crate::{Ctx, Result, activity, handles, reports, runs, teams, users};

/// How many runs and reports the page itself lists.
const FEW: u64 = 10;

/// What is at the address `/name`: a team, or a person.
///
/// # Errors
///
/// `NotFound` where there is neither, and for a team that the actor is not in.
pub async fn open(cx: &Ctx, name: &str) -> Result<Place> {
    let granted = cx.authorize::<UseInstance>().await?;
    let found = handles::find(cx.instance.db.read(), name).await?;
    let (id, team) = found.map_or((None, None), |it| (it.user_id, it.team_id));
    let Some(id) = id else {
        let team = team.ok_or(domain::Error::NotFound(Kind::Page))?;
        return Ok(Place::Team(Box::new(teams::home(cx, team).await.map_err(nowhere)?)));
    };
    Ok(Place::Person(Box::new(profile(cx, &granted, id).await?)))
}

async fn profile(cx: &Ctx, granted: &Granted<UseInstance>, id: UserId) -> Result<Profile> {
    let db = cx.instance.db.read();
    let row = users::find_listed(db, id).await?;
    let shared = shared_teams(db, granted, id).await?;
    let work = if policy::see_activity(granted.role, granted.by == Some(id), !shared.is_empty()) {
        Some(work(cx, &row).await?)
    } else {
        None
    };
    Ok(Profile {
        id,
        name: row.name,
        username: row.username.unwrap_or_default(),
        avatar: row.avatar,
        status: row.status,
        joined: row.joined_at,
        teams: shared,
        work,
        runs: runs::newest_of_person(db, granted, id, FEW).await?,
        reports: reports::newest_of_person(db, granted, id, FEW).await?,
    })
}

/// The person's teams that the actor may see as well, by name.
async fn shared_teams(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    person: UserId,
) -> Result<Vec<TeamChip>> {
    let mut theirs = teams::of(db, person).await?;
    if let Some(me) = granted.by.filter(|me| granted.role != OrgRole::Admin && *me != person) {
        let mine = teams::of(db, me).await?;
        theirs.retain(|team| mine.contains(team));
    }
    Ok(theirs)
}

/// Whether a team or a person was looked for is not told.
fn nowhere(error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Domain(domain::Error::NotFound(_)) => domain::Error::NotFound(Kind::Page).into(),
        other => other,
    }
}

async fn work(cx: &Ctx, row: &user::Model) -> Result<Work> {
    Ok(Work {
        last_active: (row.last_active_key > 0).then_some(Timestamp(row.last_active_key)),
        days_active: row.days_active,
        runs: row.runs,
        reports: row.reports,
        calendar: calendar(cx, row.id).await?,
    })
}

async fn calendar(cx: &Ctx, id: UserId) -> Result<domain::calendar::Calendar> {
    activity::calendar(cx.instance.db.read(), id, cx.now().day()).await
}
