use std::time::Duration;

use protocol::{
    api::{self, SignInIdentifier},
    problem::{ErrorCode, Problem},
};
use server::testing::{CityOptions, Fault, TestCity, TestDevice};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::{PHONE, content, hoa};

async fn problem(response: reqwest::Response) -> Problem {
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    response.json().await.expect("a problem")
}

#[tokio::test]
async fn every_failure_is_a_problem_with_the_requests_id() {
    let city = TestCity::start().await;
    let http = TestDevice::new(&city).http().clone();
    let at = |path: &str| format!("{}{path}", city.url());
    let json = |body: &'static str| {
        http.post(at("/v1/sign-ins"))
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    let cases = [
        (http.get(at("/nowhere")).send().await, 404, ErrorCode::NotFound),
        (
            http.get(at("/v1/sign-ins")).send().await,
            405,
            ErrorCode::MethodNotAllowed,
        ),
        (json("{").await, 400, ErrorCode::InvalidRequest),
        (json("").await, 400, ErrorCode::InvalidRequest),
        (
            json(r#"{"identifier":{"kind":"phone","value":7}}"#).await,
            422,
            ErrorCode::InvalidField,
        ),
        (
            http.post(at("/v1/sign-ins")).body("x=1").send().await,
            415,
            ErrorCode::UnsupportedMediaType,
        ),
        (
            http.post(at("/v1/challenges/seven/sends")).send().await,
            400,
            ErrorCode::InvalidRequest,
        ),
        (
            http.post(at("/v1/challenges/0192d3a4-0000-7000-8000-000000000001/sends"))
                .send()
                .await,
            404,
            ErrorCode::NotFound,
        ),
    ];
    for (response, status, code) in cases {
        let response = response.unwrap();
        assert_eq!(response.status(), status, "{code:?}");
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        let problem = problem(response).await;
        assert_eq!((problem.code, problem.status), (code, status));
        assert_eq!(problem.instance, Some(format!("urn:uuid:{id}")));
    }
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_parsed() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let body = format!("{{\"identifier\":\"{}\"}}", "x".repeat(70_000));
    let post = device
        .http()
        .post(format!("{}/v1/sign-ins", city.url()))
        .header("content-type", "application/json");
    let response = post.body(body).send().await.unwrap();
    assert_eq!(response.status(), 413);
    assert_eq!(problem(response).await.code, ErrorCode::PayloadTooLarge);
}

#[tokio::test]
async fn answers_carry_the_headers_that_protect() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let response = me.call::<api::ListSessions>(&()).send().await;
    let headers = response.headers();
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(headers["cache-control"], "no-store");
    assert!(
        headers["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("default-src 'none'")
    );
}

#[tokio::test]
async fn json_is_compressed_and_papers_are_not() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let id = content::add(&me).await;
    content::put(&me, id, &content::pdf(5000)).await.unwrap();
    for encoding in ["br", "gzip"] {
        let json = me
            .call::<api::PullChanges>(&())
            .header("accept-encoding", encoding)
            .send()
            .await;
        assert_eq!(json.headers()["content-encoding"], encoding);
        let paper = me
            .call::<api::GetContent>(&id)
            .header("accept-encoding", encoding)
            .send()
            .await;
        assert!(!paper.headers().contains_key("content-encoding"));
        assert_eq!(paper.headers()["content-length"], "5000");
    }
}

#[tokio::test]
async fn an_address_that_comes_too_fast_is_slowed_down() {
    let options = CityOptions::default()
        .with("HTTP_RATE_PER_SECOND", "1")
        .with("HTTP_RATE_BURST", "3");
    let city = TestCity::start_with(options).await;
    let device = TestDevice::new(&city);
    for _ in 0..3 {
        assert_eq!(device.call::<api::GetCity>(&()).send().await.status(), 200);
    }
    let response = device.call::<api::GetCity>(&()).send().await;
    assert_eq!(response.headers()["retry-after"], "1");
    let problem = problem(response).await;
    assert_eq!(
        (problem.code, problem.retry_after),
        (ErrorCode::TooManyRequests, Some(1))
    );
}

#[tokio::test]
async fn a_request_has_its_time() {
    let options = CityOptions::default().with("HTTP_TIMEOUT_SECONDS", "1");
    let city = TestCity::start_with(options).await;
    // Headers arrive, the body never does.
    let mut stream = tokio::net::TcpStream::connect(city.url().trim_start_matches("http://"))
        .await
        .unwrap();
    let head = "POST /v1/sign-ins HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut answer))
        .await
        .unwrap()
        .unwrap();
    let text = String::from_utf8_lossy(&answer[..read]);
    assert!(
        text.starts_with("HTTP/1.1 504") && text.contains("\"timeout\""),
        "{text}"
    );
}

