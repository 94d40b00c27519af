//! Requests to share, what was shared, and agreements once and for all.

use domain::{CheckId, CitizenId, CounterId, DeskWord, OrganisationId, PurposeId, RequestId, ShiftId};
use jiff::Timestamp;
use protocol::{
    Blob,
    api::{AskedFor, Asker, RememberedConsent, RequestState, SharedField, SharedPaper},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    sea_query::{Expr, OnConflict},
};
use serde::{Deserialize, Serialize};

use super::{Access, Tx, documents::Content, instant, micros};
use crate::{fault::Fault, keys::Cell};

/// What is sealed is filled up to a multiple of this many bytes.
const SEALED_BYTES: usize = 1024;

mod request {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "share_requests")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub citizen: Option<Uuid>,
        pub organisation: Uuid,
        pub counter: Uuid,
        pub shift: Uuid,
        pub officer: Uuid,
        pub check: Option<Uuid>,
        pub state: String,
        pub asked_at: i64,
        pub due: Option<i64>,
        pub sealed: Vec<u8>,
        pub shared: Option<Vec<u8>>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod remembered {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "remembered_consents")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub purpose: Uuid,
        pub since: i64,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A request to share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Which.
    pub id: RequestId,
    /// Who is asked; none while nobody has taken an offer on.
    pub citizen: Option<CitizenId>,
    /// For whom.
    pub organisation: OrganisationId,
    /// Where.
    pub counter: CounterId,
    /// In which shift.
    pub shift: ShiftId,
    /// By whom.
    pub officer: CitizenId,
    /// The check that found the person.
    pub check: Option<CheckId>,
    /// When.
    pub asked_at: Timestamp,
    /// The rest.
    pub told: RequestTold,
}

/// What was asked, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestTold {
    /// Who asks, as it was then.
    pub asker: Asker,
    /// The word to compare.
    pub desk_word: DeskWord,
    /// What is asked.
    pub asked: AskedFor,
    /// Until when it waits.
    pub expires_at: Timestamp,
    /// How it stands.
    pub state: RequestState,
    /// The device key and its signature over the agreement.
    pub agreement: Option<Agreement>,
    /// The code of an offer.
    pub code: Option<String>,
}

/// The proof that a resident agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The device's public key.
    pub device_key: Blob,
    /// Its signature over [`protocol::api::agreement_proof`].
    pub proof: Blob,
    /// Whether it was once and for all.
    pub remember: bool,
}

/// What was shared.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// Fields, as they were.
    pub fields: Vec<SharedField>,
    /// Papers, and where their content lies.
    pub papers: Vec<(SharedPaper, Option<Content>)>,
}

/// The word of a state in its column, and when something happens to it by itself.
fn state_columns(told: &RequestTold) -> (&'static str, Option<Timestamp>) {
    match &told.state {
        RequestState::Offered => ("offered", Some(told.expires_at)),
        RequestState::Waiting => ("waiting", Some(told.expires_at)),
        RequestState::Agreed { read_until, .. } => ("agreed", Some(*read_until)),
        RequestState::Refused { .. } => ("refused", None),
        RequestState::Expired => ("expired", None),
        RequestState::Withdrawn { .. } => ("withdrawn", None),
        RequestState::Over { .. } => ("over", None),
    }
}

fn cell<'a>(id: &'a uuid::Uuid, column: &'static str) -> Cell<'a> {
    Cell {
        table: "share_requests",
        row: id.as_bytes(),
        column,
    }
}

fn opened(on: &impl Access, row: request::Model) -> Result<Request, Fault> {
    Ok(Request {
        told: on.sealing().open_record(cell(&row.id, "sealed"), &row.sealed)?,
        id: RequestId(row.id),
        citizen: row.citizen.map(CitizenId),
        organisation: OrganisationId(row.organisation),
        counter: CounterId(row.counter),
        shift: ShiftId(row.shift),
        officer: CitizenId(row.officer),
        check: row.check.map(CheckId),
        asked_at: instant(row.asked_at)?,
    })
}

