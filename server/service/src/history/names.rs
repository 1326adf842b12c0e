//! Names as they stand in the history, found by the beginnings of their words.
//!
//! A search first looks for names, of which there are few, and then for the rows that carry them. So it finds who was
//! removed long ago, or was called otherwise that day, and never reads the rows of everybody else.

use std::collections::BTreeSet;

use domain::text::fold;
use entity::history_word::{Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait};

use crate::Result;
use crate::users::beginnings;

/// Names whose rows are looked up one by one; of more, the rows are so many that a page is soon full anyway.
const FEW: u64 = 100;

/// The names that a search leaves.
#[derive(Clone)]
pub enum Names {
    Any,
    Few(Vec<String>),
    /// Selects them.
    Many(Box<SelectStatement>),
}

/// Makes the names findable from now on.
pub async fn note(tx: &DatabaseTransaction, names: [&str; 2]) -> Result<(), DbErr> {
    let distinct: BTreeSet<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
    for name in distinct {
        let words = beginnings(&fold(name));
        let Some(first) = words.first() else { continue };
        if Entity::find_by_id((first.clone(), name.to_owned())).one(tx).await?.is_some() {
            continue;
        }
        let rows = words
            .into_iter()
            .map(|word| entity::history_word::ActiveModel { word: Set(word), name: Set(name.to_owned()) });
        let known = OnConflict::columns([Column::Word, Column::Name]).do_nothing().to_owned();
        Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The names in which some word begins with each of the words looked for.
pub async fn find(db: &impl ConnectionTrait, search: &str) -> Result<Names> {
    let folded = fold(&search.replace(char::is_control, " "));
    let terms = folded.split(' ').filter(|term| !term.is_empty());
    let fitting = terms.fold(None, |among, term| Some(with_word(term, among)));
    let Some(fitting) = fitting else { return Ok(Names::Any) };
    let found = db.query_all(&fitting.clone().limit(FEW + 1).take()).await?;
    if found.len() as u64 > FEW {
        return Ok(Names::Many(Box::new(fitting)));
    }
    let few: Result<Vec<String>, DbErr> = found.iter().map(|row| row.try_get_by_index(0)).collect();
    Ok(Names::Few(few?))
}

/// Selects the names in which some word begins with `term`, out of those in `among`.
fn with_word(term: &str, among: Option<SelectStatement>) -> SelectStatement {
    let mut named = Query::select();
    named
        .distinct()
        .column(Column::Name)
        .from(Entity)
        .and_where(Column::Word.gte(term))
        .and_where(Column::Word.lt(format!("{term}\u{10ffff}")));
    if let Some(among) = among {
        named.and_where(Column::Name.in_subquery(among));
    }
    named
}
