//! A user's row: made, named, and turned into what the page shows.

use std::collections::HashMap;

use domain::email::Email;
use domain::error::Kind;
use domain::ids::UserId;
use domain::invitation::{Delivery, Invitation};
use domain::mail::{MailKind, MailState};
use domain::policy::OrgRole;
use domain::team::TeamChip;
use domain::text::fold;
use domain::time::Timestamp;
use domain::user::{Status, User};
use entity::{mail, team, team_member, user, user_word};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
};
use uuid::Uuid;

use crate::Result;

/// A person about to get a row.
pub struct NewRow {
    /// From the counters: how the search index names the row.
    pub number: i64,
    pub email: Email,
    pub role: OrgRole,
    pub status: Status,
    pub now: Timestamp,
}

impl NewRow {
    /// The row of somebody of whom only the address is known.
    pub fn model(self) -> user::Model {
        let name = self.email.to_string();
        user::Model {
            id: UserId::from_uuid(Uuid::now_v7()),
            number: self.number,
            status: self.status,
            listed: true,
            role: self.role,
            name_key: fold(&name),
            search_key: search_key(&name, None, self.email.as_str()),
            name,
            username: None,
            email_key: Some(self.email.key()),
            email: self.email.into(),
            role_key: role_key(self.role, self.status),
            team_key: String::new(),
            last_active_key: if self.status == Status::Pending { -1 } else { 0 },
            last_active_door: None,
            days_active: 0,
            runs: 0,
            reports: 0,
            password_hash: None,
            added_at: self.now,
            joined_at: None,
            invited_by: None,
            invitation_hash: None,
            invitation_sent_at: None,
            invitation_expires_at: None,
        }
    }
}

/// Changes role and status together with the columns that follow from them.
pub fn set_standing(row: &mut user::Model, role: OrgRole, status: Status) {
    row.role = role;
    row.status = status;
    row.role_key = role_key(role, status);
    row.listed = status != Status::Removed;
    if !row.listed {
        row.email_key = None;
    }
}

/// The Role column sorts by what it says.
fn role_key(role: OrgRole, status: Status) -> String {
    if status == Status::Deactivated { status.as_str() } else { role.as_str() }.to_owned()
}

/// Names the user, and finds them by the new name from now on.
pub fn name_anew(row: &mut user::Model, name: String, username: Option<String>) {
    row.name_key = fold(&name);
    row.search_key = search_key(&name, username.as_deref(), &row.email);
    row.name = name;
    row.username = username;
}

fn search_key(name: &str, username: Option<&str>, email: &str) -> String {
    fold(&format!("{name} {} {email}", username.unwrap_or_default()))
}

/// Replaces the words by whose beginning the user is found.
pub async fn words(tx: &DatabaseTransaction, row: &user::Model) -> Result<(), DbErr> {
    user_word::Entity::delete_many().filter(user_word::Column::UserId.eq(row.id)).exec(tx).await?;
    if !row.listed {
        return Ok(());
    }
    let words = beginnings(&row.search_key)
        .into_iter()
        .map(|word| user_word::ActiveModel { word: Set(word), user_id: Set(row.id) });
    user_word::Entity::insert_many(words).exec(tx).await?;
    Ok(())
}

/// The words of a search key; a word in a script without spaces can be found from each of its characters on.
pub fn beginnings(search_key: &str) -> std::collections::BTreeSet<String> {
    let words = search_key.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words
        .flat_map(|word| {
            let from = |(at, c): (usize, char)| (at == 0 || c >= '\u{2e80}').then(|| word[at..].to_owned());
            word.char_indices().filter_map(from).collect::<Vec<_>>()
        })
        .chain(search_key.split(' ').map(str::to_owned))
        .collect()
}

/// # Errors
///
/// `NotFound` where there is none, or it was removed.
pub async fn find_listed(db: &impl ConnectionTrait, id: UserId) -> Result<user::Model> {
    let found = user::Entity::find_by_id(id).one(db).await?;
    found.filter(|row| row.listed).ok_or_else(|| domain::Error::NotFound(Kind::User).into())
}

