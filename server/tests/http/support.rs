//! A server in this process, and browsers that visit it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::net::SocketAddr;
use std::sync::{LazyLock, Mutex};

use app::api::ApiError;
use axum::Router;
use axum::body::{Body, to_bytes};
use http::{HeaderMap, Method, Request, StatusCode, header};
use leptos::config::LeptosOptions;
use metrics_exporter_prometheus::PrometheusHandle;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::client::PeerAddr;
use server::config::{Config, Options};
use server::router::{Web, router};
use service::instance::Settings;
use testkit::{Person, World};
use tower::ServiceExt;

use crate::described::{Described, described};

/// Where a browser on another machine comes from.
pub const ELSEWHERE: &str = "192.0.2.1";

static NUMBERS: LazyLock<PrometheusHandle> = LazyLock::new(|| server::metrics::install().unwrap());

/// The real routes on a world of their own.
pub struct TestServer {
    pub world: World,
    router: Router,
    authority: String,
    origin: String,
    _site: tempfile::TempDir,
}

impl TestServer {
    /// On `http://127.0.0.1:3000`, without rate limits.
    pub async fn new() -> Self {
        Self::with(testkit::settings(), &[("ROLLCALL_RATE_LIMIT", "0")]).await
    }

    /// On `https://roll.example`.
    pub async fn public() -> Self {
        let base_url = "https://roll.example";
        let settings = Settings { base_url: base_url.to_owned(), ..testkit::settings() };
        Self::with(settings, &[("ROLLCALL_ADDR", "0.0.0.0:3000"), ("ROLLCALL_BASE_URL", base_url)]).await
    }

    /// With the rate limits of the product.
    pub async fn limited() -> Self {
        Self::with(testkit::settings(), &[]).await
    }

    pub async fn with(settings: Settings, variables: &[(&str, &str)]) -> Self {
        let value = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        let config = Config::load(&Options::default(), value).unwrap();
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir(site.path().join("pkg")).unwrap();
        std::fs::write(site.path().join("robots.txt"), "User-agent: *\n").unwrap();
        let root = site.path().to_string_lossy().into_owned();
        let options = LeptosOptions::builder().output_name("rollcall").site_root(root).build();

        let world = World::with(settings).await;
        let web = Web::new(world.instance.clone(), options, &config);
        let metrics = server::metrics::routes(NUMBERS.clone(), config.metrics_token.clone());
        let origin = config.base_url.to_string();
        let authority = origin.split_once("://").unwrap().1.to_owned();
        Self { world, router: router(web, &config, metrics), authority, origin, _site: site }
    }

    /// What the API says of itself.
    pub async fn described(&self) -> &'static Described {
        described(&self.router).await
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Browser {
        Browser {
            router: self.router.clone(),
            authority: self.authority.clone(),
            origin: self.origin.clone(),
            cookies: Mutex::default(),
            ip: ELSEWHERE.to_owned(),
        }
    }

    /// A browser in which `person` is signed in.
    pub fn browser_of(&self, person: &Person) -> Browser {
        let browser = self.browser();
        let name = if self.origin.starts_with("https") { "__Host-rollcall" } else { "rollcall" };
        browser.put_cookie(name, &person.token);
        browser
    }
}

/// Keeps cookies and says where its requests come from, as browsers do.
pub struct Browser {
    router: Router,
    authority: String,
    pub origin: String,
    cookies: Mutex<BTreeMap<String, String>>,
    ip: String,
}

