use std::time::{Duration, Instant};

use domain::limits;
use protocol::{
    api::{self, ChallengeTicket, ProfileRecord, SignInIdentifier},
    problem::ErrorCode,
};
use server::testing::{CityOptions, TestCity, TestDevice, enrolment_form};

use crate::{NAME, NUMBER, PHONE, code, hoa, minutes};

fn by_phone(phone: &str) -> SignInIdentifier {
    SignInIdentifier::Phone(phone.parse().unwrap())
}

fn by_number(number: &str) -> SignInIdentifier {
    SignInIdentifier::PersonalNumber(number.parse().unwrap())
}

/// Six digits that are not these.
fn other_than(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

#[tokio::test]
async fn a_citizen_enrols_and_signs_in_by_phone_and_by_number() {
    let city = TestCity::start().await;
    let first = hoa(&city).await;
    let text = city.last_message(PHONE).await.unwrap();
    assert!(
        text.contains("mo ho so") && text.contains("5 phut") && text.is_ascii(),
        "{text}"
    );
    let again = TestDevice::new(&city).sign_in(&city, PHONE).await;
    assert_eq!(first.grant.citizen, again.grant.citizen);
    assert_ne!(first.grant.device, again.grant.device);
    assert!(city.last_message(PHONE).await.unwrap().contains("dang nhap"));
    let device = TestDevice::new(&city);
    let ticket = device.start_sign_in(by_number(NUMBER)).await.unwrap();
    let grant = device
        .open_session(ticket.challenge, &city.last_code(PHONE).await)
        .await
        .unwrap();
    assert_eq!(grant.citizen, first.grant.citizen);
}

#[tokio::test]
async fn no_profile_exists_before_the_password_is_answered() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let form = enrolment_form(NUMBER, NAME, PHONE);
    let ticket = device.start_enrolment(&form).await.unwrap();
    let number = NUMBER.parse().unwrap();
    let found = server::store::account::citizen_by_number(&city.city().store, &number)
        .await
        .unwrap();
    assert_eq!(found, None);
    device
        .open_session(ticket.challenge, &city.last_code(PHONE).await)
        .await
        .unwrap();
    let found = server::store::account::citizen_by_number(&city.city().store, &number)
        .await
        .unwrap();
    assert!(found.is_some());
}

#[tokio::test]
async fn five_wrong_answers_void_a_password_and_a_new_one_may_be_sent() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, PHONE))
        .await
        .unwrap();
    let right = city.last_code(PHONE).await;
    let wrong = other_than(&right);
    for left in (1..limits::OTP_ATTEMPTS).rev() {
        let problem = device.open_session(ticket.challenge, &wrong).await.unwrap_err();
        assert_eq!(
            (problem.code, problem.attempts_left),
            (ErrorCode::CodeWrong, Some(left))
        );
    }
    assert_eq!(
        code(device.open_session(ticket.challenge, &wrong).await),
        ErrorCode::CodeVoid
    );
    assert_eq!(
        code(device.open_session(ticket.challenge, &right).await),
        ErrorCode::CodeVoid
    );
    city.clock().advance(minutes(1));
    let again = device
        .call::<api::ResendCode>(&ticket.challenge)
        .answer()
        .await
        .unwrap();
    assert_eq!((again.challenge, again.sends_left), (ticket.challenge, 1));
    device
        .open_session(ticket.challenge, &city.last_code(PHONE).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_password_is_good_once_and_for_five_minutes() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let form = enrolment_form(NUMBER, NAME, PHONE);
    let ticket = device.start_enrolment(&form).await.unwrap();
    assert_eq!(ticket.expires_at.duration_since(ticket.resend_at), minutes(4));
    let password = city.last_code(PHONE).await;
    city.clock().advance(minutes(5));
    assert_eq!(
        code(device.open_session(ticket.challenge, &password).await),
        ErrorCode::CodeExpired
    );
    let ticket = device.start_enrolment(&form).await.unwrap();
    let password = city.last_code(PHONE).await;
    city.clock().advance(minutes(4));
    device.open_session(ticket.challenge, &password).await.unwrap();
    assert_eq!(
        code(device.open_session(ticket.challenge, &password).await),
        ErrorCode::CodeVoid
    );
    let resent = device.call::<api::ResendCode>(&ticket.challenge).answer().await;
    assert_eq!(code(resent), ErrorCode::CodeVoid);
}

