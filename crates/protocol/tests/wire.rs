//! The wire forms, kept: a change here is a change of the protocol.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeMap;

use domain::{DocumentKind, DocumentOrigin, MediaType, ProfileField, Source};
use insta::assert_json_snapshot;
use protocol::{
    Blob,
    api::*,
    app::{AppError, AppEvent, AppRequest, Command, CommandName, Part, Secret, Settings, Unlock},
    problem::{ErrorCode, FieldProblem, Problem},
};
use serde_json::{Map, json};

fn id<T: std::str::FromStr>(last: u8) -> T
where
    T::Err: std::fmt::Debug,
{
    format!("0192d3a4-0000-7000-8000-0000000000{last:02x}").parse().unwrap()
}

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

#[test]
fn endpoints() {
    let table: Vec<String> = ENDPOINTS
        .iter()
        .map(|e| format!("{:<18} {:<6} {:<56} {:?}", e.name, e.method.as_str(), e.path, e.access))
        .collect();
    insta::assert_snapshot!(table.join("\n"));
}

#[test]
fn error_codes() {
    let table: Vec<String> = ErrorCode::ALL
        .iter()
        .map(|code| format!("{} {} {}", code.status(), code.as_str(), code.title()))
        .collect();
    insta::assert_snapshot!(table.join("\n"));
    for code in ErrorCode::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), json!(code.as_str()));
    }
}

#[test]
fn problem() {
    let problem = Problem {
        instance: Some("urn:uuid:0192d3a4-0000-7000-8000-000000000001".to_owned()),
        fields: vec![FieldProblem {
            path: "phone".to_owned(),
        }],
        ..Problem::new(ErrorCode::InvalidField)
    };
    assert_json_snapshot!(problem);
    let bare: Problem = serde_json::from_value(json!({
        "type": "urn:congdanso:problem:internal", "title": "", "status": 500, "code": "internal"
    }))
    .unwrap();
    assert_eq!(bare.code, ErrorCode::Internal);
}

#[test]
fn settings_of_an_older_app_are_read() {
    let kept = json!({ "language": "en", "text_size": "large", "theme": "dark", "idle_minutes": 10 });
    let settings: Settings = serde_json::from_value(kept).unwrap();
    assert!(!settings.simple);
    assert_eq!(settings.idle_minutes, 10);
}

#[test]
fn enrolment() {
    let form = EnrolmentForm {
        personal_number: "048190000123".parse().unwrap(),
        full_name: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        birth_date: "1990-05-01".parse().unwrap(),
        sex: domain::Sex::Female,
        phone: "0905123456".parse().unwrap(),
        ward: "20242".parse().unwrap(),
        address: "12 Bạch Đằng".to_owned(),
        former_id_number: None,
    };
    assert_json_snapshot!(form);
    assert_json_snapshot!(SignInForm {
        identifier: SignInIdentifier::Phone("0905123456".parse().unwrap())
    });
}

#[test]
fn session() {
    assert_json_snapshot!(SessionRequest {
        challenge: id(1),
        code: "123456".to_owned(),
        device: DeviceOffer {
            public_key: Blob(vec![7; 32]),
            name: "Máy của Hoa".to_owned(),
            platform: Platform::Linux,
        },
        proof: Blob(vec![9; 64]),
    });
    assert_json_snapshot!(SessionGrant {
        session: id(2),
        citizen: id(3),
        device: id(4),
        access_token: "access".to_owned(),
        access_expires_at: at("2026-01-01T00:15:00Z"),
        refresh_token: "refresh".to_owned(),
        session_ends_at: at("2026-01-01T12:00:00Z"),
    });
}

#[test]
fn proofs_are_labelled() {
    let challenge: domain::ChallengeId = id(1);
    let attempt: domain::OperationId = id(2);
    insta::assert_debug_snapshot!(String::from_utf8_lossy(&open_session_proof(challenge)));
    insta::assert_debug_snapshot!(String::from_utf8_lossy(&refresh_proof(attempt, "token")));
}

