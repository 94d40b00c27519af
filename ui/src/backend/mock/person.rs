//! Invented people.

use domain::{PersonId, ProfileField, Source};
use jiff::{SignedDuration, Timestamp};
use protocol::{
    api::{DeviceState, Platform},
    app::{DeviceView, DevicesView, EditState, FieldView, ProfileView, SessionView},
};
use uuid::Uuid;

use super::scenario::Scenario;
use crate::text::now;

pub(super) const PERSON: PersonId = PersonId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0001));
pub(super) const OTHER: PersonId = PersonId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0000_0002));

/// Full and given name.
pub(super) fn name(scenario: Scenario) -> (&'static str, &'static str) {
    match scenario {
        Scenario::Long => ("Công Tằng Tôn Nữ Huỳnh Nguyễn Thị Phương Nguyệt Ánh", "Ánh"),
        Scenario::Empty => ("", ""),
        _ => ("Nguyễn Thị Ánh Hoa", "Hoa"),
    }
}

fn ago(hours: i64) -> Timestamp {
    now() - SignedDuration::from_hours(hours)
}

fn verified(by: &str) -> Option<Source> {
    Some(Source::Verified { by: by.into() })
}

/// The profile; every state an edit can have comes up.
pub(super) fn profile(scenario: Scenario) -> ProfileView {
    let value = |field: ProfileField| match field {
        ProfileField::FullName => name(scenario).0,
        ProfileField::PersonalNumber => "048190000123",
        ProfileField::BirthDate => "1990-09-05",
        ProfileField::Sex => "female",
        ProfileField::Phone => "+84905123456",
        ProfileField::Ward => "20242",
        ProfileField::Address => match scenario {
            Scenario::Long => {
                "Căn hộ 1208, tháp B, chung cư Nguyễn Hữu Thọ mở rộng, số 24/7 kiệt 35 đường Phan Châu Trinh nối dài, tổ dân phố 12"
            }
            _ => "24 Bạch Đằng",
        },
        ProfileField::Email => "anh.hoa@example.vn",
        ProfileField::Occupation => "Giáo viên",
        ProfileField::FormerIdNumber | ProfileField::HealthInsuranceNumber => "",
    };
    let fields = ProfileField::ALL
        .into_iter()
        .map(|field| {
            let value = if scenario == Scenario::Empty && field.is_optional() {
                ""
            } else {
                value(field)
            };
            let source = match field {
                _ if value.is_empty() => None,
                ProfileField::FullName | ProfileField::PersonalNumber | ProfileField::BirthDate => {
                    verified("Công an thành phố Đà Nẵng")
                }
                ProfileField::Phone => verified("Thành phố Đà Nẵng, bằng tin nhắn"),
                _ => Some(Source::Declared),
            };
            let edit = match (scenario, field) {
                (Scenario::Empty | Scenario::Slow, _) => EditState::None,
                (_, ProfileField::Address) => EditState::Waiting,
                (_, ProfileField::Email) => EditState::Conflict {
                    theirs: "nguyen.hoa@example.com".into(),
                },
                (_, ProfileField::Occupation) => EditState::Refused,
                _ => EditState::None,
            };
            FieldView {
                field,
                value: value.into(),
                at: source.as_ref().map(|_| ago(24 * 40)),
                editable: field.is_declarable() && !source.as_ref().is_some_and(Source::is_verified),
                source,
                edit,
            }
        })
        .collect();
    ProfileView {
        fields,
        mismatches: Vec::new(),
        as_of: Some(now() - SignedDuration::from_mins(12)),
    }
}

/// Devices in every state.
pub(super) fn devices() -> DevicesView {
    let device = |number: u128, name: &str, platform, hours, state, current| DeviceView {
        id: domain::DeviceId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0001_0000 + number)),
        name: name.into(),
        platform,
        last_seen_at: ago(hours),
        state,
        current,
        sessions: if state == DeviceState::Active {
            vec![session(number, hours, current)]
        } else {
            Vec::new()
        },
    };
    DevicesView {
        devices: vec![
            device(1, "Máy tính ở nhà", Platform::Linux, 0, DeviceState::Active, true),
            device(
                2,
                "Điện thoại của Hoa",
                Platform::Android,
                3,
                DeviceState::Active,
                false,
            ),
            device(
                3,
                "Máy ở trường",
                Platform::Windows,
                24 * 9,
                DeviceState::WipeOrdered,
                false,
            ),
            device(4, "iPad cũ", Platform::Ios, 24 * 200, DeviceState::Revoked, false),
        ],
    }
}

fn session(number: u128, hours: i64, current: bool) -> SessionView {
    SessionView {
        id: domain::SessionId(Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0002_0000 + number)),
        opened_at: ago(hours + 5),
        last_used_at: ago(hours),
        current,
    }
}
