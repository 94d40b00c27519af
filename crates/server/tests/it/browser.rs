//! A browser as tests play it.
#![allow(clippy::expect_used)]

use std::sync::Mutex;

use cookie::Cookie;
use domain::OperationId;
use protocol::{
    api::{self, Endpoint, EnrolmentForm, NO_SESSION, PAGE_HEADER, SessionGrant},
    problem::Problem,
};
use reqwest::Response;
use server::testing::{TestCall, TestCity, TestDevice};

/// A browser: the key that the pages of the city have in it, and the cookies that it keeps.
pub(crate) struct Browser {
    pub(crate) device: TestDevice,
    pub(crate) jar: Mutex<Vec<Cookie<'static>>>,
}

impl Browser {
    pub(crate) fn new(city: &TestCity) -> Self {
        Self {
            device: TestDevice::new(city),
            jar: Mutex::default(),
        }
    }

    /// The cookies that go with a request for a path.
    fn cookies(&self, path: &str) -> String {
        let jar = self.jar.lock().expect("the jar");
        let sent: Vec<String> = jar
            .iter()
            .filter(|cookie| path.starts_with(cookie.path().expect("a path")))
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        sent.join("; ")
    }

    /// The tokens that it keeps, which no page may see.
    pub(crate) fn tokens(&self) -> Vec<String> {
        let jar = self.jar.lock().expect("the jar");
        let hidden = jar.iter().filter(|cookie| cookie.http_only() == Some(true));
        hidden.map(|cookie| cookie.value().to_owned()).collect()
    }

    /// A call with the cookies of its path.
    pub(crate) fn call<E: Endpoint>(&self, params: &E::Params) -> TestCall<E> {
        self.device
            .call::<E>(params)
            .header("cookie", &self.cookies(&E::path(params)))
    }

    /// A call of a page that believes this token's name to be its own.
    pub(crate) fn page_call<E: Endpoint>(&self, believes: &str, params: &E::Params) -> TestCall<E> {
        self.call::<E>(params)
            .header(PAGE_HEADER, believes)
            .header("sec-fetch-site", "same-origin")
    }

    /// Sends a call and keeps the cookies of its answer. No answer shows a token.
    pub(crate) async fn answer<E: Endpoint>(&self, call: TestCall<E>) -> Result<E::Response, Problem> {
        let before = self.tokens();
        let response = call.send().await;
        self.keep(&response);
        let ok = response.status().is_success();
        let body = response.text().await.expect("a body");
        for token in before.iter().chain(&self.tokens()) {
            assert!(!body.contains(token.as_str()), "a token reached the page: {body}");
        }
        if ok {
            let json = if body.is_empty() { "{}" } else { &body };
            return Ok(serde_json::from_str(json).expect("the declared answer"));
        }
        Err(serde_json::from_str(&body).expect("a problem"))
    }

    pub(crate) fn keep(&self, response: &Response) {
        let mut jar = self.jar.lock().expect("the jar");
        for line in response.headers().get_all("set-cookie") {
            let line = line.to_str().expect("a line").to_owned();
            let cookie = Cookie::parse(line).expect("a cookie");
            jar.retain(|kept| kept.name() != cookie.name());
            if cookie.max_age().is_none_or(|age| age.is_positive()) {
                jar.push(cookie);
            }
        }
    }

    pub(crate) async fn enrol(&self, city: &TestCity, form: &EnrolmentForm) -> SessionGrant {
        let ticket = self.device.start_enrolment(form).await.expect("a challenge");
        let password = city.last_code(form.phone.e164()).await;
        let request = self.device.session_request(ticket.challenge, &password);
        let call = self.page_call::<api::OpenSession>(NO_SESSION, &()).json(&request);
        self.answer(call).await.expect("a session")
    }

    pub(crate) async fn list(&self, grant: &SessionGrant) -> Result<api::SessionList, Problem> {
        let call = self.page_call::<api::ListSessions>(&grant.access_token, &());
        self.answer(call).await
    }

    pub(crate) async fn refresh(&self, grant: &SessionGrant, attempt: OperationId) -> Result<SessionGrant, Problem> {
        let request = self.device.refresh_request(grant, attempt);
        let call = self.page_call::<api::RefreshSession>(&grant.access_token, &());
        self.answer(call.json(&request)).await
    }

    /// What a page does that was just loaded.
    pub(crate) async fn resume(&self) -> Result<SessionGrant, Problem> {
        self.answer(self.page_call::<api::ResumeSession>(NO_SESSION, &())).await
    }
}
