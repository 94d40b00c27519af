//! Sessions of pages: the browser keeps the tokens in cookies, the page knows their names.

use domain::limits;
use jiff::Timestamp;
use protocol::{
    api::{self, DeviceState, NO_SESSION, PAGE_HEADER, SessionGrant, SignInForm},
    problem::ErrorCode,
};
use server::testing::{CityOptions, Fault, TestCity, TestDevice, enrolment_form};

use crate::{NAME, NUMBER, PHONE, browser::Browser, code, fresh_id, hoa, minutes};

async fn hoa_in_a_browser(city: &TestCity) -> (Browser, SessionGrant) {
    let browser = Browser::new(city);
    let grant = browser.enrol(city, &enrolment_form(NUMBER, NAME, PHONE)).await;
    (browser, grant)
}

#[tokio::test]
async fn a_page_signs_in_is_loaded_anew_refreshes_and_signs_out() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    assert_eq!(browser.tokens().len(), 2);
    assert!(browser.list(&grant).await.unwrap().sessions[0].current);
    assert_eq!(browser.resume().await.unwrap(), grant);

    city.clock().advance(limits::ACCESS_TOKEN_LIFETIME);
    assert_eq!(code(browser.list(&grant).await), ErrorCode::AccessTokenExpired);
    let next = browser.refresh(&grant, fresh_id()).await.unwrap();
    assert!(next.access_token != grant.access_token && next.refresh_token != grant.refresh_token);
    assert_eq!((next.session, next.citizen), (grant.session, grant.citizen));
    browser.list(&next).await.unwrap();

    let call = browser.page_call::<api::EndCurrentSession>(&next.access_token, &());
    browser.answer(call).await.unwrap();
    assert!(browser.tokens().is_empty());
    assert_eq!(code(browser.list(&next).await), ErrorCode::Unauthenticated);
    assert_eq!(code(browser.resume().await), ErrorCode::Unauthenticated);
}

/// The lines that set cookies when a page signs in, without the tokens.
async fn set_cookies(city: &TestCity, origin: &str) -> Vec<String> {
    let browser = Browser::new(city);
    let form = enrolment_form(NUMBER, NAME, PHONE);
    let ticket = browser.device.start_enrolment(&form).await.unwrap();
    let password = city.last_code(PHONE).await;
    let request = browser.device.session_request(ticket.challenge, &password);
    let call = browser.page_call::<api::OpenSession>(NO_SESSION, &()).json(&request);
    let response = call.header("origin", origin).send().await;
    browser.keep(&response);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let lines = response.headers().get_all("set-cookie").iter();
    let lines = lines.map(|line| line.to_str().unwrap().to_owned());
    lines
        .map(|line| {
            browser
                .tokens()
                .iter()
                .fold(line, |line, token| line.replace(token, "…"))
        })
        .collect()
}

#[tokio::test]
async fn cookies_are_for_the_city_alone_and_end_with_the_browser() {
    let city = TestCity::start().await;
    let rest = "HttpOnly; SameSite=Strict; Path=/v1";
    assert_eq!(
        set_cookies(&city, &city.url()).await,
        [
            format!("congdanso-access=…; {rest}"),
            format!("congdanso-refresh=…; {rest}/sessions"),
            "congdanso-in=1; SameSite=Strict; Path=/".to_owned(),
        ]
    );
}

#[tokio::test]
async fn behind_https_cookies_never_travel_without_it() {
    let city = TestCity::start_with(CityOptions::default().with("HTTPS", "true")).await;
    let origin = city.url().replace("http://", "https://");
    let rest = "HttpOnly; SameSite=Strict; Secure; Path=/v1";
    assert_eq!(
        set_cookies(&city, &origin).await,
        [
            format!("__Secure-congdanso-access=…; {rest}"),
            format!("__Secure-congdanso-refresh=…; {rest}/sessions"),
            "__Secure-congdanso-in=1; SameSite=Strict; Secure; Path=/".to_owned(),
        ]
    );
    let answer = TestDevice::new(&city).call::<api::GetCity>(&()).send().await;
    assert_eq!(
        answer.headers()["strict-transport-security"],
        "max-age=63072000; includeSubDomains"
    );
    let browser = Browser::new(&city);
    let form = enrolment_form("048085004567", "Trần Văn Minh", "0913234567");
    let grant = browser.enrol(&city, &form).await;
    browser.list(&grant).await.unwrap();
    let plain = browser.page_call::<api::ListSessions>(&grant.access_token, &());
    assert_eq!(
        code(browser.answer(plain.header("origin", &city.url())).await),
        ErrorCode::Unauthenticated,
        "a page that came by http is another origin's"
    );
    let call = browser.page_call::<api::EndCurrentSession>(&grant.access_token, &());
    let response = call.send().await;
    for line in response.headers().get_all("set-cookie") {
        let line = line.to_str().unwrap();
        assert!(line.starts_with("__Secure-") && line.contains("Secure;"), "{line}");
    }
    browser.keep(&response);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn without_the_header_cookies_count_for_nothing() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let list = browser.call::<api::ListSessions>(&());
    assert_eq!(code(browser.answer(list).await), ErrorCode::Unauthenticated);
    let request = browser.device.refresh_request(&grant, fresh_id());
    let refresh = browser.call::<api::RefreshSession>(&()).json(&request);
    assert_eq!(code(browser.answer(refresh).await), ErrorCode::Unauthenticated);
    let resume = browser.call::<api::ResumeSession>(&());
    assert_eq!(code(browser.answer(resume).await), ErrorCode::Unauthenticated);
    assert_eq!(browser.tokens().len(), 2);

    // And a page has nothing but its cookies.
    let app = TestDevice::new(&city);
    city.clock().advance(minutes(11));
    let app = app.sign_in(&city, PHONE).await;
    let call = app.call::<api::ListSessions>(&()).header(PAGE_HEADER, NO_SESSION);
    assert_eq!(code(call.answer().await), ErrorCode::Unauthenticated);
    let response = app.call::<api::ListSessions>(&()).send().await;
    assert!(response.status().is_success() && !response.headers().contains_key("set-cookie"));
}

