use std::{sync::Arc, time::Duration};

use server::port::{
    SmsError, SmsGateway as _, SmsMessage, SystemRandom,
    sms::{BodyTemplate, HttpGateway, HttpGatewaySettings, SmsPurpose},
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_json, header, method, path},
};

fn gateway(url: &str, attempts: u32) -> HttpGateway {
    let template = r#"{"to":"{phone}","from":"{brand}","text":"{text}","id":"{id}"}"#;
    let settings = HttpGatewaySettings {
        url: format!("{url}/send"),
        headers: vec![("authorization".to_owned(), "Bearer secret".to_owned())],
        brand: "CONGDANSO".parse().unwrap(),
        template: BodyTemplate::parse(template).unwrap(),
        timeout: Duration::from_millis(500),
        attempts,
    };
    HttpGateway::new(settings, Arc::new(SystemRandom)).unwrap()
}

fn message() -> SmsMessage {
    SmsMessage {
        id: uuid::Uuid::nil(),
        to: "0905123456".parse().unwrap(),
        text: "Cong dan so Da Nang: \"thu\"".to_owned(),
        purpose: SmsPurpose::SignIn,
    }
}

#[tokio::test]
async fn a_message_is_posted_as_the_template_says() {
    let server = MockServer::start().await;
    let expected = serde_json::json!({
        "to": "84905123456", "from": "CONGDANSO", "text": "Cong dan so Da Nang: \"thu\"",
        "id": "00000000-0000-0000-0000-000000000000"
    });
    Mock::given(method("POST"))
        .and(path("/send"))
        .and(header("authorization", "Bearer secret"))
        .and(body_json(expected))
        .respond_with(ResponseTemplate::new(202))
        .expect(1)
        .mount(&server)
        .await;
    gateway(&server.uri(), 1).send(&message()).await.unwrap();
}

#[tokio::test]
async fn passing_trouble_is_tried_again() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(503))
        .up_to_n_times(1)
        .mount(&server)
        .await;
    let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(2));
    Mock::given(method("POST"))
        .respond_with(slow)
        .up_to_n_times(1)
        .mount(&server)
        .await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .mount(&server)
        .await;
    gateway(&server.uri(), 3).send(&message()).await.unwrap();
}

#[tokio::test]
async fn a_refusal_is_final_and_silence_ends_the_tries() {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .respond_with(ResponseTemplate::new(422))
        .expect(1)
        .mount(&server)
        .await;
    let refused = gateway(&server.uri(), 3).send(&message()).await;
    assert_eq!(refused, Err(SmsError::Refused(422)));
    let nobody = gateway("http://127.0.0.1:9", 2).send(&message()).await;
    assert_eq!(nobody, Err(SmsError::Unreachable));
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = MockServer::start().await;
    let elsewhere = ResponseTemplate::new(307).insert_header("location", "http://127.0.0.1:9/");
    Mock::given(method("POST"))
        .respond_with(elsewhere)
        .expect(1)
        .mount(&server)
        .await;
    assert_eq!(
        gateway(&server.uri(), 1).send(&message()).await,
        Err(SmsError::Refused(307))
    );
}
