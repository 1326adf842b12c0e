//! The browsers in which I am signed in.

use domain::session::Session;
use leptos::prelude::*;

use crate::api::sessions::{RevokeOtherSessions, RevokeSession, list_sessions};
use crate::features::{CallForm, FormCall};
use crate::ui::{Badge, Button, Glyph, Icon, Notice, TimeAgo, Tone, wait};

#[component]
pub fn SessionsSection() -> impl IntoView {
    let (revoke, revoke_others) = (FormCall::new::<RevokeSession>(), FormCall::new::<RevokeOtherSessions>());
    let sessions = Resource::new(move || (revoke.version(), revoke_others.version()), |_| list_sessions());
    let refused = move || {
        let errors = [revoke.answer().and_then(Result::err), revoke_others.answer().and_then(Result::err)];
        errors.into_iter().flatten().next().map(|error| view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> })
    };
    view! {
        <section class="card section" id="sessions">
            <header class="section__head">
                <h2>"Sessions"</h2>
                <p>"A session ends after 7 days without use, and after 30 days in any case."</p>
            </header>
            {refused}
            <div class="items">
                <Transition>
                    {move || wait(async move {
                        match sessions.await {
                            Ok(list) => list.into_iter().map(|session| view! { <Row session revoke /> }).collect_view().into_any(),
                            Err(error) => view! { <Notice tone=Tone::Bad>{error.to_string()}</Notice> }.into_any(),
                        }
                    })}
                </Transition>
            </div>
            <footer class="section__foot">
                <CallForm call=revoke_others>
                    <Button submit=true busy=revoke_others.pending()>"Log out all others"</Button>
                </CallForm>
            </footer>
        </section>
    }
}

#[component]
fn Row(session: Session, revoke: FormCall) -> impl IntoView {
    let Session { id, device, address, started, last_used, current } = session;
    let log_out = (!current).then(|| {
        view! {
            <CallForm call=revoke class="item__act">
                <input type="hidden" name="session" value=id.to_string() />
                <Button submit=true>"Log out"</Button>
            </CallForm>
        }
    });
    view! {
        <div class="item">
            <Glyph icon=Icon::Monitor />
            <div class="item__words">
                <b>{device} {current.then(|| view! { <Badge tone=Tone::Good>"This browser"</Badge> })}</b>
                <small>{address} " · used " <TimeAgo at=last_used /> " · since " {started.exact()}</small>
            </div>
            {log_out}
        </div>
    }
}
