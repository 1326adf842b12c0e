//! The rows of the table: more are fetched while one scrolls, and a row changes in place.

use domain::ids::UserId;
use domain::page::Page;
use domain::text::count;
use domain::user::User;
use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::IntersectionObserver;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::Dashboard;
use super::row::Row;
use super::url::{self, Place};
use crate::api::users::list_users;

/// Most rows in the page; beyond it the list goes on from the next one.
const MOST: usize = 500;

/// The rows that are shown, each changing by itself.
#[derive(Clone, Copy, Default)]
pub struct Shown(RwSignal<Vec<(UserId, RwSignal<User>)>>);

impl Shown {
    /// Shows these and no others.
    fn replace(self, users: Vec<User>) {
        self.0.set(users.into_iter().map(|user| (user.id, RwSignal::new(user))).collect());
    }

    fn append(self, users: Vec<User>) {
        self.0.update(|rows| rows.extend(users.into_iter().map(|user| (user.id, RwSignal::new(user)))));
    }

    /// Takes a row out, and puts the focus on its neighbour.
    pub fn take_out(self, user: UserId) {
        let neighbour = self.0.with_untracked(|rows| {
            let at = rows.iter().position(|(id, _)| *id == user)?;
            rows.get(at + 1).or_else(|| at.checked_sub(1).and_then(|at| rows.get(at))).map(|(id, _)| *id)
        });
        self.0.update(|rows| rows.retain(|(id, _)| *id != user));
        let Some(neighbour) = neighbour else { return };
        // The dialog that asked closes in the first frame; before that it lets nothing else have the focus.
        request_animation_frame(move || request_animation_frame(move || focus(neighbour)));
    }
}

fn focus(user: UserId) {
    let row = document().get_element_by_id(&format!("user-{user}"));
    if let Some(row) = row.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
        row.focus().ok();
    }
}

#[component]
pub fn Rows(page: Page<User>) -> impl IntoView {
    let place = Place::expect();
    let query = place.query().get_untracked();
    let shown = Dashboard::expect().rows;
    shown.replace(page.rows);
    let next = RwSignal::new(page.next);
    let failed = RwSignal::new(None::<String>);
    let more = Action::new(move |after: &String| {
        let (query, after) = (query.clone(), after.clone());
        async move {
            match list_users(query, Some(after)).await {
                Ok(page) => {
                    shown.append(page.rows);
                    next.set(page.next);
                    failed.set(None);
                }
                Err(error) => failed.set(Some(error.to_string())),
            }
        }
    });
    let fetch = move || {
        let room = shown.0.with_untracked(Vec::len) < MOST;
        if let Some(after) = next.get_untracked().filter(|_| room && !more.pending().get_untracked()) {
            more.dispatch(after);
        }
    };
    view! {
        <tbody>
            <For each=move || shown.0.get() key=|(id, _)| *id let:row>
                <Row user=row.1 />
            </For>
        </tbody>
        <tfoot>
            <tr>
                <td class="users__end" colspan="6">
                    <End next fetch=Callback::new(move |()| fetch()) failed shown=Signal::derive(move || shown.0.with(Vec::len)) />
                </td>
            </tr>
        </tfoot>
    }
}

/// The end of the list, which fetches more when it comes into view.
#[component]
fn End(
    next: RwSignal<Option<String>>,
    fetch: Callback<()>,
    failed: RwSignal<Option<String>>,
    shown: Signal<usize>,
) -> impl IntoView {
    let place = Place::expect();
    let end = NodeRef::<html::Span>::new();
    Effect::new(move || {
        let Some(end) = end.get() else { return };
        let seen = Closure::<dyn FnMut(js_sys::Array)>::new(move |entries: js_sys::Array| {
            let visible = entries
                .iter()
                .any(|entry| js_sys::Reflect::get(&entry, &"isIntersecting".into()).is_ok_and(|it| it.is_truthy()));
            if visible {
                fetch.run(());
            }
        });
        if let Ok(observer) = IntersectionObserver::new(seen.as_ref().unchecked_ref()) {
            observer.observe(&end);
            let held = StoredValue::new_local((observer.clone(), seen));
            on_cleanup(move || {
                observer.disconnect();
                held.dispose();
            });
        }
    });
    // The rows of the next list are shown while this end is still drawn and what it reads is gone.
    let link = move || next.try_get().flatten().map(|cursor| place.link(url::after(cursor)));
    let rows = move || i64::try_from(shown.try_get().unwrap_or_default()).unwrap_or_default();
    view! {
        <span node_ref=end role="status">
            {move || failed.try_get().flatten()}
            {move || match link() {
                None => view! { <span>{count(rows(), "row")} ", the end of the list."</span> }.into_any(),
                Some(href) => view! { <a class="link" href=href>"Next page"</a> }.into_any(),
            }}
        </span>
    }
}
