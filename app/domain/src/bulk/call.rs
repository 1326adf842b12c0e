//! What one call takes, and what it answers for each user.

use serde::{Deserialize, Serialize};

use super::Kept;
use crate::error::{Error, Result};
use crate::ids::UserId;
use crate::invitation::Link;
use crate::page::{COUNTED, Total};
use crate::text::number;
use crate::user::User;

/// Most users in one call.
pub const MAX_USERS: usize = 100;
/// Most users that are selected at once.
pub const MAX_SELECTED: i64 = COUNTED;

/// Checks the users of a call: there are some, and not too many. Who is named twice counts once.
///
/// # Errors
///
/// `Invalid` on the field `users`.
pub fn read(users: &[UserId]) -> Result<Vec<UserId>> {
    let mut seen = std::collections::BTreeSet::new();
    let once: Vec<UserId> = users.iter().copied().filter(|user| seen.insert(*user)).collect();
    match once.len() {
        0 => Err(Error::invalid("users", "Select somebody.")),
        many if many > MAX_USERS => {
            Err(Error::invalid("users", format!("At most {MAX_USERS} users in one call; these are {many}.")))
        }
        _ => Ok(once),
    }
}

/// Checks that so many users can be selected at once.
///
/// # Errors
///
/// `Invalid` on the field `query`.
pub fn select(total: Total) -> Result<()> {
    if total.more || total.rows > MAX_SELECTED {
        let most = number(MAX_SELECTED);
        return Err(Error::invalid(
            "query",
            format!("At most {most} users can be selected at once. Narrow the filter."),
        ));
    }
    Ok(())
}

/// Somebody who is left as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptUser {
    pub user: UserId,
    /// Empty where there is nobody of this id.
    pub name: String,
    pub why: Kept,
}

/// What became of one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    pub user: UserId,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The row as it stands now, and the link of an invitation that was made anew.
    Changed {
        row: Box<User>,
        link: Option<Link>,
    },
    Kept {
        name: String,
        why: Kept,
    },
}

/// Those who are left as they are, by reason, in the order of the first of each.
pub fn by_reason(kept: &[KeptUser]) -> Vec<(Kept, Vec<&str>)> {
    let mut groups: Vec<(Kept, Vec<&str>)> = Vec::new();
    for KeptUser { name, why, .. } in kept {
        match groups.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, names)) => names.push(name),
            None => groups.push((*why, vec![name])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Denied;

    fn ids(count: u128) -> Vec<UserId> {
        (0..count).map(|i| UserId::from_uuid(uuid::Uuid::from_u128(i))).collect()
    }

    #[test]
    fn a_call_takes_a_hundred_users_each_once() {
        let twice: Vec<UserId> = ids(100).into_iter().chain(ids(100)).collect();

        assert_eq!(read(&twice), Ok(ids(100)));
        for wrong in [ids(0), ids(101)] {
            assert!(read(&wrong).unwrap_err().on_field("users").is_some(), "{}", wrong.len());
        }
    }

    #[test]
    fn ten_thousand_are_selected_at_once_and_no_more() {
        assert_eq!(select(Total { rows: 10_000, more: false }), Ok(()));
        for total in [Total { rows: 10_000, more: true }, Total { rows: 10_001, more: false }] {
            assert!(select(total).unwrap_err().on_field("query").is_some_and(|rule| rule.contains("10,000")));
        }
    }

    #[test]
    fn those_who_are_kept_are_told_by_reason() {
        let kept: Vec<KeptUser> =
            [("Ada", Kept::Denied(Denied::LastAdmin)), ("Bob", Kept::NotActive), ("Eve", Kept::NotActive)]
                .into_iter()
                .zip(ids(3))
                .map(|((name, why), user)| KeptUser { user, name: name.to_owned(), why })
                .collect();

        let expected = [(Kept::Denied(Denied::LastAdmin), vec!["Ada"]), (Kept::NotActive, vec!["Bob", "Eve"])];
        assert_eq!(by_reason(&kept), expected);
    }
}
