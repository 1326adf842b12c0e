//! Which square of a picture is kept: dragged and zoomed in the page, before the picture is sent.

use domain::square::Square;

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Blob, HtmlElement, HtmlInputElement, KeyboardEvent, PointerEvent, Url};
use wasm_bindgen::JsCast;

use crate::ui::{Notice, Tone, When, part};

/// Pixels of a side of the frame on the page, as in the style sheet.
const FRAME: u32 = 240;
/// The smallest square that can be chosen, in pixels of the picture: what is smaller is a blur.
const LEAST: u32 = 32;
/// The steps of the zoom, from all that fits to the least.
const STEPS: u32 = 100;

/// The picture that somebody chose and has not sent yet. In context around its form.
#[derive(Clone, Copy)]
pub struct Chosen {
    /// Where the browser has it.
    url: RwSignal<Option<String>>,
    round: bool,
}

impl Chosen {
    /// `round` is how it will be shown.
    pub fn provide(round: bool) -> Self {
        let chosen = Self { url: RwSignal::new(None), round };
        provide_context(chosen);
        on_cleanup(move || chosen.replace(None));
        chosen
    }

    /// Whether there is one.
    pub fn is_any(self) -> Signal<bool> {
        Signal::derive(move || self.url.read().is_some())
    }

    /// Takes what the field holds.
    pub fn pick(self, field: &HtmlInputElement) {
        let files = js_sys::Reflect::get(field, &"files".into()).and_then(|files| js_sys::Reflect::get_u32(&files, 0));
        let file = files.ok().and_then(|file| file.dyn_into::<Blob>().ok());
        self.replace(file.and_then(|file| Url::create_object_url_with_blob(&file).ok()));
    }

    fn replace(self, url: Option<String>) {
        let Some(before) = self.url.try_update(|now| std::mem::replace(now, url)) else { return };
        if let Some(before) = before {
            Url::revoke_object_url(&before).ok();
        }
    }
}

part!(pub crop in crop => view! { <Crop /> });

#[component]
fn Crop() -> impl IntoView {
    let Chosen { url, round } = expect_context();
    view! { {move || url.get().map(|url| view! { <Cropper url round /> })} }
}

/// The picture in its frame.
#[derive(Clone, Copy)]
struct Framing {
    /// Width and height of the picture; nothing until they are known.
    sides: RwSignal<(u32, u32)>,
    square: RwSignal<Square>,
    /// Where a pointer took hold, and of which square.
    held: StoredValue<Option<(i32, i32, Square)>>,
}

impl Framing {
    fn new() -> Self {
        Self { sides: RwSignal::new((0, 0)), square: RwSignal::new(Square::middle(0, 0)), held: StoredValue::new(None) }
    }

    fn loaded(self, width: u32, height: u32) {
        self.sides.set((width, height));
        self.square.set(Square::middle(width, height));
    }

    fn is_loaded(self) -> bool {
        self.sides.get().0 > 0
    }

    fn shift(self, by: (i32, i32)) {
        let sides = self.sides.get_untracked();
        self.square.update(|square| *square = square.moved(by, sides));
    }

    /// Sizes of the largest and the smallest square.
    fn range(self) -> (u32, u32) {
        let (width, height) = self.sides.get();
        let side = width.min(height);
        (side, side.min(LEAST))
    }

    /// Whether there is anything between them.
    fn zooms(self) -> bool {
        let (most, least) = self.range();
        most > least
    }

    fn zoom(self) -> u32 {
        let (most, least) = self.range();
        let range = (most - least).max(1);
        // To the nearest step: sizes are whole pixels, of which a step may be a part.
        ((most - self.square.get().size) * STEPS + range / 2) / range
    }

    fn set_zoom(self, zoom: u32) {
        let ((most, least), sides) = (untrack(|| self.range()), self.sides.get_untracked());
        let size = most - (most - least) * zoom.min(STEPS) / STEPS;
        self.square.update(|square| *square = square.sized(size, sides));
    }

