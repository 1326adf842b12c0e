//! An element that is only looked at, as text.

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::CastFrom;
use leptos::tachys::renderer::types::{Element, Node};
use leptos::tachys::view::{Mountable, Position, PositionState, RenderHtml};
use leptos::web_sys::HtmlTemplateElement;
use wasm_bindgen::JsCast;

/// One element with all that is in it, which changes only as a whole. In long lists it is a fraction of the work that as
/// many views are: on the server, for the browser to find again, and in the WASM.
///
/// `InertElement` of Leptos keeps every text that it ever showed, and looks through them all for each one.
pub struct Markup(pub maud::Markup);

/// What is shown, and the text that it was made of.
pub struct Shown {
    text: String,
    element: Element,
}

impl Render for Markup {
    type State = Shown;

    fn build(self) -> Shown {
        let template: HtmlTemplateElement =
            document().create_element("template").expect("a name of an element").unchecked_into();
        template.set_inner_html(&self.0.0);
        let element = template.content().first_element_child().expect("markup of an element");
        Shown { text: self.0.0, element }
    }

    fn rebuild(self, state: &mut Shown) {
        if self.0.0 != state.text {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.element.unmount();
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.element.mount(parent, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.element.insert_before_this(child)
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

impl AddAnyAttr for Markup {
    type Output<SomeNewAttr: Attribute> = Self;

    /// Attributes of others are not for what is text already.
    fn add_any_attr<NewAttr: Attribute>(self, _: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Markup {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn html_len(&self) -> usize {
        self.0.0.len()
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(
        self,
        buf: &mut String,
        position: &mut Position,
        _escape: bool,
        _mark_branches: bool,
        _extra_attrs: Vec<AnyAttribute>,
    ) {
        buf.push_str(&self.0.0);
        *position = Position::NextChild;
    }

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Shown {
        match position.get() {
            Position::FirstChild => cursor.child(),
            Position::Current => {}
            _ => cursor.sibling(),
        }
        position.set(Position::NextChild);
        let element = Element::cast_from(cursor.current()).expect("the element that the server wrote");
        Shown { text: self.0.0, element }
    }

    fn into_owned(self) -> Self {
        self
    }
}