fn document() -> DocumentRecord {
    DocumentRecord {
        id: id(5),
        revision: Revision(7),
        origin: DocumentOrigin::Issued,
        issuer: Some("UBND phường Hải Châu".to_owned()),
        added_at: at("2026-01-01T00:00:00Z"),
        details: DocumentDetails {
            kind: DocumentKind::BirthCertificate,
            title: "Giấy khai sinh".parse().unwrap(),
            number: Some("012/2020".parse().unwrap()),
            issued_on: Some("2020-03-12".parse().unwrap()),
            expires_on: None,
        },
        content: Some(ContentRecord {
            media_type: MediaType::Pdf,
            bytes: 1234,
            sha256: "ab".repeat(32),
        }),
        extra: Map::new(),
    }
}

#[test]
fn changes() {
    let mut fields = BTreeMap::new();
    fields.insert(
        ProfileField::FullName.as_str().to_owned(),
        FieldRecord {
            value: ProfileField::FullName.check("Nguyễn Thị Ánh Hoa").unwrap(),
            source: Source::Verified {
                by: "Công an thành phố".to_owned(),
            },
            at: at("2026-01-01T00:00:00Z"),
            revision: Revision(1),
        },
    );
    let profile = ProfileRecord {
        revision: Revision(1),
        fields,
        ..ProfileRecord::default()
    };
    let known = [
        KnownEntity::Profile(profile),
        KnownEntity::Document(document()),
        KnownEntity::DocumentRemoved(id(6)),
    ];
    let page = ChangePage {
        changes: (1..)
            .zip(known)
            .map(|(revision, entity)| Change {
                revision: Revision(revision),
                entity: Entity::Known(entity),
            })
            .collect(),
        next: Revision(3),
        more: false,
    };
    assert_json_snapshot!(page);
    let text = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<ChangePage>(&text).unwrap(), page);
}

#[test]
fn what_a_newer_city_sends_survives() {
    let mut record = serde_json::to_value(document()).unwrap();
    record["apostille"] = json!({ "by": "x" });
    let read: DocumentRecord = serde_json::from_value(record.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), record);

    let change: Change =
        serde_json::from_value(json!({ "revision": 4, "entity": { "kind": "dossier", "record": 1 } })).unwrap();
    assert!(matches!(change.entity, Entity::Unknown(_)));
}

#[test]
fn operations() {
    assert_json_snapshot!(OperationBatch {
        operations: vec![
            Operation {
                id: id(8),
                base: Revision(3),
                action: Action::DeclareField {
                    field: ProfileField::Address,
                    value: "12 Bạch Đằng".to_owned(),
                },
            },
            Operation {
                id: id(9),
                base: Revision(0),
                action: Action::AddDocument {
                    document: id(5),
                    details: document().details
                },
            },
        ],
    });
    assert_json_snapshot!(OperationOutcomes {
        outcomes: vec![
            OperationOutcome {
                id: id(8),
                result: OperationResult::Applied { revision: Revision(9) }
            },
            OperationOutcome {
                id: id(9),
                result: OperationResult::Conflict
            },
            OperationOutcome {
                id: id(10),
                result: OperationResult::Refused {
                    code: ErrorCode::NotYours
                },
            },
        ],
    });
}

#[test]
fn cards() {
    assert_json_snapshot!(CardOrder { attempt: id(1) });
    let in_force = CardRecord {
        serial: domain::CardSerial(4711),
        issued_at: at("2026-01-01T00:00:00Z"),
        revoked_at: None,
    };
    let cancelled = CardRecord {
        serial: domain::CardSerial(815),
        revoked_at: Some(at("2026-01-02T00:00:00Z")),
        ..in_force
    };
    assert_json_snapshot!(CardList {
        cards: vec![in_force, cancelled]
    });
    assert_eq!(PrintCard::path(&in_force.serial), "/v1/cards/4711/pdf");
}

