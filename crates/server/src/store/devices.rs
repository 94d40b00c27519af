//! Devices, and the credentials of their live codes.

use domain::{CitizenId, DeviceId};
use jiff::Timestamp;
use protocol::api::{DeviceState, Platform};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, sea_query::Expr,
};

use super::{Access, Tx, city, instant, micros, unword, word};
use crate::{fault::Fault, keys::Cell};

const NAME_BYTES: usize = 128;

mod device {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "devices")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub citizen: Uuid,
        pub public_key: Vec<u8>,
        pub name_sealed: Vec<u8>,
        pub platform: String,
        pub state: String,
        pub bound_at: i64,
        pub last_seen_at: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

mod credential {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "credentials")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub place: i64,
        pub device: Uuid,
        pub not_after: i64,
        pub revoked: bool,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A device bound to a citizen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Its name for the city.
    pub id: DeviceId,
    /// Whose.
    pub citizen: CitizenId,
    /// Its Ed25519 public key.
    pub public_key: [u8; 32],
    /// What the resident calls it.
    pub name: String,
    /// What it runs.
    pub platform: Platform,
    /// How it stands.
    pub state: DeviceState,
    /// When it was bound.
    pub bound_at: Timestamp,
    /// Its last contact.
    pub last_seen_at: Timestamp,
}

fn opened(on: &impl Access, row: device::Model) -> Result<Device, Fault> {
    let cell = Cell {
        table: "devices",
        row: row.id.as_bytes(),
        column: "name_sealed",
    };
    Ok(Device {
        id: DeviceId(row.id),
        citizen: CitizenId(row.citizen),
        public_key: row.public_key.try_into().map_err(|_| Fault::Corrupt("device key"))?,
        name: on.sealing().open_record(cell, &row.name_sealed)?,
        platform: unword(row.platform)?,
        state: unword(row.state)?,
        bound_at: instant(row.bound_at)?,
        last_seen_at: instant(row.last_seen_at)?,
    })
}

