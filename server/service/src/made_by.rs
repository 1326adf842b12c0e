//! What somebody made, as far as somebody else may know of it, the newest first.
//!
//! It is found project by project: first those in which the person made anything, each with its newest, then the newest
//! of those that the viewer may know of. So a page costs what is shown and how many projects there are, however much is
//! hidden.

use std::collections::HashMap;

use domain::ids::{ProjectId, TeamId, UserId};
use domain::page::{COUNTED, Total};
use domain::policy::{self, InTeam};
use domain::project::Visibility;
use domain::setting::TeamSettings;
use domain::time::Timestamp;
use entity::{project, team, team_member};
use sea_orm::sea_query::{
    Alias, CommonTableExpression, Expr, ExprTrait, Query, SelectStatement, SimpleExpr, UnionType, WithClause,
};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, Order, QueryResult};

use crate::ctx::{Granted, UseInstance, enforced};
use crate::keyset::{Keyset, Last};
use crate::sql::Limited;
use crate::{Result, counted};

/// The projects in which somebody made anything.
const THEIRS: &str = "theirs";
const PROJECT: &str = "project_id";

/// A table of what people make in projects. It has an index that leads with `author`, `project`, `published` where there
/// is such a thing, `at` and `id`.
pub struct Table<E: EntityTrait> {
    pub entity: E,
    pub id: E::Column,
    pub author: E::Column,
    pub project: E::Column,
    /// What the newest are the newest by.
    pub at: E::Column,
    /// Whether it is more than a draft, which others than its author and the team's admins do not know of.
    pub published: Option<E::Column>,
}

/// Somebody's work of one kind in a project, all of which the viewer may know of.
struct Part {
    project: ProjectId,
    /// Drafts alone, or none of them, where there are drafts.
    published: Option<bool>,
    /// When the newest was made, of those after the place where the page begins.
    newest: Option<Timestamp>,
}

/// A page of somebody's work.
pub struct Found {
    /// Selects the ids of as many as fit on the page, and one more; none where there is nothing.
    pub ids: Option<SelectStatement>,
    pub total: Total,
    teams: HashMap<ProjectId, String>,
}

impl Found {
    /// Whether the actor may know of the project, and the person made something in it.
    pub fn holds(&self, project: ProjectId) -> bool {
        self.teams.contains_key(&project)
    }

    /// The name of the team of such a project.
    pub fn team_of(&self, project: ProjectId) -> String {
        self.teams.get(&project).cloned().unwrap_or_default()
    }
}

/// Finds what `author` made, as far as the actor may know of it; `after` is the last of the page before.
pub async fn find<E: EntityTrait>(
    db: &impl ConnectionTrait,
    granted: &Granted<UseInstance>,
    table: Table<E>,
    author: UserId,
    page: u64,
    after: Option<&Last>,
) -> Result<Found> {
    let enforced = enforced(db).await?;
    let mut found = Found { ids: None, total: counted::total(0), teams: HashMap::new() };
    let mut parts = Vec::new();
    for row in db.query_all(&Limited(&table.projects(granted, author, after))).await? {
        let place = Place::read(&row)?;
        let seen = place.parts(granted, &enforced, author, &row, table.published.is_some())?;
        if !seen.is_empty() {
            found.teams.insert(place.project, place.team_name);
        }
        parts.extend(seen);
    }
    found.total = table.count(db, author, &parts).await?;
    parts.retain(|part| part.newest.is_some());
    parts.sort_by_key(|part| std::cmp::Reverse(part.newest));
    // As many as there are rows on a page: whatever is in any other is older than the newest of each of these.
    let last = parts.get(usize::try_from(page).unwrap_or(usize::MAX)).and_then(|part| part.newest);
    parts.retain(|part| part.newest >= last);
    found.ids = table.newest_of(author, &parts, page, after);
    Ok(found)
}

/// A project, as far as it matters who may know of it.
struct Place {
    project: ProjectId,
    visibility: Visibility,
    creator: Option<UserId>,
    team: TeamId,
    team_name: String,
    settings: TeamSettings,
    /// What the actor is in the team.
    role: Option<policy::TeamRole>,
}

impl Place {
    /// How many columns [`Place::read`] takes.
    const WIDTH: usize = 7;

    fn read(row: &QueryResult) -> Result<Self> {
        Ok(Self {
            project: row.try_get_by_index(0)?,
            visibility: row.try_get_by_index(1)?,
            creator: row.try_get_by_index(2)?,
            team: row.try_get_by_index(3)?,
            team_name: row.try_get_by_index(4)?,
            settings: row.try_get_by_index(5)?,
            role: row.try_get_by_index(6)?,
        })
    }

    /// What of the author's work here the actor may know of.
    fn parts(
        &self,
        granted: &Granted<UseInstance>,
        enforced: &TeamSettings,
        author: UserId,
        row: &QueryResult,
        has_drafts: bool,
    ) -> Result<Vec<Part>> {
        let role = match (granted.by, granted.account) {
            (None, Some(account)) => account.reach.role_in(self.team),
            _ => self.role,
        };
        let actor = InTeam { organization: granted.role, team: role };
        let own = |of: Option<UserId>| granted.by.is_some() && of == granted.by;
        let settings = self.settings.under(enforced);
        if !policy::see_work(actor, self.visibility.under(&settings), own(self.creator)) {
            return Ok(Vec::new());
        }
        let part =
            |published, newest: Option<i64>| Part { project: self.project, published, newest: newest.map(Timestamp) };
        if !has_drafts {
            return Ok(vec![part(None, row.try_get_by_index(Self::WIDTH)?)]);
        }
        let mut parts = vec![part(Some(true), row.try_get_by_index(Self::WIDTH)?)];
        if policy::see_draft(actor, own(Some(author))) {
            parts.push(part(Some(false), row.try_get_by_index(Self::WIDTH + 1)?));
        }
        Ok(parts)
    }
}

