//! Something is done to many: first what will happen, then how far it is, then what became of each.

use domain::bulk::{Deed, Done, KeptUser, MAX_USERS, Outcome, Preview};
use domain::ids::UserId;
use domain::invitation::Link;
use domain::text::{count, number};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;
use wasm_bindgen::JsCast;

use super::Dashboard;
use super::bulk_report::{KeptList, Report};
use super::selection::{Selection, length};
use crate::api::bulk::{preview_bulk, run_bulk};
use crate::ui::{Button, ButtonKind, Dialog, Notice, Progress, Tone, open_while};
use crate::viewer::viewer;

/// What is about to be done to whom.
#[derive(Clone)]
pub struct Job {
    pub deed: Deed,
    pub users: Vec<UserId>,
}

impl Job {
    /// At most so many in one call. Whoever does it comes last, and never alone: alone one may end one's own right.
    fn parts(&self, me: Option<UserId>) -> Vec<Vec<UserId>> {
        let (mine, others): (Vec<_>, Vec<_>) = self.users.iter().partition(|user| Some(**user) == me);
        let mut parts: Vec<Vec<UserId>> = others.chunks(MAX_USERS - mine.len()).map(<[UserId]>::to_vec).collect();
        match parts.last_mut() {
            Some(last) => last.extend(mine),
            None => parts.push(mine),
        }
        parts
    }
}

/// Where the dialog stands.
#[derive(Clone)]
enum Stage {
    Looking,
    Asking(Preview),
    Refused(String),
    Running,
    Over,
}

/// The work, as far as it has come. What is left when it ends can be gone on with.
#[derive(Clone, Copy)]
pub struct Work {
    pub deed: Deed,
    pub all: i64,
    selection: Selection,
    left: RwSignal<Vec<Vec<UserId>>>,
    stopped: RwSignal<bool>,
    pub tried: RwSignal<i64>,
    pub changed: RwSignal<i64>,
    pub kept: RwSignal<Vec<KeptUser>>,
    /// Links to hand over, where no mail leaves the instance.
    pub links: RwSignal<Vec<(String, Link)>>,
    pub failed: RwSignal<Option<String>>,
}

impl Work {
    fn new(job: &Job) -> Self {
        Self {
            deed: job.deed,
            all: length(job.users.len()),
            selection: Selection::expect(),
            left: RwSignal::new(job.parts(viewer().map(|it| it.id))),
            stopped: RwSignal::new(false),
            tried: RwSignal::new(0),
            changed: RwSignal::new(0),
            kept: RwSignal::new(Vec::new()),
            links: RwSignal::new(Vec::new()),
            failed: RwSignal::new(None),
        }
    }

    /// What will happen, asked for part by part; each goes on from what the one before leaves.
    async fn look(self) -> Result<Preview, String> {
        let mut whole: Option<Preview> = None;
        for part in self.left.get_untracked() {
            let tried = length(part.len());
            let from = whole.as_ref().map(|it| it.after);
            let next = preview_bulk(self.deed, part, from).await.map_err(|error| error.to_string())?;
            whole = Some(whole.map_or(next.clone(), |whole| whole.and(next)));
            self.tried.try_update(|it| *it += tried);
        }
        self.tried.try_set(0);
        Ok(whole.unwrap_or_default())
    }

    /// Does it part by part, until it is done, stopped or refused.
    async fn run(self, dashboard: &Dashboard) {
        self.stopped.set(false);
        self.failed.set(None);
        while self.stopped.try_get_untracked() == Some(false)
            && let Some(part) = self.left.try_with_untracked(|left| left.first().cloned()).flatten()
        {
            match run_bulk(self.deed, part.clone()).await {
                Ok(done) => {
                    self.left.try_update(|left| left.remove(0));
                    self.take_in(dashboard, &part, done);
                }
                Err(error) => {
                    self.failed.try_set(Some(error.to_string()));
                    break;
                }
            }
        }
        dashboard.figures.refetch();
    }

    fn take_in(self, dashboard: &Dashboard, part: &[UserId], done: Vec<Done>) {
        let mut gone = Vec::new();
        for Done { user, outcome } in done {
            match outcome {
                Outcome::Kept { name, why } => {
                    self.kept.try_update(|kept| kept.push(KeptUser { user, name, why }));
                }
                Outcome::Changed { row, link } => {
                    self.changed.try_update(|it| *it += 1);
                    if let Some(link) = link.filter(|link| !link.mailed) {
                        self.links.try_update(|links| links.push((row.email.clone(), link)));
                    }
                    if self.deed == Deed::Remove { gone.push(user) } else { dashboard.rows.change(*row) }
                }
            }
        }
        self.tried.try_update(|it| *it += length(part.len()));
        self.selection.set(part.iter().copied(), false);
        if let Some(neighbour) = dashboard.rows.take_out_all(&gone) {
            self.selection.stand_at(Some(neighbour));
        }
    }
}

