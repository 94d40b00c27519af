//! The invented office: who works there, its counters, and what it may ask for.

use domain::{
    CounterId, DocumentKind as Paper, MemberId, OrganisationId, OrganisationKind, ProfileField as Field, PurposeId,
    Role, Scope,
};
use protocol::api::{CounterForm, PurposeForm};

use super::{people::PEOPLE, same_id};
use crate::{
    city::City,
    service::organisations,
    store::{self, members::Member},
};

const NAME: &str = "UBND phường Hải Châu (dữ liệu mẫu)";
const COUNTERS: [(&str, &str); 2] = [
    ("Quầy 1", "Tầng 1, 270 Trần Phú, Đà Nẵng"),
    ("Quầy 2", "Tầng 1, 270 Trần Phú, Đà Nẵng"),
];
/// Minh sits at the counters; Ngọc manages the office.
const STAFF: [(&str, Role); 2] = [("048085004567", Role::Officer), ("049303001234", Role::Administrator)];

struct SamplePurpose {
    title: &'static str,
    procedure: Option<&'static str>,
    reason: &'static str,
    fields: &'static [Field],
    papers: &'static [Paper],
    read_minutes: u32,
    partial: bool,
    remember: bool,
}

const PURPOSES: [SamplePurpose; 3] = [
    SamplePurpose {
        title: "Đăng ký thường trú",
        procedure: Some("1.004222"),
        reason: "Để lập hồ sơ đăng ký thường trú. Không cần bản sao giấy.",
        fields: &[
            Field::FullName,
            Field::PersonalNumber,
            Field::BirthDate,
            Field::Sex,
            Field::Ward,
            Field::Address,
        ],
        papers: &[Paper::BirthCertificate, Paper::LandUseCertificate],
        read_minutes: 30,
        partial: false,
        remember: false,
    },
    SamplePurpose {
        title: "Cấp lại thẻ bảo hiểm y tế",
        procedure: None,
        reason: "Để tìm số thẻ cũ và gửi thẻ mới về nhà.",
        fields: &[
            Field::FullName,
            Field::HealthInsuranceNumber,
            Field::Phone,
            Field::Address,
        ],
        papers: &[Paper::HealthInsuranceCard],
        read_minutes: 15,
        partial: true,
        remember: false,
    },
    SamplePurpose {
        title: "Nhận kết quả tại quầy",
        procedure: None,
        reason: "Để trao kết quả đúng người.",
        fields: &[Field::FullName, Field::PersonalNumber],
        papers: &[],
        read_minutes: 5,
        partial: false,
        remember: true,
    },
];

impl SamplePurpose {
    fn terms(&self) -> anyhow::Result<PurposeForm> {
        let scope = Scope {
            fields: self.fields.to_vec(),
            papers: self.papers.to_vec(),
        };
        Ok(PurposeForm {
            title: self.title.parse()?,
            procedure: self.procedure.map(str::to_owned),
            reason: self.reason.parse()?,
            scope: scope.tidied(),
            read_minutes: self.read_minutes,
            partial: self.partial,
            remember: self.remember,
            retired: false,
        })
    }
}

/// Opens the office, unless it is there.
pub(super) async fn open(city: &City) -> anyhow::Result<()> {
    let id = OrganisationId(same_id("demo office"));
    if store::organisations::find(&city.store, id).await?.is_some() {
        return Ok(());
    }
    organisations::add(city, OrganisationKind::PublicOffice, NAME.parse()?, Some(id)).await?;
    let tx = city.store.begin().await?;
    for (name, place) in COUNTERS {
        let form = CounterForm {
            name: name.parse()?,
            place: place.parse()?,
            open: true,
        };
        let counter = CounterId(same_id(&format!("demo counter\0{name}")));
        store::organisations::put_counter(&tx, id, counter, &form).await?;
    }
    for purpose in &PURPOSES {
        let place = PurposeId(same_id(&format!("demo purpose\0{}", purpose.title)));
        store::organisations::put_purpose(&tx, id, place, &purpose.terms()?).await?;
    }
    for (number, role) in STAFF {
        let number = number.parse()?;
        let citizen = store::account::citizen_by_number(&tx, &number).await?;
        let person = PEOPLE.iter().find(|person| person.number == number.as_str());
        let (Some(citizen), Some(person)) = (citizen, person) else {
            continue;
        };
        let member = Member {
            id: MemberId(same_id(&format!("demo member\0{}", person.number))),
            organisation: id,
            number_lookup: store::account::number_lookup(&tx, &number),
            citizen: Some(citizen),
            role,
            since: city.now(),
            name: person.name.parse()?,
        };
        store::members::put(&tx, &member).await?;
        organisations::note_roles(&tx, citizen).await?;
    }
    Ok(tx.commit().await?)
}
