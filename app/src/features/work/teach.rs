//! How a first run is logged: the exact lines, for this server and this team.

use leptos::prelude::*;

use crate::ui::{CopyButton, Glyph, Icon};
use crate::viewer::base_url;

/// Stands where there are no runs yet.
#[component]
pub fn Teach(#[prop(into)] team: String, #[prop(into)] project: String) -> impl IntoView {
    let url = base_url();
    let shell = format!("pip install wandb\nexport WANDB_BASE_URL={url}\nwandb login --host={url}");
    let python = format!(
        "import wandb\n\nwith wandb.init(entity=\"{team}\", project=\"{project}\") as run:\n    run.config[\"lr\"] = 0.001\n    for step in range(100):\n        run.log({{\"loss\": 1 / (step + 1)}})\n    run.summary[\"done\"] = True"
    );
    view! {
        <div class="teach">
            <Glyph icon=Icon::Keyboard />
            <h2>"Log your first run"</h2>
            <p>
                "With these lines the wandb client that you know will log to this server. This version does not answer it yet: until then "
                <a class="link" href="/api/docs" rel="external">"log runs over REST"</a>
                "."
            </p>
            <p>"Point it here once:"</p>
            <Lines label="In a terminal" text=shell />
            <p>"and log from anywhere in your code:"</p>
            <Lines label="In Python" text=python />
        </div>
    }
}

#[component]
fn Lines(label: &'static str, text: String) -> impl IntoView {
    view! {
        <figure class="lines">
            <figcaption>{label} <CopyButton text=text.clone() /></figcaption>
            <pre tabindex="0"><code>{text}</code></pre>
        </figure>
    }
}