#[tokio::test]
async fn a_resent_password_voids_the_earlier_one() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, PHONE))
        .await
        .unwrap();
    let first = city.last_code(PHONE).await;
    let early = device
        .call::<api::ResendCode>(&ticket.challenge)
        .answer()
        .await
        .unwrap_err();
    assert_eq!(early.code, ErrorCode::TooManySends);
    assert!((1..=60).contains(&early.retry_after.unwrap()), "{early:?}");
    city.clock().advance(minutes(1));
    device
        .call::<api::ResendCode>(&ticket.challenge)
        .answer()
        .await
        .unwrap();
    let second = city.last_code(PHONE).await;
    if first != second {
        assert_eq!(
            code(device.open_session(ticket.challenge, &first).await),
            ErrorCode::CodeWrong
        );
    }
    device.open_session(ticket.challenge, &second).await.unwrap();
}

#[tokio::test]
async fn a_phone_gets_three_messages_in_ten_minutes_and_ten_a_day() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let ask = || device.start_sign_in(by_phone(PHONE));
    for _ in 0..3 {
        ask().await.unwrap();
    }
    let refused = ask().await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManySends);
    assert!((590..=600).contains(&refused.retry_after.unwrap()), "{refused:?}");
    for _ in 0..2 {
        city.clock().advance(minutes(11));
        for _ in 0..3 {
            ask().await.unwrap();
        }
    }
    city.clock().advance(minutes(11));
    ask().await.unwrap();
    let refused = ask().await.unwrap_err();
    assert!(refused.retry_after.unwrap() > 22 * 3600, "{refused:?}");
    city.clock().advance(minutes(24 * 60));
    ask().await.unwrap();
}

#[tokio::test]
async fn an_address_has_a_cap_of_its_own() {
    let options = CityOptions::default().with("OTP_ADDRESS_PER_HOUR", "2");
    let city = TestCity::start_with(options).await;
    let device = TestDevice::new(&city);
    for phone in ["0905000001", "0905000002"] {
        device.start_sign_in(by_phone(phone)).await.unwrap();
    }
    let refused = device.start_sign_in(by_phone("0905000003")).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::TooManyRequests);
    city.clock().advance(minutes(61));
    device.start_sign_in(by_phone("0905000003")).await.unwrap();
}

#[tokio::test]
async fn the_answer_is_the_same_whoever_is_asked_for() {
    let city = TestCity::start().await;
    hoa(&city).await;
    city.clock().advance(minutes(11));
    let device = TestDevice::new(&city);
    let shape = |ticket: ChallengeTicket| (ticket.sends_left, ticket.expires_at.duration_since(ticket.resend_at));
    let before = city.phones().all().len();
    let known = device.start_sign_in(by_phone(PHONE)).await.unwrap();
    let unknown = device.start_sign_in(by_phone("0905999999")).await.unwrap();
    assert_eq!(shape(known.clone()), shape(unknown.clone()));
    let number = device.start_sign_in(by_number("048190999999")).await.unwrap();
    assert_eq!(shape(known.clone()), shape(number));
    city.last_message(PHONE).await;
    assert_eq!(
        city.phones().all().len(),
        before + 1,
        "only the registered phone got a message"
    );
    for ticket in [known, unknown] {
        let problem = device.open_session(ticket.challenge, "000000").await.unwrap_err();
        assert_eq!((problem.code, problem.attempts_left), (ErrorCode::CodeWrong, Some(4)));
        city.clock().advance(minutes(1));
        device
            .call::<api::ResendCode>(&ticket.challenge)
            .answer()
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn enrolling_a_known_number_signs_in_or_warns_its_owner() {
    let city = TestCity::start().await;
    let first = hoa(&city).await;
    let same = TestDevice::new(&city)
        .enrol(&city, &enrolment_form(NUMBER, "Tên Khác", PHONE))
        .await;
    assert_eq!(same.grant.citizen, first.grant.citizen);
    let profile = profile_of(&same).await;
    assert_eq!(
        profile.text(domain::ProfileField::FullName),
        Some(NAME),
        "the form of the second time counts nothing"
    );

    let device = TestDevice::new(&city);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, "0913000000"))
        .await
        .unwrap();
    let warning = city.last_message(PHONE).await.unwrap();
    assert!(warning.contains("so dien thoai khac"), "{warning}");
    assert_eq!(city.last_message("0913000000").await, None);
    assert_eq!(
        code(device.open_session(ticket.challenge, "000000").await),
        ErrorCode::CodeWrong
    );
}

