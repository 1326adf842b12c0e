//! How I am called.

use domain::error::Checks;
use domain::history::Action;
use domain::name;
use serde_json::{Map, Value, json};

use crate::ctx::UseInstance;
use crate::history::Record;
use crate::{Ctx, Result, handles, sessions, users};

/// Gives me another name or another username. The old username is free from then on: its address leads nowhere until
/// somebody else takes it. What I made stays mine, as it is kept under my id.
///
/// # Errors
///
/// `Invalid` with every rule that is broken, and where the username is taken.
pub async fn change(cx: &Ctx, name: &str, username: &str) -> Result<()> {
    let mut checks = Checks::default();
    let (name, username) =
        (checks.take("display_name", name::display_name(name)), checks.take("username", name::username(username)));
    checks.finish()?;
    let (name, username) = (name.unwrap_or_default(), username.unwrap_or_default());

    let mut change = cx.begin::<UseInstance>().await?;
    let mut row = sessions::own_row(cx, &change.tx).await?;
    let before = row.clone();
    if row.username.as_ref() != Some(&username) {
        handles::replace(&change.tx, "username", &username, row.id).await?;
    }
    users::name_anew(&mut row, name, Some(username));
    if row != before {
        let row = users::save_named(&change.tx, row).await?;
        let (before, after) = differing(&before, &row);
        change.also(Record::user(Action::ProfileChanged, &row, before, after));
    }
    change.commit_if_any().await
}

/// What of the names was changed, as it was and as it is.
fn differing(before: &entity::user::Model, after: &entity::user::Model) -> (Value, Value) {
    let (mut was, mut is) = (Map::new(), Map::new());
    if before.name != after.name {
        was.insert("name".to_owned(), json!(before.name));
        is.insert("name".to_owned(), json!(after.name));
    }
    if before.username != after.username {
        was.insert("username".to_owned(), json!(before.username));
        is.insert("username".to_owned(), json!(after.username));
    }
    (was.into(), is.into())
}
