//! How calls travel: one way for all of them, so that it is in the WASM once.

use std::pin::Pin;

use http::Method;
use leptos::prelude::window;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::{Json, PostUrl};
use leptos::server_fn::request::Req;
use leptos::server_fn::server::Server;
use leptos::server_fn::{ContentType, Http, Protocol};
use leptos::web_sys::{AbortController, Headers, RequestInit, Response};
use send_wrapper::SendWrapper;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{ApiError, ApiResult};

/// The protocol of every call: arguments and answer are JSON; arguments may come from a form as well.
pub struct Call;

impl<Input, Output, Browser, Host> Protocol<Input, Output, Browser, Host, ApiError> for Call
where
    Input: Serialize + DeserializeOwned + Send,
    Output: Serialize + DeserializeOwned + Send,
    Browser: Client<ApiError>,
    Host: Server<ApiError>,
{
    const METHOD: Method = Method::POST;

    async fn run_server<F, Fut>(request: Host::Request, call: F) -> ApiResult<Host::Response>
    where
        F: Fn(Input) -> Fut + Send,
        Fut: Future<Output = ApiResult<Output>> + Send,
    {
        type Through<Arguments> = Http<Arguments, Json>;
        if request.to_content_type().is_some_and(|it| it.starts_with(Json::CONTENT_TYPE)) {
            <Through<Json> as Protocol<Input, Output, Browser, Host, ApiError>>::run_server(request, call).await
        } else {
            <Through<PostUrl> as Protocol<Input, Output, Browser, Host, ApiError>>::run_server(request, call).await
        }
    }

    async fn run_client(path: &str, input: Input) -> ApiResult<Output> {
        let arguments = serde_json::to_string(&input).map_err(|error| ApiError::Malformed(error.to_string()))?;
        read(&post(path, Json::CONTENT_TYPE, &arguments).await?)
    }
}

/// What the server answered, read as what it should be.
pub fn read<T: DeserializeOwned>(answer: &str) -> ApiResult<T> {
    serde_json::from_str(answer).map_err(|error| ApiError::Transport(error.to_string()))
}

pub type Answer = Pin<Box<dyn Future<Output = ApiResult<String>> + Send>>;

/// Sends arguments of some content type to a call. Who drops the answer takes the request back. Only in the browser.
pub fn post(path: &str, kind: &str, arguments: &str) -> Answer {
    let (sent, is_read) = (Sent::new(path, kind, arguments), only_reads(path));
    Box::pin(SendWrapper::new(async move {
        match receive(sent).await {
            Ok((true, answer)) => Ok(answer),
            Ok((false, refusal)) => {
                let error = read(&refusal)?;
                if is_read && matches!(error, ApiError::Domain(domain::Error::Unauthenticated)) {
                    go_and_sign_in();
                }
                Err(error)
            }
            Err(error) => Err(ApiError::Transport(error.as_string().unwrap_or_default())),
        }
    }))
}

fn only_reads(path: &str) -> bool {
    path.contains("/get_") || path.contains("/list_")
}

/// Whoever is signed in no more has nothing left to see here. What is refused while something is being written says so beside
/// it instead, and nothing that was typed is lost.
fn go_and_sign_in() {
    let place = window().location();
    if let (Ok(path), Ok(query)) = (place.pathname(), place.search()) {
        let next = String::from(js_sys::encode_uri_component(&format!("{path}{query}"))).replace("%2F", "/");
        place.assign(&format!("/login?next={next}")).ok();
    }
}

/// Whether it went well, and the words.
async fn receive(sent: Result<Sent, JsValue>) -> Result<(bool, String), JsValue> {
    let sent = sent?;
    let response: Response = JsFuture::from(sent.response.clone()).await?.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok((response.ok(), text.as_string().unwrap_or_default()))
}

/// A request on its way, taken back when it is dropped.
struct Sent {
    response: js_sys::Promise,
    abort: AbortController,
}

impl Sent {
    fn new(path: &str, kind: &str, arguments: &str) -> Result<Self, JsValue> {
        let (headers, abort, request) = (Headers::new()?, AbortController::new()?, RequestInit::new());
        headers.set("Content-Type", kind)?;
        headers.set("Accept", Json::CONTENT_TYPE)?;
        request.set_method("POST");
        request.set_headers(&headers);
        request.set_body(&arguments.into());
        request.set_signal(Some(&abort.signal()));
        Ok(Self { response: window().fetch_with_str_and_init(path, &request), abort })
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.abort.abort();
    }
}