#[test]
fn commands_and_events() {
    let unlock = Unlock {
        person: id(1),
        pin: Secret("274913".to_owned()),
    };
    assert!(!format!("{unlock:?}").contains("274913"));
    assert_json_snapshot!(unlock.into_command());
    let command: Command = serde_json::from_value(json!({ "command": "get_home", "input": {} })).unwrap();
    assert_eq!(command.name(), CommandName::GetHome);
    assert_json_snapshot!(AppEvent::Changed {
        parts: vec![Part::Profile, Part::Documents]
    });
    assert_json_snapshot!(AppError::WrongPin {
        attempts_left: 19,
        wait_seconds: 0
    });
}

#[test]
fn blobs_are_base64url_without_padding() {
    let blob = Blob(vec![0xFB, 0xFF, 0x00]);
    assert_eq!(serde_json::to_value(&blob).unwrap(), json!("-_8A"));
    assert!(serde_json::from_value::<Blob>(json!("-_8A=")).is_err());
    assert!(serde_json::from_value::<Blob>(json!("+/8A")).is_err());
}

fn asker() -> Asker {
    Asker {
        organisation: id(20),
        organisation_kind: domain::OrganisationKind::PublicOffice,
        organisation_name: "UBND phường Hải Châu".parse().unwrap(),
        counter: "Quầy 3".parse().unwrap(),
        place: "Tầng 1, 24 Trần Phú".parse().unwrap(),
    }
}

fn scope() -> domain::Scope {
    domain::Scope {
        fields: vec![ProfileField::FullName, ProfileField::Address],
        papers: vec![DocumentKind::BirthCertificate],
    }
}

fn request(state: RequestState) -> ShareRequestRecord {
    ShareRequestRecord {
        id: id(21),
        asker: asker(),
        desk_word: 7.try_into().unwrap(),
        asked: AskedFor {
            purpose: id(22),
            title: "Đăng ký thường trú".parse().unwrap(),
            reason: "Để lập hồ sơ".parse().unwrap(),
            scope: scope(),
            read_minutes: 30,
            partial: false,
            remember: false,
        },
        asked_at: at("2026-01-01T00:00:00Z"),
        expires_at: at("2026-01-01T00:05:00Z"),
        state,
    }
}

#[test]
fn requests_to_share() {
    assert_json_snapshot!(request(RequestState::Waiting));
    let agreed = RequestState::Agreed {
        at: at("2026-01-01T00:01:00Z"),
        read_until: at("2026-01-01T00:31:00Z"),
        fields: vec![ProfileField::FullName],
        documents: vec![id(5)],
        remembered: false,
    };
    let over = RequestState::Over {
        at: at("2026-01-01T00:31:00Z"),
        reason: OverReason::TimeOver,
    };
    for state in [
        agreed,
        over,
        RequestState::Refused {
            at: at("2026-01-01T00:01:00Z"),
            words: None,
        },
    ] {
        let record = request(state);
        let json = serde_json::to_string(&record).unwrap();
        assert_eq!(
            serde_json::from_str::<ShareRequestRecord>(&json).unwrap(),
            record,
            "{json}"
        );
    }
}

#[test]
fn access_history() {
    assert_json_snapshot!(AccessRecord {
        id: id(23),
        revision: Revision(9),
        at: at("2026-01-01T00:02:00Z"),
        asker: asker(),
        role: domain::Role::Officer,
        event: AccessEvent::Checked {
            shown: ShownKind::Live,
            verdict: Verdict::Valid,
            told_at: Some(at("2026-01-01T02:00:00Z")),
            elsewhere: false,
        },
        purpose: None,
        request: Some(id(21)),
        contest: Some(ContestRecord {
            words: "Không phải tôi".parse().unwrap(),
            at: at("2026-01-01T03:00:00Z"),
            due: at("2026-01-06T03:00:00Z"),
            answer: None,
        }),
    });
}

#[test]
fn checks_and_shifts() {
    assert_json_snapshot!(CheckOrder {
        id: id(24),
        shown: Shown::Number {
            holder: SignInIdentifier::Phone("0905123456".parse().unwrap()),
            digits: "123456".to_owned(),
        },
    });
    assert_json_snapshot!(CheckRecord {
        id: id(24),
        at: at("2026-01-01T00:00:00Z"),
        shown: ShownKind::Live,
        verdict: Verdict::Used,
        holder: Some("N. T. Á. Hoa".to_owned()),
        made_at: Some(at("2025-12-31T23:59:50Z")),
        offline: Some(OfflineGround {
            verdict: Verdict::Valid,
            list_as_of: None,
        }),
        ask_until: None,
        used_elsewhere: vec![UsedElsewhere {
            organisation: "UBND phường Hải Châu".parse().unwrap(),
            counter: "Quầy 4".parse().unwrap(),
            at: at("2026-01-01T00:00:20Z"),
        }],
    });
}