#[component]
pub fn BulkDialog() -> impl IntoView {
    let dashboard = Dashboard::expect();
    let (selection, open) = (Selection::expect(), open_while(dashboard.job));
    let running = RwSignal::new(false);
    let title = move || {
        dashboard.job.with(|job| job.as_ref().map(|job| job.deed.title(length(job.users.len())))).unwrap_or_default()
    };
    Effect::watch(
        move || open.get(),
        move |open, was_open, _| {
            if !open && was_open == Some(&true) {
                settle(&dashboard, selection);
            }
        },
        false,
    );
    view! {
        <Dialog id="bulk-dialog" title=Signal::derive(title) open firm=true held=running>
            {move || dashboard.job.get().map(|job| view! { <Steps job open running /> })}
        </Dialog>
    }
}

/// Brings the table in order once the dialog has closed.
fn settle(dashboard: &Dashboard, selection: Selection) {
    if dashboard.rows.ids_now().is_empty() {
        dashboard.refresh();
    }
    selection.take_focus(dashboard.rows);
}

#[component]
fn Steps(job: Job, open: RwSignal<bool>, running: RwSignal<bool>) -> impl IntoView {
    let dashboard = Dashboard::expect();
    let work = Work::new(&job);
    let stage = RwSignal::new(Stage::Looking);
    let look = Action::new(move |(): &()| async move {
        let next = work.look().await.map_or_else(Stage::Refused, Stage::Asking);
        stage.try_set(next);
    });
    look.dispatch(());
    let run = Action::new(move |(): &()| async move {
        stage.set(Stage::Running);
        running.set(true);
        work.run(&dashboard).await;
        running.try_set(false);
        stage.try_set(Stage::Over);
    });
    let go_on = Callback::new(move |()| {
        run.dispatch(());
    });
    Effect::new(move || {
        stage.track();
        // The dialog may be about to open.
        request_animation_frame(|| request_animation_frame(focus_first));
    });
    move || match stage.get() {
        Stage::Looking => view! { <Far work words="looked at" on_cancel=move |()| open.set(false) /> }.into_any(),
        Stage::Asking(preview) => view! { <Ask work preview open go_on /> }.into_any(),
        Stage::Refused(reason) => view! { <Refused reason open /> }.into_any(),
        Stage::Running => view! { <Far work words="done" on_cancel=move |()| work.stopped.set(true) /> }.into_any(),
        Stage::Over => view! { <Report work open go_on /> }.into_any(),
    }
}

/// Each step has buttons of its own: the first of them gets the focus that the one before had.
fn focus_first() {
    let button = document().query_selector("#bulk-dialog .dialog__foot .button").ok().flatten();
    if let Some(button) = button.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        button.focus().ok();
    }
}

#[component]
fn Refused(reason: String, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <div class="dialog__body"><Notice tone=Tone::Bad>{reason}</Notice></div>
        <footer class="dialog__foot"><Button on_click=move |()| open.set(false)>"Close"</Button></footer>
    }
}

/// How far it has come, with the way to stop.
#[component]
fn Far(work: Work, words: &'static str, #[prop(into)] on_cancel: Callback<()>) -> impl IntoView {
    let line = move || format!("{} of {} {words}", number(work.tried.get()), count(work.all, "user"));
    let stopping = move || work.stopped.get().then_some(" Stopping after those under way.");
    view! {
        <div class="dialog__body">
            <Progress label="Progress" done=work.tried all=work.all />
            <p role="status">{line} {stopping}</p>
        </div>
        <footer class="dialog__foot">
            <Button busy=work.stopped on_click=on_cancel>"Cancel"</Button>
        </footer>
    }
}

/// What exactly will happen, and to whom nothing will.
#[component]
fn Ask(work: Work, preview: Preview, open: RwSignal<bool>, go_on: Callback<()>) -> impl IntoView {
    let deed = work.deed;
    let kind = if deed.revokes() { ButtonKind::Danger } else { ButtonKind::Primary };
    let left = length(preview.kept.len());
    let words = match (preview.changed, left) {
        (0, _) => Some("Nobody can be changed:".to_owned()),
        (_, 0) => None,
        (_, left) => Some(format!(
            "{} left as they are:",
            if left == 1 { "1 user is".to_owned() } else { format!("{} are", count(left, "user")) }
        )),
    };
    let reason = (preview.changed == 0).then(|| "There is nobody to do it to.".to_owned());
    let order = deed.order(preview.changed);
    view! {
        <div class="dialog__body">
            <ul class="consequences">
                {preview.consequences(deed).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            {words.map(|words| view! { <p>{words}</p> <KeptList kept=preview.kept /> })}
        </div>
        <footer class="dialog__foot">
            <Button on_click=move |()| open.set(false)>"Cancel"</Button>
            <Button kind id="bulk-go" reason=Signal::stored(reason) on_click=go_on>{order}</Button>
        </footer>
    }
}