/// Adds a request.
///
/// # Errors
/// [`Fault`].
pub async fn add(tx: &Tx, request: &Request) -> Result<(), Fault> {
    let (state, due) = state_columns(&request.told);
    let id = request.id.0;
    let row = request::ActiveModel {
        id: Set(id),
        citizen: Set(request.citizen.map(|citizen| citizen.0)),
        organisation: Set(request.organisation.0),
        counter: Set(request.counter.0),
        shift: Set(request.shift.0),
        officer: Set(request.officer.0),
        check: Set(request.check.map(|check| check.0)),
        state: Set(state.to_owned()),
        asked_at: Set(micros(request.asked_at)),
        due: Set(due.map(micros)),
        sealed: Set(tx
            .sealing()
            .seal_record(cell(&id, "sealed"), &request.told, SEALED_BYTES)?),
        shared: Set(None),
    };
    request::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Sets how a request stands, and who is asked. Unless it is readable now, what was shared goes.
///
/// # Errors
/// [`Fault`].
pub async fn update(tx: &Tx, request: &Request) -> Result<(), Fault> {
    let (state, due) = state_columns(&request.told);
    let id = request.id.0;
    let sealed = tx
        .sealing()
        .seal_record(cell(&id, "sealed"), &request.told, SEALED_BYTES)?;
    let mut update = request::Entity::update_many()
        .col_expr(
            request::Column::Citizen,
            Expr::value(request.citizen.map(|citizen| citizen.0)),
        )
        .col_expr(request::Column::State, Expr::value(state))
        .col_expr(request::Column::Due, Expr::value(due.map(micros)))
        .col_expr(request::Column::Sealed, Expr::value(sealed));
    if !matches!(request.told.state, RequestState::Agreed { .. }) {
        update = update.col_expr(request::Column::Shared, Expr::value(Option::<Vec<u8>>::None));
    }
    update.filter(request::Column::Id.eq(id)).exec(tx.db()).await?;
    Ok(())
}

/// Keeps what was shared.
///
/// # Errors
/// [`Fault`].
pub async fn put_shared(tx: &Tx, id: RequestId, shared: &Shared) -> Result<(), Fault> {
    let sealed = tx.sealing().seal_record(cell(&id.0, "shared"), shared, SEALED_BYTES)?;
    request::Entity::update_many()
        .col_expr(request::Column::Shared, Expr::value(sealed))
        .filter(request::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// What was shared by a request, as long as it can be read.
///
/// # Errors
/// [`Fault`].
pub async fn shared(on: &impl Access, id: RequestId) -> Result<Option<Shared>, Fault> {
    let row = request::Entity::find_by_id(id.0).one(on.db()).await?;
    row.and_then(|row| row.shared)
        .map(|sealed| on.sealing().open_record(cell(&id.0, "shared"), &sealed))
        .transpose()
}

/// A request, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: RequestId) -> Result<Option<Request>, Fault> {
    let row = request::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(|row| opened(on, row)).transpose()
}

/// A request, kept from other transactions until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn locked(tx: &Tx, id: RequestId) -> Result<Option<Request>, Fault> {
    let row = request::Entity::find_by_id(id.0).lock_exclusive().one(tx.db()).await?;
    row.map(|row| opened(tx, row)).transpose()
}

/// Several requests to a citizen.
///
/// # Errors
/// [`Fault`].
pub async fn find_many(on: &impl Access, citizen: CitizenId, ids: &[RequestId]) -> Result<Vec<Request>, Fault> {
    let rows = request::Entity::find()
        .filter(request::Column::Citizen.eq(citizen.0))
        .filter(request::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// An officer's requests since then, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_officer(on: &impl Access, officer: CitizenId, since: Timestamp) -> Result<Vec<Request>, Fault> {
    let rows = request::Entity::find()
        .filter(request::Column::Officer.eq(officer.0))
        .filter(request::Column::AskedAt.gt(micros(since)))
        .order_by_desc(request::Column::AskedAt)
        .order_by_desc(request::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// Requests of an organisation since then, oldest first.
///
/// # Errors
/// [`Fault`].
pub async fn of_organisation(
    on: &impl Access,
    organisation: OrganisationId,
    since: Timestamp,
) -> Result<Vec<Request>, Fault> {
    let rows = request::Entity::find()
        .filter(request::Column::Organisation.eq(organisation.0))
        .filter(request::Column::AskedAt.gt(micros(since)))
        .order_by_asc(request::Column::AskedAt)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// The requests of a shift that wait for an answer.
///
/// # Errors
/// [`Fault`].
pub async fn waiting(on: &impl Access, shift: ShiftId) -> Result<Vec<RequestId>, Fault> {
    let rows = request::Entity::find()
        .filter(request::Column::Shift.eq(shift.0))
        .filter(request::Column::State.is_in(["offered", "waiting"]))
        .all(on.db())
        .await?;
    Ok(rows.into_iter().map(|row| RequestId(row.id)).collect())
}

/// Requests to which something happens by itself until then, some at a time.
///
/// # Errors
/// [`Fault`].
pub async fn due(on: &impl Access, now: Timestamp) -> Result<Vec<RequestId>, Fault> {
    let rows = request::Entity::find()
        .filter(request::Column::Due.lte(micros(now)))
        .order_by_asc(request::Column::Due)
        .limit(500)
        .all(on.db())
        .await?;
    Ok(rows.into_iter().map(|row| RequestId(row.id)).collect())
}

fn consent_row(citizen: CitizenId, purpose: PurposeId) -> Vec<u8> {
    [citizen.0.as_bytes().as_slice(), purpose.0.as_bytes()].concat()
}

fn consent_cell(row: &[u8]) -> Cell<'_> {
    Cell {
        table: "remembered_consents",
        row,
        column: "sealed",
    }
}

/// Remembers an agreement.
///
/// # Errors
/// [`Fault`].
pub async fn remember(tx: &Tx, citizen: CitizenId, consent: &RememberedConsent) -> Result<(), Fault> {
    let place = consent_row(citizen, consent.purpose);
    let row = remembered::ActiveModel {
        citizen: Set(citizen.0),
        purpose: Set(consent.purpose.0),
        since: Set(micros(consent.since)),
        sealed: Set(tx.sealing().seal_record(consent_cell(&place), consent, SEALED_BYTES)?),
    };
    let changes = OnConflict::columns([remembered::Column::Citizen, remembered::Column::Purpose])
        .update_columns([remembered::Column::Since, remembered::Column::Sealed])
        .to_owned();
    remembered::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// An agreement once and for all.
///
/// # Errors
/// [`Fault`].
pub async fn remembered(
    on: &impl Access,
    citizen: CitizenId,
    purpose: PurposeId,
) -> Result<Option<RememberedConsent>, Fault> {
    let row = remembered::Entity::find_by_id((citizen.0, purpose.0))
        .one(on.db())
        .await?;
    row.map(|row| {
        on.sealing()
            .open_record(consent_cell(&consent_row(citizen, purpose)), &row.sealed)
    })
    .transpose()
}

/// Forgets an agreement; says whether there was one.
///
/// # Errors
/// [`Fault`].
pub async fn forget(tx: &Tx, citizen: CitizenId, purpose: PurposeId) -> Result<bool, Fault> {
    let gone = remembered::Entity::delete_by_id((citizen.0, purpose.0))
        .exec(tx.db())
        .await?;
    Ok(gone.rows_affected > 0)
}