impl<E: EntityTrait> Table<E> {
    fn of(&self, author: UserId) -> SelectStatement {
        Query::select().from(self.entity).and_where(self.author.eq(author)).take()
    }

    /// Selects the projects of teams in which the author made anything, and when the newest of each was made. The
    /// projects are leapt over one by one, from the first of each to the first of the next.
    fn projects(&self, granted: &Granted<UseInstance>, author: UserId, after: Option<&Last>) -> SelectStatement {
        let known = Expr::col((Alias::new(THEIRS), Alias::new(PROJECT)));
        let first = self.of(author).column(self.project).order_by(self.project, Order::Asc).limit(1).take();
        let next = first.clone().and_where(Expr::col((self.entity, self.project)).gt(known.clone())).take();
        let next = Query::select().expr(scalar(next)).from(THEIRS).and_where(known.clone().is_not_null()).take();
        let leaps = Query::select().expr(scalar(first)).union(UnionType::All, next).take();
        let theirs = CommonTableExpression::new().query(leaps).table_name(THEIRS).column(PROJECT).to_owned();
        let kinds: &[Option<bool>] = if self.published.is_some() { &[Some(true), Some(false)] } else { &[None] };

        let mut select = Query::select();
        select
            .with_cte(WithClause::new().recursive(true).cte(theirs).to_owned())
            .columns(
                [project::Column::Id, project::Column::Visibility, project::Column::CreatorId]
                    .map(|it| (project::Entity, it)),
            )
            .columns([team::Column::Id, team::Column::Name, team::Column::Settings].map(|it| (team::Entity, it)))
            .column((team_member::Entity, team_member::Column::Role))
            .from(THEIRS)
            .inner_join(project::Entity, Expr::col((project::Entity, project::Column::Id)).eq(known.clone()))
            .inner_join(
                team::Entity,
                Expr::col((team::Entity, team::Column::Id)).equals((project::Entity, project::Column::TeamId)),
            )
            .join(JoinType::LeftJoin, team_member::Entity, membership(granted.by));
        for published in kinds {
            select
                .expr(scalar(self.newest_in(author, known.clone(), *published, after).column(self.at).limit(1).take()));
        }
        select
    }

    /// Selects from what the author made in a project, the newest first.
    fn newest_in(
        &self,
        author: UserId,
        project: SimpleExpr,
        published: Option<bool>,
        after: Option<&Last>,
    ) -> SelectStatement {
        let mut select = self.of(author);
        select.and_where(Expr::col((self.entity, self.project)).eq(project));
        if let (Some(column), Some(published)) = (self.published, published) {
            select.and_where(column.eq(published));
        }
        Keyset::newest((self.entity, self.at), (self.entity, self.id)).order(&mut select, after).take()
    }

    /// Selects the ids of the newest of all parts: they are among the newest of each.
    fn newest_of(&self, author: UserId, parts: &[Part], page: u64, after: Option<&Last>) -> Option<SelectStatement> {
        let columns = [self.id, self.at];
        let firsts = parts.iter().map(|part| {
            let newest = self.newest_in(author, Expr::val(part.project), part.published, after);
            let first = newest.clone().columns(columns).limit(page + 1).take();
            // Only a query within a query may have an order of its own among the parts of a union.
            Query::select().columns(columns).from_subquery(first, Alias::new("first")).take()
        });
        let all = firsts.reduce(|mut all, first| all.union(UnionType::All, first).take())?;
        let newest = Query::select()
            .column(self.id)
            .from_subquery(all, Alias::new("newest"))
            .order_by(self.at, Order::Desc)
            .order_by(self.id, Order::Desc)
            .limit(page + 1)
            .take();
        Some(newest)
    }

    /// Counts what is in the parts, as far as a page says it.
    async fn count(&self, db: &impl ConnectionTrait, author: UserId, parts: &[Part]) -> Result<Total> {
        let mut rows = 0;
        for kind in [None, Some(true), Some(false)] {
            let projects: Vec<_> = parts.iter().filter(|it| it.published == kind).map(|it| it.project).collect();
            if projects.is_empty() {
                continue;
            }
            let mut each = self.of(author);
            each.column(self.id).and_where(self.project.is_in(projects));
            if let (Some(column), Some(published)) = (self.published, kind) {
                each.and_where(column.eq(published));
            }
            rows += counted::up_to(db, each, COUNTED + 1).await?;
        }
        Ok(counted::total(rows))
    }
}

fn scalar(select: SelectStatement) -> SimpleExpr {
    Expr::SubQuery(None, Box::new(select.into()))
}

/// What the actor is in the team at hand; nothing, where it is no person.
fn membership(actor: Option<UserId>) -> Condition {
    let team = Expr::col((team_member::Entity, team_member::Column::TeamId)).equals((team::Entity, team::Column::Id));
    let of_actor = match actor {
        Some(actor) => team_member::Column::UserId.eq(actor),
        None => Expr::val(1).eq(0),
    };
    Condition::all().add(team).add(of_actor)
}
