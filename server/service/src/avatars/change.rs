//! A picture comes, is shown, and goes.

use bytes::Bytes;
use domain::error::Kind;
use domain::history::Action;
use domain::ids::{AvatarId, TeamId};
use domain::square::Square;
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::json;

use super::draw::draw;
use super::unused;
use crate::ctx::{ManageTeam, UseInstance};
use crate::history::Record;
use crate::{Ctx, Result, sessions, token, users};

/// A picture on its way in.
pub struct Sent {
    pub bytes: Vec<u8>,
    /// What of it is kept; its middle, where nobody chose.
    pub square: Option<Square>,
}

impl From<Vec<u8>> for Sent {
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, square: None }
    }
}

/// The picture, as a PNG, for whoever is signed in.
///
/// # Errors
///
/// `NotFound` where there is none.
pub async fn open(cx: &Ctx, id: AvatarId) -> Result<Bytes> {
    cx.authorize::<UseInstance>().await?;
    Ok(cx.instance.files.get(&object(id)).await?.ok_or(domain::Error::NotFound(Kind::Page))?)
}

/// Gives me a picture, drawn from what was sent, or takes it away.
///
/// # Errors
///
/// `Invalid` on the field `picture` where what was sent is no picture, or too large, or the square is not in it.
pub async fn set_own(cx: &Ctx, sent: Option<Sent>) -> Result<()> {
    cx.authorize::<UseInstance>().await?;
    let kept = keep(cx, sent).await?;
    match set_own_row(cx, kept).await {
        Ok(()) => Ok(()),
        Err(error) => Err(forget(cx, kept, error).await),
    }
}

async fn set_own_row(cx: &Ctx, picture: Option<AvatarId>) -> Result<()> {
    let mut change = cx.begin::<UseInstance>().await?;
    let mut row = sessions::own_row(cx, &change.tx).await?;
    let before = std::mem::replace(&mut row.avatar, picture);
    let row = users::save(&change.tx, row).await?;
    change.renames_picture(before, picture).await?;
    change.commit(Record::user(Action::PictureChanged, &row, told(before), told(picture))).await
}

/// Gives the team a picture, or takes it away, and returns the team's name.
///
/// # Errors
///
/// As [`set_own`].
pub async fn set_of_team(cx: &Ctx, team: TeamId, sent: Option<Sent>) -> Result<String> {
    cx.authorize_in::<ManageTeam>(team).await?;
    let kept = keep(cx, sent).await?;
    match set_team_row(cx, team, kept).await {
        Ok(name) => Ok(name),
        Err(error) => Err(forget(cx, kept, error).await),
    }
}

async fn set_team_row(cx: &Ctx, team: TeamId, picture: Option<AvatarId>) -> Result<String> {
    let (mut change, granted) = cx.begin_in::<ManageTeam>(team).await?;
    let mut row = granted.team;
    let before = std::mem::replace(&mut row.avatar, picture);
    let name = row.name.clone();
    change.also(Record::team(Action::TeamPictureChanged, &row, told(before), told(picture)));
    row.into_active_model().reset_all().update(&change.tx).await?;
    change.renames_picture(before, picture).await?;
    change.commit_if_any().await?;
    Ok(name)
}

fn told(picture: Option<AvatarId>) -> serde_json::Value {
    json!({ "picture": picture.is_some() })
}

/// Keeps what was sent as a picture of ours, under an id that says nothing.
async fn keep(cx: &Ctx, sent: Option<Sent>) -> Result<Option<AvatarId>> {
    let Some(sent) = sent else { return Ok(None) };
    let drawn = draw(sent).await?;
    let id = AvatarId::from_uuid(uuid::Builder::from_random_bytes(token::random()?).into_uuid());
    let tx = cx.instance.db.write().await?;
    unused::note(&tx, id, cx.now()).await?;
    tx.commit().await?;
    cx.instance.files.put(&object(id), drawn).await?;
    Ok(Some(id))
}

/// Takes away a picture that nothing names, and passes the error on.
async fn forget(cx: &Ctx, picture: Option<AvatarId>, error: crate::Error) -> crate::Error {
    unused::delete(&cx.instance, picture.as_slice()).await;
    error
}

/// Under what name a picture is kept.
pub fn object(id: AvatarId) -> String {
    format!("avatars/{id}.png")
}
