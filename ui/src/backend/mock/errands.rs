//! Errand passes that the person bears and gave, in several states.

use domain::{ErrandId, OrganisationId, OrganisationKind, PersonName, PersonalNumber, local_date};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use protocol::{
    api::{ErrandRecord, ErrandSide, ErrandState, OrganisationCard, OrganisationList},
    app::{AppError, ErrandInput, ErrandView, ErrandsView, GiveErrand, InputField, Part},
};
use uuid::Uuid;

use super::{MockHost, content, person, scenario::Scenario, sharing::said};
use crate::text::{self, now};

fn id(last: u128) -> Uuid {
    Uuid::from_u128(0x0193_0000_0000_7000_8000_0000_0003_0000 + last)
}

fn ago(minutes: i64) -> Timestamp {
    now() - SignedDuration::from_mins(minutes)
}

fn organisation(number: u128, kind: OrganisationKind, name: &str) -> Option<OrganisationCard> {
    Some(OrganisationCard {
        id: OrganisationId(id(number)),
        kind,
        name: said(name)?,
    })
}

fn organisations() -> [Option<OrganisationCard>; 4] {
    [
        organisation(1, OrganisationKind::Health, "Bệnh viện Đà Nẵng"),
        organisation(
            2,
            OrganisationKind::PublicOffice,
            "Trung tâm Phục vụ hành chính công thành phố Đà Nẵng",
        ),
        organisation(3, OrganisationKind::PublicOffice, "UBND phường Hải Châu"),
        organisation(4, OrganisationKind::PublicOffice, "UBND phường Hòa Cường"),
    ]
}

fn at(number: u128) -> Option<OrganisationCard> {
    organisations()
        .into_iter()
        .flatten()
        .find(|card| card.id.0 == id(number))
}

struct Made<'a> {
    side: ErrandSide,
    other: &'a str,
    title: &'a str,
    place: u128,
    days: i32,
    state: ErrandState,
}

fn record(number: u128, own: &str, made: Made<'_>) -> Option<ErrandRecord> {
    let other: PersonName = said(made.other)?;
    let own: PersonName = said(own)?;
    let (giver, bearer) = match made.side {
        ErrandSide::Bearer => (other, own),
        ErrandSide::Giver => (own, other),
    };
    let day = local_date(now()).saturating_add(made.days.days());
    Some(ErrandRecord {
        id: ErrandId(id(100 + number)),
        side: made.side,
        organisation: at(made.place)?,
        giver,
        bearer,
        title: said(made.title)?,
        dossier: said("H17.12-260301-0042"),
        day,
        given_at: ago(60 * 20),
        code: code(made.side, &made.state),
        state: made.state,
    })
}

fn code(side: ErrandSide, state: &ErrandState) -> Option<String> {
    let shows = side == ErrandSide::Bearer && *state == ErrandState::Open;
    shows.then(|| format!("CDSE1:{}", "6BF%RN-SSG$K*A1WE6+1".repeat(14)))
}

