//! A large file, read bit by bit in the page: one sees how far it is, and can stop it.
#![expect(clippy::unnecessary_wraps, reason = "what can fail is the fetching of a function that is fetched")]

use std::pin::Pin;
use std::time::Duration;

use domain::text::count;
use js_sys::{Array, Reflect, Uint8Array};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos::web_sys::{
    AbortController, Blob, HtmlAnchorElement, HtmlElement, ReadableStreamDefaultReader, RequestInit, Response, Url,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{Button, ButtonKind, Glyph, Icon, Later, Notice, Toasts, Tone, part};

/// A browser needs the file until it has begun to write it.
const FORGOTTEN_AFTER: Duration = Duration::from_mins(1);

/// A file being read, until its name is known.
type Reading = Pin<Box<dyn Future<Output = Result<String, JsValue>>>>;

/// What to fetch, and how it is called.
#[derive(Debug, Clone)]
pub struct Download {
    pub href: String,
    /// What is in it, as in "100,000 users".
    pub what: String,
    /// How many rows it will have, if that is known.
    pub rows: Option<i64>,
    /// Where the focus goes afterwards.
    pub from: &'static str,
}

/// The download under way, if there is one. In context below [`Downloads::provide`]: it goes on while one looks at other
/// pages.
#[derive(Clone, Copy)]
pub struct Downloads {
    under_way: RwSignal<Option<UnderWay>>,
    toasts: Toasts,
    /// What belongs to a download lives as long as the application, not as long as the button that began it.
    owner: StoredValue<Owner>,
}

#[derive(Clone)]
struct UnderWay {
    download: Download,
    rows: RwSignal<i64>,
    refused: RwSignal<Option<String>>,
    stop: StoredValue<AbortController, LocalStorage>,
}

impl Downloads {
    /// Needs [`Toasts`] in context.
    pub fn provide() {
        let owner = StoredValue::new(Owner::current().unwrap_or_default());
        provide_context(Self { under_way: RwSignal::new(None), toasts: Toasts::expect(), owner });
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// How many rows came so far, while a download is under way.
    pub fn rows(self) -> Option<i64> {
        self.under_way.get().filter(|it| it.refused.read().is_none()).map(|it| it.rows.get())
    }

    /// Begins, unless another one is under way.
    pub fn start(self, download: Download) {
        self.stop();
        let Ok(stop) = AbortController::new() else { return };
        let what = download.what.clone();
        let under_way = self.owner.get_value().with(|| UnderWay {
            download,
            rows: RwSignal::new(0),
            refused: RwSignal::new(None),
            stop: StoredValue::new_local(stop.clone()),
        });
        self.under_way.set(Some(under_way.clone()));
        spawn_local(async move {
            let outcome = match reading(under_way.download.href, stop.clone(), under_way.rows).await {
                Ok(reading) => reading.await,
                Err(_) => Err(JsValue::NULL),
            };
            match outcome {
                _ if stop.signal().aborted() => {}
                Ok(name) => {
                    self.end();
                    self.toasts.good(format!("{what} are saved as {name}."));
                }
                Err(error) => under_way.refused.set(Some(words(&error))),
            }
        });
    }

    /// Stops what is under way, and gives the focus back to where it was begun.
    pub fn stop(self) {
        let Some(under_way) = self.under_way.get_untracked() else { return };
        under_way.stop.with_value(AbortController::abort);
        self.end();
    }

    fn end(self) {
        let Some(under_way) = self.under_way.try_update(Option::take).flatten() else { return };
        let had_focus = document().query_selector(".download :focus").ok().flatten().is_some();
        let trigger = document().query_selector(under_way.download.from).ok().flatten();
        if let Some(trigger) = trigger.filter(|_| had_focus).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
            trigger.focus().ok();
        }
        under_way.stop.dispose();
    }
}

/// How far the download is: once, at the end of the page.
#[component]
pub fn DownloadRegion() -> impl IntoView {
    let downloads = Downloads::expect();
    let progress = move |under_way: UnderWay| {
        provide_context(under_way);
        view! { <Later part=progress /> }.into_any()
    };
    view! { {move || downloads.under_way.get().map(progress)} }
}

part!(progress in dialogs => view! { <Progress /> });

#[component]
fn Progress() -> impl IntoView {
    let downloads = Downloads::expect();
    let UnderWay { download, rows, refused, .. } = expect_context();
    let so_far = move || count(rows.get(), "row");
    view! {
        <section class="download" aria-label="Export">
            <p class="download__words" role="status">{format!("Exporting {}…", download.what)}</p>
            {move || match refused.get() {
                Some(reason) => view! { <Notice tone=Tone::Bad>{reason} " Nothing was saved."</Notice> }.into_any(),
                None => {
                    view! {
                        <progress class="download__bar" aria-label="Rows" max=download.rows value=move || download.rows.map(|_| rows.get())></progress>
                        <p class="download__rows">{so_far}</p>
                    }
                        .into_any()
                }
            }}
            <Button kind=ButtonKind::Quiet on_click=move |()| downloads.stop()>
                <Glyph icon=Icon::Close />
                {move || if refused.read().is_some() { "Dismiss" } else { "Cancel" }}
            </Button>
        </section>
    }
}

#[wasm_split(dialogs, wasm_split_path = leptos::wasm_split, fallible)]
fn reading(href: String, stop: AbortController, rows: RwSignal<i64>) -> Result<Reading, SplitLoaderError> {
    Ok(Box::pin(async move { read(&href, &stop, rows).await }))
}

/// Reads the file, counting its lines, and saves it under the name that the server gave it.
async fn read(href: &str, stop: &AbortController, rows: RwSignal<i64>) -> Result<String, JsValue> {
    let request = RequestInit::new();
    request.set_signal(Some(&stop.signal()));
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(href, &request)).await?.unchecked_into();
    if !response.ok() {
        return Err(JsFuture::from(response.text()?).await?);
    }
    let reader: ReadableStreamDefaultReader = response.body().ok_or(JsValue::NULL)?.get_reader().unchecked_into();
    let parts = Array::new();
    // The first line holds the names of the columns.
    let mut lines = -1;
    loop {
        let read = JsFuture::from(reader.read()).await?;
        if Reflect::get(&read, &"done".into())?.is_truthy() {
            break;
        }
        let part: Uint8Array = Reflect::get(&read, &"value".into())?.unchecked_into();
        lines += line_ends(&part.to_vec());
        rows.set(lines.max(0));
        parts.push(&part);
    }
    let name = name_of(&response);
    save(&parts, &name)?;
    Ok(name)
}

fn line_ends(part: &[u8]) -> i64 {
    part.iter().map(|&byte| i64::from(byte == b'\n')).sum()
}

/// As in `attachment; filename="users-2026-11-25.csv"`.
fn name_of(response: &Response) -> String {
    let header = response.headers().get("content-disposition").ok().flatten().unwrap_or_default();
    let name = header.split("filename=").nth(1).map(|name| name.trim_matches('"').to_owned());
    name.unwrap_or_else(|| "export.csv".to_owned())
}

fn save(parts: &Array, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(&Blob::new_with_u8_array_sequence(parts)?)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    let forget = move || {
        Url::revoke_object_url(&address).ok();
    };
    set_timeout(forget, FORGOTTEN_AFTER);
    Ok(())
}

/// What the server said, or that it went silent.
fn words(error: &JsValue) -> String {
    error.as_string().filter(|words| !words.is_empty()).unwrap_or_else(|| "The connection broke.".to_owned())
}