impl Browser {
    /// The same browser on another machine.
    pub fn at(mut self, ip: &str) -> Self {
        ip.clone_into(&mut self.ip);
        self
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub fn put_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    /// Exactly these headers, besides `Host` and the cookies that are kept.
    ///
    /// An answer of the API is held against what the document says.
    pub async fn send(&self, method: Method, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method.clone()).uri(path);
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header(header::HOST, &self.authority);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(cookies) = self.cookie_line() {
            request = request.header(header::COOKIE, cookies);
        }
        let body = to_bytes(body.into(), usize::MAX).await.unwrap();
        let mut request = request.body(Body::from(body.clone())).unwrap();
        request.extensions_mut().insert(PeerAddr(SocketAddr::new(self.ip.parse().unwrap(), 40_000)));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, told) = response.into_parts();
        self.keep_cookies(&parts.headers);
        let told = to_bytes(told, 8 << 20).await.unwrap();
        let text = String::from_utf8_lossy(&told).into_owned();
        let answer = Answer { status: parts.status, headers: parts.headers, text };
        if path.starts_with("/api/v1") {
            described(&self.router).await.check(&method, path, &body, &answer);
        }
        answer
    }

    fn cookie_line(&self) -> Option<String> {
        let cookies = self.cookies.lock().unwrap();
        let line: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!line.is_empty()).then(|| line.join("; "))
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let cookie = cookie::Cookie::parse(line.to_str().unwrap().to_owned()).unwrap();
            let gone = cookie.max_age().is_some_and(cookie::time::SignedDuration::is_zero);
            let mut cookies = self.cookies.lock().unwrap();
            if gone {
                cookies.remove(cookie.name());
            } else {
                cookies.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
    }

    /// Opens a page.
    pub async fn get(&self, path: &str) -> Answer {
        let headers = [("accept", "text/html,*/*;q=0.8"), ("sec-fetch-site", "none")];
        self.send(Method::GET, path, &headers, Body::empty()).await
    }

    /// Makes a call as the page's own script does.
    pub async fn call(&self, name: &str, fields: &[(&str, &str)]) -> Answer {
        self.call_with(name, "application/x-www-form-urlencoded", form(fields)).await
    }

    /// As [`Browser::call`], for calls that take JSON.
    pub async fn call_json(&self, name: &str, arguments: &impl Serialize) -> Answer {
        self.call_with(name, "application/json", serde_json::to_string(arguments).unwrap()).await
    }

    pub async fn call_with(&self, name: &str, kind: &str, body: impl Into<Body>) -> Answer {
        let origin = self.origin.clone();
        let headers = [
            ("accept", "application/json"),
            ("content-type", kind),
            ("sec-fetch-site", "same-origin"),
            ("origin", &origin),
        ];
        self.send(Method::POST, &format!("/api/fn/{name}"), &headers, body).await
    }

    /// Submits a form of the page `on`, as a browser without JavaScript does.
    pub async fn submit(&self, on: &str, name: &str, fields: &[(&str, &str)]) -> Answer {
        let (origin, referer) = (self.origin.clone(), format!("{}{on}", self.origin));
        let headers = [
            ("accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("origin", &origin),
            ("referer", &referer),
        ];
        self.send(Method::POST, &format!("/api/fn/{name}"), &headers, form(fields)).await
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// Empty if it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text))
    }

    /// The error of a refused call.
    pub fn error(&self) -> domain::Error {
        match self.json() {
            ApiError::Domain(error) => error,
            other => panic!("not an error of the domain: {other:?}"),
        }
    }

    /// The fields that a refused call names.
    pub fn fields(&self) -> Vec<String> {
        match self.error() {
            domain::Error::Invalid(fields) => fields.into_iter().map(|it| it.field).collect(),
            other => panic!("names no field: {other:?}"),
        }
    }

    /// The line that sets the cookie `name`; empty if there is none.
    pub fn sets_cookie(&self, name: &str) -> String {
        let lines = self.headers.get_all(header::SET_COOKIE).iter().map(|line| line.to_str().unwrap());
        let start = format!("{name}=");
        lines.into_iter().find(|line| line.starts_with(&start)).unwrap_or_default().to_owned()
    }
}

pub fn form(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", escape(name), escape(value))).collect();
    pairs.join("&")
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            write!(escaped, "%{byte:02X}").unwrap();
        }
        escaped
    })
}

/// `text` with what is different in every answer taken out.
pub fn masked(answer: &Answer) -> String {
    let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).and_then(|it| it.split('\'').next());
    let mut text = answer.text.replace(answer.header("x-request-id"), "REQUEST");
    if let Some(nonce) = nonce {
        text = text.replace(nonce, "NONCE");
    }
    // What a page was loaded from is written down as it comes.
    let parts = text.split("__RESOLVED_RESOURCES[").flat_map(|part| part.split("</script>"));
    let mut parts: Vec<&str> = parts.map(|part| part.trim_start_matches("<script nonce=\"NONCE\">")).collect();
    parts.sort_unstable();
    parts.concat()
}
