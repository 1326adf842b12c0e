//! A run as a row.

use domain::run::{Run, RunState, duration_words};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::features::work::By;
use crate::ui::{Badge, Chip, Item, Now, TimeAgo, Tone};

/// Most tags of a row; the others are in the run's page.
const TAGS: usize = 3;

/// The team whose runs these are, for their addresses.
#[derive(Clone, Copy)]
pub struct TeamName(pub StoredValue<String>);

pub const HEADS: [&str; 6] = ["Name", "State", "Project", "Author", "Created", "Duration"];

pub fn item(run: Run) -> Item {
    Item::new(run.id.uuid().as_u128(), || view! { <Row run /> }.into_any())
}

#[component]
pub fn Row(run: Run) -> impl IntoView {
    let team = expect_context::<TeamName>().0.get_value();
    let project = format!("/{team}/{}", run.project);
    let (state, created, lasting) = (run.state, run.created, run.clone());
    let (of_project, author) = (run.project.clone(), run.author.clone());
    view! {
        <tr>
            {name_cell(run, &project)}
            <td class="made__state"><State state /></td>
            <td><A href=project attr:class="made__link">{of_project}</A></td>
            <td><By author /></td>
            <td><TimeAgo at=created /></td>
            <td><Lasted run=lasting /></td>
        </tr>
    }
}

/// What a run is called, and its tags; `project` is the address of its project.
pub fn name_cell(run: Run, project: &str) -> AnyView {
    let href = format!("{project}/runs/{}", run.name);
    let tags = run.tags.into_iter().take(TAGS).map(|tag| view! { <Chip>{tag}</Chip> }.into_any()).collect_view();
    view! {
        <td class="made__main">
            <A href=href attr:class="made__name">{run.display_name}</A>
            <span class="chips">{tags}</span>
        </td>
    }
    .into_any()
}

#[component]
pub fn State(state: RunState) -> impl IntoView {
    let tone = match state {
        RunState::Running => Tone::Warn,
        RunState::Finished => Tone::Good,
        RunState::Failed => Tone::Bad,
        RunState::Crashed => Tone::Neutral,
    };
    view! { <Badge tone>{state.label()}</Badge> }
}

/// For how long it ran, counted on while it does.
#[component]
pub fn Lasted(run: Run) -> impl IntoView {
    let now = Now::expect();
    move || duration_words(run.duration(now.get()))
}
