//! The invented people.

use domain::{ProfileField, Sex};
use protocol::api::EnrolmentForm;

use super::papers::{self, SamplePaper};

pub(super) const POLICE: &str = "Công an thành phố Đà Nẵng (dữ liệu mẫu)";
pub(super) const INSURANCE: &str = "Bảo hiểm xã hội thành phố Đà Nẵng (dữ liệu mẫu)";

/// A person of the demonstration.
pub(super) struct SamplePerson {
    pub(super) number: &'static str,
    pub(super) name: &'static str,
    /// ISO 8601.
    pub(super) born: &'static str,
    pub(super) sex: Sex,
    pub(super) phone: &'static str,
    pub(super) ward: &'static str,
    pub(super) address: &'static str,
    /// Who checked name, number, birth date and sex.
    pub(super) verified_by: Option<&'static str>,
    pub(super) health_insurance: Option<&'static str>,
    pub(super) declared: &'static [(ProfileField, &'static str)],
    pub(super) papers: &'static [SamplePaper],
}

pub(super) static PEOPLE: [SamplePerson; 4] = [
    SamplePerson {
        number: "048190000123",
        name: "Nguyễn Thị Ánh Hoa",
        born: "1990-05-12",
        sex: Sex::Female,
        phone: "0905123456",
        ward: "20242",
        address: "24 Bạch Đằng",
        verified_by: Some(POLICE),
        health_insurance: Some("4801234567"),
        declared: &[
            (ProfileField::Email, "anh.hoa@example.vn"),
            (ProfileField::Occupation, "Giáo viên tiểu học"),
        ],
        papers: papers::HOA,
    },
    SamplePerson {
        number: "048085004567",
        name: "Trần Văn Minh",
        born: "1985-11-03",
        sex: Sex::Male,
        phone: "0913234567",
        ward: "20263",
        address: "112 Ngô Quyền",
        verified_by: Some(POLICE),
        health_insurance: Some("4807654321"),
        declared: &[(ProfileField::Occupation, "Chủ cửa hàng")],
        papers: papers::MINH,
    },
    SamplePerson {
        number: "049303001234",
        name: "Lê Thị Bích Ngọc",
        born: "2003-02-27",
        sex: Sex::Female,
        phone: "0934345678",
        ward: "20285",
        address: "7 Lê Văn Hiến",
        verified_by: Some(POLICE),
        health_insurance: None,
        declared: &[(ProfileField::Occupation, "Sinh viên")],
        papers: papers::NGOC,
    },
    SamplePerson {
        number: "048052000789",
        name: "Phạm Quốc Bảo",
        born: "1952-08-19",
        sex: Sex::Male,
        phone: "0983456789",
        ward: "20209",
        address: "36 Trần Cao Vân",
        verified_by: None,
        health_insurance: Some("4809988776"),
        declared: &[],
        papers: papers::BAO,
    },
];

impl SamplePerson {
    /// The form that this person would fill in.
    pub(super) fn form(&self) -> anyhow::Result<EnrolmentForm> {
        Ok(EnrolmentForm {
            personal_number: self.number.parse()?,
            full_name: self.name.parse()?,
            birth_date: self.born.parse()?,
            sex: self.sex,
            phone: self.phone.parse()?,
            ward: self.ward.parse()?,
            address: self.address.to_owned(),
            former_id_number: None,
        })
    }

    /// Address and ward.
    pub(super) fn residence(&self) -> String {
        let ward = domain::wards()
            .iter()
            .find(|ward| ward.code == self.ward)
            .map_or("", |ward| ward.full_name);
        format!("{}, {ward}, Đà Nẵng", self.address)
    }
}
