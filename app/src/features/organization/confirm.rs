//! What cannot be undone cheaply is asked first, with what exactly will happen.

use domain::text::count;
use domain::user::{Status, User};
use leptos::prelude::*;

use super::{Dashboard, open_while};
use crate::api::users::{deactivate_user, remove_user};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Tone};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Deactivate,
    Remove,
}

/// What is about to be done to whom.
#[derive(Clone, Copy)]
pub struct Question {
    pub user: RwSignal<User>,
    pub deed: Deed,
}

impl Question {
    fn title(self) -> String {
        let name = self.user.with_untracked(|it| it.name.clone());
        match self.deed {
            Deed::Deactivate => format!("Deactivate {name}?"),
            Deed::Remove => format!("Remove {name}?"),
        }
    }

    const fn button(self) -> &'static str {
        match self.deed {
            Deed::Deactivate => "Deactivate",
            Deed::Remove => "Remove user",
        }
    }

    /// What will happen, in numbers.
    fn consequences(self) -> Vec<String> {
        let user = self.user.get_untracked();
        if user.status == Status::Pending {
            return vec![
                "The invitation is taken back: its link stops working.".to_owned(),
                "1 seat becomes free.".to_owned(),
            ];
        }
        let mut lines = vec![format!("{} and {} stay.", count(user.runs, "run"), count(user.reports, "report"))];
        lines.insert(
            0,
            match self.deed {
                Deed::Deactivate => "Access ends at once: sessions are logged out. It can be given back.".to_owned(),
                Deed::Remove if user.teams.is_empty() => "Access ends at once and for good.".to_owned(),
                Deed::Remove => format!(
                    "Access ends at once and for good, also to {}.",
                    count(i64::try_from(user.teams.len()).unwrap_or_default(), "team")
                ),
            },
        );
        if user.standing().takes_seat() {
            lines.push("1 seat becomes free.".to_owned());
        }
        lines
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
    let dashboard = Dashboard::expect();
    let refused = RwSignal::new(None::<String>);
    let act = Action::new(move |(): &()| async move {
        let id = question.user.with_untracked(|it| it.id);
        let outcome = match question.deed {
            Deed::Deactivate => deactivate_user(id).await.map(|row| question.user.set(row)),
            Deed::Remove => remove_user(id).await.map(|()| dashboard.rows.take_out(id)),
        };
        match outcome {
            Ok(()) => {
                dashboard.figures.refetch();
                open.set(false);
            }
            Err(error) => refused.set(Some(error.to_string())),
        }
    });
    view! {
        <div class="dialog__body">
            <ul class="consequences">{question.consequences().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            {move || refused.get().map(|reason| view! { <Notice tone=Tone::Bad>{reason}</Notice> })}
        </div>
        <footer class="dialog__foot">
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button kind=ButtonKind::Danger busy=act.pending() on_click=move |()| { act.dispatch(()); }>{question.button()}</Button>
        </footer>
    }
}
