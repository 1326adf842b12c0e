//! What cannot be undone cheaply is asked first, with what exactly will happen.

use domain::bulk::{Deed, Preview};
use domain::ids::UserId;
use domain::user::User;
use leptos::prelude::*;

use super::Dashboard;
use super::selection::Selection;
use crate::api::bulk::preview_bulk;
use crate::api::users::{deactivate_user, remove_user};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone, open_while};
use crate::viewer::viewer;

/// What is about to be done to whom.
#[derive(Clone)]
pub struct Question {
    user: UserId,
    name: String,
    deed: Deed,
}

impl Question {
    pub fn new(user: RwSignal<User>, deed: Deed) -> Self {
        user.with_untracked(|it| Self { user: it.id, name: it.name.clone(), deed })
    }

    fn title(self) -> String {
        let name = self.name;
        match self.deed {
            Deed::Remove => format!("Remove {name}?"),
            _ => format!("Deactivate {name}?"),
        }
    }

    const fn button(&self) -> &'static str {
        match self.deed {
            Deed::Remove => "Remove user",
            _ => "Deactivate",
        }
    }

    /// What will happen, in numbers.
    fn consequences(user: UserId, deed: Deed, preview: &Preview) -> Vec<String> {
        let is_me = viewer().is_some_and(|viewer| viewer.id == user);
        let me = is_me.then(|| "This is you: you are logged out at once.".to_owned());
        me.into_iter().chain(preview.consequences(deed)).collect()
    }
}

#[component]
pub fn Confirm() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let open = open_while(dashboard.question);
    let title = move || dashboard.question.get().map(Question::title).unwrap_or_default();
    view! {
        <Dialog id="confirm" title=Signal::derive(title) open>
            {move || dashboard.question.get().map(|question| view! { <Ask question open /> })}
        </Dialog>
    }
}

#[component]
fn Ask(question: Question, open: RwSignal<bool>) -> impl IntoView {
    let (dashboard, Question { user: id, deed, .. }) = (Dashboard::expect(), question.clone());
    let (selection, refused) = (Selection::expect(), RwSignal::new(None::<String>));
    let act = Action::new(move |(): &()| async move {
        let outcome = match deed {
            Deed::Remove => remove_user(id).await.map(|()| dashboard.rows.take_out(id)),
            _ => deactivate_user(id).await.map(|row| dashboard.rows.change(row)),
        };
        match outcome {
            Ok(()) => {
                selection.forget(id);
                dashboard.figures.refetch();
                open.set(false);
            }
            Err(error) => refused.set(Some(error.to_string())),
        }
    });
    let preview = LocalResource::new(move || preview_bulk(deed, vec![id], None));
    let lines = move || match preview.get() {
        None => vec!["…".to_owned()],
        Some(Ok(preview)) => Question::consequences(id, deed, &preview),
        Some(Err(error)) => vec![error.to_string()],
    };
    view! {
        <div class="dialog__body">
            <ul class="consequences">{move || lines().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {move || refused.get().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
        </div>
        <footer class="dialog__foot">
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Danger busy=act.pending() on_click=move |()| { act.dispatch(()); }>{question.button()}</Button>
        </footer>
    }
}
