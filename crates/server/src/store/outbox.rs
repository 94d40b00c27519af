//! Messages of the outbox gateway.

use domain::Phone;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use super::{Access, Store, account::phone_lookup, instant, micros};
use crate::{fault::Fault, keys::Cell, port::SmsMessage};

const MESSAGE_BYTES: usize = 512;

mod message {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "outbox_messages")]
    pub(super) struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub at: i64,
        pub to_lookup: Vec<u8>,
        pub sealed: Vec<u8>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub(super) enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A kept message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptMessage {
    /// When it was sent.
    pub at: Timestamp,
    /// The message.
    pub message: SmsMessage,
}

/// Keeps a message.
///
/// # Errors
/// [`Fault`].
pub async fn add(store: &Store, sms: &SmsMessage, now: Timestamp) -> Result<(), Fault> {
    let tx = store.begin().await?;
    let cell = Cell {
        table: "outbox_messages",
        row: sms.id.as_bytes(),
        column: "sealed",
    };
    let row = message::ActiveModel {
        id: Set(sms.id),
        at: Set(micros(now)),
        to_lookup: Set(phone_lookup(&tx, &sms.to)),
        sealed: Set(tx.sealing().seal_record(cell, sms, MESSAGE_BYTES)?),
    };
    message::Entity::insert(row).exec_without_returning(tx.db()).await?;
    tx.commit().await
}

/// The newest messages, to one phone or to all, newest first.
///
/// # Errors
/// [`Fault`].
pub async fn newest(on: &impl Access, to: Option<&Phone>, limit: u64) -> Result<Vec<KeptMessage>, Fault> {
    let mut query = message::Entity::find();
    if let Some(phone) = to {
        query = query.filter(message::Column::ToLookup.eq(phone_lookup(on, phone)));
    }
    let rows = query
        .order_by_desc(message::Column::At)
        .order_by_desc(message::Column::Id)
        .limit(limit)
        .all(on.db())
        .await?;
    rows.into_iter()
        .map(|row| {
            let cell = Cell {
                table: "outbox_messages",
                row: row.id.as_bytes(),
                column: "sealed",
            };
            Ok(KeptMessage {
                at: instant(row.at)?,
                message: on.sealing().open_record(cell, &row.sealed)?,
            })
        })
        .collect()
}

/// Forgets messages older than that.
///
/// # Errors
/// [`Fault`].
pub async fn forget_before(store: &Store, before: Timestamp) -> Result<u64, Fault> {
    let tx = store.begin().await?;
    let gone = message::Entity::delete_many()
        .filter(message::Column::At.lt(micros(before)))
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
