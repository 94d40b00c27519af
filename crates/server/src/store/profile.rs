//! The fields of profiles and the standard codes.

use domain::{CitizenId, FieldText, ProfileField, Qid, Source};
use jiff::Timestamp;
use protocol::api::{FieldRecord, PersonalCodeRecord, Revision};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

use super::{Access, Tx};
use crate::{fault::Fault, keys::Cell};

/// Values are filled up to this many bytes.
const FIELD_BYTES: usize = 128;

mod field {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "profile_fields")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub field: String,
        pub revision: i64,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "personal_codes")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub citizen: Uuid,
        pub qid_lookup: Vec<u8>,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(Serialize, Deserialize)]
struct SealedField {
    value: FieldText,
    source: Source,
    at: Timestamp,
}

fn field_row(citizen: CitizenId, field: &str) -> Vec<u8> {
    [citizen.0.as_bytes().as_slice(), field.as_bytes()].concat()
}

fn field_cell(row: &[u8]) -> Cell<'_> {
    Cell {
        table: "profile_fields",
        row,
        column: "sealed",
    }
}

fn code_cell(citizen: &CitizenId) -> Cell<'_> {
    Cell {
        table: "personal_codes",
        row: citizen.0.as_bytes(),
        column: "sealed",
    }
}

fn open_field(on: &impl Access, row: field::Model) -> Result<(String, FieldRecord), Fault> {
    let place = field_row(CitizenId(row.citizen), &row.field);
    let SealedField { value, source, at } = on.sealing().open_record(field_cell(&place), &row.sealed)?;
    let revision = Revision(row.revision.unsigned_abs());
    Ok((
        row.field,
        FieldRecord {
            value,
            source,
            at,
            revision,
        },
    ))
}

/// All fields of a profile, by name.
///
/// # Errors
/// [`Fault`].
pub async fn fields(on: &impl Access, citizen: CitizenId) -> Result<Vec<(String, FieldRecord)>, Fault> {
    let rows = field::Entity::find()
        .filter(field::Column::Citizen.eq(citizen.0))
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| open_field(on, row)).collect()
}

/// One field.
///
/// # Errors
/// [`Fault`].
pub async fn field(on: &impl Access, citizen: CitizenId, field: ProfileField) -> Result<Option<FieldRecord>, Fault> {
    let key = (citizen.0, field.as_str().to_owned());
    let row = field::Entity::find_by_id(key).one(on.db()).await?;
    row.map(|row| open_field(on, row).map(|(_, record)| record)).transpose()
}

/// Sets a field.
///
/// # Errors
/// [`Fault`].
pub async fn put_field(tx: &Tx, citizen: CitizenId, field: ProfileField, record: &FieldRecord) -> Result<(), Fault> {
    let place = field_row(citizen, field.as_str());
    let sealed = SealedField {
        value: record.value.clone(),
        source: record.source.clone(),
        at: record.at,
    };
    let row = field::ActiveModel {
        citizen: Set(citizen.0),
        field: Set(field.as_str().to_owned()),
        revision: Set(record.revision.0 as i64),
        sealed: Set(tx.sealing().seal_record(field_cell(&place), &sealed, FIELD_BYTES)?),
    };
    let changes = OnConflict::columns([field::Column::Citizen, field::Column::Field])
        .update_columns([field::Column::Revision, field::Column::Sealed])
        .to_owned();
    field::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// The standard code of a profile.
///
/// # Errors
/// [`Fault`].
pub async fn code(on: &impl Access, citizen: CitizenId) -> Result<Option<PersonalCodeRecord>, Fault> {
    let row = code::Entity::find_by_id(citizen.0).one(on.db()).await?;
    row.map(|row| on.sealing().open_record(code_cell(&citizen), &row.sealed))
        .transpose()
}

/// Sets the standard code.
///
/// # Errors
/// [`Fault`].
pub async fn put_code(tx: &Tx, citizen: CitizenId, record: &PersonalCodeRecord) -> Result<(), Fault> {
    let row = code::ActiveModel {
        citizen: Set(citizen.0),
        qid_lookup: Set(tx.sealing().lookup("qid", record.qid.as_str())),
        sealed: Set(tx.sealing().seal_record(code_cell(&citizen), record, FIELD_BYTES)?),
    };
    let changes = OnConflict::column(code::Column::Citizen)
        .update_columns([code::Column::Sealed])
        .to_owned();
    code::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// The citizen of a QID.
///
/// # Errors
/// [`Fault`].
pub async fn citizen_by_qid(on: &impl Access, qid: &Qid) -> Result<Option<CitizenId>, Fault> {
    let lookup = on.sealing().lookup("qid", qid.as_str());
    let row = code::Entity::find()
        .filter(code::Column::QidLookup.eq(lookup))
        .one(on.db())
        .await?;
    Ok(row.map(|row| CitizenId(row.citizen)))
}
