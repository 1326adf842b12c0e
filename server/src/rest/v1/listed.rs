//! Lists, and pages of them.

use axum::Json;
use domain::page::Page;
use serde::Serialize;
use utoipa::ToSchema;

/// A list, or a page of one.
#[derive(Serialize, ToSchema)]
pub struct Listed<T> {
    items: Vec<T>,
    /// What `after` is for the next page; null on the last one.
    next: Option<String>,
}

impl<T> Listed<T> {
    /// A list that has one page.
    pub fn whole<D: Into<T>>(items: Vec<D>) -> Json<Self> {
        Json(Self { items: items.into_iter().map(Into::into).collect(), next: None })
    }

    pub fn page<D: Into<T>>(page: Page<D>) -> Json<Self> {
        Json(Self { items: page.rows.into_iter().map(Into::into).collect(), next: page.next })
    }
}

/// Declares which rows of a list are asked for, and in which order: `which!(WhichProjects by ProjectColumn in shape::ProjectColumn)`.
macro_rules! which {
    ($name:ident by $column:ident in $columns:ty) => {
        /// Which of the list, in which order.
        #[derive(serde::Deserialize, utoipa::IntoParams)]
        #[into_params(parameter_in = Query)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// Leaves out whose name does not have it.
            #[serde(default)]
            search: String,
            /// The column that orders the team's page, where it is left out.
            #[param(value_type = Option<$columns>, inline)]
            sort: Option<$column>,
            /// `asc` where it is left out and `sort` is not.
            #[param(value_type = Option<$crate::rest::v1::shape::Direction>, inline)]
            dir: Option<domain::page::Direction>,
            /// The `next` of the page before.
            #[param(min_length = 1)]
            after: Option<String>,
        }

        impl $name {
            /// What is asked for, and where its page begins.
            fn query(self) -> (domain::sort::ListQuery<$column>, Option<String>) {
                let sort = domain::sort::Sort::asked(self.sort, self.dir);
                (domain::sort::ListQuery { search: self.search, sort }, self.after)
            }
        }
    };
}
pub(super) use which;