    fn hold(self, event: &PointerEvent) {
        self.held.set_value(Some((event.client_x(), event.client_y(), self.square.get_untracked())));
        if let Some(frame) = event.target().and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            frame.set_pointer_capture(event.pointer_id()).ok();
        }
    }

    /// The picture goes with the pointer, so the square goes the other way.
    fn drag(self, event: &PointerEvent) {
        let Some((x, y, from)) = self.held.get_value() else { return };
        let in_picture = |by: i32| i64::from(by) * i64::from(from.size) / i64::from(FRAME);
        let to = |by: i32| i32::try_from(in_picture(by)).unwrap_or_default();
        let by = (to(x - event.client_x()), to(y - event.client_y()));
        self.square.set(from.moved(by, self.sides.get_untracked()));
    }

    fn press(self, event: &KeyboardEvent) {
        let step = i32::try_from(self.square.get_untracked().size / 24).unwrap_or_default().max(1);
        let zoom = untrack(|| self.zoom());
        match event.key().as_str() {
            "ArrowLeft" => self.shift((-step, 0)),
            "ArrowRight" => self.shift((step, 0)),
            "ArrowUp" => self.shift((0, -step)),
            "ArrowDown" => self.shift((0, step)),
            "+" | "=" => self.set_zoom(zoom + 5),
            "-" => self.set_zoom(zoom.saturating_sub(5)),
            _ => return,
        }
        event.prevent_default();
    }

    /// Puts the picture where the frame shows the square.
    fn lay(self, picture: &HtmlElement) {
        let ((width, _), Square { x, y, size }) = (self.sides.get(), self.square.get());
        let style = picture.style();
        for (name, length) in [("width", width), ("left", x), ("top", y)] {
            let pixels = u64::from(length) * u64::from(FRAME) / u64::from(size.max(1));
            let sign = if name == "width" { "" } else { "-" };
            style.set_property(name, &format!("{sign}{pixels}px")).ok();
        }
    }

    fn words(self) -> String {
        let ((width, height), Square { size, .. }) = (self.sides.get(), self.square.get());
        format!("{size} × {size} of {width} × {height} pixels are kept.")
    }
}

#[component]
fn Cropper(url: String, round: bool) -> impl IntoView {
    let (framing, broken) = (Framing::new(), RwSignal::new(false));
    let picture = NodeRef::<html::Img>::new();
    let load = move || {
        if let Some(picture) = picture.get_untracked() {
            framing.loaded(picture.natural_width(), picture.natural_height());
        }
    };
    Effect::new(move || {
        if let Some(picture) = picture.get() {
            framing.lay(&picture);
        }
    });
    view! {
        <When so=move || broken.get()>
            <Notice tone=Tone::Warn>"This file cannot be shown here. A picture is a PNG, a JPEG or a WebP."</Notice>
        </When>
        <div class="crop" hidden=move || broken.get()>
            <div
                class=if round { "crop__frame crop__frame--round" } else { "crop__frame" }
                tabindex="0"
                role="group"
                aria-label="The square that is kept"
                aria-describedby="crop-keys"
                on:pointerdown=move |event| framing.hold(&event)
                on:pointermove=move |event| framing.drag(&event)
                on:pointerup=move |_| framing.held.set_value(None)
                on:pointercancel=move |_| framing.held.set_value(None)
                on:keydown=move |event| framing.press(&event)
            >
                <img src=url alt="" draggable="false" node_ref=picture on:load=move |_| load() on:error=move |_| broken.set(true) />
            </div>
            <div class="crop__tools">
                <p class="field__hint" id="crop-keys">"Drag the picture, or move the square with the arrow keys. + and - zoom."</p>
                <When so=move || framing.zooms()><Zoom framing /></When>
                <p class="field__hint" role="status">{move || framing.is_loaded().then(|| framing.words())}</p>
            </div>
            <When so=move || framing.is_loaded()><Numbers framing /></When>
        </div>
    }
}

#[component]
fn Zoom(framing: Framing) -> impl IntoView {
    let zoom = move |text: String| framing.set_zoom(text.parse().unwrap_or_default());
    view! {
        <label class="crop__zoom">
            "Zoom"
            <input
                type="range"
                min="0"
                max=STEPS.to_string()
                aria-valuetext=move || framing.words()
                prop:value=move || framing.zoom().to_string()
                on:input:target=move |event| zoom(event.target().value())
            />
        </label>
    }
}

/// What goes along with the file.
#[component]
fn Numbers(framing: Framing) -> impl IntoView {
    let square = framing.square;
    view! {
        <input type="hidden" name="x" value=move || square.get().x.to_string() />
        <input type="hidden" name="y" value=move || square.get().y.to_string() />
        <input type="hidden" name="size" value=move || square.get().size.to_string() />
    }
}