#[tokio::test]
async fn pages_of_other_origins_are_refused() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let host = city.url().replace("http://", "");
    let foreign = [
        ("sec-fetch-site", "cross-site".to_owned()),
        ("sec-fetch-site", "same-site".to_owned()),
        ("sec-fetch-site", "none".to_owned()),
        ("origin", "https://evil.example".to_owned()),
        ("origin", "null".to_owned()),
        ("origin", format!("http://{host}.evil.example")),
        ("origin", "http://127.0.0.1:1".to_owned()),
    ];
    for (name, value) in &foreign {
        let list = browser.call::<api::ListSessions>(&());
        let resume = browser.call::<api::ResumeSession>(&());
        let form = SignInForm {
            identifier: api::SignInIdentifier::Phone(PHONE.parse().unwrap()),
        };
        let start = browser.call::<api::StartSignIn>(&()).json(&form);
        let answers = [
            list.header(PAGE_HEADER, &grant.access_token)
                .header(name, value)
                .answer()
                .await
                .map(drop),
            resume
                .header(PAGE_HEADER, NO_SESSION)
                .header(name, value)
                .answer()
                .await
                .map(drop),
            start
                .header(PAGE_HEADER, NO_SESSION)
                .header(name, value)
                .answer()
                .await
                .map(drop),
        ];
        for answer in answers {
            assert_eq!(code(answer), ErrorCode::Unauthenticated, "{name}: {value}");
        }
    }
    let own = browser.page_call::<api::ListSessions>(&grant.access_token, &());
    browser.answer(own.header("origin", &city.url())).await.unwrap();

    // A browser asks before it sends the header for another origin, and never hears yes.
    let asked = browser
        .device
        .http()
        .request(reqwest::Method::OPTIONS, format!("{}/v1/sessions/resume", city.url()))
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", PAGE_HEADER);
    let heard = asked.send().await.unwrap();
    assert_eq!(heard.status(), 405);
    let allows = |name: &reqwest::header::HeaderName| name.as_str().starts_with("access-control");
    assert!(!heard.headers().keys().any(allows));
}

#[tokio::test]
async fn another_tab_refreshes_and_this_one_follows() {
    let city = TestCity::start().await;
    let (browser, first) = hoa_in_a_browser(&city).await;
    let second = browser.resume().await.unwrap();
    let second = browser.refresh(&second, fresh_id()).await.unwrap();
    assert_eq!(code(browser.list(&first).await), ErrorCode::AccessTokenExpired);
    assert_eq!(
        code(browser.refresh(&first, fresh_id()).await),
        ErrorCode::Unauthenticated
    );
    let first = browser.resume().await.unwrap();
    assert_eq!(first, second);
    browser.list(&first).await.unwrap();
    browser.list(&second).await.unwrap();
}

#[tokio::test]
async fn a_page_never_acts_in_the_session_of_somebody_else() {
    let city = TestCity::start().await;
    let (browser, hers) = hoa_in_a_browser(&city).await;
    let form = enrolment_form("048085004567", "Trần Văn Minh", "0913234567");
    let his = browser.enrol(&city, &form).await;
    assert_eq!(code(browser.list(&hers).await), ErrorCode::AccessTokenExpired);
    assert_eq!(
        code(browser.refresh(&hers, fresh_id()).await),
        ErrorCode::Unauthenticated
    );
    let told = browser.resume().await.unwrap();
    assert_eq!(told.citizen, his.citizen, "whose page it is not can see it");
    browser.list(&his).await.unwrap();
}

