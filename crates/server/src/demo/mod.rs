//! An invented city for demonstrations and development: four citizens with profiles and issued papers, and an office
//! with two counters where one of them works. Every name, number and paper is made up, and every paper says so ("MẪU").

mod card;
mod office;
mod page;
mod papers;
mod people;

use std::sync::Arc;

use anyhow::Context as _;
use bytes::Bytes;
use domain::{CitizenId, DocumentId, DocumentOrigin, MediaType, ProfileField, Source, local_date};
use jiff::{ToSpan as _, civil::Date};
use protocol::api::DocumentDetails;
use sha2::{Digest as _, Sha256};

use self::{
    papers::{Look, SamplePaper},
    people::{PEOPLE, SamplePerson},
};
use crate::{
    city::City,
    service::{self, profile::FieldValue},
    store::{self, documents::Paper},
};

/// A citizen of the demonstration.
#[derive(Clone, Debug)]
pub struct Seeded {
    /// Personal number.
    pub number: String,
    /// Full name.
    pub name: String,
    /// Phone, in the national form.
    pub phone: String,
    /// How many papers were issued to them.
    pub papers: usize,
    /// Whether this seed added them.
    pub new: bool,
}

/// What a paper's picture says.
struct Contents<'a> {
    title: &'a str,
    issuer: &'a str,
    number: &'a str,
    lines: Vec<(&'a str, String)>,
}

/// Adds the invented people and papers that aren't there yet.
///
/// # Errors
/// When the database, the object store or a font fails.
pub async fn seed(city: &Arc<City>) -> anyhow::Result<Vec<Seeded>> {
    let mut seeded = Vec::new();
    for person in &PEOPLE {
        let (citizen, new) = settle(city, person)
            .await
            .with_context(|| format!("citizen {}", person.number))?;
        for paper in person.papers {
            issue(city, citizen, person, paper)
                .await
                .with_context(|| format!("paper {}", paper.number))?;
        }
        seeded.push(Seeded {
            number: person.number.to_owned(),
            name: person.name.to_owned(),
            phone: person.phone.to_owned(),
            papers: person.papers.len(),
            new,
        });
    }
    office::open(city).await.context("the office")?;
    Ok(seeded)
}

/// The citizen of a sample, made when missing.
async fn settle(city: &City, person: &SamplePerson) -> anyhow::Result<(CitizenId, bool)> {
    let now = city.now();
    let form = person.form()?;
    let tx = city.store.begin().await?;
    if let Some(citizen) = store::account::citizen_by_number(&tx, &form.personal_number).await? {
        return Ok((citizen, false));
    }
    let citizen = service::profile::open(&tx, city, &form, now).await?;
    let signer = service::city::signer(&tx, &city.settings.issuer, now).await?;
    let mut values = Vec::new();
    for (field, text, by) in person.verified(&form) {
        values.push(FieldValue::new(field, &text, Source::Verified { by: by.to_owned() })?);
    }
    for (field, text) in person.declared {
        values.push(FieldValue::new(*field, text, Source::Declared)?);
    }
    service::profile::set_fields(&tx, Some(&signer), citizen, values, None, now).await?;
    tx.commit().await?;
    Ok((citizen, true))
}

async fn issue(
    city: &Arc<City>,
    citizen: CitizenId,
    person: &SamplePerson,
    sample: &SamplePaper,
) -> anyhow::Result<()> {
    let id = document_id(person, sample);
    if store::documents::find(&city.store, citizen, id).await?.is_some() {
        return Ok(());
    }
    let now = city.now();
    let today = local_date(now);
    let (issued_on, expires_on) = sample.dates(today)?;
    let contents = contents(person, sample, issued_on, expires_on);
    let (media_type, bytes) = match sample.look {
        Look::Page => (MediaType::Pdf, page::draw(&contents)?),
        Look::Card => (MediaType::Png, card::draw(&contents)?),
    };
    let details = DocumentDetails {
        kind: sample.kind,
        title: sample.title.parse()?,
        number: Some(sample.number.parse()?),
        issued_on: Some(issued_on),
        expires_on,
    };
    let paper = Paper {
        origin: DocumentOrigin::Issued,
        issuer: Some(sample.issuer.to_owned()),
        added_at: now,
        details,
        content: None,
    };
    Ok(service::documents::issue(city, citizen, id, paper, media_type, Bytes::from(bytes)).await?)
}

fn contents<'a>(
    person: &'a SamplePerson,
    sample: &'a SamplePaper,
    issued_on: Date,
    expires_on: Option<Date>,
) -> Contents<'a> {
    let day = |date: Date| format!("{:02}/{:02}/{}", date.day(), date.month(), date.year());
    let mut lines = vec![
        ("Họ và tên", person.name.to_owned()),
        ("Số định danh", person.number.to_owned()),
        ("Ngày sinh", person.born.split('-').rev().collect::<Vec<_>>().join("/")),
        ("Nơi cư trú", person.residence()),
    ];
    lines.extend(sample.lines.iter().map(|(name, text)| (*name, (*text).to_owned())));
    lines.push(("Ngày cấp", day(issued_on)));
    lines.push(("Có giá trị đến", expires_on.map_or("Không thời hạn".to_owned(), day)));
    Contents {
        title: sample.title,
        issuer: sample.issuer,
        number: sample.number,
        lines,
    }
}

/// The same paper has the same id in every seed (UUID version 8, RFC 9562 section 5.8).
fn document_id(person: &SamplePerson, sample: &SamplePaper) -> DocumentId {
    DocumentId(same_id(&format!("demo paper\0{}\0{}", person.number, sample.number)))
}

/// The id of something that is the same in every seed.
fn same_id(of: &str) -> uuid::Uuid {
    let digest = Sha256::digest(of);
    let bytes: [u8; 16] = std::array::from_fn(|i| digest[i]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

impl SamplePaper {
    fn dates(&self, today: Date) -> anyhow::Result<(Date, Option<Date>)> {
        let issued_on = today.checked_sub(self.issued_days_ago.days())?;
        let expires_on = self
            .expires_in_days
            .map(|days| today.checked_add(days.days()))
            .transpose()?;
        Ok((issued_on, expires_on))
    }
}

impl SamplePerson {
    fn verified(&self, form: &protocol::api::EnrolmentForm) -> Vec<(ProfileField, String, &'static str)> {
        let mut fields = Vec::new();
        if let Some(by) = self.verified_by {
            fields.push((ProfileField::FullName, self.name.to_owned(), by));
            fields.push((ProfileField::PersonalNumber, self.number.to_owned(), by));
            fields.push((ProfileField::BirthDate, self.born.to_owned(), by));
            fields.push((ProfileField::Sex, form.sex.as_str().to_owned(), by));
        }
        if let Some(number) = self.health_insurance {
            fields.push((
                ProfileField::HealthInsuranceNumber,
                number.to_owned(),
                people::INSURANCE,
            ));
        }
        fields
    }
}
