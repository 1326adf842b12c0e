//! A real S3 server on this machine, one for all tests of a program; it ends with the program.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use domain::storage::TypedBucket;
use serde::Deserialize;

const SCRIPT: &str = include_str!("s3_server.py");

static SERVER: LazyLock<S3Server> = LazyLock::new(S3Server::start);

/// Has the bucket `runs`.
#[derive(Deserialize)]
pub struct S3Server {
    pub url: String,
    /// May do everything in the bucket.
    pub writer: Key,
    /// May only read.
    pub reader: Key,
}

#[derive(Clone, Deserialize)]
pub struct Key {
    pub id: String,
    pub secret: String,
}

impl S3Server {
    pub fn running() -> &'static Self {
        &SERVER
    }

    fn start() -> Self {
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join(".venv/bin/python3");
        let mut server = Command::new(python)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the S3 server of the tests: run scripts/setup test");
        let mut line = String::new();
        BufReader::new(server.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        // Its input stays open as long as this program runs.
        std::mem::forget(server);
        serde_json::from_str(&line).expect("where the S3 server listens")
    }

    /// What somebody types who brings the bucket along.
    pub fn typed(&self, prefix: &str) -> TypedBucket {
        TypedBucket {
            endpoint: self.url.clone(),
            region: "us-east-1".to_owned(),
            name: "runs".to_owned(),
            prefix: prefix.to_owned(),
            access_key_id: self.writer.id.clone(),
            secret_access_key: self.writer.secret.clone(),
        }
    }
}
