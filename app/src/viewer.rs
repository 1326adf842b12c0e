//! Who is looking, and what time it is: known with the page, before anything is fetched.

use domain::policy::Denied;
use domain::team::TeamChip;
use domain::time::Timestamp;
use domain::user::Viewer;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::ui::Now;

/// What every page starts from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {
    pub viewer: Option<Viewer>,
    /// The teams that the viewer is in, by name.
    pub teams: Vec<TeamChip>,
    /// Why the viewer may not create a team, if they may not.
    pub creates_no_team: Option<Denied>,
    /// The server's time.
    pub now: Timestamp,
    pub flash: Option<Flash>,
    /// Whether mail leaves this instance, so that asking for a link makes sense.
    pub sends_mail: bool,
}

/// What went wrong with a form that was sent without JavaScript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    pub form: String,
    pub error: domain::Error,
    /// What was typed, without passwords.
    pub typed: Vec<(String, String)>,
}

impl Welcome {
    /// Puts it in context: as the server found it out, or as the server wrote it into the page.
    pub fn provide() {
        let welcome = SharedValue::new(found_out).into_inner();
        Now::provide(welcome.now);
        provide_context(welcome);
    }
}

#[cfg(feature = "ssr")]
fn found_out() -> Welcome {
    crate::api::request::welcome()
}

#[cfg(not(feature = "ssr"))]
fn found_out() -> Welcome {
    Welcome::default()
}

/// Who is signed in, if anybody.
pub fn viewer() -> Option<Viewer> {
    use_context::<Welcome>().and_then(|welcome| welcome.viewer)
}

/// The teams that I am in.
pub fn my_teams() -> Vec<TeamChip> {
    use_context::<Welcome>().map(|welcome| welcome.teams).unwrap_or_default()
}

/// Why I may not create a team, if I may not.
pub fn creates_no_team() -> Option<Denied> {
    use_context::<Welcome>().and_then(|welcome| welcome.creates_no_team)
}

/// Whether mail leaves this instance.
pub fn sends_mail() -> bool {
    use_context::<Welcome>().is_some_and(|welcome| welcome.sends_mail)
}

/// Where this instance is, as in `https://rollcall.example`, for clients to be pointed at.
#[cfg(feature = "ssr")]
pub fn base_url() -> String {
    crate::api::request::base_url()
}

/// As the server wrote it into the page.
#[cfg(not(feature = "ssr"))]
pub fn base_url() -> String {
    document().document_element().and_then(|root| root.get_attribute("data-base-url")).unwrap_or_default()
}

/// What went wrong with the form that came back with the page, if it was this one.
pub fn flash(form: &str) -> Option<Flash> {
    use_context::<Welcome>().and_then(|welcome| welcome.flash).filter(|flash| flash.form == form)
}
