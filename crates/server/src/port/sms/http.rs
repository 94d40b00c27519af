//! A gateway reached over HTTP.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use reqwest::{
    Client, StatusCode,
    header::{HeaderMap, HeaderName, HeaderValue},
};
use thiserror::Error;

use super::{BodyTemplate, BrandName, SmsError, SmsGateway, SmsMessage};
use crate::port::Random;

/// How to reach the gateway.
#[derive(Clone, Debug)]
pub struct HttpGatewaySettings {
    /// Where messages are posted.
    pub url: String,
    /// Headers sent with each message, as name and value; the place for a token.
    pub headers: Vec<(String, String)>,
    /// The sender's name.
    pub brand: BrandName,
    /// The body.
    pub template: BodyTemplate,
    /// How long one try may take.
    pub timeout: Duration,
    /// How many tries a message gets.
    pub attempts: u32,
}

/// The settings can't be used.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum HttpGatewayError {
    /// A header's name or value has characters that headers can't have.
    #[error("a header of the SMS gateway has characters that headers can't have")]
    Header,
    /// The HTTP client could not be made.
    #[error("the HTTP client for the SMS gateway could not be made")]
    Client,
}

/// Sends by POST, with retries.
pub struct HttpGateway {
    settings: HttpGatewaySettings,
    client: Client,
    random: Arc<dyn Random>,
}

impl HttpGateway {
    /// A gateway with these settings.
    ///
    /// # Errors
    /// [`HttpGatewayError`].
    pub fn new(settings: HttpGatewaySettings, random: Arc<dyn Random>) -> Result<Self, HttpGatewayError> {
        let mut headers = HeaderMap::new();
        for (name, value) in &settings.headers {
            let name = HeaderName::try_from(name).map_err(|_| HttpGatewayError::Header)?;
            let mut value = HeaderValue::try_from(value).map_err(|_| HttpGatewayError::Header)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        let client = Client::builder()
            .default_headers(headers)
            .timeout(settings.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| HttpGatewayError::Client)?;
        Ok(Self {
            settings,
            client,
            random,
        })
    }

    async fn try_once(&self, body: &serde_json::Value) -> Result<(), Failure> {
        let answer = self
            .client
            .post(&self.settings.url)
            .json(body)
            .send()
            .await
            .map_err(|_| Failure::Passing)?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS => Err(Failure::Passing),
            status if status.is_server_error() => Err(Failure::Passing),
            status => Err(Failure::Final(status.as_u16())),
        }
    }

    /// 0.5 s, 1 s, 2 s … up to 8 s, each shortened by up to half, so that retries of many messages spread out.
    fn pause(&self, attempt: u32) -> Duration {
        let full = 500_u64 << attempt.min(4);
        let spread = self.random.below(full / 2).unwrap_or(0);
        Duration::from_millis(full - spread)
    }
}

enum Failure {
    Passing,
    Final(u16),
}

#[async_trait]
impl SmsGateway for HttpGateway {
    async fn send(&self, message: &SmsMessage) -> Result<(), SmsError> {
        let body = self.settings.template.fill(message, &self.settings.brand);
        for attempt in 0..self.settings.attempts.max(1) {
            if attempt > 0 {
                tokio::time::sleep(self.pause(attempt - 1)).await;
            }
            match self.try_once(&body).await {
                Ok(()) => return Ok(()),
                Err(Failure::Final(status)) => return Err(SmsError::Refused(status)),
                Err(Failure::Passing) => {
                    tracing::warn!(message = %message.id, attempt, "the SMS gateway did not take a message")
                }
            }
        }
        Err(SmsError::Unreachable)
    }
}
