//! Where the next page of a list begins. Opaque to whoever holds it, and bound to the order and filter it was made for.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::text::has_nul;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Error, Result, token};

/// The order and filter of a list, short enough to carry along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl Fingerprint {
    pub fn of(query: &impl Serialize) -> Self {
        let hash = token::hash(&serde_json::to_string(query).unwrap_or_default());
        Self(URL_SAFE_NO_PAD.encode(&hash[..12]))
    }
}

/// What a cursor holds: the place of the last row of a page, and for which list that is one.
pub trait Place: Serialize + DeserializeOwned {
    fn list(&self) -> &Fingerprint;
}

pub fn encode(place: &impl Place) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(place).unwrap_or_default())
}

/// # Errors
///
/// `Invalid` where it is none of ours, or was made for another order or filter than `query`.
pub fn decode<P: Place>(text: &str, query: &impl Serialize) -> Result<P> {
    let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| mangled())?;
    let place: Value = serde_json::from_slice(&bytes).map_err(|_| mangled())?;
    if holds_nul(&place) {
        return Err(mangled());
    }
    let place: P = serde_json::from_value(place).map_err(|_| mangled())?;
    if *place.list() == Fingerprint::of(query) {
        Ok(place)
    } else {
        Err(refuse("it belongs to another order or filter"))
    }
}

/// Whether a text in it has what no row of ours has.
fn holds_nul(place: &Value) -> bool {
    match place {
        Value::String(text) => has_nul(text),
        Value::Array(parts) => parts.iter().any(holds_nul),
        Value::Object(parts) => parts.values().any(holds_nul),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Says that a place is none.
pub fn mangled() -> Error {
    refuse("it is mangled")
}

fn refuse(why: &str) -> Error {
    let words = format!("This is not the place of a page: {why}. Start again at the first page.");
    domain::Error::invalid("after", words).into()
}