async fn profile_of(person: &server::testing::SignedIn) -> ProfileRecord {
    let page = person.call::<api::PullChanges>(&()).answer().await.unwrap();
    let found = page.changes.into_iter().find_map(|change| match change.entity {
        api::Entity::Known(api::KnownEntity::Profile(profile)) => Some(profile),
        _ => None,
    });
    found.unwrap()
}

#[tokio::test]
async fn a_phone_that_a_family_shares_says_to_use_the_number() {
    let city = TestCity::start().await;
    hoa(&city).await;
    TestDevice::new(&city)
        .enrol(&city, &enrolment_form("048300111222", "Nguyễn Minh Anh", PHONE))
        .await;
    let device = TestDevice::new(&city);
    device.start_sign_in(by_phone(PHONE)).await.unwrap();
    assert!(city.last_message(PHONE).await.unwrap().contains("so dinh danh"));
    city.clock().advance(minutes(11));
    let ticket = device.start_sign_in(by_number("048300111222")).await.unwrap();
    device
        .open_session(ticket.challenge, &city.last_code(PHONE).await)
        .await
        .unwrap();
}

#[tokio::test]
async fn who_asks_by_number_does_not_learn_what_else_the_phone_got() {
    let city = TestCity::start().await;
    hoa(&city).await;
    city.clock().advance(minutes(11));
    let device = TestDevice::new(&city);
    for _ in 0..3 {
        device.start_sign_in(by_phone(PHONE)).await.unwrap();
    }
    let before = city.phones().texts(&PHONE.parse().unwrap()).len();
    device.start_sign_in(by_number(NUMBER)).await.unwrap();
    city.last_message(PHONE).await;
    assert_eq!(
        city.phones().texts(&PHONE.parse().unwrap()).len(),
        before,
        "the phone has had its share"
    );
}

#[tokio::test]
async fn a_form_that_does_not_fit_is_told_by_field() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let form = enrolment_form(NUMBER, NAME, PHONE);
    let post = async |change: &dyn Fn(&mut serde_json::Value)| {
        let mut body = serde_json::to_value(&form).unwrap();
        change(&mut body);
        let url = format!("{}/v1/enrolments", city.url());
        let response = device.http().post(url).json(&body).send().await.unwrap();
        response.json::<protocol::problem::Problem>().await.unwrap()
    };
    let cases: [(&str, serde_json::Value); 7] = [
        ("personal_number", "12345".into()),
        ("full_name", "   ".into()),
        ("birth_date", "2090-01-01".into()),
        ("phone", "0123456789".into()),
        ("ward", "00000".into()),
        ("former_id_number", "12".into()),
        ("address", "x".repeat(201).into()),
    ];
    for (field, value) in cases {
        let problem = post(&|body| body[field] = value.clone()).await;
        assert_eq!(problem.code, ErrorCode::InvalidField, "{field}");
        assert_eq!(problem.fields[0].path, field);
    }
    let problem = post(&|body| drop(body.as_object_mut().unwrap().remove("phone"))).await;
    assert_eq!(problem.code, ErrorCode::InvalidRequest);
    assert!(city.phones().all().is_empty());
}

