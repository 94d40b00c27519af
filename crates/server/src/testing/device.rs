//! A device as a test plays it: its key, its session, its calls.

use std::marker::PhantomData;

use codes::live::DeviceSigner;
use domain::{ChallengeId, OperationId};
use protocol::{
    Blob,
    api::{
        self, ChallengeTicket, DeviceOffer, Endpoint, EnrolmentForm, Method, Platform, RefreshRequest, SessionGrant,
        SessionRequest, SignInForm, SignInIdentifier, open_session_proof, refresh_proof,
    },
    problem::Problem,
};
use reqwest::Response;
use uuid::Uuid;

use super::TestCity;

/// A device with a key, not signed in.
pub struct TestDevice {
    url: String,
    http: reqwest::Client,
    signer: DeviceSigner,
    public_key: [u8; 32],
    name: String,
}

/// A device with a session.
pub struct SignedIn {
    /// The device.
    pub device: TestDevice,
    /// Its tokens.
    pub grant: SessionGrant,
}

/// A request that a test puts together by the endpoint's declaration.
pub struct TestCall<E: Endpoint> {
    request: reqwest::RequestBuilder,
    endpoint: PhantomData<E>,
}

/// The form of an invented citizen of Hải Châu, born 1990-05-12.
pub fn enrolment_form(number: &str, name: &str, phone: &str) -> EnrolmentForm {
    EnrolmentForm {
        personal_number: number.parse().expect("a personal number"),
        full_name: name.parse().expect("a name"),
        birth_date: "1990-05-12".parse().expect("a date"),
        sex: domain::Sex::Female,
        phone: phone.parse().expect("a phone"),
        ward: "20242".parse().expect("a ward"),
        address: "24 Bạch Đằng".to_owned(),
        former_id_number: None,
    }
}

impl TestDevice {
    /// A new device for a city.
    pub fn new(city: &TestCity) -> Self {
        Self::at(&city.url())
    }

    /// A new device for the city at this address.
    pub fn at(url: &str) -> Self {
        let mut seed = [0; 32];
        seed[..16].copy_from_slice(Uuid::new_v7(uuid::Timestamp::now(uuid::NoContext)).as_bytes());
        let signer = DeviceSigner::from_seed(&seed);
        Self {
            url: url.to_owned(),
            http: reqwest::Client::builder()
                .no_proxy()
                .no_gzip()
                .no_brotli()
                .build()
                .expect("an HTTP client"),
            public_key: signer.public_key(),
            signer,
            name: "Điện thoại thử".to_owned(),
        }
    }

    /// Its public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.public_key
    }

    /// The HTTP client it calls with.
    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }

    /// A call of an endpoint.
    pub fn call<E: Endpoint>(&self, params: &E::Params) -> TestCall<E> {
        let method = match E::METHOD {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let request = self.http.request(method, format!("{}{}", self.url, E::path(params)));
        TestCall {
            request,
            endpoint: PhantomData,
        }
    }

    /// Asks to enrol.
    pub async fn start_enrolment(&self, form: &EnrolmentForm) -> Result<ChallengeTicket, Problem> {
        self.call::<api::StartEnrolment>(&()).json(form).answer().await
    }

    /// Asks to sign in.
    pub async fn start_sign_in(&self, identifier: SignInIdentifier) -> Result<ChallengeTicket, Problem> {
        self.call::<api::StartSignIn>(&())
            .json(&SignInForm { identifier })
            .answer()
            .await
    }

    /// The answer to a challenge, signed.
    pub fn session_request(&self, challenge: ChallengeId, code: &str) -> SessionRequest {
        SessionRequest {
            challenge,
            code: code.to_owned(),
            device: DeviceOffer {
                public_key: Blob(self.public_key.to_vec()),
                name: self.name.clone(),
                platform: Platform::Linux,
            },
            proof: Blob(self.signer.sign(&open_session_proof(challenge)).to_vec()),
        }
    }

    /// Answers a challenge.
    pub async fn open_session(&self, challenge: ChallengeId, code: &str) -> Result<SessionGrant, Problem> {
        self.call::<api::OpenSession>(&())
            .json(&self.session_request(challenge, code))
            .answer()
            .await
    }

    /// A refresh of these tokens, signed.
    pub fn refresh_request(&self, grant: &SessionGrant, attempt: OperationId) -> RefreshRequest {
        let proof = refresh_proof(attempt, &grant.refresh_token);
        RefreshRequest {
            refresh_token: grant.refresh_token.clone(),
            device: grant.device,
            attempt,
            proof: Blob(self.signer.sign(&proof).to_vec()),
        }
    }

    /// Refreshes tokens.
    pub async fn refresh(&self, grant: &SessionGrant, attempt: OperationId) -> Result<SessionGrant, Problem> {
        self.call::<api::RefreshSession>(&())
            .json(&self.refresh_request(grant, attempt))
            .answer()
            .await
    }

    /// The device key's signature.
    pub fn sign(&self, message: &[u8]) -> Blob {
        Blob(self.signer.sign(message).to_vec())
    }

    /// A live code over a credential, as the app would show it.
    pub fn present(&self, credential: &[u8], now: jiff::Timestamp) -> String {
        codes::live::present(credential, &self.signer, now, *Uuid::now_v7().as_bytes())
    }

    /// Enrols somebody and opens a session, reading the code off the phone.
    pub async fn enrol(self, city: &TestCity, form: &EnrolmentForm) -> SignedIn {
        let ticket = self.start_enrolment(form).await.expect("a challenge");
        let code = city.last_code(form.phone.e164()).await;
        let grant = self.open_session(ticket.challenge, &code).await.expect("a session");
        SignedIn { device: self, grant }
    }

    /// Signs in by phone, reading the code off it.
    pub async fn sign_in(self, city: &TestCity, phone: &str) -> SignedIn {
        let identifier = SignInIdentifier::Phone(phone.parse().expect("a phone"));
        let ticket = self.start_sign_in(identifier).await.expect("a challenge");
        let code = city.last_code(phone).await;
        let grant = self.open_session(ticket.challenge, &code).await.expect("a session");
        SignedIn { device: self, grant }
    }
}

