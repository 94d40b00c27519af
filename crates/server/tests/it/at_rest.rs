//! The data folder, searched for everything personal while the city runs: database, journal and objects.

use std::path::{Path, PathBuf};

use domain::{DocumentId, DocumentKind, ProfileField};
use protocol::api::{self, Action, DocumentDetails, Operation, OperationBatch, Revision};
use server::testing::{CityOptions, TestCity, TestDevice, enrolment_form};

use crate::{NAME, NUMBER, PHONE, content, errands, fresh_id, office::organisation};

const ADDRESS: &str = "24 Bạch Đằng";
const EMAIL: &str = "anh.hoa.rieng@example.vn";
const OCCUPATION: &str = "Kỹ sư thuỷ lợi đặc biệt";
const INSURANCE: &str = "4801239876";
const TITLE: &str = "Bằng khen riêng tư";
const PAPER_NUMBER: &str = "BK-7788/2019";
const BEARER: &str = "048201000045";
const BEARER_NAME: &str = "Cháu An Riêng Tư";
const ERRAND: &str = "Giấy chứng nhận kết hôn riêng tư";
const DOSSIER: &str = "H17.12-260301-7788";
const CONTENT: &str = "Nội dung bí mật của giấy tờ này";

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found)
        } else {
            found.push(path)
        }
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// A value in the encodings in which it could have been written.
fn encodings(value: &str) -> [Vec<u8>; 3] {
    let little = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big = value.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [value.as_bytes().to_vec(), little, big]
}

async fn live(city: &TestCity) -> Vec<String> {
    let device = TestDevice::new(city);
    let ticket = device
        .start_enrolment(&enrolment_form(NUMBER, NAME, PHONE))
        .await
        .unwrap();
    city.city().post.settled().await;
    let message = server::store::outbox::newest(&city.city().store, None, 1)
        .await
        .unwrap()
        .remove(0)
        .message;
    let password: String = message.text.chars().filter(char::is_ascii_digit).take(6).collect();
    let grant = device.open_session(ticket.challenge, &password).await.unwrap();
    let me = server::testing::SignedIn { device, grant };
    let document = DocumentId(uuid::Uuid::now_v7());
    let details = DocumentDetails {
        kind: DocumentKind::Other,
        title: TITLE.parse().unwrap(),
        number: Some(PAPER_NUMBER.parse().unwrap()),
        issued_on: None,
        expires_on: None,
    };
    let declare = |field, value: &str| Action::DeclareField {
        field,
        value: value.to_owned(),
    };
    let actions = vec![
        declare(ProfileField::Email, EMAIL),
        declare(ProfileField::Occupation, OCCUPATION),
        declare(ProfileField::HealthInsuranceNumber, INSURANCE),
        Action::AddDocument { document, details },
    ];
    let base = Revision(2);
    let operations = actions
        .into_iter()
        .map(|action| Operation {
            id: fresh_id(),
            base,
            action,
        })
        .collect();
    let batch = OperationBatch { operations };
    let outcomes = me
        .call::<api::PushOperations>(&())
        .json(&batch)
        .answer()
        .await
        .unwrap()
        .outcomes;
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome.result, api::OperationResult::Applied { .. }))
    );
    content::put(&me, document, format!("%PDF-1.7 {CONTENT}").as_bytes())
        .await
        .unwrap();
    me.call::<api::IssueCredential>(&()).answer().await.unwrap();
    let (card, _) = crate::cards::issue(&me, fresh_id()).await.unwrap();
    let printed = crate::cards::text_of(&crate::cards::pdf(&me, card.serial).await);
    let order = api::ErrandOrder {
        bearer: BEARER.parse().unwrap(),
        bearer_name: BEARER_NAME.parse().unwrap(),
        title: ERRAND.parse().unwrap(),
        dossier: DOSSIER.parse().ok(),
        ..errands::order(city, organisation(city, "UBND phường Hòa Vang").await)
    };
    errands::give(&me, order).await.unwrap();
    let grant = me.device.refresh(&me.grant, fresh_id()).await.unwrap();
    let page = me.call::<api::PullChanges>(&()).answer().await.unwrap();
    let code = page.changes.into_iter().find_map(|change| match change.entity {
        api::Entity::Known(api::KnownEntity::PersonalCode(code)) => Some(code),
        _ => None,
    });
    let code = code.unwrap();
    vec![
        grant.access_token,
        grant.refresh_token,
        me.grant.access_token,
        code.qid.as_str().to_owned(),
        code.text,
        printed,
        message.text,
    ]
}

#[tokio::test]
async fn the_data_folder_holds_nothing_personal_in_the_clear() {
    let options = CityOptions {
        own_gateway: true,
        ..CityOptions::default()
    };
    let mut city = TestCity::start_with(options).await;
    let mut values = live(&city).await;
    values.extend(
        [
            NUMBER,
            NAME,
            PHONE,
            "905123456",
            "+84905123456",
            "NGUYEN THI ANH HOA",
            "1990-05-12",
            ADDRESS,
            EMAIL,
        ]
        .map(str::to_owned),
    );
    values.extend(
        [
            OCCUPATION,
            INSURANCE,
            TITLE,
            PAPER_NUMBER,
            CONTENT,
            BEARER,
            BEARER_NAME,
            ERRAND,
            DOSSIER,
            "Điện thoại thử",
            "ma OTP",
        ]
        .map(str::to_owned),
    );
    let folder = city.data_folder();
    let search = |state: &str| {
        let mut found = Vec::new();
        files(&folder, &mut found);
        assert!(found.iter().any(|path| path.ends_with("city.sqlite")), "{found:?}");
        for path in &found {
            let bytes = std::fs::read(path).unwrap();
            for value in &values {
                for encoded in encodings(value) {
                    assert!(!contains(&bytes, &encoded), "{state}: {} holds {value}", path.display());
                }
            }
        }
        found
    };
    let running = search("running");
    assert!(
        running.iter().any(|path| path.to_string_lossy().ends_with("-wal")),
        "the journal was searched as well"
    );
    assert!(running.iter().any(|path| path.to_string_lossy().contains("objects")));
    city.stop().await;
    search("stopped");
    let key = std::fs::read_to_string(city.folder().join("data.key")).unwrap();
    assert_eq!(
        key.trim().len(),
        64,
        "the master key lies beside the data folder, not in it"
    );
}

#[test]
fn the_search_would_find_what_is_there() {
    let bytes = [b"xx".to_vec(), NAME.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    assert!(encodings(NAME).iter().any(|encoded| contains(&bytes, encoded)));
}