/// Sets a device.
///
/// # Errors
/// [`Fault`].
pub async fn put(tx: &Tx, device: &Device) -> Result<(), Fault> {
    let cell = Cell {
        table: "devices",
        row: device.id.0.as_bytes(),
        column: "name_sealed",
    };
    let row = device::ActiveModel {
        id: Set(device.id.0),
        citizen: Set(device.citizen.0),
        public_key: Set(device.public_key.to_vec()),
        name_sealed: Set(tx.sealing().seal_record(cell, &device.name, NAME_BYTES)?),
        platform: Set(word(&device.platform)?),
        state: Set(word(&device.state)?),
        bound_at: Set(micros(device.bound_at)),
        last_seen_at: Set(micros(device.last_seen_at)),
    };
    let changes = sea_orm::sea_query::OnConflict::column(device::Column::Id)
        .update_columns([
            device::Column::NameSealed,
            device::Column::Platform,
            device::Column::State,
            device::Column::LastSeenAt,
        ])
        .to_owned();
    device::Entity::insert(row)
        .on_conflict(changes)
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

/// A device by its id, whoever's it is.
///
/// # Errors
/// [`Fault`].
pub async fn by_id(on: &impl Access, id: DeviceId) -> Result<Option<Device>, Fault> {
    device::Entity::find_by_id(id.0)
        .one(on.db())
        .await?
        .map(|row| opened(on, row))
        .transpose()
}

/// A device, kept from other transactions until this one ends. Who takes a session as well takes it after its device.
///
/// # Errors
/// [`Fault`].
pub async fn locked(tx: &Tx, id: DeviceId) -> Result<Option<Device>, Fault> {
    device::Entity::find_by_id(id.0)
        .lock_exclusive()
        .one(tx.db())
        .await?
        .map(|row| opened(tx, row))
        .transpose()
}

/// A citizen's device by its key, kept from other transactions until this one ends.
///
/// # Errors
/// [`Fault`].
pub async fn locked_by_key(tx: &Tx, citizen: CitizenId, key: &[u8; 32]) -> Result<Option<Device>, Fault> {
    let row = device::Entity::find()
        .filter(device::Column::Citizen.eq(citizen.0))
        .filter(device::Column::PublicKey.eq(key.to_vec()))
        .lock_exclusive()
        .one(tx.db())
        .await?;
    row.map(|row| opened(tx, row)).transpose()
}

/// A citizen's devices, last seen first.
///
/// # Errors
/// [`Fault`].
pub async fn of_citizen(on: &impl Access, citizen: CitizenId) -> Result<Vec<Device>, Fault> {
    let rows = device::Entity::find()
        .filter(device::Column::Citizen.eq(citizen.0))
        .order_by_desc(device::Column::LastSeenAt)
        .order_by_desc(device::Column::Id)
        .all(on.db())
        .await?;
    rows.into_iter().map(|row| opened(on, row)).collect()
}

/// Notes a device's contact.
///
/// # Errors
/// [`Fault`].
pub async fn seen(tx: &Tx, id: DeviceId, now: Timestamp) -> Result<(), Fault> {
    device::Entity::update_many()
        .col_expr(device::Column::LastSeenAt, Expr::value(micros(now)))
        .filter(device::Column::Id.eq(id.0))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Revokes every credential of a device that still counts; says whether there was one.
///
/// # Errors
/// [`Fault`].
pub async fn revoke_credentials(tx: &Tx, id: DeviceId, now: Timestamp) -> Result<bool, Fault> {
    let revoked = credential::Entity::update_many()
        .col_expr(credential::Column::Revoked, Expr::value(true))
        .filter(credential::Column::Device.eq(id.0))
        .filter(credential::Column::Revoked.eq(false))
        .filter(credential::Column::NotAfter.gte(micros(now)))
        .exec(tx.db())
        .await?;
    if revoked.rows_affected > 0 {
        city::count_up(tx, city::REVOCATIONS).await?;
    }
    Ok(revoked.rows_affected > 0)
}

/// A place in the revocation list for a new credential: one that ended before `free_before`, or the next new one.
///
/// # Errors
/// [`Fault`].
pub async fn take_place(tx: &Tx, id: DeviceId, not_after: Timestamp, free_before: Timestamp) -> Result<u32, Fault> {
    let free = credential::Entity::find()
        .filter(credential::Column::NotAfter.lt(micros(free_before)))
        .order_by_asc(credential::Column::NotAfter)
        .limit(1)
        .lock_exclusive()
        .one(tx.db())
        .await?;
    match free {
        Some(free) => {
            credential::ActiveModel {
                place: Set(free.place),
                device: Set(id.0),
                not_after: Set(micros(not_after)),
                revoked: Set(false),
            }
            .update(tx.db())
            .await?;
            u32::try_from(free.place).map_err(|_| Fault::Corrupt("credential place"))
        }
        None => {
            let place = city::new_place(tx).await?;
            let row = credential::ActiveModel {
                place: Set(i64::from(place)),
                device: Set(id.0),
                not_after: Set(micros(not_after)),
                revoked: Set(false),
            };
            credential::Entity::insert(row).exec_without_returning(tx.db()).await?;
            Ok(place)
        }
    }
}

/// The places of credentials that are revoked and have not ended yet.
///
/// # Errors
/// [`Fault`].
pub async fn revoked_places(on: &impl Access, now: Timestamp) -> Result<Vec<u32>, Fault> {
    let rows: Vec<i64> = credential::Entity::find()
        .select_only()
        .column(credential::Column::Place)
        .filter(credential::Column::Revoked.eq(true))
        .filter(credential::Column::NotAfter.gte(micros(now)))
        .into_tuple()
        .all(on.db())
        .await?;
    Ok(rows.into_iter().filter_map(|place| u32::try_from(place).ok()).collect())
}

/// The device whose credential has a place of the revocation list, and whether the credential was revoked.
///
/// # Errors
/// [`Fault`].
pub async fn of_place(on: &impl Access, place: u32) -> Result<Option<(Device, bool)>, Fault> {
    let Some(row) = credential::Entity::find_by_id(i64::from(place)).one(on.db()).await? else {
        return Ok(None);
    };
    let device = by_id(on, DeviceId(row.device)).await?;
    Ok(device.map(|device| (device, row.revoked)))
}
