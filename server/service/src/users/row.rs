//! A user's row: made, named, put into teams, found again.

use std::collections::BTreeSet;

use domain::email::{self, Email};
use domain::error::Kind;
use domain::ids::UserId;
use domain::notification::NotificationSettings;
use domain::policy::OrgRole;
use domain::text::fold;
use domain::time::Timestamp;
use domain::user::Status;
use entity::{user, user_prefix};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter,
};
use uuid::Uuid;

use crate::Result;

/// What stands between the names of teams; none of them has it inside.
pub const TEAMS_APART: &str = ", ";

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
        let mut row = user::Model {
            id: UserId::from_uuid(Uuid::now_v7()),
            number: self.number,
            status: self.status,
            listed: true,
            role: self.role,
            name: self.email.to_string(),
            name_key: String::new(),
            search_key: String::new(),
            username: None,
            email: self.email.into(),
            email_key: None,
            role_key: String::new(),
            team_key: String::new(),
            team_names: String::new(),
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
            avatar: None,
            notifications: NotificationSettings::default(),
        };
        derive(&mut row);
        row
    }
}

/// Sets what follows from the name, the username, the address, the role and the status: what the user is sorted by,
/// found by, and told from others by. Its letters follow from that in turn: [`save_named`].
pub fn derive(row: &mut user::Model) {
    row.listed = row.status != Status::Removed;
    row.email_key = row.listed.then(|| email::key_of(&row.email));
    row.name_key = fold(&row.name);
    row.search_key = fold(&format!("{} {} {}", row.name, row.username.as_deref().unwrap_or_default(), row.email));
    row.role_key = role_key(row.role, row.status);
}

/// Changes role and status together with the columns that follow from them.
pub fn set_standing(row: &mut user::Model, role: OrgRole, status: Status) {
    row.role = role;
    row.status = status;
    derive(row);
}

/// The Role column sorts by what it says.
fn role_key(role: OrgRole, status: Status) -> String {
    if status == Status::Deactivated { status.as_str() } else { role.as_str() }.to_owned()
}

/// Says which teams the user is in, `names` being in order: the Team column sorts by the first.
pub fn set_teams(row: &mut user::Model, names: &[&str]) {
    names.first().copied().unwrap_or_default().clone_into(&mut row.team_key);
    row.team_names = names.join(TEAMS_APART);
}

/// Names the user, and finds them by the new name from now on.
pub fn name_anew(row: &mut user::Model, name: String, username: Option<String>) {
    row.name = name;
    row.username = username;
    derive(row);
}

/// Gives the user another address, by which they sign in and are found from now on.
pub fn address_anew(row: &mut user::Model, email: Email) {
    row.email = email.into();
    derive(row);
}

/// Replaces the letters by which the user is found when fewer than three are typed.
pub async fn prefixes(tx: &DatabaseTransaction, row: &user::Model) -> Result<(), DbErr> {
    user_prefix::Entity::delete_many().filter(user_prefix::Column::Number.eq(row.number)).exec(tx).await?;
    if row.listed {
        insert_prefixes(tx, row).await?;
    }
    Ok(())
}

async fn insert_prefixes(tx: &DatabaseTransaction, row: &user::Model) -> Result<(), DbErr> {
    let rows = prefix_rows(row).into_iter().map(IntoActiveModel::into_active_model);
    user_prefix::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The letters by which the user is found: the first, and the first two, of each word.
pub fn prefix_rows(row: &user::Model) -> Vec<user_prefix::Model> {
    let prefixes = |word: &String| [1, 2].map(|length| word.chars().take(length).collect::<String>());
    let distinct: BTreeSet<String> = beginnings(&row.search_key).iter().flat_map(prefixes).collect();
    distinct.into_iter().map(|prefix| user_prefix::Model { prefix, number: row.number }).collect()
}

/// The words of folded text; a word in a script without spaces begins at each of its characters.
pub fn beginnings(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).flat_map(starts);
    words.chain(text.split(' ')).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The word, and what is left of it from each character on that is written without spaces.
fn starts(word: &str) -> impl Iterator<Item = &str> {
    word.char_indices().filter(|&(at, c)| at == 0 || c >= '\u{2e80}').map(|(at, _)| &word[at..])
}

/// # Errors
///
/// `NotFound` where there is none, or it was removed.
pub async fn find_listed(db: &impl ConnectionTrait, id: UserId) -> Result<user::Model> {
    let found = user::Entity::find_by_id(id).one(db).await?;
    found.filter(|row| row.listed).ok_or_else(|| domain::Error::NotFound(Kind::User).into())
}

/// Saves the row of somebody who was named or addressed anew, and the letters to find them by.
pub async fn save_named(tx: &DatabaseTransaction, row: user::Model) -> Result<user::Model, DbErr> {
    let row = save(tx, row).await?;
    prefixes(tx, &row).await?;
    Ok(row)
}

/// Saves every column of the row.
pub async fn save(tx: &DatabaseTransaction, row: user::Model) -> Result<user::Model, DbErr> {
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