#[tokio::test]
async fn health_is_told_without_a_session() {
    let city = TestCity::start().await;
    let http = TestDevice::new(&city).http().clone();
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(
            http.get(format!("{}{path}", city.url())).send().await.unwrap().status(),
            200
        );
    }
    let metrics = http.get(format!("{}/metrics", city.url())).send().await.unwrap();
    assert_eq!(metrics.status(), 404, "metrics are on the private side only");
}

#[tokio::test]
async fn the_private_side_counts_by_endpoint_and_never_by_path() {
    let city = TestCity::start().await;
    let me = hoa(&city).await;
    let _ = me.call::<api::EndSession>(&me.grant.session).answer().await;
    let text = city.city().metrics.render();
    assert!(
        text.contains(r#"congdanso_requests_total{endpoint="EndSession",status="204"} 1"#),
        "{text}"
    );
    assert!(
        text.contains(r#"congdanso_sms_total{purpose="enrolment",outcome="sent"} 1"#),
        "{text}"
    );
    assert!(text.contains("session_opened") && text.contains("congdanso_request_seconds_bucket"));
    assert!(!text.contains(&me.grant.session.to_string()) && !text.contains(PHONE));
}

#[tokio::test]
async fn the_outbox_page_is_there_only_in_a_demonstration_and_only_for_this_machine() {
    let options = CityOptions {
        own_gateway: true,
        ..CityOptions::default()
    };
    let closed = TestCity::start_with(options.clone()).await;
    let http = TestDevice::new(&closed).http().clone();
    assert_eq!(
        http.get(format!("{}/demo/outbox", closed.url()))
            .send()
            .await
            .unwrap()
            .status(),
        404
    );

    let city = TestCity::start_with(options.with("DEMO", "true")).await;
    let device = TestDevice::new(&city);
    device
        .start_enrolment(&server::testing::enrolment_form("048190000123", crate::NAME, PHONE))
        .await
        .unwrap();
    let url = format!("{}/demo/outbox", city.url());
    let page = http.get(&url).send().await.unwrap();
    assert!(
        page.headers()["content-type"]
            .to_str()
            .unwrap()
            .starts_with("text/html")
    );
    assert!(page.text().await.unwrap().contains("0905 123 456"));
    let json = http
        .get(&url)
        .header("accept", "application/json")
        .send()
        .await
        .unwrap();
    let json: serde_json::Value = json.json().await.unwrap();
    assert!(
        json["messages"][0]["text"]
            .as_str()
            .unwrap()
            .contains("ma OTP mo ho so")
    );
    for (name, value) in [
        ("x-forwarded-for", "203.0.113.1"),
        ("via", "1.1 proxy"),
        ("host", "evil.example"),
    ] {
        assert_eq!(
            http.get(&url).header(name, value).send().await.unwrap().status(),
            404,
            "{name}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_lets_requests_finish() {
    let mut city = TestCity::start().await;
    let me = hoa(&city).await;
    city.faults()
        .next_on("GET /v1/sessions", Fault::Delay(Duration::from_millis(500)));
    let request = tokio::spawn(me.call::<api::ListSessions>(&()).try_send());
    tokio::time::sleep(Duration::from_millis(150)).await;
    city.stop().await;
    assert_eq!(request.await.unwrap().unwrap().status(), 200);
    assert!(
        me.call::<api::ListSessions>(&()).try_send().await.is_err(),
        "nobody listens any more"
    );
    city.restart().await;
    me.call::<api::ListSessions>(&()).answer().await.unwrap();
}

#[tokio::test]
async fn faults_on_demand_come_in_order_and_end() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    city.faults().fail_next(2);
    city.faults().next(Fault::DropBefore);
    let get = || device.call::<api::GetCity>(&()).try_send();
    assert_eq!(get().await.unwrap().status(), 500);
    assert_eq!(get().await.unwrap().status(), 500);
    assert!(get().await.is_err());
    assert_eq!(get().await.unwrap().status(), 200);
    city.faults().next_on("POST /v1/sign-ins", Fault::DropBefore);
    assert_eq!(get().await.unwrap().status(), 200);
    let identifier = SignInIdentifier::Phone(PHONE.parse().unwrap());
    let call = device
        .call::<api::StartSignIn>(&())
        .json(&api::SignInForm { identifier });
    assert!(call.try_send().await.is_err());
}
