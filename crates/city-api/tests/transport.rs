//! The adapter's limits: time, size, where it goes, and what it tells on the way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    io::{Read, Write},
    net::TcpListener,
    time::{Duration, Instant},
};

use bytes::Bytes;
use city_api::{HttpCity, Limits};
use client::port::{CityApi, CityRequest, Unreachable};
use protocol::api::Method;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_bytes, header, method, path, query_param},
};

fn city(address: &str) -> HttpCity {
    let limits = Limits {
        connect: Duration::from_millis(500),
        request: Duration::from_millis(800),
        slowest: 1024 * 1024,
        answer: 100_000,
    };
    HttpCity::with_limits(address, "0.1.0", limits).unwrap()
}

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
async fn a_request_arrives_as_it_was_meant() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path("/v1/outbox"))
        .and(query_param("after", "7"))
        .and(header("authorization", "Bearer token"))
        .and(header("user-agent", "congdanso/0.1.0"))
        .and(header("content-type", "application/json"))
        .and(body_bytes(b"{}"))
        .respond_with(
            ResponseTemplate::new(200)
                .insert_header("ETag", "\"a\"")
                .set_body_string("ok"),
        )
        .expect(1)
        .mount(&server)
        .await;
    let request = CityRequest {
        method: Method::Post,
        bearer: Some("token".to_owned()),
        headers: vec![("content-type", "application/json".to_owned())],
        body: Bytes::from_static(b"{}"),
        ..get("/v1/outbox?after=7")
    };
    let response = city(&server.uri()).send(request).await.unwrap();
    assert_eq!((response.status, &response.body[..]), (200, &b"ok"[..]));
    assert_eq!(response.header("etag"), Some("\"a\""));
    let received = server.received_requests().await.unwrap();
    assert!(received[0].headers.get("cookie").is_none());
}

#[tokio::test]
async fn error_statuses_are_answers() {
    let server = MockServer::start().await;
    for status in [304, 400, 401, 404, 429, 500, 503] {
        let place = format!("/v1/{status}");
        Mock::given(path(place.clone()))
            .respond_with(ResponseTemplate::new(status))
            .mount(&server)
            .await;
        assert_eq!(city(&server.uri()).send(get(&place)).await.unwrap().status, status);
    }
}

#[tokio::test]
async fn a_slow_city_is_not_waited_for() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
    Mock::given(method("GET")).respond_with(slow).mount(&server).await;
    let begun = Instant::now();
    assert_eq!(
        city(&server.uri()).send(get("/v1/city")).await.unwrap_err(),
        Unreachable
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_cut_answer_is_no_answer() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().unwrap();
        let _ = socket.read(&mut [0; 4096]).unwrap();
        socket
            .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
            .unwrap();
    });
    assert_eq!(city(&address).send(get("/v1/city")).await.unwrap_err(), Unreachable);
    server.join().unwrap();
}

#[tokio::test]
async fn redirects_stay_at_home() {
    let (server, elsewhere) = (MockServer::start().await, MockServer::start().await);
    let away = ResponseTemplate::new(302).insert_header("Location", format!("{}/v1/b", elsewhere.uri()));
    Mock::given(path("/v1/away")).respond_with(away).mount(&server).await;
    let near = ResponseTemplate::new(307).insert_header("Location", "/v1/b");
    Mock::given(path("/v1/near")).respond_with(near).mount(&server).await;
    Mock::given(path("/v1/b"))
        .respond_with(ResponseTemplate::new(200))
        .mount(&server)
        .await;
    let city = city(&server.uri());
    assert_eq!(city.send(get("/v1/near")).await.unwrap().status, 200);
    assert_eq!(city.send(get("/v1/away")).await.unwrap().status, 302);
    assert!(elsewhere.received_requests().await.unwrap().is_empty());
    assert_eq!(city.send(get("//127.0.0.1:1/v1/b")).await.unwrap_err(), Unreachable);
}

#[tokio::test]
async fn an_answer_beyond_the_limit_is_dropped() {
    let server = MockServer::start().await;
    let large = ResponseTemplate::new(200).set_body_bytes(vec![0; 100_001]);
    Mock::given(path("/v1/large")).respond_with(large).mount(&server).await;
    let fits = ResponseTemplate::new(200).set_body_bytes(vec![0; 100_000]);
    Mock::given(path("/v1/fits")).respond_with(fits).mount(&server).await;
    let city = city(&server.uri());
    assert_eq!(city.send(get("/v1/large")).await.unwrap_err(), Unreachable);
    assert_eq!(city.send(get("/v1/fits")).await.unwrap().body.len(), 100_000);
}

#[tokio::test]
async fn a_large_body_has_more_time() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(204).set_delay(Duration::from_millis(1500));
    Mock::given(method("PUT")).respond_with(slow).mount(&server).await;
    let request = CityRequest {
        method: Method::Put,
        body: vec![0; 3 * 1024 * 1024].into(),
        ..get("/v1/x")
    };
    assert_eq!(city(&server.uri()).send(request).await.unwrap().status, 204);
}