#[tokio::test]
async fn a_gateway_that_is_down_is_told_to_everybody_alike() {
    let city = TestCity::start().await;
    hoa(&city).await;
    city.phones().set_unreachable(true);
    let device = TestDevice::new(&city);
    for phone in ["0905000011", "0905000012", "0905000013"] {
        device
            .start_enrolment(&enrolment_form("048190555111", NAME, phone))
            .await
            .unwrap();
    }
    city.last_message(PHONE).await;
    city.clock().advance(minutes(11));
    for phone in [PHONE, "0905777777"] {
        let problem = device.start_sign_in(by_phone(phone)).await.unwrap_err();
        assert_eq!(problem.code, ErrorCode::SmsUnavailable);
        assert!(problem.retry_after.unwrap() <= 30);
    }
}

/// The gateway takes half a second; neither answer waits for it, and both take about as long.
#[tokio::test(flavor = "multi_thread")]
async fn the_time_to_answer_tells_nothing() {
    let options = CityOptions::default().with("OTP_PHONE_PER_DAY", "1000");
    let city = TestCity::start_with(options).await;
    hoa(&city).await;
    city.phones().set_delay(Duration::from_millis(500));
    let device = TestDevice::new(&city);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for round in 0..45 {
        if round % 3 == 0 {
            city.clock().advance(minutes(11));
        }
        for (identifier, times) in [(by_phone(PHONE), &mut known), (by_phone("0905888888"), &mut unknown)] {
            let started = Instant::now();
            device.start_sign_in(identifier).await.unwrap();
            times.push(started.elapsed());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort();
        times[times.len() / 2]
    };
    let (known, unknown) = (median(&mut known), median(&mut unknown));
    assert!(
        known < Duration::from_millis(400),
        "the answer waited for the gateway: {known:?}"
    );
    let ratio = known.as_secs_f64() / unknown.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "known {known:?}, unknown {unknown:?}");
}

#[tokio::test]
async fn a_challenge_has_three_messages() {
    let city = TestCity::start().await;
    let device = TestDevice::new(&city);
    let ticket = device.start_sign_in(by_phone(PHONE)).await.unwrap();
    let resend = || device.call::<api::ResendCode>(&ticket.challenge).answer();
    for left in [1, 0] {
        city.clock().advance(minutes(1));
        assert_eq!(resend().await.unwrap().sends_left, left);
    }
    for wait in [0, 1, 11] {
        city.clock().advance(minutes(wait));
        assert_eq!(code(resend().await), ErrorCode::CodeVoid);
    }
    device.start_sign_in(by_phone(PHONE)).await.unwrap();
}

#[tokio::test]
async fn warnings_come_once_a_day_and_take_no_passwords_from_their_phone() {
    let city = TestCity::start().await;
    hoa(&city).await;
    let stranger = TestDevice::new(&city);
    for tail in 0..6 {
        let form = enrolment_form(NUMBER, NAME, &format!("091300000{tail}"));
        stranger.start_enrolment(&form).await.unwrap();
    }
    city.last_message(PHONE).await;
    let texts = city.phones().texts(&PHONE.parse().unwrap());
    let warnings = texts.iter().filter(|text| text.contains("so dien thoai khac"));
    assert_eq!(warnings.count(), 1);
    for _ in 0..2 {
        TestDevice::new(&city).sign_in(&city, PHONE).await;
    }
}

#[tokio::test]
async fn a_day_has_twenty_wrong_answers_for_one_person() {
    let city = TestCity::start().await;
    hoa(&city).await;
    let device = TestDevice::new(&city);
    for _ in 0..4 {
        city.clock().advance(minutes(11));
        let ticket = device.start_sign_in(by_phone(PHONE)).await.unwrap();
        let wrong = other_than(&city.last_code(PHONE).await);
        for _ in 0..limits::OTP_ATTEMPTS {
            device.open_session(ticket.challenge, &wrong).await.unwrap_err();
        }
    }
    city.clock().advance(minutes(11));
    let ticket = device.start_sign_in(by_number(NUMBER)).await.unwrap();
    let right = city.last_code(PHONE).await;
    let problem = device.open_session(ticket.challenge, &right).await.unwrap_err();
    assert_eq!(
        (problem.code, problem.attempts_left),
        (ErrorCode::CodeWrong, Some(limits::OTP_ATTEMPTS - 1)),
        "who guesses is not told that it is over"
    );
    city.clock().advance(minutes(24 * 60 + 1));
    device.sign_in(&city, PHONE).await;
}
