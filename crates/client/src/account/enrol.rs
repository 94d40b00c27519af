//! Opening a profile.

use domain::{BirthDate, PersonName, PersonalNumber, Phone, ProfileField, WardCode, local_date};
use protocol::{
    api::{EnrolmentForm, Nothing, SignInIdentifier, StartEnrolment as Endpoint},
    app::{AppError, ChallengeView, EnrolmentInput, InputField, StartEnrolment},
};

use super::pending::{PendingSignIn, Purpose};
use crate::app::App;

/// Checks what was typed, all fields at once, and asks the city for a one-time password.
pub(crate) async fn run(app: &App, input: StartEnrolment) -> Result<ChallengeView, AppError> {
    let form = read(&input.form, app).map_err(|fields| AppError::InvalidInput { fields })?;
    let ticket = app.city.call::<Endpoint>(&(), &Nothing {}, &form, None).await?;
    let pending = PendingSignIn {
        ticket,
        phone: Some(form.phone.masked()),
        identifier: SignInIdentifier::PersonalNumber(form.personal_number.clone()),
        purpose: Purpose::First {
            key: app.new_key().await,
            label: form.full_name.initials(),
            grant: None,
        },
    };
    let view = pending.view();
    app.sign_in.set(Some(pending));
    Ok(view)
}

fn read(typed: &EnrolmentInput, app: &App) -> Result<EnrolmentForm, Vec<InputField>> {
    let today = local_date(app.city.now());
    let number = typed.personal_number.parse::<PersonalNumber>().ok();
    let name = typed.full_name.parse::<PersonName>().ok();
    let born = typed
        .birth_date
        .parse::<BirthDate>()
        .ok()
        .filter(|born| born.date() <= today);
    let phone = typed.phone.parse::<Phone>().ok();
    let ward = typed.ward.trim().parse::<WardCode>().ok();
    let address = ProfileField::Address.check(&typed.address).ok();
    let former = typed.former_id_number.as_deref().unwrap_or_default();
    let former = ProfileField::FormerIdNumber.check(former).ok();
    let wrong: Vec<InputField> = [
        (number.is_none(), InputField::PersonalNumber),
        (name.is_none(), InputField::FullName),
        (born.is_none(), InputField::BirthDate),
        (phone.is_none(), InputField::Phone),
        (ward.is_none(), InputField::Ward),
        (address.is_none(), InputField::Address),
        (former.is_none(), InputField::FormerIdNumber),
    ]
    .into_iter()
    .filter_map(|(is_wrong, field)| is_wrong.then_some(field))
    .collect();
    let (
        Some(personal_number),
        Some(full_name),
        Some(birth_date),
        Some(phone),
        Some(ward),
        Some(address),
        Some(former),
    ) = (number, name, born, phone, ward, address, former)
    else {
        return Err(wrong);
    };
    Ok(EnrolmentForm {
        personal_number,
        full_name,
        birth_date,
        sex: typed.sex,
        phone,
        ward,
        address: address.as_str().to_owned(),
        former_id_number: Some(former.as_str().to_owned()).filter(|number| !number.is_empty()),
    })
}
