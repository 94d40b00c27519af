//! Giving a pass.

use domain::{DossierCode, ErrandId, ErrandTitle, PersonName, PersonalNumber, ProfileField, limits, local_date};
use jiff::civil::Date;
use protocol::{
    Blob,
    api::{self, ErrandOrder, ErrandRecord, ErrandState, Nothing, OrganisationList, errand_proof},
    app::{AppError, ErrandInput, ErrandView, GiveErrand, InputField, Part},
};
use serde_json::Map;

use super::view;
use crate::{
    app::App,
    device_key::DeviceKey,
    documents::{dates, optional},
    host::new_uuid,
    person::Person,
    port::{Collection, VaultError, VaultOp},
    sharing::answer::check_pin,
    store::{ErrandAttempt, Single, put},
};

/// Where something can be collected.
pub(crate) async fn organisations(app: &App) -> Result<OrganisationList, AppError> {
    let person = app.person()?;
    let listed = person
        .account
        .call::<api::ListOrganisations>(&(), &Nothing {}, &Nothing {});
    app.answered(&person, listed.await).await
}

/// Checks what was typed, all fields at once, asks for the PIN and gives the pass.
pub(crate) async fn run(app: &App, input: GiveErrand) -> Result<ErrandView, AppError> {
    let person = app.person()?;
    let today = local_date(app.city.now());
    let profile = person.store.profile().await?.record;
    let own = profile.text(ProfileField::PersonalNumber);
    let order = read(&input.form, own, today).map_err(|fields| AppError::InvalidInput { fields })?;
    check_pin(app, &person, &input.pin).await?;
    let record = give(app, &person, &order).await?;
    app.changed(vec![Part::Errands]);
    app.engine.request();
    view(record, today)
}

fn read(typed: &ErrandInput, own: Option<&str>, today: Date) -> Result<ErrandOrder, Vec<InputField>> {
    let bearer = typed
        .bearer
        .parse::<PersonalNumber>()
        .ok()
        .filter(|bearer| own != Some(bearer.as_str()));
    let bearer_name = typed.bearer_name.parse::<PersonName>().ok();
    let title = typed.title.parse::<ErrandTitle>().ok();
    let dossier = optional(&typed.dossier, |text| text.parse::<DossierCode>().ok());
    let day = dates::parse(&typed.day).filter(|day| is_near(*day, today));
    let wrong: Vec<InputField> = [
        (typed.organisation.is_none(), InputField::Organisation),
        (bearer.is_none(), InputField::BearerNumber),
        (bearer_name.is_none(), InputField::BearerName),
        (title.is_none(), InputField::ErrandTitle),
        (dossier.is_none(), InputField::Dossier),
        (day.is_none(), InputField::ErrandDay),
    ]
    .into_iter()
    .filter_map(|(is_wrong, field)| is_wrong.then_some(field))
    .collect();
    let (Some(organisation), Some(bearer), Some(bearer_name), Some(title), Some(dossier), Some(day)) =
        (typed.organisation, bearer, bearer_name, title, dossier, day)
    else {
        return Err(wrong);
    };
    Ok(ErrandOrder {
        organisation,
        bearer,
        bearer_name,
        title,
        dossier,
        day,
        proof: Blob(Vec::new()),
    })
}

fn is_near(day: Date, today: Date) -> bool {
    day.since(today)
        .is_ok_and(|span| (0..=limits::ERRAND_DAYS).contains(&span.get_days()))
}

/// Gives a pass. Its id is kept in the vault until an answer has arrived, so that a lost answer makes no second pass.
async fn give(app: &App, person: &Person, order: &ErrandOrder) -> Result<ErrandRecord, AppError> {
    let mut errand = begin(app, person, order, None).await?;
    let mut record = send(app, person, errand, order).await?;
    // What a lost answer told of is over since: this is another wish.
    if record.state != ErrandState::Open {
        errand = begin(app, person, order, Some(errand)).await?;
        record = send(app, person, errand, order).await?;
    }
    keep(person, &record).await?;
    tracing::debug!(%errand, "an errand pass was given");
    Ok(record)
}

/// The id under which the pass is to be given: that of the same order whose answer was lost, unless it is `over`.
async fn begin(
    app: &App,
    person: &Person,
    order: &ErrandOrder,
    over: Option<ErrandId>,
) -> Result<ErrandId, VaultError> {
    let _writing = person.store.writing().await;
    let lost = person.store.single::<ErrandAttempt>().await?;
    if let Some(lost) = lost.filter(|lost| lost.order == *order && Some(lost.errand) != over) {
        return Ok(lost.errand);
    }
    let errand = ErrandId(new_uuid(&*app.ports.random, app.city.now()));
    let begun = ErrandAttempt {
        errand,
        order: order.clone(),
        extra: Map::new(),
    };
    person.store.put_single(&begun).await?;
    Ok(errand)
}

async fn send(app: &App, person: &Person, errand: ErrandId, order: &ErrandOrder) -> Result<ErrandRecord, AppError> {
    let key: DeviceKey = person.store.single().await?.ok_or(AppError::VaultDamaged)?;
    let proof = errand_proof(errand, order);
    let proof = key.sign(&*app.ports.keys, &proof).await.ok_or(AppError::SessionEnded)?;
    let order = ErrandOrder {
        proof: Blob(proof.to_vec()),
        ..order.clone()
    };
    let given = person
        .account
        .call_again::<api::GiveErrand>(&errand, &Nothing {}, &order);
    app.answered(person, given.await).await
}

/// Keeps what the city answered. Another pass may have been begun meanwhile.
async fn keep(person: &Person, record: &ErrandRecord) -> Result<(), VaultError> {
    let _writing = person.store.writing().await;
    let mut steps = vec![put(Collection::Errand, record.id.to_string(), record)?];
    let begun = person.store.single::<ErrandAttempt>().await?;
    if begun.is_some_and(|begun| begun.errand == record.id) {
        steps.push(VaultOp::Delete {
            collection: Collection::State,
            key: ErrandAttempt::KEY.to_owned(),
        });
    }
    person.store.apply(steps).await
}
