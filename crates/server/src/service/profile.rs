//! Opening a profile, setting its fields, and the standard code that follows from them.

use codes::{
    standard::{DeclaredBy, Extension, StandardCode},
    trust::CitySigner,
};
use domain::{BirthDate, CitizenId, PersonName, PersonalNumber, Phone, ProfileField, Qid, Sex, Source};
use jiff::Timestamp;
use protocol::api::{EnrolmentForm, FieldRecord, PersonalCodeRecord, ProfileRecord, Revision};

use crate::{
    city::City,
    fault::Fault,
    port::Random,
    store::{
        self, Access, Tx,
        sync::{FeedItem, note, revision_of},
    },
};

/// Opens the profile that a form describes. The number must be free.
///
/// # Errors
/// [`Fault`].
pub async fn open(tx: &Tx, city: &City, form: &EnrolmentForm, now: Timestamp) -> Result<CitizenId, Fault> {
    let citizen = CitizenId(city.random.id(now)?);
    store::account::add_citizen(tx, citizen, &form.personal_number, &form.phone, now).await?;
    let signer = super::city::signer(tx, &city.settings.issuer, now).await?;
    let qid = free_qid(tx, city.random.as_ref()).await?;
    let values = declared(form)?;
    set_fields(tx, Some(&signer), citizen, values, Some(qid), now).await?;
    super::organisations::note_invitations(tx, citizen, &form.personal_number).await?;
    super::errands::note_waiting(tx, citizen, &form.personal_number).await?;
    Ok(citizen)
}

/// What a counter sees of a citizen's name.
pub(super) async fn masked_name(on: &impl Access, citizen: CitizenId) -> Result<String, Fault> {
    let name = store::profile::field(on, citizen, ProfileField::FullName).await?;
    let name: Option<PersonName> = name.and_then(|record| record.value.as_str().parse().ok());
    Ok(name.ok_or(Fault::Corrupt("full name"))?.masked())
}

/// The form's fields as values of the profile.
fn declared(form: &EnrolmentForm) -> Result<Vec<FieldValue>, Fault> {
    let mut values = vec![
        (ProfileField::FullName, form.full_name.as_str().to_owned()),
        (ProfileField::PersonalNumber, form.personal_number.as_str().to_owned()),
        (ProfileField::BirthDate, form.birth_date.date().to_string()),
        (ProfileField::Sex, form.sex.as_str().to_owned()),
        (ProfileField::Phone, form.phone.e164().to_owned()),
        (ProfileField::Ward, form.ward.as_str().to_owned()),
    ];
    if !form.address.trim().is_empty() {
        values.push((ProfileField::Address, form.address.clone()));
    }
    if let Some(former) = &form.former_id_number {
        values.push((ProfileField::FormerIdNumber, former.clone()));
    }
    values
        .into_iter()
        .map(|(field, text)| FieldValue::new(field, &text, Source::Declared))
        .collect()
}

/// A value for a field.
#[derive(Clone, Debug)]
pub struct FieldValue {
    /// Which.
    pub field: ProfileField,
    /// The value.
    pub value: domain::FieldText,
    /// Who says it.
    pub source: Source,
}

impl FieldValue {
    /// A value that was checked before; one that does not fit is a fault.
    ///
    /// # Errors
    /// [`Fault::Corrupt`].
    pub fn new(field: ProfileField, text: &str, source: Source) -> Result<Self, Fault> {
        let value = field.check(text).map_err(|_| Fault::Corrupt("profile value"))?;
        Ok(Self { field, value, source })
    }
}

