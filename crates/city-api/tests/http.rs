//! Against a server on this machine: what goes out, what comes back, what counts as no answer.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use bytes::Bytes;
use city_api::HttpCity;
use client::port::{CityApi, CityRequest, Unreachable};
use protocol::api::Method;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_bytes, header, method, path},
};

fn get(path: &str) -> CityRequest {
    CityRequest {
        method: Method::Get,
        path: path.to_owned(),
        bearer: None,
        headers: Vec::new(),
        body: Bytes::new(),
        progress: None,
    }
}

#[tokio::test]
async fn an_error_status_is_an_answer() {
    let server = MockServer::start().await;
    Mock::given(method("GET"))
        .and(path("/v1/changes"))
        .and(header("authorization", "Bearer token"))
        .and(header("if-none-match", "\"a\""))
        .respond_with(
            ResponseTemplate::new(503)
                .insert_header("Retry-After", "7")
                .set_body_string("busy"),
        )
        .mount(&server)
        .await;
    let city = HttpCity::new(&server.uri(), "1.2.3").unwrap();
    let request = CityRequest {
        bearer: Some("token".to_owned()),
        headers: vec![("if-none-match", "\"a\"".to_owned())],
        ..get("/v1/changes?after=3")
    };
    let answer = city.send(request).await.unwrap();
    assert_eq!((answer.status, answer.body.as_ref()), (503, b"busy".as_slice()));
    assert_eq!(answer.header("retry-after"), Some("7"));
    let received = server.received_requests().await.unwrap();
    assert_eq!(received[0].headers["user-agent"], "congdanso/1.2.3");
    assert_eq!(received[0].url.query(), Some("after=3"));
}

#[tokio::test]
async fn a_body_goes_out_whole_and_its_progress_is_heard() {
    let server = MockServer::start().await;
    let content = Bytes::from(vec![7; 150_000]);
    Mock::given(method("PUT"))
        .and(body_bytes(content.clone()))
        .and(header("content-length", "150000"))
        .respond_with(ResponseTemplate::new(204))
        .mount(&server)
        .await;
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    let request = CityRequest {
        method: Method::Put,
        body: content,
        progress: Some(Arc::new(move |sent| ear.lock().unwrap().push(sent))),
        ..get("/v1/documents/x/content")
    };
    let city = HttpCity::new(&server.uri(), "1").unwrap();
    assert_eq!(city.send(request).await.unwrap().status, 204);
    let heard = heard.lock().unwrap();
    assert_eq!(heard.first(), Some(&0));
    assert_eq!(heard.last(), Some(&150_000));
    assert!(heard.is_sorted());
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    Mock::given(path("/v1/city"))
        .respond_with(ResponseTemplate::new(302).insert_header("Location", "https://example.com/"))
        .mount(&server)
        .await;
    let city = HttpCity::new(&server.uri(), "1").unwrap();
    assert_eq!(city.send(get("/v1/city")).await.unwrap().status, 302);
}

#[tokio::test]
async fn nobody_there_is_unreachable() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let city = HttpCity::new(&format!("http://127.0.0.1:{port}"), "1").unwrap();
    assert_eq!(city.send(get("/v1/city")).await.unwrap_err(), Unreachable);
}
