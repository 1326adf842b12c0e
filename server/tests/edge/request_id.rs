use axum::routing::get;
use axum::{Extension, Router};
use http::Method;
use server::client::ClientIp;
use server::request_id::RequestId;

use crate::support::{from, header, public_edge, request, send, text};

#[tokio::test]
async fn an_id_and_an_address_are_believed_only_when_a_trusted_proxy_sends_them() {
    let show =
        |id: Extension<RequestId>, client: Extension<ClientIp>| async move { format!("{} {}", id.0.0, client.0.0) };
    let edge = public_edge(Router::new().route("/", get(show)), &[("ROLLCALL_TRUSTED_PROXIES", "10.0.0.0/8")]);
    let sent = || {
        request(
            Method::GET,
            "/",
            &[("host", "roll.example"), ("x-request-id", "proxy-made-1"), ("x-forwarded-for", "198.51.100.7")],
        )
    };

    let stranger = send(&edge, sent()).await;
    let id = header(&stranger, "x-request-id").to_owned();
    assert_eq!(id.len(), 32);
    assert_eq!(text(stranger).await, format!("{id} 192.0.2.1"));

    let proxied = send(&edge, from("10.0.0.1", sent())).await;
    assert_eq!(header(&proxied, "x-request-id"), "proxy-made-1");
    assert_eq!(text(proxied).await, "proxy-made-1 198.51.100.7");

    let odd = request(Method::GET, "/", &[("host", "roll.example"), ("x-request-id", "a b<script>")]);
    assert_eq!(header(&send(&edge, from("10.0.0.1", odd)).await, "x-request-id").len(), 32);
}
