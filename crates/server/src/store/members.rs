//! Who works for organisations, and who is invited to.

use domain::{CitizenId, MemberId, OrganisationId, PersonName, Role};
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    sea_query::OnConflict,
};

use super::{Access, Tx, instant, micros, unword, word};
use crate::{fault::Fault, keys::Cell};

/// Names are filled up to this many bytes.
const NAME_BYTES: usize = 128;

mod member {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "members")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub organisation: Uuid,
        pub number_lookup: Vec<u8>,
        pub citizen: Option<Uuid>,
        pub role: String,
        pub since: i64,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A role in an organisation, or an invitation to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The role's own id.
    pub id: MemberId,
    /// In which organisation.
    pub organisation: OrganisationId,
    /// Finds who is meant: the keyed hash of the personal number.
    pub number_lookup: Vec<u8>,
    /// Who it is, once accepted.
    pub citizen: Option<CitizenId>,
    /// The role.
    pub role: Role,
    /// When it was invited, or accepted.
    pub since: Timestamp,
    /// The name as the inviting administrator wrote it.
    pub name: PersonName,
}

fn cell(id: &uuid::Uuid) -> Cell<'_> {
    Cell {
        table: "members",
        row: id.as_bytes(),
        column: "sealed",
    }
}

/// Sets a role or an invitation.
///
/// # Errors
/// [`Fault`]; a role that somebody has already is [`Fault::Database`].
pub async fn put(tx: &Tx, member: &Member) -> Result<(), Fault> {
    let row = member::ActiveModel {
        id: Set(member.id.0),
        organisation: Set(member.organisation.0),
        number_lookup: Set(member.number_lookup.clone()),
        citizen: Set(member.citizen.map(|citizen| citizen.0)),
        role: Set(word(&member.role)?),
        since: Set(micros(member.since)),
        sealed: Set(tx.sealing().seal_record(cell(&member.id.0), &member.name, NAME_BYTES)?),
    };
    let changes = OnConflict::column(member::Column::Id)
        .update_columns([member::Column::Citizen, member::Column::Since])
        .to_owned();
    member::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// Removes a role or an invitation.
///
/// # Errors
/// [`Fault`].
pub async fn remove(tx: &Tx, id: MemberId) -> Result<(), Fault> {
    member::Entity::delete_by_id(id.0).exec(tx.db()).await?;
    Ok(())
}

fn opened(on: &impl Access, row: member::Model) -> Result<Member, Fault> {
    Ok(Member {
        name: on.sealing().open_record(cell(&row.id), &row.sealed)?,
        id: MemberId(row.id),
        organisation: OrganisationId(row.organisation),
        number_lookup: row.number_lookup,
        citizen: row.citizen.map(CitizenId),
        role: unword(row.role)?,
        since: instant(row.since)?,
    })
}

/// A role by its id.
///
/// # Errors
/// [`Fault`].
pub async fn find(on: &impl Access, id: MemberId) -> Result<Option<Member>, Fault> {
    let row = member::Entity::find_by_id(id.0).one(on.db()).await?;
    row.map(|row| opened(on, row)).transpose()
}

/// The roles of an organisation, invitations among them.
///
/// # Errors
/// [`Fault`].
pub async fn of_organisation(on: &impl Access, organisation: OrganisationId) -> Result<Vec<Member>, Fault> {
    let rows = member::Entity::find()
        .filter(member::Column::Organisation.eq(organisation.0))
        .order_by_asc(member::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// The roles that a citizen has, and the invitations to the number that is theirs.
///
/// # Errors
/// [`Fault`].
pub async fn roles_of(on: &impl Access, citizen: CitizenId, number_lookup: &[u8]) -> Result<Vec<Member>, Fault> {
    let rows = member::Entity::find()
        .filter(
            Condition::any().add(member::Column::Citizen.eq(citizen.0)).add(
                Condition::all()
                    .add(member::Column::Citizen.is_null())
                    .add(member::Column::NumberLookup.eq(number_lookup)),
            ),
        )
        .order_by_asc(member::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// What a citizen is to an organisation.
///
/// # Errors
/// [`Fault`].
pub async fn roles_in(
    on: &impl Access,
    organisation: OrganisationId,
    citizen: CitizenId,
) -> Result<Vec<(MemberId, Role)>, Fault> {
    let rows = member::Entity::find()
        .filter(member::Column::Organisation.eq(organisation.0))
        .filter(member::Column::Citizen.eq(citizen.0))
        .all(on.db())
        .await?;
    rows.into_iter()
        .map(|row| Ok((MemberId(row.id), unword(row.role)?)))
        .collect()
}
