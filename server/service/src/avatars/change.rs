//! A picture comes, is shown, and goes.

use bytes::Bytes;
use domain::error::Kind;
use domain::history::Action;
use domain::ids::{AvatarId, TeamId};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::draw::draw;
use crate::ctx::{ManageTeam, UseInstance};
use crate::history::Record;
use crate::{Ctx, Result, sessions, token, users};

/// The picture, as a PNG, for whoever is signed in.
///
/// # Errors
///
/// `NotFound` where there is none.
pub async fn open(cx: &Ctx, id: AvatarId) -> Result<Bytes> {
    cx.authorize::<UseInstance>().await?;
    Ok(cx.instance.files.get(&name(id)).await?.ok_or(domain::Error::NotFound(Kind::Page))?)
}

/// Gives me a picture, drawn from what was sent, or takes it away.
///
/// # Errors
///
/// `Invalid` on the field `picture` where what was sent is no picture, or too large.
pub async fn set_own(cx: &Ctx, sent: Option<Vec<u8>>) -> Result<()> {
    cx.authorize::<UseInstance>().await?;
    let kept = keep(cx, sent).await?;
    let before = match set_own_row(cx, kept).await {
        Ok(before) => before,
        Err(error) => return Err(forget(cx, kept, error).await),
    };
    drop_file(cx, before).await;
    Ok(())
}

async fn set_own_row(cx: &Ctx, picture: Option<AvatarId>) -> Result<Option<AvatarId>> {
    let change = cx.begin::<UseInstance>().await?;
    let mut row = sessions::own_row(cx, &change.tx).await?;
    let before = std::mem::replace(&mut row.avatar, picture);
    let row = users::save(&change.tx, row).await?;
    change.commit(Record::user(Action::PictureChanged, &row, told(before), told(picture))).await?;
    Ok(before)
}

/// Gives the team a picture, or takes it away, and returns the team's name.
///
/// # Errors
///
/// As [`set_own`].
pub async fn set_of_team(cx: &Ctx, team: TeamId, sent: Option<Vec<u8>>) -> Result<String> {
    cx.authorize_in::<ManageTeam>(team).await?;
    let kept = keep(cx, sent).await?;
    let (name, before) = match set_team_row(cx, team, kept).await {
        Ok(done) => done,
        Err(error) => return Err(forget(cx, kept, error).await),
    };
    drop_file(cx, before).await;
    Ok(name)
}

async fn set_team_row(cx: &Ctx, team: TeamId, picture: Option<AvatarId>) -> Result<(String, Option<AvatarId>)> {
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let mut row = granted.team;
    let before = std::mem::replace(&mut row.avatar, picture);
    let name = row.name.clone();
    change.also(Record::team(Action::TeamPictureChanged, &row, told(before), told(picture)));
    row.into_active_model().reset_all().update(&change.tx).await?;
    change.commit_if_any().await?;
    Ok((name, before))
}

fn told(picture: Option<AvatarId>) -> serde_json::Value {
    json!({ "picture": picture.is_some() })
}

/// Keeps what was sent as a picture of ours, under an id that says nothing.
async fn keep(cx: &Ctx, sent: Option<Vec<u8>>) -> Result<Option<AvatarId>> {
    let Some(sent) = sent else { return Ok(None) };
    let drawn = draw(sent).await?;
    let id = AvatarId::from_uuid(uuid::Builder::from_random_bytes(token::random()?).into_uuid());
    cx.instance.files.put(&name(id), drawn).await?;
    Ok(Some(id))
}

/// Takes away a picture that nothing names, and passes the error on.
async fn forget(cx: &Ctx, picture: Option<AvatarId>, error: crate::Error) -> crate::Error {
    drop_file(cx, picture).await;
    error
}

/// A file that stays is in nobody's way.
async fn drop_file(cx: &Ctx, picture: Option<AvatarId>) {
    let Some(id) = picture else { return };
    if let Err(error) = cx.instance.files.delete(&name(id)).await {
        tracing::warn!(?error, "a picture that nothing names could not be deleted");
    }
}

fn name(id: AvatarId) -> String {
    format!("avatars/{id}.png")
}
