use std::io;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::get;
use http::Method;
use server::config::{LogFormat, LogSettings};
use server::telemetry;
use tracing_subscriber::fmt::MakeWriter;

use crate::support::{edge, header, request, send};

#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Written {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_names_the_request_and_keeps_its_secrets() {
    let written = Written::default();
    let everything = LogSettings { filter: "trace".to_owned(), format: LogFormat::Json };
    let subscriber = telemetry::subscriber(&everything, false, written.clone());
    let _guard = tracing::subscriber::set_default(subscriber);
    let edge = edge(Router::new().route("/members", get(|| async { "members" })));

    let response = send(
        &edge,
        request(
            Method::GET,
            "/members?api_key=hunter2",
            &[("cookie", "sid=hunter2"), ("authorization", "Bearer hunter2")],
        ),
    )
    .await;
    send(&edge, request(Method::GET, "/invite/hunter2", &[])).await;
    send(&edge, request(Method::GET, "/public/hunter2", &[])).await;
    send(&edge, request(Method::POST, "/reset/hunter2/x", &[("cookie", "sid=hunter2")])).await;

    let log = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
    assert!(!log.contains("hunter2"), "{log}");
    for part in [
        header(&response, "x-request-id"),
        "\"path\":\"/members\"",
        "\"path\":\"/invite/…\"",
        "\"path\":\"/public/…\"",
        "\"path\":\"/reset/…\"",
        "\"status\":200",
        "\"status\":403",
        "elapsed_ms",
        "192.0.2.1",
    ] {
        assert!(log.contains(part), "{part} is not in {log}");
    }
}