#[test]
fn proofs_of_counters_are_labelled() {
    let text = |proof: Vec<u8>| String::from_utf8_lossy(&proof).into_owned();
    let fields = [ProfileField::FullName];
    let agreed = agreement_proof(id(21), &fields, &[id(5)], true);
    insta::assert_debug_snapshot!(text(agreed.clone()));
    insta::assert_debug_snapshot!(text(unlock_shift_proof(id(25), id(2))));
    assert_ne!(agreed, agreement_proof(id(21), &fields, &[id(5)], false));
    assert_ne!(agreed, agreement_proof(id(21), &[], &[id(5)], true));
}

#[test]
fn errand_passes() {
    let order = ErrandOrder {
        organisation: id(20),
        bearer: "048190000002".parse().unwrap(),
        bearer_name: "Cháu An".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: None,
        day: date("2026-01-01"),
        proof: Blob(vec![1, 2]),
    };
    assert_json_snapshot!(order);
    let proof = |order: &ErrandOrder| String::from_utf8_lossy(&errand_proof(id(26), order)).into_owned();
    insta::assert_debug_snapshot!(proof(&order));
    let moved = ErrandOrder {
        title: "Giấy chứng nhận".parse().unwrap(),
        dossier: "kết hôn".parse().ok(),
        ..order.clone()
    };
    assert_ne!(proof(&order), proof(&moved), "nothing passes from one part to the next");
    let record = |state| ErrandRecord {
        id: id(26),
        side: ErrandSide::Bearer,
        organisation: OrganisationCard {
            id: id(20),
            kind: domain::OrganisationKind::PublicOffice,
            name: "UBND phường Hải Châu".parse().unwrap(),
        },
        giver: "Nguyễn Thị Ánh Hoa".parse().unwrap(),
        bearer: "Cháu An".parse().unwrap(),
        title: "Giấy chứng nhận kết hôn".parse().unwrap(),
        dossier: None,
        day: date("2026-01-01"),
        given_at: at("2026-01-01T00:00:00Z"),
        code: None,
        state,
    };
    assert_json_snapshot!(record(ErrandState::HandedOver {
        at: at("2026-01-01T00:10:00Z"),
        counter: "Quầy 3".parse().unwrap(),
    }));
    let open = ErrandState::Open;
    assert_eq!(open.as_of(date("2026-01-01"), date("2026-01-01")), ErrandState::Open);
    assert_eq!(open.as_of(date("2026-01-01"), date("2026-01-02")), ErrandState::Missed);
    for state in [
        open,
        ErrandState::Missed,
        ErrandState::Ended {
            at: at("2026-01-01T00:10:00Z"),
            by: ErrandSide::Giver,
        },
    ] {
        let json = serde_json::to_string(&record(state.clone())).unwrap();
        assert_eq!(
            serde_json::from_str::<ErrandRecord>(&json).unwrap(),
            record(state),
            "{json}"
        );
    }
}

#[test]
fn answers_go_by_the_outbox() {
    let action = Action::AgreeToShare {
        request: id(21),
        fields: vec![ProfileField::FullName],
        documents: vec![id(5)],
        remember: false,
        proof: Blob(vec![9; 64]),
    };
    assert_json_snapshot!(action);
    assert_json_snapshot!(PurposeRecord {
        id: id(22),
        terms: PurposeForm {
            title: "Đăng ký thường trú".parse().unwrap(),
            procedure: Some("1.004222".to_owned()),
            reason: "Để lập hồ sơ".parse().unwrap(),
            scope: scope(),
            read_minutes: 30,
            partial: false,
            remember: false,
            retired: false,
        },
    });
}
