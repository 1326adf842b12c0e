//! The connections to buckets.

use std::time::Duration;

use object_store::ClientOptions;
use object_store::client::{HttpClient, HttpConnector};

use crate::{Error, Result, outgoing};

/// Between two pieces of an answer.
const TO_READ: Duration = Duration::from_secs(30);

/// Makes the connections of one bucket.
#[derive(Debug)]
pub struct Connector(reqwest::Client);

impl Connector {
    pub fn new(internal: bool) -> Result<Self> {
        let client = outgoing::builder(internal).read_timeout(TO_READ).build();
        client.map(Self).map_err(|error| Error::Internal(format!("storage: {error}")))
    }
}

impl HttpConnector for Connector {
    fn connect(&self, _: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.0.clone()))
    }
}