#[tokio::test]
async fn a_page_loaded_after_the_access_token_ended_refreshes_first() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    city.clock().advance(limits::ACCESS_TOKEN_LIFETIME);
    let before = Timestamp::now() + city.clock().ahead();
    let told = browser.resume().await.unwrap();
    let after = Timestamp::now() + city.clock().ahead();
    assert!(
        (before - minutes(1)..=after).contains(&told.access_expires_at),
        "{told:?}"
    );
    assert_eq!(told.access_token, grant.access_token);
    let next = browser.refresh(&told, fresh_id()).await.unwrap();
    browser.list(&next).await.unwrap();

    // Without its access cookie there is nothing to name.
    browser
        .jar
        .lock()
        .unwrap()
        .retain(|cookie| cookie.name() != "congdanso-access");
    let told = browser.resume().await.unwrap();
    assert_eq!(told.access_token, NO_SESSION);
    assert!(told.access_expires_at < next.access_expires_at);
    assert_eq!(told.refresh_token, next.refresh_token);
}

#[tokio::test]
async fn resuming_counts_as_use_and_finds_an_idle_session_ended() {
    let city = TestCity::start().await;
    let (browser, _) = hoa_in_a_browser(&city).await;
    for _ in 0..3 {
        city.clock().advance(minutes(20));
        browser.resume().await.unwrap();
    }
    city.clock().advance(limits::SESSION_IDLE);
    assert_eq!(code(browser.resume().await), ErrorCode::SessionExpired);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn a_session_that_was_ended_elsewhere_is_forgotten() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let app = TestDevice::new(&city).sign_in(&city, PHONE).await;
    app.call::<api::EndSession>(&grant.session).answer().await.unwrap();
    assert_eq!(code(browser.list(&grant).await), ErrorCode::SessionExpired);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn a_removed_browser_hears_of_it() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let app = TestDevice::new(&city).sign_in(&city, PHONE).await;
    app.call::<api::RevokeDevice>(&grant.device).answer().await.unwrap();
    assert_eq!(code(browser.list(&grant).await), ErrorCode::AccessTokenExpired);
    assert_eq!(code(browser.resume().await), ErrorCode::DeviceRevoked);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn a_browser_that_must_erase_proves_itself_before_it_counts_as_told() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let app = TestDevice::new(&city).sign_in(&city, PHONE).await;
    app.call::<api::OrderWipe>(&grant.device).answer().await.unwrap();
    let state = async || {
        let devices = app.call::<api::ListDevices>(&()).answer().await.unwrap().devices;
        let of_browser = devices.into_iter().find(|device| device.id == grant.device);
        of_browser.unwrap().state
    };
    let told = browser.resume().await.unwrap();
    assert!(told.access_expires_at < grant.access_expires_at, "it has to refresh");
    assert_eq!(state().await, DeviceState::WipeOrdered);
    assert_eq!(
        code(browser.refresh(&told, fresh_id()).await),
        ErrorCode::DeviceWipeOrdered
    );
    assert_eq!(state().await, DeviceState::WipeDelivered);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn a_lost_answer_is_got_by_the_same_attempt_after_a_reload() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let attempt = fresh_id();
    city.faults().next_on("POST /v1/sessions/refresh", Fault::DropAfter);
    let request = browser.device.refresh_request(&grant, attempt);
    let call = browser.page_call::<api::RefreshSession>(&grant.access_token, &());
    assert!(call.json(&request).try_send().await.is_err(), "the answer was lost");
    let told = browser.resume().await.unwrap();
    assert_eq!(told.refresh_token, grant.refresh_token);
    let next = browser.refresh(&told, attempt).await.unwrap();
    browser.list(&next).await.unwrap();
}

#[tokio::test]
async fn cookies_that_were_left_behind_open_nothing_and_end_nothing() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let copy = Browser::new(&city);
    *copy.jar.lock().unwrap() = browser.jar.lock().unwrap().clone();
    let next = browser.refresh(&grant, fresh_id()).await.unwrap();
    let next = browser.refresh(&next, fresh_id()).await.unwrap();
    assert_eq!(code(copy.resume().await), ErrorCode::SessionExpired);
    assert!(copy.tokens().is_empty());
    browser.list(&next).await.unwrap();
}

#[tokio::test]
async fn a_used_token_with_another_attempt_ends_the_pages_session() {
    let city = TestCity::start().await;
    let (browser, grant) = hoa_in_a_browser(&city).await;
    let old = browser.jar.lock().unwrap().clone();
    browser.refresh(&grant, fresh_id()).await.unwrap();
    *browser.jar.lock().unwrap() = old;
    assert_eq!(code(browser.refresh(&grant, fresh_id()).await), ErrorCode::TokenReused);
    assert!(browser.tokens().is_empty());
}

#[tokio::test]
async fn an_app_signs_in_beside_pages_as_ever() {
    let city = TestCity::start().await;
    let app = hoa(&city).await;
    let request = app.device.refresh_request(&app.grant, fresh_id());
    let response = app.device.call::<api::RefreshSession>(&()).json(&request).send().await;
    assert!(response.status().is_success() && !response.headers().contains_key("set-cookie"));
    let told = app.device.call::<api::ResumeSession>(&()).answer().await;
    assert_eq!(code(told), ErrorCode::Unauthenticated);
}