/// The passes that the scenario has.
pub(super) fn errands(scenario: Scenario) -> Vec<ErrandRecord> {
    let own = person::name(scenario).0;
    if scenario == Scenario::Empty {
        return Vec::new();
    }
    let (other, title) = if scenario == Scenario::Long {
        (
            "Tôn Nữ Huỳnh Nguyễn Thị Phương Nguyệt Minh Châu",
            "Bản sao trích lục khai sinh có xác nhận của cơ quan hộ tịch và bản dịch công chứng sang tiếng Anh",
        )
    } else {
        ("Lê Văn Tư", "Giấy chứng nhận kết hôn")
    };
    let handed_over = said("Quầy 3").map(|counter| ErrandState::HandedOver {
        at: ago(60 * 24 * 6),
        counter,
    });
    let taken_back = ErrandState::Ended {
        at: ago(60 * 50),
        by: ErrandSide::Giver,
    };
    let made = |side, other, title, place, days, state| Made {
        side,
        other,
        title,
        place,
        days,
        state,
    };
    [
        record(1, own, made(ErrandSide::Bearer, other, title, 3, 0, ErrandState::Open)),
        handed_over.and_then(|state| {
            let made = made(
                ErrandSide::Bearer,
                "Hồ Thị Mai",
                "Phiếu kết quả xét nghiệm",
                1,
                -6,
                state,
            );
            record(2, own, made)
        }),
        record(
            3,
            own,
            made(
                ErrandSide::Giver,
                "Trần Văn Bình",
                "Giấy phép kinh doanh",
                2,
                3,
                ErrandState::Open,
            ),
        ),
        record(
            4,
            own,
            made(
                ErrandSide::Giver,
                "Phạm Văn Đức",
                "Trích lục khai sinh",
                4,
                1,
                taken_back,
            ),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn view(record: &ErrandRecord) -> ErrandView {
    ErrandView {
        qr: record.code.as_deref().map(content::symbol),
        record: record.clone(),
    }
}

/// What of a form does not fit.
fn wrong(form: &ErrandInput, own: &str, day: Option<Date>) -> Vec<InputField> {
    let number = form.bearer.parse::<PersonalNumber>().ok();
    let fits = [
        (InputField::Organisation, form.organisation.is_some()),
        (
            InputField::BearerNumber,
            number.is_some_and(|number| number.as_str() != own),
        ),
        (InputField::ErrandDay, day.is_some()),
    ];
    fits.into_iter()
        .filter(|(_, fits)| !fits)
        .map(|(field, _)| field)
        .collect()
}

impl MockHost {
    pub(super) fn errands(&self) -> ErrandsView {
        self.with(|inner| {
            let (borne, given) = inner
                .errands
                .iter()
                .cloned()
                .partition(|record| record.side == ErrandSide::Bearer);
            ErrandsView {
                borne,
                given,
                as_of: Some(ago(3)),
            }
        })
    }

    pub(super) fn errand(&self, errand: ErrandId) -> Result<ErrandView, AppError> {
        self.with(|inner| {
            let record = inner.errands.iter().find(|record| record.id == errand);
            record.map(view).ok_or(AppError::NotFound)
        })
    }

    pub(super) fn organisations(&self) -> OrganisationList {
        OrganisationList {
            organisations: organisations().into_iter().flatten().collect(),
        }
    }

    /// The city refuses the person's own number.
    pub(super) fn give(&'static self, input: GiveErrand) -> Result<ErrandView, AppError> {
        let form = input.form;
        let day = text::read_date(&form.day);
        let fields = wrong(&form, "048190000123", day);
        if !fields.is_empty() {
            return Err(AppError::InvalidInput { fields });
        }
        self.check_pin(&input.pin)?;
        self.city()?;
        let organisations = organisations().into_iter().flatten();
        let organisation = organisations
            .into_iter()
            .find(|card| Some(card.id) == form.organisation);
        let record = self.with(|inner| {
            let record = ErrandRecord {
                id: ErrandId(id(200 + inner.errands.len() as u128)),
                side: ErrandSide::Giver,
                organisation: organisation?,
                giver: said(person::name(self.scenario).0)?,
                bearer: said(&form.bearer_name)?,
                title: said(&form.title)?,
                dossier: said(&form.dossier),
                day: day?,
                given_at: now(),
                code: None,
                state: ErrandState::Open,
            };
            inner.errands.insert(0, record.clone());
            Some(record)
        });
        self.changed(Part::Errands);
        record.as_ref().map(view).ok_or(AppError::Internal)
    }

    pub(super) fn end(&'static self, errand: ErrandId) -> Result<ErrandView, AppError> {
        self.city()?;
        self.with(|inner| {
            if let Some(record) = inner.errands.iter_mut().find(|record| record.id == errand) {
                record.code = None;
                record.state = ErrandState::Ended {
                    at: now(),
                    by: record.side,
                };
            }
        });
        self.changed(Part::Errands);
        self.errand(errand)
    }
}
