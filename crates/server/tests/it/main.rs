//! The server as its callers meet it: over HTTP, with a clock that tests turn and phones that tests read.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod at_rest;
mod authorisation;
mod browser;
mod cards;
mod checks;
mod commands;
mod content;
mod demo;
mod errands;
mod http;
mod issuing;
mod kept;
mod office;
mod one_time_passwords;
mod organisations;
mod page;
mod portal;
mod postgres;
mod running;
mod sessions;
mod sharing;
mod shifts;
mod sms_gateway;
mod stores;
mod sync;
mod tls;

use domain::OperationId;
use protocol::problem::{ErrorCode, Problem};
use server::testing::{SignedIn, TestCity, TestDevice, enrolment_form};

const NUMBER: &str = "048190000123";
const NAME: &str = "Nguyễn Thị Ánh Hoa";
const PHONE: &str = "0905123456";

/// A citizen with a device and a session.
async fn hoa(city: &TestCity) -> SignedIn {
    TestDevice::new(city)
        .enrol(city, &enrolment_form(NUMBER, NAME, PHONE))
        .await
}

/// Another citizen.
async fn minh(city: &TestCity) -> SignedIn {
    TestDevice::new(city)
        .enrol(city, &enrolment_form("048085004567", "Trần Văn Minh", "0913234567"))
        .await
}

fn fresh_id() -> OperationId {
    OperationId(uuid::Uuid::now_v7())
}

/// The code of a refusal.
fn code<T: std::fmt::Debug>(answer: Result<T, Problem>) -> ErrorCode {
    answer.expect_err("a refusal").code
}

fn minutes(count: i64) -> jiff::SignedDuration {
    jiff::SignedDuration::from_mins(count)
}
