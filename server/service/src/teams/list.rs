//! Teams as a list, page by page.

use domain::ids::{AvatarId, TeamId};
use domain::page::{Direction, PAGE, Page, check_search};
use domain::team::TeamChip;
use entity::team::{self, Column};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Select};

use super::open::{CHIP, of_account, of_user};
use crate::ctx::{ManageUsers, UseInstance};
use crate::keyset::{self, Keyset};
use crate::{Ctx, Result, counted, made};

/// The teams I am in, by name; for a service account those that it reaches. `search` stands anywhere in the name, `after`
/// is the `next` of the page before.
///
/// # Errors
///
/// `Invalid` where `after` was made for another list, or the search is too long.
pub async fn list_own(cx: &Ctx, search: &str, after: Option<&str>) -> Result<Page<TeamChip>> {
    let granted = cx.authorize::<UseInstance>().await?;
    let mut own = match (granted.by, granted.account) {
        (Some(me), _) => of_user(me),
        (None, Some(account)) => of_account(account.reach),
        (None, None) => return list_all(cx, search, after).await,
    };
    let own = own.clear_selects().clear_order_by().column((team::Entity, Column::Id)).take();
    page(cx, team::Entity::find().filter(Column::Id.in_subquery(own)), ("own", search), after).await
}

/// Every team of the organization, by name.
///
/// # Errors
///
/// `Denied` to all but admins; else as [`list_own`].
pub async fn list_all(cx: &Ctx, search: &str, after: Option<&str>) -> Result<Page<TeamChip>> {
    cx.authorize::<ManageUsers>().await?;
    page(cx, team::Entity::find(), ("all", search), after).await
}

async fn page(
    cx: &Ctx,
    mut select: Select<team::Entity>,
    list: (&str, &str),
    after: Option<&str>,
) -> Result<Page<TeamChip>> {
    let (_, search) = list;
    check_search(search)?;
    let by_name = Keyset::unique((team::Entity, Column::Name), Direction::Ascending);
    let after = by_name.read(after, &list)?;
    let db = cx.instance.db.read();
    if !search.is_empty() {
        select = select.filter(made::stands_in(Column::Name, search));
    }
    let each = select.clone().select_only().column(Column::Id).into_query();
    let total = counted::rows(db, each).await?;
    let chips = by_name.ordered(select.select_only().columns(CHIP), after.as_ref());
    let mut rows: Vec<(TeamId, String, Option<AvatarId>)> = chips.limit(PAGE + 1).into_tuple().all(db).await?;
    let next = keyset::next(&mut rows, PAGE, &list, |(id, name, _)| (name.into(), id.uuid()));
    let chip = |(id, name, avatar)| TeamChip { id, name, avatar };
    Ok(Page { rows: rows.into_iter().map(chip).collect(), next, total })
}