impl SignedIn {
    /// A call within the session.
    pub fn call<E: Endpoint>(&self, params: &E::Params) -> TestCall<E> {
        self.device.call::<E>(params).bearer(&self.grant.access_token)
    }
}

impl<E: Endpoint> TestCall<E> {
    /// With an access token.
    #[must_use]
    pub fn bearer(self, token: &str) -> Self {
        self.change(|request| request.bearer_auth(token))
    }

    /// With a JSON body.
    #[must_use]
    pub fn json(self, body: &E::Request) -> Self {
        self.change(|request| request.json(body))
    }

    /// With a query.
    #[must_use]
    pub fn query(self, query: &E::Query) -> Self {
        self.change(|request| {
            let value = serde_json::to_value(query).expect("a query");
            let pairs = value.as_object().into_iter().flatten();
            let text: Vec<String> = pairs
                .map(|(name, value)| format!("{name}={}", value.to_string().trim_matches('"')))
                .collect();
            let (client, built) = request.build_split();
            let mut built = built.expect("a request");
            built.url_mut().set_query(Some(&text.join("&")));
            reqwest::RequestBuilder::from_parts(client, built)
        })
    }

    /// With a header.
    #[must_use]
    pub fn header(self, name: &str, value: &str) -> Self {
        self.change(|request| request.header(name, value))
    }

    /// With a body of bytes.
    #[must_use]
    pub fn bytes(self, body: impl Into<reqwest::Body>) -> Self {
        self.change(|request| request.body(body))
    }

    /// Sends it; whatever comes back.
    pub async fn send(self) -> Response {
        self.try_send().await.expect("an answer")
    }

    /// Sends it; perhaps nothing comes back.
    ///
    /// # Errors
    /// What the connection met.
    pub async fn try_send(self) -> Result<Response, reqwest::Error> {
        self.request.send().await
    }

    /// Sends it; the answer or the problem.
    ///
    /// # Errors
    /// The problem.
    pub async fn answer(self) -> Result<E::Response, Problem> {
        let response = self.send().await;
        let status = response.status();
        let body = response.bytes().await.expect("a body");
        if status.is_success() {
            let json: &[u8] = if body.is_empty() { b"{}" } else { &body };
            return Ok(serde_json::from_slice(json).expect("the declared answer"));
        }
        Err(serde_json::from_slice(&body)
            .unwrap_or_else(|_| panic!("{status} without a problem: {}", String::from_utf8_lossy(&body))))
    }

    fn change(self, change: impl FnOnce(reqwest::RequestBuilder) -> reqwest::RequestBuilder) -> Self {
        Self {
            request: change(self.request),
            endpoint: self.endpoint,
        }
    }
}