/// What the page shows of each row, with its teams and its invitation.
pub async fn rows(db: &impl ConnectionTrait, found: Vec<user::Model>) -> Result<Vec<User>> {
    let ids: Vec<UserId> = found.iter().map(|row| row.id).collect();
    let mut teams = teams_of(db, &ids).await?;
    let pending: Vec<UserId> = found.iter().filter(|row| row.status == Status::Pending).map(|row| row.id).collect();
    let mails = invitation_mails(db, &pending).await?;
    Ok(found.into_iter().map(|row| shown(&mut teams, &mails, row)).collect())
}

fn shown(teams: &mut HashMap<UserId, Vec<TeamChip>>, mails: &HashMap<UserId, mail::Model>, row: user::Model) -> User {
    let invitation = row.invitation_sent_at.zip(row.invitation_expires_at).map(|(sent, expires)| {
        let mail = mails.get(&row.id).filter(|mail| mail.state != MailState::Cancelled);
        let delivery = match mail.map(|mail| mail.state) {
            None | Some(MailState::Cancelled) => Delivery::ByHand,
            Some(MailState::Waiting) => Delivery::Waiting,
            Some(MailState::Delivered) => Delivery::Delivered,
            Some(MailState::Failed) => Delivery::Failed,
        };
        Invitation { sent, expires, delivery, error: mail.and_then(|mail| mail.error.clone()) }
    });
    User {
        teams: teams.remove(&row.id).unwrap_or_default(),
        id: row.id,
        name: row.name,
        username: row.username,
        email: row.email,
        role: row.role,
        status: row.status,
        added: row.added_at,
        joined: row.joined_at,
        last_active: (row.last_active_key > 0).then_some(Timestamp(row.last_active_key)),
        days_active: row.days_active,
        runs: row.runs,
        reports: row.reports,
        invitation: invitation.filter(|_| row.status == Status::Pending),
    }
}

async fn teams_of(db: &impl ConnectionTrait, users: &[UserId]) -> Result<HashMap<UserId, Vec<TeamChip>>> {
    let members =
        team_member::Entity::find().filter(team_member::Column::UserId.is_in(users.iter().copied())).all(db).await?;
    let ids: std::collections::HashSet<_> = members.iter().map(|it| it.team_id).collect();
    let found =
        team::Entity::find().filter(team::Column::Id.is_in(ids)).order_by_asc(team::Column::Name).all(db).await?;
    let mut teams: HashMap<UserId, Vec<TeamChip>> = HashMap::new();
    for team in found {
        for member in members.iter().filter(|it| it.team_id == team.id) {
            teams.entry(member.user_id).or_default().push(TeamChip { id: team.id, name: team.name.clone() });
        }
    }
    Ok(teams)
}

/// The newest invitation mail of each user.
async fn invitation_mails(db: &impl ConnectionTrait, users: &[UserId]) -> Result<HashMap<UserId, mail::Model>> {
    if users.is_empty() {
        return Ok(HashMap::new());
    }
    let mails = mail::Entity::find()
        .filter(mail::Column::UserId.is_in(users.iter().copied()))
        .filter(mail::Column::Kind.eq(MailKind::Invitation))
        .order_by_asc(mail::Column::CreatedAt)
        .order_by_asc(mail::Column::Id)
        .all(db)
        .await?;
    Ok(mails.into_iter().map(|mail| (mail.user_id, mail)).collect())
}

/// Saves every column of the row.
pub async fn save(tx: &DatabaseTransaction, row: user::Model) -> Result<user::Model, DbErr> {
    use sea_orm::IntoActiveModel;
    row.into_active_model().reset_all().update(tx).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_found_by_its_beginning_and_a_chinese_one_from_anywhere() {
        let words = beginnings("陈思远 siyuan s.chen@northwind.ai");

        for word in ["陈思远", "思远", "远", "siyuan", "chen", "northwind", "s.chen@northwind.ai"] {
            assert!(words.contains(word), "{word}");
        }
        assert!(!words.contains("iyuan"));
    }
}
