//! Data keys, wrapped under the master key. Used by [`crate::keys`] alone.

use sea_orm::entity::prelude::*;

/// A wrapped data key.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "data_keys")]
pub struct Model {
    /// What it is for.
    #[sea_orm(primary_key, auto_increment = false)]
    pub purpose: String,
    /// The key under the master key.
    pub wrapped: Vec<u8>,
    /// The master key's name.
    pub master: String,
    /// When it was made.
    pub created_at: i64,
}

/// None.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