/// Sets fields and signs the standard code again when they are part of it; only then a signer is needed. The account's revision afterwards is the
/// fields' own, so that a device may take it as the base of its next edit.
///
/// # Errors
/// [`Fault`].
pub async fn set_fields(
    tx: &Tx,
    signer: Option<&CitySigner>,
    citizen: CitizenId,
    values: Vec<FieldValue>,
    new_qid: Option<Qid>,
    now: Timestamp,
) -> Result<Revision, Fault> {
    // The code's revision comes first: it is signed over the new values below, in the same transaction.
    let code_changes = new_qid.is_some() || values.iter().any(|value| is_in_code(value.field));
    let code_revision = if code_changes {
        Some(store::account::advance(tx, citizen).await?)
    } else {
        None
    };
    let revision = store::account::advance(tx, citizen).await?;
    for FieldValue { field, value, source } in values {
        let record = FieldRecord {
            value,
            source,
            at: now,
            revision,
        };
        store::profile::put_field(tx, citizen, field, &record).await?;
    }
    note(tx, citizen, FeedItem::Profile, revision).await?;
    if let Some(code_revision) = code_revision {
        let qid = match new_qid {
            Some(qid) => qid,
            None => {
                store::profile::code(tx, citizen)
                    .await?
                    .ok_or(Fault::Corrupt("personal code"))?
                    .qid
            }
        };
        let signer = signer.ok_or(Fault::NoSigningKey)?;
        let record = signed_code(tx, signer, citizen, qid, now).await?;
        store::profile::put_code(tx, citizen, &record).await?;
        note(tx, citizen, FeedItem::PersonalCode, code_revision).await?;
    }
    Ok(revision)
}

/// Whether the standard code carries a field.
pub(super) fn is_in_code(field: ProfileField) -> bool {
    use ProfileField as F;
    match field {
        F::FullName | F::PersonalNumber | F::BirthDate | F::Sex | F::Phone | F::HealthInsuranceNumber => true,
        F::Ward | F::Address | F::FormerIdNumber | F::Email | F::Occupation => false,
    }
}

async fn signed_code(
    on: &impl Access,
    signer: &CitySigner,
    citizen: CitizenId,
    qid: Qid,
    now: Timestamp,
) -> Result<PersonalCodeRecord, Fault> {
    let code = unsigned_code(on, citizen, qid.clone()).await?;
    Ok(PersonalCodeRecord {
        qid,
        text: code.sign(signer).to_text(),
        signed_at: now,
    })
}

/// What the profile gives for a code.
pub(super) async fn unsigned_code(on: &impl Access, citizen: CitizenId, qid: Qid) -> Result<StandardCode, Fault> {
    let profile = record(on, citizen).await?;
    let text = |field: ProfileField| profile.text(field).ok_or(Fault::Corrupt("profile"));
    let corrupt = || Fault::Corrupt("profile");
    let name: PersonName = text(ProfileField::FullName)?.parse().map_err(|_| corrupt())?;
    let born: BirthDate = text(ProfileField::BirthDate)?.parse().map_err(|_| corrupt())?;
    let phone: Phone = text(ProfileField::Phone)?.parse().map_err(|_| corrupt())?;
    Ok(StandardCode {
        document_number: text(ProfileField::PersonalNumber)?.to_owned(),
        name,
        born,
        declared_by: DeclaredBy::SelfDeclared,
        qid,
        extension: Extension {
            sex: text(ProfileField::Sex)?.parse().map_err(|()| corrupt())?,
            health_insurance: profile.text(ProfileField::HealthInsuranceNumber).map(str::to_owned),
            phone: Some(phone),
            ..Extension::default()
        },
    })
}

/// The profile as devices learn of it.
///
/// # Errors
/// [`Fault`].
pub async fn record(on: &impl Access, citizen: CitizenId) -> Result<ProfileRecord, Fault> {
    let mut profile = ProfileRecord {
        revision: revision_of(on, citizen, FeedItem::Profile).await?,
        fields: store::profile::fields(on, citizen).await?.into_iter().collect(),
        ..ProfileRecord::default()
    };
    let number = profile
        .text(ProfileField::PersonalNumber)
        .and_then(|text| text.parse::<PersonalNumber>().ok());
    let born = profile
        .text(ProfileField::BirthDate)
        .and_then(|text| text.parse::<BirthDate>().ok());
    let sex = profile
        .text(ProfileField::Sex)
        .and_then(|text| text.parse::<Sex>().ok());
    if let (Some(number), Some(born)) = (number, born) {
        profile.mismatches = number.mismatches(born, sex.unwrap_or(Sex::Unknown));
    }
    Ok(profile)
}

async fn free_qid(tx: &Tx, random: &dyn Random) -> Result<Qid, Fault> {
    loop {
        let number = random.below(1_000_000_000_000_000_000)?;
        let qid = Qid::from_number(number).ok_or(Fault::Corrupt("qid"))?;
        if store::profile::citizen_by_qid(tx, &qid).await?.is_none() {
            return Ok(qid);
        }
    }
}
