//! Views in which nothing is waited for any more.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::reactive::graph::untrack;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::ssr::StreamBuilder;
use leptos::tachys::view::any_view::{AnyView, AnyViewState};
use leptos::tachys::view::{Position, PositionState};

/// A view of data that are there, built once: when it is drawn.
///
/// Before Leptos renders what is inside of a `Suspense`, it builds all of it twice, to see which data it reads, and a
/// third time for good. Here there is nothing to see: what needs data waits for them in a `Suspense` of its own.
pub struct Settled(Box<dyn FnOnce() -> AnyView + Send>);

impl Settled {
    /// `view` is built below the owner that is in charge now.
    pub fn new(view: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        let owner = Owner::current();
        let build = move || untrack(view);
        Self(Box::new(move || match owner {
            Some(owner) => owner.with(build),
            None => build(),
        }))
    }

    fn view(self) -> AnyView {
        (self.0)()
    }
}

impl Render for Settled {
    type State = AnyViewState;

    fn build(self) -> Self::State {
        self.view().build()
    }

    fn rebuild(self, state: &mut Self::State) {
        self.view().rebuild(state);
    }
}

impl AddAnyAttr for Settled {
    type Output<SomeNewAttr: Attribute> = Self;

    fn add_any_attr<NewAttr: Attribute>(self, attr: NewAttr) -> Self::Output<NewAttr> {
        let attr = attr.into_cloneable_owned();
        Self(Box::new(move || self.view().add_any_attr(attr).into_any()))
    }
}

impl RenderHtml for Settled {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.view().to_html_with_buf(buf, position, escape, mark_branches, extra_attrs);
    }

    fn to_html_async_with_buf<const OUT_OF_ORDER: bool>(
        self,
        buf: &mut StreamBuilder,
        position: &mut Position,
        escape: bool,
        mark_branches: bool,
        extra_attrs: Vec<AnyAttribute>,
    ) {
        self.view().to_html_async_with_buf::<OUT_OF_ORDER>(buf, position, escape, mark_branches, extra_attrs);
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.view().hydrate::<FROM_SERVER>(cursor, position)
    }

    async fn hydrate_async(self, cursor: &Cursor, position: &PositionState) -> Self::State {
        self.view().hydrate_async(cursor, position).await
    }

    fn into_owned(self) -> Self {
        self
    }
}
